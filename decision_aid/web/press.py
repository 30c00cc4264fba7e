"""HTML to an accessible PDF (PDF/UA-1; PDF/A-3a as well where a file rides along), and nothing else.

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
from datetime import datetime
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from decision_aid.web.attached import NAME
from decision_aid.web.print_process import Paper, Style

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
PRESS_LOCK = threading.Lock()
FITS = ("fit-0", "fit-1", "fit-2", "fit-3")
"""Classes on the body, from roomy to tight; type never goes below 11 pt, or 12 pt on handouts."""
ALONE: dict[str, Any] = {"pdf_variant": "pdf/ua-1"}
WITH_A_FILE: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}
"""PDF/A-3 is the one archival form that may carry any file. WeasyPrint makes one form at a time, so
that this one is PDF/UA-1 too is said by ``_also_ua``."""
ALSO_UA = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 this file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""
"""PDF/A knows only the properties it lists itself; every other one must be described beside it."""
CLINICIAN = "clinician"
"""The id of what begins the clinician's sheet, which is one page whatever the layout of the rest."""


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


def _pages(document: Document) -> tuple[int, int]:
    """How many pages the patient's part has, and how many the clinician's."""
    every = len(document.pages)
    before = next((at for at, page in enumerate(document.pages) if CLINICIAN in page.anchors), every)
    return before, every - before


def _also_ua(document: Document) -> None:
    """Let the PDF/A say that it is PDF/UA-1 as well."""
    plain = document.metadata.generate_rdf_metadata

    def both(variant: str, version: int, conformance: str) -> bytes:
        return bytes(plain(variant, version, conformance)).replace(b"</rdf:RDF>", ALSO_UA)

    document.metadata.generate_rdf_metadata = both


def _with_file(document: Document, pdf: pydyf.PDF) -> None:
    """Tables as above; the file named once, and without the date of its making, which nobody gave."""
    _complete_tables(document, pdf)
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.extra.get("Type") == "/EmbeddedFile":
            del one.extra["Params"]["CreationDate"], one.extra["Params"]["ModDate"]


def _answers(content: bytes) -> Attachment:
    """Data, in the words of ISO 32000-2: what the pages were worked out from.

    Not Source: that is for what a document was exported from, and these pages cannot be got back
    from the answers alone. They take the content of that day as well.
    """
    then = datetime(2000, 1, 1)
    about = "Answers given to the decision aid, as a FHIR R4 QuestionnaireResponse"
    return Attachment(
        string=content, name=NAME, description=about, created=then, modified=then, relationship="Data"
    )


def print_pdf(
    html: str,
    *,
    paper: Paper,
    most_pages: int,
    roomiest: int = 0,
    attachment: bytes | None = None,
    style: Style = "document",
) -> bytes:
    """The PDF of a document, in the roomiest layout that keeps to ``most_pages`` and the clinician's one.

    ``roomiest`` is the first of FITS worth trying. Raises TooLong when none is tight enough.
    ``attachment`` is the file of answers to put in; the PDF is then PDF/A-3a as well.
    """
    options, finisher = (ALONE, _complete_tables) if attachment is None else (WITH_A_FILE, _with_file)
    with PRESS_LOCK:
        for fit in FITS[roomiest:]:
            rendered = HTML(
                string=html.replace('class="fit-0', f'class="{fit}', 1),
                base_url="static:/",
                url_fetcher=OwnFilesOnly(),
            ).render(font_config=_fonts(), stylesheets=_sheet(paper, style), **options)
            before, after = _pages(rendered)
            if before > most_pages or after > 1:
                continue
            if attachment is None:
                return bytes(rendered.write_pdf(finisher=finisher, **options))
            _also_ua(rendered)
            files = [_answers(attachment)]
            return bytes(rendered.write_pdf(finisher=finisher, attachments=files, **options))
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
