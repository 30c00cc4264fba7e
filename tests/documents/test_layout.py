"""The paper as a thing: two sheets at most, large type, black on white, room for a label and a pen."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from decision_aid.web import documents, on_paper, press
from tests.documents.paper import MM, PAPERS, Pdf, paper_of, squeezed
from tests.documents.people import ADULTS, EVERYBODY, LONG_AFTER, ORDINARY, fullest, guidance_of

SHEETS = {"letter": (612, 792), "a4": (595, 842)}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", EVERYBODY)
def test_a_grown_up_gets_two_pages_and_one_for_a_clinician_and_all_others_get_one(name, paper):
    assert paper_of(name, paper).pages == (3 if name in ADULTS else 1)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", EVERYBODY)
def test_the_sheet_has_the_size_asked_for(name, paper):
    width, height = paper_of(name, paper).size()
    assert (round(width), round(height)) == SHEETS[paper]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("place", ["us", "uk", "canada", "japan", "elsewhere"])
def test_the_fullest_paper_fits_on_two_pages_even_when_the_content_is_overdue(paper, place):
    guidance = guidance_of(fullest().with_({"place": (place,), "here": (place,)}), today=LONG_AFTER)
    assert guidance.overdue
    made = Pdf(documents.as_pdf(guidance, paper=paper))
    assert made.pages == documents.MOST_PAGES + 1
    assert squeezed("For the clinician") in made.text(made.pages)
    assert squeezed("For the clinician") not in made.text(1) + made.text(2)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", EVERYBODY)
def test_type_is_11_points_or_more_and_9_in_the_foot(name, paper):
    pdf = paper_of(name, paper)
    for page in range(1, pdf.pages + 1):
        words = pdf.words(page)
        foot = {one.text for one in words if one.size < 10.99}
        assert all(one.size >= 8.99 for one in words)
        assert all(one.bottom < 20 * MM for one in words if one.text in foot)
        assert len(foot) == 4  # three lines and the page number


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", EVERYBODY)
def test_nothing_is_printed_where_printers_cannot(name, paper):
    pdf = paper_of(name, paper)
    width, _ = pdf.size()
    for page in range(1, pdf.pages + 1):
        for one in pdf.words(page):
            assert one.bottom >= 6 * MM
            assert one.left >= 6 * MM
            assert one.left <= width - 6 * MM


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_black_and_white_are_used(name):
    for operator, values in paper_of(name).colours():
        assert operator in {"g", "G", "rg", "RG"}
        assert set(values) <= {"0", "1"}
        assert len(set(values)) == 1


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_letter_is_set_in_our_own_typeface(name):
    """A letter that the typeface lacks would be borrowed from whatever the machine has."""
    pdf = paper_of(name)
    fonts = {one.font.partition("+")[2] for page in range(1, pdf.pages + 1) for one in pdf.words(page)}
    assert fonts == {"Atkinson-Hyperlegible-Next", "Atkinson-Hyperlegible-Next-Bold"}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", [one for one in EVERYBODY if one != "crisis"])
def test_a_label_of_25_by_70_millimetres_fits_at_the_top_right(name, paper):
    pdf = paper_of(name, paper)
    width, height = pdf.size()
    for page in (1, 3) if name in ADULTS else (1,):
        in_the_way = {
            one.text
            for one in pdf.words(page)
            if one.bottom > height - 33 * MM and one.left > width - 85 * MM  # margins included
        }
        assert in_the_way == {"Label"}
        beside = [
            one for one in pdf.words(page) if one.bottom > height - 33 * MM and one.left < width - 85 * MM
        ]
        assert beside


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_says_which_it_is_and_which_content_it_rests_on(name, paper):
    pdf = paper_of(name, paper)
    aid = guidance_of(name).aid
    for page in range(1, pdf.pages + 1):
        text = pdf.text(page)
        for line in (
            f"Page {page} of {pdf.pages}",
            "Made November 24, 2026.",
            f"Content {aid.content_version}",
            f"Next check due {aid.review_by:%B %-d, %Y}",
            "awaiting clinical review",
            aid.funding,
            aid.interests,
        ):
            assert squeezed(line) in text


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ADULTS)
def test_page_1_is_complete_when_page_2_is_lost(name, paper):
    guidance, text = guidance_of(name), paper_of(name, paper).text(1)
    wanted = ["Based on what you told us", guidance.standing.title, *guidance.standing.summary]
    wanted += [*(step.says for step in guidance.next_steps), guidance.region.bottom_line.says]
    wanted += [one.route.who for one in guidance.routes if one.tier.id in {"same-day", "two-weeks"}]
    if guidance.standing.id == "not-first":
        wanted += [trial.treatment.name for trial in guidance.trials]
    if guidance.standing.id in {"not-yet", "defensible-experiment"}:
        wanted += [part.words.title for part in guidance.parts]
    for line in wanted:
        assert squeezed(line) in text


@pytest.mark.parametrize("name", ORDINARY)
def test_page_1_is_filled_and_no_heading_ends_a_page(name):
    pdf = paper_of(name)
    for page in (1, 2):
        body = [one for one in pdf.words(page) if one.size > 10.99]
        lowest = min(body, key=lambda one: one.bottom)
        assert lowest.size < 11.5 or "Bold" not in lowest.font
    assert min(one.bottom for one in pdf.words(1) if one.size > 10.99) < pdf.size()[1] / 3


@pytest.mark.parametrize("name", [one for one in EVERYBODY if one != "crisis"])
def test_there_are_lines_for_what_needs_words_of_ones_own(name):
    pdf = paper_of(name)
    page, labels = next(
        (page, found)
        for page in range(1, pdf.pages + 1)
        if (
            found := [
                one
                for one in pdf.words(page)
                if one.text in {"Names of medicines:", "Worries:", "Questions:"}
            ]
        )
    )
    assert [one.text for one in labels] == ["Names of medicines:", "Worries:", "Questions:"]
    for label in labels:
        beside = [
            one
            for one in pdf.words(page)
            if abs(one.bottom - label.bottom) < 2 * MM and one.text != label.text
        ]
        assert beside == []
    for above, below in pairwise(labels):
        assert above.bottom - below.bottom > 6 * MM  # room for handwriting


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", [one for one in ORDINARY if one != "low mood"])
def test_an_ordinary_paper_is_laid_out_once(name, paper, monkeypatch):
    """The first layout tried is roomy enough: a second try would double the time it takes."""
    html = documents.as_html(guidance_of(name))
    first = on_paper.roomiest(html)
    monkeypatch.setattr(press, "FITS", press.FITS[: first + 1])
    assert press.print_pdf(html, paper=paper, most_pages=documents.MOST_PAGES, roomiest=first)


def test_answers_without_room_are_counted_and_urgent_visits_are_not_cut():
    guidance, text = guidance_of("everything ticked"), paper_of("everything ticked").text()
    assert re.search(r"\d+answersdidnotfithere\.Theyareonthewebpage\.", text)
    for one in guidance.routes:
        assert squeezed(f"{one.route.who}.") in text
    urgent = [one for one in guidance.routes if one.tier.id in {"same-day", "two-weeks"}]
    assert len(urgent) > 5
    for one in urgent:
        assert squeezed(f"{one.tier.title}: {one.route.who}.") in text
