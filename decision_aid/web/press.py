"""HTML to an accessible PDF (PDF/UA-1), and nothing else.

Hides WeasyPrint: its font configuration is shared, which is fast and does not leak, and must
never be used by two threads at once; ``PRESS_LOCK`` sees to that. Reads only the project's own
fonts and print stylesheet; every other address is refused. Importing it takes a second, so the
web side does it in a process of its own (print_process.py), which runs this module as a command.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from decision_aid.web.print_process import Paper, Style

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
PRESS_LOCK = threading.Lock()
FITS = ("fit-0", "fit-1", "fit-2", "fit-3")
"""Classes on the body, from roomy to tight; type never goes below 11 pt, or 12 pt on handouts."""
VARIANT = "pdf/ua-1"


class TooLong(Exception):
    """The document needs more pages than it may have, even in the tightest layout."""


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


@lru_cache(maxsize=4)
def _sheet(paper: Paper, style: Style) -> list[CSS]:
    fetcher = OwnFilesOnly()
    size = "@page { size: letter }" if paper == "letter" else "@page { size: A4 }"
    own = CSS(url=f"static:/css/{style}.css", url_fetcher=fetcher, font_config=_fonts())
    return [own, CSS(string=size, font_config=_fonts())]


def _complete_tables(document: Document, pdf: pydyf.PDF) -> None:
    """Say what each header cell heads and list them by name, as WeasyPrint does not (its issue 2508)."""
    by_reference = {one.reference: one for one in pdf.objects}
    named = {}
    for one in pdf.objects:
        if not isinstance(one, pydyf.Dictionary) or one.get("S") != "/TH":
            continue
        row = by_reference[one["P"]]
        in_head = by_reference[row["P"]]["S"] == "/THead"
        one["A"]["Scope"] = "/Column" if in_head else "/Row"
        named[one["ID"].string] = one.reference
    if named:
        root = by_reference[pdf.catalog["StructTreeRoot"]]
        names = [part for key in sorted(named) for part in (pydyf.String(key), named[key])]
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})


def print_pdf(
    html: str, *, paper: Paper, most_pages: int, roomiest: int = 0, style: Style = "document"
) -> bytes:
    """The PDF of a document, in the roomiest layout that keeps to ``most_pages``.

    ``roomiest`` is the first of FITS worth trying. Raises TooLong when none is tight enough.
    """
    with PRESS_LOCK:
        for fit in FITS[roomiest:]:
            rendered = HTML(
                string=html.replace('class="fit-0', f'class="{fit}', 1),
                base_url="static:/",
                url_fetcher=OwnFilesOnly(),
            ).render(font_config=_fonts(), stylesheets=_sheet(paper, style), pdf_variant=VARIANT)
            if len(rendered.pages) <= most_pages:
                return bytes(rendered.write_pdf(finisher=_complete_tables, pdf_variant=VARIANT))
        raise TooLong


def serve(line: Connection) -> None:
    """Print what comes down the line until it closes. An empty job only warms up; None is too long."""
    while True:
        try:
            job = line.recv()
        except EOFError:
            return
        made: bytes | None
        try:
            made = print_pdf(**(job or WARMING_UP))
        except TooLong:
            made = None
        line.send(made)


WARMING_UP: dict[str, Any] = {
    "html": '<html lang="en"><title>.</title><body class="fit-0"><h1>Warming <b>up</b></h1></body></html>',
    "paper": "letter",
    "most_pages": 1,
}

if __name__ == "__main__":
    # Ctrl+C in a terminal goes to the server, which then closes the line.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        serve(Connection(int(sys.argv[1])))
    except Exception as error:  # a traceback could quote a person's answers
        sys.exit(f"Printing failed: {type(error).__name__}")
    finally:
        # Given to this process alone by print_process.py, which may be gone by now.
        shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
