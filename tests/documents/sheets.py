"""The sheets, the poster and the product check as a test sees them: the HTML, and the finished PDF."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from decision_aid.web import documents, handouts
from decision_aid.web.handouts import Handout
from tests.answers import library
from tests.documents.paper import MM, Pdf, squeezed

ADDRESS = "https://aid.example.org"
FOOT = {"normal": 11 * MM, "large": 25 * MM}
"""Below this stand the version and the number of the page, and nothing else."""
MARKER = re.compile(r"[0-9]{1,2}[.]|•")
KINDS = {"poster": handouts.poster_html, "product-check": handouts.product_check_html}


def html_of(wanted: Handout, *, kind: str = "handout", clinic: str = "") -> str:
    if kind == "handout":
        return handouts.html(library(), wanted, address=ADDRESS, clinic=clinic)
    return KINDS[kind](library(), wanted, address=ADDRESS)


@cache
def sheet(wanted: Handout, kind: str = "handout", clinic: str = "") -> Pdf:
    most = {"poster": 1, "product-check": 3}.get(kind, handouts.PAGES[wanted.sheets])
    if wanted.size == "large":
        most = handouts.MOST_LARGE
    made = documents.print_handout(
        html_of(wanted, kind=kind, clinic=clinic), paper=wanted.paper, most_pages=most
    )
    return Pdf(made)


def shown(pdf: Pdf, size: str = "normal", *, markers: bool = False) -> str:
    """All text above the feet of the pages, without white space and, unless wanted, the numbers of lists."""
    words = [one for page in range(1, pdf.pages + 1) for one in pdf.words(page) if one.bottom > FOOT[size]]
    return squeezed("".join(one.text for one in words if markers or not MARKER.fullmatch(one.text)))


SPARED = re.compile(r'<(span|li) class="(more|spare)">.*?</\1>', re.DOTALL)
"""What may give way where paper is full: the design of a study, words about the aid. Never a warning."""


def blocks(html: str, *, without: tuple[str, ...] = ()) -> list[str]:
    """The paragraphs, items and cells of a sheet, without white space and the classes that gave way."""
    page = SPARED.sub(lambda found: "" if found[2] in without else found[0], html)
    body = re.sub(r"<svg.*?</svg>", "", page[page.index("<body") :], flags=re.DOTALL)
    parts = re.split(r"</?(?:p|li|td|th|tr|h1|h2|ul|ol|table|thead|tbody|caption|section|div)\b[^>]*>", body)
    texts = (squeezed(unescape(re.sub(r"<[^>]+>", "", part))) for part in parts)
    return [text for text in texts if text]
