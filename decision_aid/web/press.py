"""HTML to an accessible PDF (PDF/UA-1), and nothing else.

Hides WeasyPrint: its font configuration is shared, which is fast and does not leak, and must
never be used by two threads at once; ``PRESS_LOCK`` and the one-process pool see to that. Reads
only the project's own fonts and print stylesheet; every other address is refused.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pydyf
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
PRESS_LOCK = threading.Lock()
FITS = ("fit-0", "fit-1", "fit-2", "fit-3")
"""Classes on the body, from roomy to tight; type never goes below 11 pt."""

Paper = Literal["letter", "a4"]


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
    """Serves ``static:`` addresses from the project's folder and refuses the rest."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        path = (STATIC / url.removeprefix("static:/")).resolve()
        if not url.startswith("static:/") or STATIC not in path.parents:
            raise ValueError(f"only the project's own files may be read, not {url}")
        kind = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml"}[path.suffix]
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=2)
def _sheet(paper: Paper) -> list[CSS]:
    fetcher = OwnFilesOnly()
    size = "@page { size: letter }" if paper == "letter" else "@page { size: A4 }"
    own = CSS(url="static:/css/document.css", url_fetcher=fetcher, font_config=_fonts())
    return [own, CSS(string=size, font_config=_fonts())]


def _table_headers_have_scope(document: Document, pdf: pydyf.PDF) -> None:
    """Say for each header cell what it heads, which WeasyPrint leaves out (its issue 2508)."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary) and one.get("S") == "/TH":
            attributes = one.get("A")
            if isinstance(attributes, dict):
                attributes.setdefault("Scope", "/Column")


def print_pdf(html: str, *, paper: Paper, most_pages: int) -> bytes:
    """The PDF of a document, in the roomiest layout that keeps to ``most_pages``."""
    with PRESS_LOCK:
        rendered = None
        for fit in FITS:
            rendered = HTML(
                string=html.replace('class="fit-0"', f'class="{fit}"', 1),
                base_url="static:/",
                url_fetcher=OwnFilesOnly(),
            ).render(font_config=_fonts(), stylesheets=_sheet(paper), pdf_variant="pdf/ua-1")
            if len(rendered.pages) <= most_pages:
                break
        assert rendered is not None  # noqa: S101 - FITS is not empty
        return bytes(rendered.write_pdf(finisher=_table_headers_have_scope, pdf_variant="pdf/ua-1"))
