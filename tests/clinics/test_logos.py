"""Pictures are taken in as pixels or as plain shapes, or not at all."""

from __future__ import annotations

import io
import time
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageFile, PngImagePlugin

from decision_aid.clinics import logos

PROJECT = Path(__file__).resolve().parent.parent.parent
OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 90 30"'
)


def svg(inside: str = "", attributes: str = "", before: str = "") -> bytes:
    return f"{before}{OPEN} {attributes}>{inside}</svg>".encode()


def png(mode: str = "RGBA", size: tuple[int, int] = (90, 30), **options: object) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size).save(written, "PNG", **options)
    return written.getvalue()


def refusal(sent: bytes) -> str:
    with pytest.raises(ValidationError) as fault:
        logos.take_in(sent)
    return " ".join(fault.value.messages)


LOGO = svg(
    """<title>North &amp; Partners</title><style>.a{fill:url(#sky)} .b{stroke:#123;stroke-width:2}</style>
    <defs><linearGradient id="sky" gradientTransform="rotate(30)"><stop offset="0" stop-color="#fff"/>
    <stop offset="1" style="stop-color:rgb(1,2,3)"/></linearGradient>
    <clipPath id="c"><rect width="9" height="9"/></clipPath>
    <path id="leaf" d="M0 0C1 2 3 4 5 6z"/></defs>
    <g clip-path="url(#c)" transform="matrix(1 0 0 1 0 0)">
    <use xlink:href="#leaf" class="b"/><use href="#leaf"/>
    <text x="3" font-family="'Gill Sans', sans-serif">North</text></g>"""
)


@pytest.fixture(autouse=True, params=["alone", "beside WeasyPrint"])
def _what_other_libraries_do(request, monkeypatch) -> None:
    """WeasyPrint changes Pillow and ElementTree for the whole process."""
    if request.param != "alone":
        monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
        ElementTree.register_namespace("svg", "http://www.w3.org/2000/svg")


def test_an_ordinary_drawing_keeps_all_its_shapes():
    taken = logos.take_in(LOGO)
    assert taken.kind == "image/svg+xml"
    for part in (
        b"<path",
        b"<use",
        b"linearGradient",
        b"url(#sky)",
        b"clip-path",
        b"North &amp; Partners",
        b'xmlns="http://www.w3.org/2000/svg"',
    ):
        assert part in taken.picture
    assert logos.take_in(taken.picture) == taken


def test_our_own_pictures_pass():
    for file in sorted((PROJECT / "static" / "pictures").glob("*.svg")):
        assert logos.take_in(file.read_bytes()).kind == "image/svg+xml", file.name


def test_what_drawing_programs_say_about_themselves_is_left_out():
    taken = logos.take_in(
        svg(
            '<sodipodi:namedview inkscape:zoom="1"/><metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:li onclick="x"/></rdf:RDF></metadata><!-- Made by --><?xml-stylesheet href="https://evil.example"?>'
            '<g inkscape:label="Layer 1"><rect width="9" height="9"/></g>',
            'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
            'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"',
        )
    )
    for word in (b"inkscape", b"sodipodi", b"RDF", b"Made by", b"evil", b"onclick"):
        assert word not in taken.picture
    assert b"<rect" in taken.picture


HARMFUL = {
    "a script": svg("<script>alert(1)</script>"),
    "a script of another name space": svg('<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>'),
    "a script that is linked": svg('<script xlink:href="https://evil.example/x.js"/>'),
    "an event handler": svg(attributes='onload="alert(1)"'),
    "an event handler of another spelling": svg('<rect OnClick="alert(1)"/>'),
    "an event handler in a name space": svg(
        '<rect xmlns:e="http://www.w3.org/2001/xml-events" e:onclick="x"/>'
    ),
    "HTML inside": svg('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
    "an image from elsewhere": svg('<image href="https://evil.example/pixel.png"/>'),
    "an image in the file": svg('<image href="data:image/png;base64,AAAA"/>'),
    "a link": svg('<a href="https://evil.example"><rect/></a>'),
    "a part of another file": svg('<use href="https://evil.example/x.svg#a"/>'),
    "a part of another file, by xlink": svg('<use xlink:href="//evil.example/x.svg#a"/>'),
    "a part in a data address": svg('<use href="data:image/svg+xml;base64,AAAA#a"/>'),
    "a script address": svg('<use href="javascript:alert(1)"/>'),
    "a base": svg('<g xml:base="https://evil.example/"><use href="#a"/></g>'),
    "a fill from elsewhere": svg('<rect fill="url(https://evil.example/x#a)"/>'),
    "a quoted fill from elsewhere": svg("""<rect fill="url('//evil.example/x#a')"/>"""),
    "a style from elsewhere": svg('<rect style="fill:url(http://evil.example/#a)"/>'),
    "a style in disguise": svg(r'<rect style="fill:\75rl(http://evil.example/)"/>'),
    "a style with a comment": svg('<rect style="fill:u/**/rl(http://evil.example/)"/>'),
    "a style sheet that imports": svg("<style>@import 'https://evil.example/x.css';</style>"),
    "a style sheet with a font": svg(
        "<style>@font-face{font-family:a;src:url(https://evil.example)}</style>"
    ),
    "a style sheet that fetches": svg("<style>.a{background:url(https://evil.example)}</style>"),
    "a style sheet with an image set": svg(
        "<style>.a{background:image-set('https://evil.example' 1x)}</style>"
    ),
    "a style sheet that imports behind a child": svg(
        "<style><title/>@import url(https://evil.example/x.css);</style>"
    ),
    "a style sheet that fetches behind a child": svg(
        "<style>.b{fill:#000}<desc/>.a{background:url(https://evil.example/x.png)}</style>"
    ),
    "a style sheet within a child": svg("<style><desc>@import 'https://evil.example/x.css';</desc></style>"),
    "a style sheet with a harmless child": svg("<style>.a{fill:#000}<title>A</title></style>"),
    "an expression": svg('<rect style="width:expression(alert(1))"/>'),
    "a binding": svg('<rect style="-moz-binding:none"/>'),
    "a movement": svg('<animate attributeName="href" values="javascript:alert(1)"/>'),
    "a setting that changes": svg('<rect><set attributeName="onclick" to="alert(1)"/></rect>'),
    "a movement by style": svg('<rect style="animation:a 1s"/>'),
    "a filter": svg('<filter id="f"><feImage href="https://evil.example"/></filter>'),
    "a DOCTYPE": svg(
        before='<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    ),
    "a bomb of entities": svg(
        "<text>&c;</text>",
        before='<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;">]>',
    ),
    "an entity that reads a file": svg(
        "<text>&a;</text>", before='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    ),
    "a bomb of references": svg(
        '<defs><g id="g0"><path d="M0 0"/></g>'
        + "".join(f'<g id="g{n + 1}">' + f'<use href="#g{n}"/>' * 10 + "</g>" for n in range(9))
        + '</defs><use href="#g9"/>'
    ),
    "a bomb of patterns": svg(
        '<pattern id="p0"><path d="M0 0"/></pattern>'
        + "".join(
            f'<pattern id="p{n + 1}">' + f'<rect fill="url(#p{n})"/>' * 10 + "</pattern>" for n in range(9)
        )
    ),
    "a bomb by style sheet": svg('<style>rect{fill:url(#p)}</style><pattern id="p"><rect/></pattern>'),
    "a part inside itself": svg('<g id="a"><use href="#a"/></g>'),
    "parts inside each other": svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
    "a tower": svg("<g>" * 3000 + "</g>" * 3000),
    "too much": svg("<path/>" * 20_000),
    "another language": b"<html><body>x</body></html>",
    "no name space": b'<svg viewBox="0 0 1 1"><rect/></svg>',
    "half a file": svg()[:-3],
    "an odd encoding": b'<?xml version="1.0" encoding="no-such"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "a page in disguise": b"<!doctype html><script>alert(1)</script>",
    "nothing": b"",
    "a JPEG": b"\xff\xd8\xff\xe0aaaa",
    "a GIF": b"GIF89a",
}


@pytest.mark.parametrize("sent", HARMFUL.values(), ids=HARMFUL)
def test_a_picture_is_refused_as_a_whole_if_there_is_in_it(sent):
    told = refusal(sent)
    assert "<" not in told
    assert len(told) < 200


@pytest.mark.parametrize(
    "sent",
    [
        svg(f'<path d="{"a" * 49_000}"/>'),
        svg(f'<path d="{" " * 49_000}"/>'),
        svg(f'<path d="{"rgb(" * 12_000}"/>'),
        svg(f'<path d="{"url(" * 12_000}"/>'),
        svg(f'<path d="url({" " * 49_000}"/>'),
        svg(f'<path d="url(#{"a" * 49_000}"/>'),
        svg(f'<path d="url(#a{" " * 49_000}"/>'),
        svg(f'<path d="{"data " * 9_000}"/>'),
        svg(f'<path d="data{" " * 49_000}"/>'),
        svg(f"<style>{'a' * 49_000}</style>"),
        svg("<s:a/>" * 8_000, 'xmlns:s="http://www.serif.com/"'),
        svg("<path " + " ".join(f's:a{number}=""' for number in range(4_000)) + "/>", 'xmlns:s="serif"'),
    ],
    ids=range(12),
)
def test_no_picture_keeps_the_service_busy(sent):
    """Some of these took ten seconds, in which nobody else was served."""
    before = time.thread_time()
    with suppress(ValidationError):
        logos.take_in(sent)
    assert time.thread_time() - before < 1


def test_what_stands_before_a_bracket_is_read_however_it_is_written():
    for kept in ("rgb(1,2,3)", "RGB (1,2,3)", "translate(1)rotate(2)", "(1)"):
        logos.take_in(svg(f'<rect style="fill:{kept}"/>'))
    for refused in (
        "image-set(1)",
        "IMAGE-SET (1)",
        "a-rgb(1)",
        f"{'x' * 300}rgb(1)",
        "é(1)",
        "rgb(1)attr(x)",
    ):
        assert "could fetch" in refusal(svg(f'<rect style="fill:{refused}"/>')), refused


def test_a_png_too_heavy_or_damaged_is_refused():
    assert "100 KB" in refusal(png() + b"0" * 100_000)
    for damaged in (
        png()[:40],
        png()[:-40],
        b"\x89PNG\r\n\x1a\n",
        png().replace(b"IDAT", b"XDAT"),
    ):
        refusal(damaged)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_drawn_anew_from_its_pixels_alone(mode):
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "<script>alert(1)</script>")
    sent = png(mode, pnginfo=words, dpi=(300, 300)) + b"<script>alert(2)</script>"
    taken = logos.take_in(sent)
    assert taken.kind == "image/png"
    assert b"script" not in taken.picture
    assert b"Comment" not in taken.picture
    with Image.open(io.BytesIO(taken.picture)) as image:
        assert image.size == (90, 30)
    assert logos.take_in(taken.picture) == taken


def test_a_see_through_png_stays_see_through():
    with Image.open(io.BytesIO(logos.take_in(png("RGBA")).picture)) as image:
        assert image.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


def test_the_mark_changes_with_the_picture():
    assert logos.take_in(LOGO).mark != logos.take_in(svg("<rect/>")).mark
    assert logos.take_in(LOGO).mark.isalnum()
