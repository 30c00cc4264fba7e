"""The press: our own files only, the roomiest layout that fits, the same bytes every time."""

from __future__ import annotations

import logging

import pytest

from decision_aid.web import documents, press
from tests.documents.paper import Pdf
from tests.documents.people import guidance_of

PAGE = '<html lang="en"><head><title>Sheet</title></head><body class="fit-0">{}</body></html>'


def sheet(body: str) -> str:
    return PAGE.format(f"<h1>Sheet</h1>{body}")


@pytest.mark.parametrize("name", ["all four hold, with a quote", "everything ticked", "child"])
def test_the_same_guidance_gives_the_same_bytes(name):
    guidance = guidance_of(name)
    assert documents.as_pdf(guidance) == documents.as_pdf(guidance)


def test_another_day_gives_other_bytes():
    guidance = guidance_of("nothing ticked")
    later = guidance_of("nothing ticked", today=guidance.today.replace(day=25))
    assert documents.as_pdf(guidance) != documents.as_pdf(later)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/style.css",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "static:/../manage.py",
        "static:/../../etc/passwd",
        "data:text/css,body{}",
    ],
)
def test_no_file_but_our_own_is_read(address):
    with pytest.raises(ValueError, match="own files"):
        press.OwnFilesOnly().fetch(address)


def test_a_picture_from_elsewhere_is_left_blank_and_asked_for_nowhere(caplog):
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        made = press.print_pdf(
            sheet('<p>Before <img src="https://example.org/a.png" alt="none"> after</p>'),
            paper="a4",
            most_pages=1,
        )
    assert Pdf(made).images() == 0
    assert "own files" in caplog.text


def test_the_layout_tightens_only_as_far_as_the_pages_ask():
    def pages_at(lines: int, most_pages: int) -> Pdf:
        return Pdf(press.print_pdf(sheet("<p>line</p>" * lines), paper="a4", most_pages=most_pages))

    roomy = pages_at(40, 1)
    assert roomy.pages == 1
    spaces = []
    for lines in (40, 50):
        first, second, *_ = [one.bottom for one in pages_at(lines, 1).words(1) if one.text == "line"]
        spaces.append(first - second)
    assert spaces[1] < spaces[0]
    assert pages_at(50, 2).pages == 2  # with two pages allowed nothing is tightened


CLINICIAN = '<section style="break-before: right" id="clinician"><p>For you</p>{}</section>'


def test_the_clinicians_part_begins_a_sheet_of_its_own_and_is_not_counted_with_the_patients():
    made = Pdf(press.print_pdf(sheet("<p>line</p>" + CLINICIAN.format("")), paper="a4", most_pages=2))
    assert made.pages == 3  # the second is the empty back of the first
    assert [("Foryou" in made.text(page)) for page in (1, 2, 3)] == [False, False, True]
    two = sheet("<p>line</p>" * 70 + CLINICIAN.format(""))
    assert Pdf(press.print_pdf(two, paper="a4", most_pages=2)).pages == 3


@pytest.mark.parametrize(("before", "after"), [(200, 1), (1, 200)])
def test_each_part_is_refused_where_it_is_too_long(before, after):
    html = sheet("<p>line</p>" * before + CLINICIAN.format("<p>line</p>" * after))
    with pytest.raises(press.TooLong):
        press.print_pdf(html, paper="letter", most_pages=2)


def test_what_fits_in_no_layout_is_refused():
    with pytest.raises(press.TooLong):
        press.print_pdf(sheet("<p>line</p>" * 200), paper="letter", most_pages=2)
