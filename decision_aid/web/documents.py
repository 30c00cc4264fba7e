"""Guidance on paper and as plain text, made from the same value as the page.

``as_pdf`` and ``as_text`` take what the person left out and show neither those answers nor any
sentence that would give them away. PDFs are made one at a time in a process of their own, so a
page never waits for one; when too many wait, ``Busy`` is raised.
"""

from __future__ import annotations

import threading
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from decision_aid.engine.guidance import Guidance
from decision_aid.engine.regions import Contact
from decision_aid.engine.summary import Summary, summary_of
from decision_aid.web import clinician_sheet, content, on_paper
from decision_aid.web.left_out import without
from decision_aid.web.print_process import Busy, Paper, PrintProcess, Style

__all__ = ["Busy", "Paper", "as_html", "as_pdf", "as_text", "print_handout", "warm", "without"]

MOST_PAGES = 2
"""Of the patient's part. The clinician's sheet is one page more."""
MOST_TEXT = 1000
WAITING = 8
READ_BACK = (None, 3000, 2000, 1200, 600, 0)
"""How many characters of answers are read back: all, and fewer where even the tightest layout has no room."""
BRAND = '<p class="brand">'
HOPELESS = 18_500
"""Characters of HTML that no layout has room for."""

_process = PrintProcess()
_places = threading.BoundedSemaphore(WAITING)


def as_html(
    guidance: Guidance,
    *,
    left_out: frozenset[str] = frozenset(),
    language: str = "en",
    read_back: int | None = None,
    carries_answers: bool = False,
) -> str:
    """The document as HTML, before it is printed; at most so many characters of answers read back.

    A grown-up's document has the patient's part and the clinician's sheet.
    """
    shown = without(guidance, left_out)
    given, still = ({one.link_id for one in each.answers} for each in (guidance, shown))
    summary = None
    if guidance.kind == "adult":
        summary = clinician_sheet.on_one_page(_summary(shown, left_out=given != still))
    lines, not_printed = on_paper.read_back(shown.answers, most=read_back)
    context = {
        "guidance": shown,
        "visits": on_paper.visits(shown.routes),
        "read_back": lines,
        "not_printed": not_printed,
        "carries_answers": carries_answers,
        "left_out": given != still,
        "summary": summary,
        "blank_lines": clinician_sheet.blank_lines(summary) if summary else (),
        "examination_left_out": "examined" in given - still,
        "language": language,
        "version": settings.VERSION,
        "paper": True,
    }
    return render_to_string("document.html", context)


def summary_for(guidance: Guidance, left_out: frozenset[str]) -> Summary:
    """What a clinician reads of this person, who must be grown up, with nothing of what was left out."""
    shown = without(guidance, left_out)
    return _summary(shown, left_out=len(shown.answers) < len(guidance.answers))


def _summary(shown: Guidance, *, left_out: bool) -> Summary:
    return summary_of(content.library(), shown, left_out=left_out)


def as_pdf(
    guidance: Guidance,
    *,
    left_out: frozenset[str] = frozenset(),
    paper: Paper = "letter",
    language: str = "en",
    interest: str = "",
    apart: bool | None = None,
    attachment: bytes | None = None,
) -> bytes:
    """A PDF/UA-1 file: at most two pages for the patient, one for a clinician.

    Raises Busy when too many are being made.

    ``interest`` is the line of the clinic it is made for.
    ``attachment`` is the file of answers from record.py; the first page then says that it is there.
    ``apart`` is whether it is made in a process of its own; None leaves it to the settings.
    """
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        for read_back in READ_BACK:
            html = as_html(
                guidance,
                left_out=left_out,
                language=language,
                read_back=read_back,
                carries_answers=attachment is not None,
            )
            if len(on_paper.patient_part(html)) > HOPELESS and read_back != 0:
                continue
            most_pages = MOST_PAGES if guidance.kind == "adult" else 1
            apart = settings.PDF_PROCESS if apart is None else apart
            made = _printed(html, paper, most_pages, interest=interest, apart=apart, attachment=attachment)
            if made is not None:
                return made
    finally:
        _places.release()
    raise Busy  # too long even so, which tests rule out; the page and the text are there all the same


def print_handout(html: str, *, paper: Paper, most_pages: int) -> bytes:
    """A sheet about nobody in particular. Raises Busy when too many documents are being made."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        made = _printed(html, paper, most_pages, apart=settings.PDF_PROCESS, style="handout")
    finally:
        _places.release()
    if made is None:
        raise Busy  # too long, which tests rule out for every choice of options
    return made


def _printed(
    html: str,
    paper: Paper,
    most_pages: int,
    *,
    apart: bool,
    interest: str = "",
    attachment: bytes | None = None,
    style: Style = "document",
) -> bytes | None:
    """The PDF, or None when it would be longer than it may be.

    The line of a clinic stands in the margin, above everything: it takes no room, so that the paper
    is laid out as it is for any other clinic and for none.
    """
    roomiest = on_paper.roomiest(html) if style == "document" else 0
    if interest:
        line = format_html('<p class="interest">{}</p>', interest)
        html = html.replace(BRAND, line + BRAND, 1)
    job: dict[str, Any] = {
        "html": html,
        "paper": paper,
        "most_pages": most_pages,
        "roomiest": roomiest,
        "attachment": attachment,
        "style": style,
    }
    if apart:
        return _process.ask(job)
    from decision_aid.web import press  # takes a second, and only tests and commands come here

    try:
        return press.print_pdf(**job)
    except press.TooLong:
        return None


def warm() -> None:
    """Start the printing process, so that the first document need not wait for it."""
    if settings.PDF_PROCESS:
        _process.warm()


def as_text(guidance: Guidance, left_out: frozenset[str] = frozenset()) -> str:
    """Standing, who to see, reasons, next step and the regulatory line: at most 1,000 characters.

    What is urgent is never cut; what does not fit is counted.
    """
    shown = without(guidance, left_out)
    if shown.kind == "crisis":
        lines = [f"{_reached(one)}. {one.says}" for one in shown.lines]
        return "\n".join([shown.wording.crisis.title, *lines])
    if shown.kind in {"child", "teen"}:
        page = shown.wording.child if shown.kind == "child" else shown.wording.teen
        signs = [f"- {one}" for one in page.signs]
        return "\n".join([page.title, *page.says, page.signs_title, *signs, *map(_reached, shown.lines)])
    head = [
        f"{_('Exosomes for hair loss')}, {shown.today:%Y-%m-%d}. {_('Self-reported, not examined.')}",
        f"{_('Based on what I was asked:')} {shown.standing.title}. {shown.standing.summary[0]}",
    ]
    tail = [
        f"{_('Next:')} {shown.next_steps[0].says}",
        shown.region.brief,
        f"{_('Content')} {shown.aid.content_version}. {_('Not medical advice, not consent.')}",
    ]
    urgent = [
        f"- {one.tier.title}: {one.route.who}"
        for one in shown.routes
        if one.route.tier in {"same-day", "by-phone", "two-weeks"}
    ]
    other = [f"- {one.tier.title}: {one.route.who}" for one in shown.routes if one.route.tier == "routine"]
    other += [f"- {_('Open:')} {one.label}" for one in shown.open_safety]
    if shown.standing.id not in {"see-someone-first", "find-out-first"}:
        other += [f"- {part.words.title}: {_('yes') if part.met else _('not yet')}" for part in shown.parts]
    urgent, other = list(dict.fromkeys(urgent)), list(dict.fromkeys(other))
    return _fitted(head, urgent, other, tail)


def _reached(one: Contact) -> str:
    return ": ".join(part for part in (one.name, one.call or one.text or one.url) if part)


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
