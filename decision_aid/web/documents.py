"""Guidance on paper and as plain text, made from the same value as the page.

``as_pdf`` and ``as_text`` take what the person left out and show neither those answers nor any
sentence that would give them away. PDFs are made one at a time in a process of their own, so a
page never waits for one; when too many wait, ``Busy`` is raised.
"""

from __future__ import annotations

import threading
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import replace
from multiprocessing import get_context

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from decision_aid.engine.guidance import Concern, Guidance
from decision_aid.engine.questionnaire import Answers
from decision_aid.web import press
from decision_aid.web.press import Paper
from decision_aid.web.seal import seal

MOST_PAGES = 2
MOST_TEXT = 1000
WAITING = 8
SECONDS = 20

_pool: ProcessPoolExecutor | None = None
_pool_guard = threading.Lock()
_places = threading.BoundedSemaphore(WAITING)


class Busy(Exception):
    """Too many documents are being made; the same guidance is there as a page and as text."""


def without(guidance: Guidance, left_out: frozenset[str]) -> Guidance:
    """The same guidance, giving away none of the answers left out.

    A concern that rests on an answer left out keeps its urgency and loses its words.
    """
    if not left_out:
        return guidance

    def kept(concern: Concern) -> bool:
        return not any(one.link_id in left_out for one in concern.said)

    hidden = [one for one in guidance.concerns if not kept(one) and one.holds_back]
    concerns = [one for one in guidance.concerns if kept(one)]
    if hidden:
        concerns.append(_nameless(hidden[0]))
    return replace(
        guidance,
        concerns=tuple(concerns),
        open_safety=tuple(one for one in guidance.open_safety if one.link_id not in left_out),
        parts=tuple(
            replace(part, said=tuple(one for one in part.said if one.link_id not in left_out))
            for part in guidance.parts
        ),
        answers=tuple(one for one in guidance.answers if one.link_id not in left_out),
    )


def _nameless(concern: Concern) -> Concern:
    route = concern.route.model_copy(
        update={
            "who": _("a doctor"),
            "says": _("An answer left off this paper also needs a talk with a doctor."),
            "can_fit": (),
            "closing": "",
            "support": False,
        }
    )
    return replace(concern, id="left-out", route=route, said=(), references=())


def as_html(guidance: Guidance, *, left_out: frozenset[str] = frozenset(), language: str = "en") -> str:
    """The document as HTML, before it is printed."""
    shown = without(guidance, left_out)
    context = {
        "guidance": shown,
        "language": language,
        "version": settings.VERSION,
        "left_out": bool(left_out & {one.link_id for one in guidance.answers}),
        "paper": True,
    }
    return render_to_string("document.html", context)


def as_pdf(
    guidance: Guidance,
    *,
    left_out: frozenset[str] = frozenset(),
    paper: Paper = "letter",
    language: str = "en",
) -> bytes:
    """A PDF/UA-1 file of at most two pages. Raises Busy when too many are being made."""
    html = as_html(guidance, left_out=left_out, language=language)
    if not settings.PDF_PROCESS:
        return press.print_pdf(html, paper=paper, most_pages=MOST_PAGES)
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        future = _workers().submit(press.print_pdf, html, paper=paper, most_pages=MOST_PAGES)
        return future.result(timeout=SECONDS)
    except (BrokenExecutor, FutureTimeout, OSError):
        _drop_workers()
        raise Busy from None
    finally:
        _places.release()


def _workers() -> ProcessPoolExecutor:
    global _pool  # noqa: PLW0603 - one pool for each server process, made when first needed
    with _pool_guard:
        if _pool is None:
            _pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        return _pool


def _drop_workers() -> None:
    global _pool  # noqa: PLW0603 - see above
    with _pool_guard:
        if _pool is not None:
            _pool.shutdown(wait=False, cancel_futures=True)
        _pool = None


def as_text(guidance: Guidance, left_out: frozenset[str] = frozenset()) -> str:
    """Standing, who to see, reasons, next step and the regulatory line: at most 1,000 characters.

    What is urgent is never cut; what does not fit is counted.
    """
    shown = without(guidance, left_out)
    if shown.kind == "crisis":
        lines = [f"{one.name}: {one.says} {one.call}" for one in (*shown.region.crisis, shown.region.emergency)]
        return "\n".join([shown.wording.crisis.title, *lines])[:MOST_TEXT]
    if shown.kind in {"child", "teen"}:
        page = shown.wording.child if shown.kind == "child" else shown.wording.teen
        return "\n".join([page.title, *page.says, page.signs_title, *(f"- {one}" for one in page.signs)])[:MOST_TEXT]
    head = [
        f"{_('Exosomes for hair loss')}, {shown.today:%Y-%m-%d}. {_('Self-reported, not examined.')}",
        f"{_('Based on what I was asked:')} {shown.standing.title}. {shown.standing.summary[0]}",
    ]
    tail = [
        f"{_('Next:')} {shown.standing.next_steps[0]}",
        shown.region.brief,
        f"{_('Content')} {shown.aid.content_version}. {_('Not medical advice, not consent.')}",
    ]
    urgent = [
        f"- {one.tier.title}: {one.route.who}"
        for one in shown.routes
        if one.route.tier in {"same-day", "two-weeks"}
    ]
    other = [f"- {one.tier.title}: {one.route.who}" for one in shown.routes if one.route.tier == "routine"]
    other += [f"- {_('Open:')} {one.label}" for one in shown.open_safety]
    if shown.standing.id not in {"see-someone-first", "find-out-first"}:
        other += [
            f"- {part.words.title}: {_('holds') if part.met else _('open')}" for part in shown.parts
        ]
    urgent, other = list(dict.fromkeys(urgent)), list(dict.fromkeys(other))
    return _fitted(head, urgent, other, tail)


def _fitted(head: list[str], urgent: list[str], other: list[str], tail: list[str]) -> str:
    """All of head, urgent and tail; as many of ``other`` as fit, and a count of the rest."""
    for keep in range(len(other), -1, -1):
        left = len(other) - keep
        more = [_("+%(count)d more on the page") % {"count": left}] if left else []
        text = "\n".join([*head, *urgent, *other[:keep], *more, *tail])
        if len(text) <= MOST_TEXT:
            return text
    tiers = list(dict.fromkeys(line.split(":")[0] for line in urgent))
    return "\n".join([*head, *tiers, *tail])[:MOST_TEXT]


def seal_probe() -> str:
    """Seal nothing, to see that the keys can be read."""
    return seal(Answers())
