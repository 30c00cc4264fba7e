"""Every number on every page a patient reads comes from a record that may be shown to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import pytest
from pydantic import BaseModel

from decision_aid.engine.checks import TECHNICAL
from decision_aid.engine.evidence import AskedPrice, Number, Rate, Studied
from decision_aid.engine.sentences import NAMES_WITH_DIGITS
from decision_aid.engine.values import Ageing, Level
from decision_aid.web import content

LIBRARY = content.library()
GROUPS = (LIBRARY.treatments, LIBRARY.types, LIBRARY.regions, LIBRARY.passages)
ADDRESSES = [
    "",
    "treatments/",
    *(f"treatments/{one}/" for one in LIBRARY.treatments),
    "types/",
    *(f"types/{one}/" for one in LIBRARY.types),
    "compare/",
    "expectations/",
    "priorities/",
    "science/",
    "claims/",
    "guidance/",
    "check/",
]
FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
OF_THE_INTERFACE = {"1", "2", "3", "18"}
"""Pages and years named in fixed sentences: "a two-page paper", "1 year", "3 years", "Under 18?"."""


class _Text(HTMLParser):
    """The words of <main>, without its closed references."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.skipping = 0
        self.main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.main |= tag == "main"
        if tag in {"ol", "ul"} and (self.skipping or "references" in (dict(attrs).get("class") or "")):
            self.skipping += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ol", "ul"} and self.skipping:
            self.skipping -= 1
        if tag == "main":
            self.main = False

    def handle_data(self, data: str) -> None:
        if self.main and not self.skipping:
            self.words.append(data)


def _records(value: object) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from _records(getattr(value, name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _records(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _records(one)


def _figures(text: str) -> Iterable[str]:
    bare = NAMES_WITH_DIGITS.sub("", text.replace(LIBRARY.aid.content_version, ""))
    return FIGURE.findall(bare)


def _of(record: BaseModel) -> Iterator[str]:
    """The figures one record may put on a page."""
    if isinstance(record, Number):
        yield from _figures(record.shown)
    if isinstance(record, Rate):
        for count in (record.with_treatment, record.without):
            if count is not None:
                yield from (str(count), str(record.of - count))
        yield from (f"{record.of:,}", f"{record.people:,}")
    if isinstance(record, Studied):
        yield f"{record.people:,}"
    if isinstance(record, AskedPrice):
        yield from (f"{record.low:,}", f"{record.high:,}", str(record.seen.year))
    if isinstance(record, Ageing):
        for day in (record.checked, record.review_by):
            yield from (str(day.day), str(day.year))
    for name in (*TECHNICAL, "call", "text", "note"):
        value = getattr(record, name, None)
        if isinstance(value, str):
            yield from _figures(value)


def shown_figures() -> set[str]:
    """Every figure of every record whose level lets a patient see it."""
    found = set(OF_THE_INTERFACE)
    for record in _records(
        (*(one for group in GROUPS for one in group.values()), LIBRARY.claims, LIBRARY.aid)
    ):
        if getattr(record, "level", None) is not Level.UNVERIFIED:
            found.update(_of(record))
    for item in LIBRARY.questionnaire.items.values():
        for text in (item.text, item.hint, item.short, *(one.text for one in item.answer_option)):
            found.update(_figures(text))
    for rule in (*LIBRARY.safety.rules, *LIBRARY.procedure.rules):
        found.update(_figures(f"{rule.outcome.says} {rule.outcome.who} {rule.outcome.closing}"))
    for tier in LIBRARY.wording.tier:
        found.update(_figures(f"{tier.title} {tier.says}"))
    for one in LIBRARY.treatments.values():
        if one.fair_trial:
            found.add(str(one.fair_trial.months))
    return found


SHOWN = shown_figures()


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_number_on_a_page_comes_from_a_record_that_may_be_shown(client, address):
    page = client.get(f"/en/{address}")
    assert page.status_code == 200
    text = _Text()
    text.feed(page.content.decode())
    seen = set(_figures(" ".join(text.words)))
    assert seen <= SHOWN, sorted(seen - SHOWN)


def test_the_walk_can_fail():
    text = _Text()
    text.feed("<main><p>Of 4321 people, 99 did.</p></main>")
    assert not set(_figures(" ".join(text.words))) <= SHOWN
