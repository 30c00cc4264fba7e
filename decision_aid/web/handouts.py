"""Sheets, poster and product check on paper: about nobody, so made once and kept for everybody.

The same content, day and choice give the same bytes. Finished files are kept in memory, at most
``KEPT`` of them. A clinic's line is free text: a sheet that carries one is made for that request
and never kept. PDFs are made in the print process (documents.py).
"""

from __future__ import annotations

import datetime
import gzip
import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from decision_aid.engine.handouts import Look
from decision_aid.engine.library import Library
from decision_aid.engine.regions import Statement
from decision_aid.web import content, documents
from decision_aid.web.print_process import Paper
from decision_aid.web.sheet_rows import (
    ROWS_WITH_ROOM,
    SOURCES_EACH,
    Row,
    brief,
    confirm_first,
    exosomes_for,
    of_treatment,
    of_type_option,
)

Sheets = Literal["patient", "clinician", "both"]
Size = Literal["normal", "large"]
ALWAYS = "no-treatment"
MOST_OPTIONS = 3
"""Options to choose. With no treatment and having the type named first, five stand side by side, and
each is told whole: a fourth would leave no room for warnings or for what happens on stopping."""
NO_HARM = "needle-fear"
"""The one caution before needles that is about comfort, which a clinician need not be told."""
USUAL = ("minoxidil-topical", "finasteride-oral", "exosomes")
PAGES = {"patient": 2, "clinician": 2, "both": 4}
MOST_LARGE = 24
KEPT = 64
"""Files, the largest about 90 KB."""


@dataclass(frozen=True, slots=True)
class Handout:
    """What a clinician chose. Nothing in it is about a patient."""

    type: str = ""
    options: tuple[str, ...] = USUAL
    sheets: Sheets = "both"
    paper: Paper = "letter"
    size: Size = "normal"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class File:
    """A finished PDF, as it is and compressed, and a digest by which a browser asks if it has changed."""

    made: bytes
    squeezed: bytes
    digest: str


def handout(library: Library, wanted: Handout, *, address: str, clinic: str = "") -> File:
    """The sheets as a file. Raises documents.Busy."""
    if clinic:
        return _file(html(library, wanted, address=address, clinic=clinic), wanted)
    return _kept(_Key("handout", library, wanted, content.today(), address))


def poster(library: Library, wanted: Handout, *, address: str) -> File:
    return _kept(_Key("poster", library, wanted, content.today(), address))


def product_check(library: Library, wanted: Handout, *, address: str) -> File:
    return _kept(_Key("product-check", library, wanted, content.today(), address))


class _Key:
    """A key of the memory. A library is one value for the life of the process, so its identity will do."""

    def __init__(
        self, kind: str, library: Library, wanted: Handout, day: datetime.date, address: str
    ) -> None:
        self.kind, self.library, self.wanted, self.address = kind, library, wanted, address
        self.parts = (kind, id(library), wanted, day, address)

    def __hash__(self) -> int:
        return hash(self.parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.parts == other.parts


@lru_cache(maxsize=KEPT)
def _kept(key: _Key) -> File:
    page = {"handout": html, "poster": poster_html, "product-check": product_check_html}[key.kind]
    return _file(page(key.library, key.wanted, address=key.address), key.wanted, kind=key.kind)


def _file(page: str, wanted: Handout, *, kind: str = "handout") -> File:
    most = {"poster": 1, "product-check": 3}.get(kind, PAGES[wanted.sheets])
    if wanted.size == "large":
        most = MOST_LARGE
    made = documents.print_handout(page, paper=wanted.paper, most_pages=most)
    return File(made, gzip.compress(made, mtime=0), hashlib.sha256(made).hexdigest()[:32])


def html(library: Library, wanted: Handout, *, address: str, clinic: str = "") -> str:
    """The chosen sheets as HTML, before they are printed."""
    rows, type_ = chosen(library, wanted), library.types.get(wanted.type)
    handouts = library.handouts
    each = SOURCES_EACH if len(rows) <= ROWS_WITH_ROOM else 1
    cited = list(dict.fromkeys(source for row in rows for source in row.source[:each]))
    cited += [one for line in handouts.prompt for one in line.source[:each] if one not in cited]
    context = {
        "title": type_.name if type_ else "",
        "type": type_,
        "rows": rows,
        # The visit is the clinician's own: on their sheet the box above the table says it.
        "numbered": [(row, [cited.index(one) + 1 for one in row.source[:each]]) for row in rows[1:]],
        "references": [brief(one) for one in library.cited(cited)],
        "prompts": [
            (one, [cited.index(source) + 1 for source in one.source[:each]]) for one in handouts.prompt
        ],
        "looks": _looks(library),
        "needling": _needling(library, wanted),
        "needles": _with_needles(library, wanted),
        "cautions": [rule.outcome for rule in library.procedure.rules if rule.id != NO_HARM],
        "clinic": clinic,
        "sheets": wanted.sheets,
        "expires": min(_due(library, wanted)),
    }
    return _page("handouts/sheets.html", library, wanted, address, context)


def chosen(library: Library, wanted: Handout) -> tuple[Row, ...]:
    """The rows of the sheet: the visit and doing nothing, then the choice in its declared order.

    For a type, what is used for that type.
    """
    first = confirm_first(library.handouts)
    if type_ := library.types.get(wanted.type):
        used = [of_type_option(library, one) for one in type_.option]
        return (replace(first, cost=""), *used, exosomes_for(library, type_))
    rows = [of_treatment(library, one) for one in library.treatments.values() if one.id in {*wanted.options}]
    return (first, of_treatment(library, library.treatments[ALWAYS]), *rows)


def _with_needles(library: Library, wanted: Handout) -> bool:
    """Does the sheet offer anything that goes through the skin? If not, no caution about it is printed."""
    if type_ := library.types.get(wanted.type):
        return not type_.exosomes_set_aside
    return any(library.treatments[one].group in {"procedure", "surgery"} for one in wanted.options)


def _needling(library: Library, wanted: Handout) -> Statement | None:
    """What the law says of needling devices, where needling is on the sheet."""
    if "microneedling" not in wanted.options or wanted.type:
        return None
    return next(one for one in library.regions["us"].statement if one.id == "needling-devices")


def _looks(library: Library) -> list[tuple[str, list[Look]]]:
    """What to look for, by how soon it should be seen."""
    return [
        (tier.title, found)
        for tier in library.wording.tier
        if (found := [one for one in library.handouts.look if one.tier == tier.id])
    ]


def _due(library: Library, wanted: Handout) -> list[datetime.date]:
    """The days by which what stands on the sheet is to be checked again."""
    type_ = library.types.get(wanted.type)
    records = [library.aid, library.handouts, library.regions["us"], library.treatments["exosomes"]]
    records += [type_] if type_ else [library.treatments[one] for one in wanted.options]
    return [one.review_by for one in records]


def poster_html(library: Library, wanted: Handout, *, address: str) -> str:
    to = f"{address}/"
    context = {
        "poster": library.handouts.poster,
        "square": qr_code(to, _("A QR code that opens %(address)s") % {"address": to}),
        "expires": min(library.aid.review_by, library.handouts.review_by),
    }
    return _page("handouts/poster.html", library, wanted, address, context)


def product_check_html(library: Library, wanted: Handout, *, address: str) -> str:
    return _page("handouts/product_check.html", library, wanted, address, product_check_context(library))


def product_check_context(library: Library) -> dict[str, Any]:
    """What the page and the paper of the product check show."""
    check, claims = library.product_check, {one.id: one for one in library.claims.claim}
    cited = [source for item in check.item for source in item.source]
    shown = [claims[one] for one in check.claim]
    cited += [source for one in shown for source in one.source]
    references = library.cited(cited)
    numbers = {one.id: number for number, one in enumerate(references, start=1)}
    return {
        "check": check,
        "items": [(one, [numbers[source] for source in one.source]) for one in check.item],
        "claims": [(one, [numbers[source] for source in one.source]) for one in shown],
        "references": references,
        "brief": [brief(one) for one in references],
        "expires": min(library.aid.review_by, check.review_by, library.claims.review_by),
    }


def _page(template: str, library: Library, wanted: Handout, address: str, context: dict[str, Any]) -> str:
    today = content.today()
    common = {
        "aid": library.aid,
        "wording": library.wording,
        "handouts": library.handouts,
        "region": library.regions["us"],
        "exosomes": library.treatments["exosomes"],
        "today": today,
        "overdue": library.overdue(today),
        "version": settings.VERSION,
        "language": wanted.language,
        "size": wanted.size,
        "address": address,
        "host": urlsplit(address).netloc + urlsplit(address).path,
    }
    return render_to_string(template, common | context)


@lru_cache(maxsize=8)
def qr_code(text: str, title: str) -> SafeString:
    """A QR code as one path, error correction M or better, with its text; 4 modules of margin."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    side = len(rows) + 8
    path = "".join(
        f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return format_html(
        '<svg class="square" role="img" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">'
        '<title>{}</title><path d="{}"/></svg>',
        side,
        side,
        title,
        mark_safe(path),  # noqa: S308 - numbers made above
    )
