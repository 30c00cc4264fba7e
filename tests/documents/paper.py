"""A finished PDF, read the way a screen reader, a printer and a pair of eyes would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from io import BytesIO
from typing import Any

import pikepdf
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader

from decision_aid.web import documents
from decision_aid.web.print_process import Paper
from tests.documents.people import guidance_of

MM = 72 / 25.4
"""Points in a millimetre."""
PAPERS: tuple[Paper, ...] = ("letter", "a4")
MARKER = re.compile(r"[0-9]+[.]|•")
COLOURS = frozenset({"g", "G", "rg", "RG", "k", "K", "sc", "SC", "scn", "SCN", "cs", "CS", "sh"})


@dataclass(frozen=True)
class Words:
    """A run of text on a page: where it starts, in points from the bottom left, and how large it is."""

    text: str
    left: float
    bottom: float
    size: float
    font: str


@dataclass(frozen=True)
class Element:
    """A node of the structure tree."""

    tag: str
    scope: str = ""
    headers: tuple[str, ...] = ()
    id: str = ""
    parts: tuple[Element, ...] = field(default=())

    def all(self) -> Iterator[Element]:
        yield self
        for part in self.parts:
            yield from part.all()

    def tags(self, *tags: str) -> list[Element]:
        return [one for one in self.all() if one.tag in tags]


class Pdf:
    """The bytes of a PDF, and what can be learned from them."""

    def __init__(self, made: bytes) -> None:
        self.made = made
        self._reader = PdfReader(BytesIO(made))
        self._words: dict[int, list[Words]] = {}

    @property
    def pages(self) -> int:
        return len(self._reader.pages)

    def text(self, page: int | None = None) -> str:
        """All text, or that of one page (1 is the first), without white space, as lines may break anywhere.

        The feet of the pages and the numbers of lists come last, so that a sentence which goes on
        over the page is whole.
        """
        words = [one for number in self._numbers(page) for one in self.words(number)]
        aside = [one for one in words if one.size < 10.99 or MARKER.fullmatch(one.text)]
        return squeezed(
            "".join(one.text for one in words if one not in aside) + "".join(one.text for one in aside)
        )

    def _numbers(self, page: int | None) -> range:
        return range(1, self.pages + 1) if page is None else range(page, page + 1)

    def size(self) -> tuple[float, float]:
        box = self._reader.pages[0].mediabox
        return float(box.width), float(box.height)

    def words(self, page: int) -> list[Words]:
        if page not in self._words:
            self._words[page] = self._seen(page)
        return self._words[page]

    def _seen(self, page: int) -> list[Words]:
        found: list[Words] = []

        def see(text: str, outer: Any, inner: Any, font: Any, size: float) -> None:
            if text.strip() and font:
                at = (
                    inner[4] * outer[0] + inner[5] * outer[2] + outer[4],
                    inner[4] * outer[1] + inner[5] * outer[3] + outer[5],
                )
                scale = abs(inner[3] * outer[3])
                found.append(Words(text.strip(), *at, size * scale, str(font["/BaseFont"])))

        self._reader.pages[page - 1].extract_text(visitor_text=see)
        return found

    def bookmarks(self) -> list[str]:
        def flat(outline: list[Any]) -> Iterator[str]:
            for one in outline:
                if isinstance(one, list):
                    yield from flat(one)
                else:
                    yield str(one.title)

        return list(flat(self._reader.outline))

    def title(self) -> str:
        return str(self._reader.metadata.title) if self._reader.metadata else ""

    def colours(self) -> set[tuple[str, tuple[str, ...]]]:
        """Every operator that sets a colour, with what it sets."""
        with pikepdf.open(BytesIO(self.made)) as pdf:
            return {
                (str(one.operator), tuple(str(part) for part in one.operands))
                for page in pdf.pages
                for one in pikepdf.parse_content_stream(page)
                if str(one.operator) in COLOURS
            }

    def images(self) -> int:
        return sum(len(page.images) for page in self._reader.pages)

    def language(self) -> str:
        with pikepdf.open(BytesIO(self.made)) as pdf:
            return str(pdf.Root.Lang)

    @cached_property
    def structure(self) -> Element:
        with pikepdf.open(BytesIO(self.made)) as pdf:
            return _element(pdf.Root.StructTreeRoot.K[0])

    def named_elements(self) -> dict[str, str]:
        """The tag of each element that the ID tree lists."""
        with pikepdf.open(BytesIO(self.made)) as pdf:
            tree = pdf.Root.StructTreeRoot.get("/IDTree")
            names = list(tree.Names) if tree is not None else []
            return {str(key): str(one.S) for key, one in zip(names[::2], names[1::2], strict=True)}

    def ua1_failures(self) -> list[str]:
        report = validate_pdf_bytes(self.made, profile=ValidationProfile.PDF_UA_1)
        failures = [f"{one.rule_id} {one.message}" for one in report.failures]
        assert report.is_compliant == (not failures)
        return failures


def _element(node: Any) -> Element:
    kids = node.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    attributes = node.get("/A", {})
    return Element(
        tag=str(node.S).removeprefix("/"),
        scope=str(attributes.get("/Scope", "")),
        headers=tuple(str(one) for one in attributes.get("/Headers", [])),
        id=str(node.get("/ID", "")),
        parts=tuple(_element(kid) for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid),
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


@cache
def paper_of(name: str, paper: Paper = "letter") -> Pdf:
    """The whole paper of one of our people, nothing left out. Made once: it takes a fifth of a second."""
    return Pdf(documents.as_pdf(guidance_of(name), paper=paper))
