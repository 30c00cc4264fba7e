"""A clinic's picture, taken in so that it can do nothing but be seen.

A PNG is drawn anew, so that only its pixels remain. An SVG is parsed, compared with a list of what a
drawing needs, and written anew; whatever could run, fetch, move or explode makes us refuse the file
as a whole, because a picture with parts cut out is not the clinic's logo. The list follows SVG 1.1.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from xml.etree import ElementTree

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from PIL import Image

PNG, SVG = "image/png", "image/svg+xml"
LARGEST_PNG, LARGEST_SVG = 100_000, 50_000
"""Bytes, as sent."""
WIDEST, HIGHEST = 1000, 400
DAMAGED = "This picture is damaged. Save it again from your drawing program."
MOST_ELEMENTS = 5000
"""Drawn, counting what is drawn again by reference."""
DEEPEST = 40


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SPACE = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
ELEMENTS = _words("""
    svg g path rect circle ellipse line polyline polygon text tspan defs title desc symbol use style switch
    linearGradient radialGradient stop clipPath mask pattern marker
""")
ATTRIBUTES = _words("""
    id class style d points x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy width height viewBox version
    baseProfile transform preserveAspectRatio offset rotate textLength lengthAdjust pathLength href role
    lang type gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits
    patternUnits patternContentUnits patternTransform markerWidth markerHeight markerUnits orient refX refY
    overflow display visibility opacity color fill fill-opacity fill-rule stroke stroke-width stroke-opacity
    stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset stop-color
    stop-opacity clip-path clip-rule clip mask marker marker-start marker-mid marker-end font-family
    font-size font-style font-weight font-variant font-stretch letter-spacing word-spacing text-anchor
    text-decoration text-rendering dominant-baseline alignment-baseline baseline-shift writing-mode
    direction color-interpolation color-rendering shape-rendering image-rendering vector-effect paint-order
    mix-blend-mode isolation enable-background xml:space xml:lang focusable aria-label aria-hidden
    aria-labelledby data-name
""")
# What drawing programs leave in a file about themselves. It draws nothing and is left out.
OF_PROGRAMS = _words("inkscape sodipodi rdf-syntax purl.org/dc creativecommons adobe.com sketch serif")
FUNCTIONS = {
    "",
    *_words("""
    rgb rgba hsl hsla matrix translate translatex translatey scale scalex scaley rotate skewx skewy calc
"""),
}
"""What may stand before a bracket. A reference within the picture, url(#...), has its own pattern."""
# Every pattern here takes time in proportion to the text. One that did not would stop the whole process.
_NO_NAME = re.compile(r"[^\w-]")
_DOES_MORE = re.compile(
    r"(javascript|vbscript|data)\s*:|expression|behavior|-moz-binding|animation", re.IGNORECASE
)
_URL = re.compile(r"url\(\s*(['\"]?)#([\w.:-]+)\1\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Logo:
    picture: bytes
    kind: str

    @property
    def mark(self) -> str:
        """A word that changes with the picture."""
        return sha256(self.picture).hexdigest()[:12]


def take_in(sent: bytes) -> Logo:
    """The picture in our own spelling, or ValidationError. Its kind is read from the file."""
    if sent.startswith(b"\x89PNG\r\n\x1a\n"):
        return Logo(_png(sent), PNG)
    if sent.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Logo(_svg(sent), SVG)
    raise ValidationError("Send a PNG or an SVG picture.")


def _png(sent: bytes) -> bytes:
    if len(sent) > LARGEST_PNG:
        raise ValidationError(
            f"A PNG may have {LARGEST_PNG // 1000} KB. This has {len(sent) // 1000 + 1} KB."
        )
    # The size stands in the first bytes. It is read before anything is unpacked.
    if sent[8:16] != b"\0\0\0\rIHDR":
        raise ValidationError(DAMAGED)
    size = width, height = tuple(int.from_bytes(sent[at : at + 4], "big") for at in (16, 20))
    if not (0 < width <= WIDEST and 0 < height <= HIGHEST):
        raise ValidationError(f"A PNG may have {WIDEST} by {HIGHEST} pixels. This has {width} by {height}.")
    try:
        # Other libraries tell Pillow, for the whole process, to take half a picture for a picture.
        with Image.open(io.BytesIO(sent), formats=["PNG"]) as image:
            if image.size != size:  # a second head, which Pillow would believe
                raise ValidationError(DAMAGED)
            image.verify()
        with Image.open(io.BytesIO(sent), formats=["PNG"]) as image:
            image.load()
            plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except Exception:  # Pillow raises many kinds, and whatever it is, the file is no picture for us
        raise ValidationError(DAMAGED) from None
    plain.info.clear()  # profiles, dates and words
    written = io.BytesIO()
    plain.save(written, "PNG", optimize=True)
    if written.tell() > LARGEST_PNG:
        plain.quantize(256).save(written := io.BytesIO(), "PNG", optimize=True)
    return written.getvalue()


def _svg(sent: bytes) -> bytes:
    if len(sent) > LARGEST_SVG:
        raise ValidationError(
            f"An SVG may have {LARGEST_SVG // 1000} KB. This has {len(sent) // 1000 + 1} KB."
        )
    try:
        root = fromstring(sent, forbid_dtd=True)
    except DefusedXmlException:
        raise ValidationError("This SVG has a DOCTYPE or entities. Save it as plain SVG.") from None
    except (ElementTree.ParseError, ValueError, LookupError):
        raise ValidationError(DAMAGED) from None
    if root.tag != f"{SPACE}svg":
        raise ValidationError("This is not an SVG picture.")
    _clean(root)
    _count(root)
    # The names are plain by now. Prefixes are a table that every library in this process may change.
    root.set("xmlns", SPACE[1:-1])
    return ElementTree.tostring(root, encoding="unicode").encode()


def _clean(root: ElementTree.Element) -> None:
    """Refuse what no drawing needs; leave out what programs say about themselves."""
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > DEEPEST:
            raise ValidationError("The parts of this SVG stand too deep in one another.")
        name = element.tag.removeprefix(SPACE)
        if name not in ELEMENTS:
            raise ValidationError(f"This SVG has a part called {_short(name)}, which no logo needs.")
        element.tag = name
        _clean_attributes(element)
        if name == "style":
            _only_style(_sheet(element))
        element[:] = [one for one in element if not _of_a_program(one.tag) and one.tag != f"{SPACE}metadata"]
        waiting += ((child, depth + 1) for child in element)


def _sheet(style: ElementTree.Element) -> str:
    """All that a browser takes for the style: text behind a child is part of it, so there is no child."""
    if len(style):
        raise ValidationError("The style of this SVG has parts inside it. Save it without them.")
    return style.text or ""


def _clean_attributes(element: ElementTree.Element) -> None:
    for name, value in list(element.attrib.items()):
        plain = name.removeprefix(XLINK).replace("{http://www.w3.org/XML/1998/namespace}", "xml:")
        if _of_a_program(name):
            del element.attrib[name]
        elif plain not in ATTRIBUTES:
            raise ValidationError(f"This SVG has a setting called {_short(plain)}, which no logo needs.")
        elif plain == "href":
            if not re.fullmatch(r"#[\w.:-]+", value.strip()):
                raise ValidationError("This SVG points to something outside itself.")
        elif plain not in {"id", "class", "aria-label", "aria-labelledby", "data-name"}:
            _only_style(value)
        if name.startswith(XLINK):
            element.set(plain, element.attrib.pop(name))


def _only_style(text: str) -> None:
    """Colors, lengths and references within the picture. Nothing that fetches, nothing in disguise."""
    if "\\" in text or "@" in text or "/*" in text or "<" in text:
        raise ValidationError("The style of this SVG uses @, a backslash or a comment. Save it without them.")
    inside = _URL.sub("", text)
    for before in inside.split("(")[:-1]:
        function = _NO_NAME.split(before.rstrip())[-1].lower()
        if function not in FUNCTIONS:
            raise ValidationError(f"The style of this SVG uses {_short(function)}( ), which could fetch.")
    if _DOES_MORE.search(inside):
        raise ValidationError("The style of this SVG does more than style.")


def _of_a_program(name: object) -> bool:
    """By its name space. A comment has a function for a name."""
    return not isinstance(name, str) or any(word in name.partition("}")[0] for word in OF_PROGRAMS)


def _count(root: ElementTree.Element) -> None:
    """A drawing may draw a part of itself again, and that part too: a few lines can stand for millions."""
    parts = {element.get("id"): element for element in root.iter() if element.get("id")}
    # A style sheet can refer from anywhere to anywhere, so it may refer to what has no end of its own only.
    for sheet in root.iter("style"):
        for _, wanted in _URL.findall(_sheet(sheet)):
            if wanted in parts and not parts[wanted].tag.endswith("Gradient"):
                raise ValidationError("The style sheet of this SVG refers to more than gradients.")
    known: dict[int, int] = {}
    busy: set[int] = set()

    def weight(element: ElementTree.Element) -> int:
        key = id(element)
        if key in busy:
            raise ValidationError("This SVG draws a part of itself inside that same part.")
        if key not in known:
            busy.add(key)
            again = (parts[one] for one in _references(element) if one in parts)
            known[key] = 1 + sum(map(weight, element)) + sum(map(weight, again))
            busy.remove(key)
        return known[key]

    try:
        heavy = weight(root) > MOST_ELEMENTS
    except RecursionError:
        heavy = True
    if heavy:
        raise ValidationError("This SVG is too complex for a logo. Simplify it, or send a PNG.")


def _references(element: ElementTree.Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name == "href":
            yield value.strip()[1:]
        else:
            yield from (found[1] for found in _URL.findall(value))


def _short(name: str) -> str:
    return re.sub(r"[^\w:-]", "", name.rpartition("}")[2])[:30] or "nothing"
