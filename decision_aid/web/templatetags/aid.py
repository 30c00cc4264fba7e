"""Template words of the aid: addresses that carry the answers on, icon arrays, money."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from decision_aid.engine.evidence import Reference, Treatment
from decision_aid.engine.studies import REPORTED_FIELDS, Reported, Study
from decision_aid.engine.wording import Wording
from decision_aid.web import content
from decision_aid.web.entrance import OWN, Entrance

register = template.Library()


def _door(context: RequestContext) -> Entrance:
    found: Entrance = context.get("entrance") or OWN
    return found


def _language(context: RequestContext) -> str:
    return str(context.get("language", "en"))


@register.simple_tag(takes_context=True)
def to(context: RequestContext, name: str, **kwargs: str) -> str:
    """The address of a page with this visit's answers, or without any where there is no visit."""
    visit = context.get("visit")
    if visit is not None:
        return str(visit.to(name, **kwargs))
    return _door(context).path(name, language=_language(context), **kwargs)


@register.simple_tag(takes_context=True)
def clean_start(context: RequestContext) -> str:
    """The start page without any answers, through the same door."""
    return _door(context).path("start", language=_language(context))


@register.simple_tag(takes_context=True)
def out(context: RequestContext, address: str, words: str, unseen: str = "") -> SafeString:
    """A link to another site, in a tab of its own; on a screen that strangers share, the address as text."""
    if _door(context).kiosk:
        return format_html('<span class="address">{}</span>', address.removeprefix("https://"))
    return format_html(
        '<a href="{}" target="_blank" rel="noopener noreferrer">{}{}</a>',
        address,
        words,
        format_html('<span class="unseen"> {}</span>', unseen) if unseen else "",
    )


@register.filter
def dollars(amount: float) -> str:
    return f"${amount:,.0f}"


@register.filter
def money(amount: float, sign: str) -> str:
    """An amount in the currency it was typed in; nothing is converted."""
    return f"{sign}{amount:,.0f}"


@register.filter
def thousands(number: int) -> str:
    return f"{number:,}"


@register.filter
def certainty_words(wording: Wording, level: str) -> Any:
    return next((words for words in wording.certainty if words.id == level), None)


@register.filter
def status_words(wording: Wording, status: str) -> Any:
    return next(words for words in wording.status if words.id == status)


@register.simple_tag
def bearing(treatment: Treatment, shows: str, wording: Wording) -> str:
    """What one option says to one priority: always the same field, for every option."""
    if shows == "certainty_line":
        words = certainty_words(wording, treatment.certainty) if treatment.certainty else None
        return f"{words.title}. {treatment.certainty_because}" if words else treatment.certainty_because
    if shows == "price_line":
        price = treatment.price
        if price is None:
            return treatment.price_says
        return f"${price.low:,} to ${price.high:,} per {price.per}. {price.asked}"
    return str(getattr(treatment, shows))


@lru_cache(maxsize=256)
def _array(count: int, of: int, title: str) -> SafeString:
    columns, cell = (10, 12) if of == 100 else (50, 5)
    rows, radius = of // columns, cell * 0.36
    filled: list[str] = []
    open_: list[str] = []
    for place in range(of):
        column, row = place % columns, rows - 1 - place // columns
        x, y = column * cell + cell / 2 - radius, row * cell + cell / 2
        circle = (
            f"M{x:.1f} {y:.1f}a{radius:.1f} {radius:.1f} 0 1 0 {2 * radius:.1f} 0"
            f"a{radius:.1f} {radius:.1f} 0 1 0 {-2 * radius:.1f} 0"
        )
        (filled if place < count else open_).append(circle)
    return format_html(
        '<svg class="array" role="img" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">'
        '<title>{}</title><path class="none" d="{}"/><path class="some" d="{}"/></svg>',
        columns * cell,
        rows * cell,
        title,
        mark_safe("".join(open_)),  # noqa: S308 - numbers made above
        mark_safe("".join(filled)),  # noqa: S308 - numbers made above
    )


@register.simple_tag
def icon_array(count: int, of: int, title: str) -> SafeString:
    """``of`` small circles, ``count`` of them filled from the bottom row up; static, with its text."""
    return _array(count, of, title)


@register.filter
def minus(of: int, count: int) -> int:
    return of - count


@lru_cache(maxsize=8)
def _marks(people: int, crossed: int, title: str) -> SafeString:
    columns, cell = 20, 12
    rows = -(-people // columns)
    rings, crosses = [], []
    for place in range(people):
        x, y = place % columns * cell + cell / 2, place // columns * cell + cell / 2
        rings.append(f"M{x - 4:.0f} {y:.0f}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0")
        if place < crossed:
            crosses.append(f"M{x - 3:.0f} {y - 3:.0f}l6 6m0 -6l-6 6")
    return format_html(
        '<svg class="array marks" role="img" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">'
        '<title>{}</title><path class="none" d="{}"/><path class="cross" d="{}"/></svg>',
        columns * cell,
        rows * cell,
        title,
        mark_safe("".join(rings)),  # noqa: S308 - numbers made above
        mark_safe("".join(crosses)),  # noqa: S308 - numbers made above
    )


@register.simple_tag
def people_marks(people: int, crossed: int, title: str) -> SafeString:
    """One ring for each person studied, with a cross on those in the placebo comparison."""
    return _marks(people, crossed, title)


@register.filter
def side_by_side(study: Study) -> list[tuple[str, str, str, bool]]:
    """Each reported field: as the review has it, as the study's own record has it, and if they differ."""
    review = study.review or Reported()
    return [
        (name.replace("_", " "), getattr(review, name), getattr(study.own, name), name in study.differs)
        for name in REPORTED_FIELDS
        if getattr(review, name) or getattr(study.own, name)
    ]


@register.filter
def own_record(study: Study) -> list[tuple[str, str]]:
    return [
        (name.replace("_", " "), getattr(study.own, name))
        for name in REPORTED_FIELDS
        if getattr(study.own, name)
    ]


@register.filter
def reference_of(study: Study) -> Reference:
    return content.library().references[study.reference]
