"""Sheets for clinics: on their pages, in black, large enough, readable aloud, true to the content."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pikepdf
import pytest
import segno
from weasyprint import HTML

from decision_aid.engine.evidence import NAMES_WITH_DIGITS, Certainty
from decision_aid.web import handouts, press
from decision_aid.web.handouts import Handout
from tests.answers import library
from tests.content.test_reading import HIGHEST_GRADE, never_said, running_text, too_long
from tests.documents.paper import PAPERS, squeezed
from tests.documents.people import LONG_AFTER
from tests.documents.sheets import ADDRESS, blocks, html_of, sheet, shown
from tests.reading import grade, sentences
from tests.verapdf import ua1_failures
from tests.web.journey import Page
from tests.web.test_numbers_on_pages import FIGURE, shown_figures

BOTH = [Handout(paper=paper, size=size) for paper in PAPERS for size in ("normal", "large")]
ALONE = [replace(one, sheets=sheets) for one in BOTH for sheets in ("patient", "clinician")]
OTHERS = [
    (kind, Handout(paper=paper, sheets="patient")) for kind in ("poster", "product-check") for paper in PAPERS
]
EVERY = [("handout", one) for one in (*BOTH, *ALONE)] + OTHERS
NORMAL = [one for one in ALONE if one.size == "normal"]
# The options that say most, and the types with most to choose from.
FULLEST = (
    ("minoxidil-topical", "minoxidil-oral", "finasteride-oral", "exosomes"),
    ("minoxidil-oral", "finasteride-oral", "transplant", "exosomes"),
    ("minoxidil-topical", "minoxidil-oral", "finasteride-oral", "dutasteride"),
    ("finasteride-oral", "dutasteride", "prp", "transplant"),
    ("microneedling", "prp", "transplant", "exosomes"),
    (),
)
HEADINGS = ("H1", "H2", "H3")


@pytest.mark.parametrize("wanted", NORMAL)
@pytest.mark.parametrize("options", FULLEST)
def test_each_sheet_is_at_most_two_pages_whatever_is_set_side_by_side(wanted, options):
    assert sheet(replace(wanted, options=options)).pages <= 2


@pytest.mark.parametrize("wanted", NORMAL)
@pytest.mark.parametrize("type_", library().types)
def test_each_sheet_of_a_named_type_is_at_most_two_pages(wanted, type_):
    assert sheet(replace(wanted, type=type_, options=())).pages <= 2


def length(wanted: Handout) -> int:
    return sum(len(one) for one in blocks(html_of(wanted)))


@pytest.mark.slow
@pytest.mark.parametrize("sheets", ["patient", "clinician"])
def test_the_choices_with_most_to_say_need_no_third_page_either(sheets):
    """Ranked by length over all choices there are; each is tried on both papers."""
    options = [one for one in library().treatments if one != handouts.ALWAYS]
    alone = {one: length(Handout(sheets=sheets, options=(one,))) for one in options}
    ranked = sorted(
        combinations(options, handouts.MOST_OPTIONS), key=lambda four: sum(alone[one] for one in four)
    )
    for four in ranked[-12:]:
        for paper in PAPERS:
            assert sheet(Handout(sheets=sheets, options=four, paper=paper)).pages <= 2, four


@pytest.mark.parametrize("paper", PAPERS)
def test_together_the_clinician_sheet_starts_on_a_page_of_its_own_that_is_no_back(paper):
    pdf = sheet(Handout(paper=paper))
    assert pdf.pages == 4
    assert "fortheclinician" in squeezed("".join(one.text for one in pdf.words(3)[:6]))
    assert not any("Clinician sheet" in one.text for one in pdf.words(2))


@pytest.mark.parametrize("wanted", ALONE)
def test_the_title_of_a_table_stands_on_the_page_of_its_first_row(wanted):
    pdf = sheet(wanted)
    titled = [page for page in range(1, pdf.pages + 1) if "Optionssidebyside" in pdf.text(page)]
    first_row = [page for page in range(1, pdf.pages + 1) if "Havethetype" in pdf.text(page)]
    assert titled[-1] == first_row[0]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_poster_is_one_page_and_the_product_check_three(paper):
    assert sheet(Handout(paper=paper, sheets="patient"), "poster").pages == 1
    assert sheet(Handout(paper=paper, sheets="patient"), "product-check").pages <= 3


@pytest.mark.parametrize(("kind", "wanted"), EVERY)
def test_every_sheet_is_valid_pdf_ua_1_in_black_and_no_type_is_under_12_point(kind, wanted):
    pdf = sheet(wanted, kind)
    assert pdf.ua1_failures() == []
    assert {value for _, values in pdf.colours() for value in values} <= {"0", "/DeviceRGB"}
    assert pdf.images() == 0
    least = 18 if wanted.size == "large" else 12
    for page in range(1, pdf.pages + 1):
        for one in pdf.words(page):
            assert one.size > least - 0.05, one
            assert "Atkinson" in one.font, one


@pytest.mark.slow
def test_the_reference_validator_finds_no_fault_with_any_sheet(tmp_path):
    files = []
    for number, (kind, wanted) in enumerate(EVERY):
        files.append(tmp_path / f"{number}.pdf")
        files[-1].write_bytes(sheet(wanted, kind).made)
    failures = ua1_failures(files)
    assert {one.name: found for one, found in failures.items() if found} == {}
    assert len(failures) == len(EVERY)


@pytest.mark.parametrize(("kind", "wanted"), EVERY)
def test_headings_bookmarks_language_and_tables_can_be_walked_through(kind, wanted):
    pdf = sheet(wanted, kind)
    headings = pdf.structure.tags(*HEADINGS)
    assert headings[0].tag == "H1"
    assert len(pdf.bookmarks()) == len(headings)
    assert pdf.language() == "en"
    assert pdf.title()
    heads = [head for table in pdf.structure.tags("Table") for head in table.tags("TH")]
    assert {one.scope for one in heads} == ({"/Row", "/Column"} if heads else set())
    assert pdf.named_elements() == {one.id: "/TH" for one in heads}
    for cell in pdf.structure.tags("TD"):
        assert len(cell.headers) == 2


@pytest.mark.parametrize("paper", PAPERS)
def test_the_square_on_the_poster_has_its_text_for_those_who_cannot_see_it(paper):
    with pikepdf.open(BytesIO(sheet(Handout(paper=paper, sheets="patient"), "poster").made)) as pdf:
        figures = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        assert [str(one.Alt) for one in figures] == [f"A QR code that opens {ADDRESS}/"]


def boxes(wanted: Handout, css_class: str, *, kind: str = "handout"):
    """The boxes of a class in millimetres: page, left, top, width, height."""
    rendered = HTML(
        string=html_of(wanted, kind=kind), base_url="static:/", url_fetcher=press.OwnFilesOnly()
    ).render(font_config=press._fonts(), stylesheets=press._sheet(wanted.paper, "handout"))
    for number, page in enumerate(rendered.pages, start=1):
        for box in page._page_box.descendants():
            if box.element is not None and css_class in (box.element.get("class") or "").split():
                edges = (box.position_x, box.position_y, box.border_width(), box.border_height())
                yield (number, *(edge * 25.4 / 96 for edge in edges), page.width * 25.4 / 96)


@pytest.mark.parametrize("wanted", BOTH)
def test_the_first_page_of_each_sheet_leaves_25_by_70_mm_at_the_top_right_for_the_label(wanted):
    found = [one for one in boxes(wanted, "label") if one[3] > 60]
    assert len(found) == 2
    for _page, left, top, width, height, paper in found:
        assert (round(width), round(height)) == (70, 25)
        assert left + 5 + width == pytest.approx(paper - 12, abs=0.5)  # 5 mm stand free before it
        assert top < 12


def test_the_square_is_at_least_25_mm_wide_and_holds_the_address_of_the_start_page():
    page = html_of(Handout(), kind="poster")
    code = segno.make(f"{ADDRESS}/", error="m", micro=False)
    assert code.error in {"M", "Q", "H"}
    dark = {(int(x) - 4, int(y) - 4) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", page)}
    assert dark == {(x, y) for y, row in enumerate(code.matrix) for x, one in enumerate(row) if one}
    (found,) = boxes(Handout(), "square", kind="poster")
    assert found[3] >= 25
    assert "aid.example.org" in shown(sheet(Handout(sheets="patient"), "poster"))


@pytest.mark.parametrize("wanted", [one for one in ALONE if one.size == "large"])
def test_in_large_print_nothing_is_lost(wanted):
    text = shown(sheet(wanted), "large")
    lost = [one for one in blocks(html_of(wanted)) if one not in text]
    assert lost == []


@pytest.mark.parametrize("wanted", BOTH)
def test_the_same_choice_on_the_same_day_gives_the_same_bytes(wanted):
    assert sheet.__wrapped__(wanted).made == sheet(wanted).made


def test_page_1_of_the_patient_sheet_stands_alone():
    pdf = sheet(Handout(sheets="patient"))
    first = squeezed("".join(one.text for one in pdf.words(1)))
    for needed in (
        library().regions["us"].brief,
        "We discussed",
        "Decided today",
        "Decide later",
        "Type of hair loss, by hand",
        "Plan:",
        "Have the type named first",
        library().treatments["exosomes"].side_effects,
        "Awaiting clinical review",
    ):
        assert squeezed(needed) in first


@pytest.mark.parametrize("sheets", ["patient", "clinician"])
def test_each_side_says_its_page_its_version_and_until_when_it_holds(sheets):
    pdf = sheet(Handout(sheets=sheets))
    for page in (1, 2):
        words = squeezed("".join(one.text for one in pdf.words(page)))
        assert f"Page{page}of2" in words
        assert squeezed(f"Content {library().aid.content_version}, software") in words
        assert "UntilFebruary24,2027".lower() in words.lower()


@pytest.mark.parametrize("id_", library().treatments)
def test_what_a_sheet_says_of_an_option_stands_on_its_page(client, id_):
    one = library().treatments[id_]
    page = squeezed(Page(client.get(f"/en/treatments/{id_}/").text).text)
    options = (id_,) if id_ != handouts.ALWAYS else ()
    sheet_ = squeezed(Page(html_of(Handout(sheets="patient", options=options))).text)
    reliable = {Certainty.HIGH, Certainty.MODERATE}
    says = [rec.says for rec in (*one.benefit_studied, *one.harm_studied) if rec.certainty in reliable]
    for told in (*(line.rstrip(".") for line in says), one.time_to_judge, one.stopping, *one.not_for):
        assert squeezed(told) in sheet_
        assert squeezed(told) in page
    assert squeezed(one.side_effects) in sheet_
    for rate in (*one.benefit, *one.harm):
        assert squeezed(f"{rate.outcome}: {rate.with_treatment} in {rate.of:,}") in sheet_
        assert squeezed(f"{rate.with_treatment} of {rate.of:,}") in page or not rate.controlled
    for weak in (*one.benefit_studied, *one.harm_studied):
        if weak.certainty not in reliable:
            assert squeezed(f"{weak.outcome}: no reliable number") in sheet_


@pytest.mark.parametrize("type_", ["", *library().types])
@pytest.mark.parametrize("sheets", ["patient", "clinician"])
def test_every_number_on_a_sheet_comes_from_a_record(type_, sheets):
    page = html_of(Handout(type=type_, sheets=sheets, options=FULLEST[0] if not type_ else ()))
    body = page[page.index("<body") :].partition("<h2>References</h2>")[0]
    text = re.sub(r"<[^>]+>|\[[\d, ]+\]|Printed \w+ \d+, \d+|60 seconds", " ", body)
    figures = set(FIGURE.findall(NAMES_WITH_DIGITS.sub("", text)))
    assert figures - shown_figures() == set()


@pytest.mark.parametrize("type_", ["", *library().types])
def test_the_patient_sheet_and_the_poster_are_plain(type_):
    for page in (
        html_of(Handout(sheets="patient", type=type_, options=handouts.USUAL if not type_ else ())),
        html_of(Handout(), kind="poster"),
    ):
        text = running_text(re.sub(r'<span class="short">.*?</span>', "", page))
        told = [("sheet", one) for one in sentences(text)]
        assert too_long(told) == []
        assert [found for _, one in told if (found := never_said(one))] == []
        assert grade(text).grade <= HIGHEST_GRADE


def test_past_its_check_date_each_sheet_says_so_across_the_top(settings):
    settings.TODAY = LONG_AFTER
    for kind, wanted in [("handout", Handout()), *OTHERS]:
        warnings = html_of(wanted, kind=kind).count("past its check date")
        assert warnings == (2 if kind == "handout" else 1)


def test_no_code_is_printed_and_nothing_can_be_signed():
    text = Page(html_of(Handout())).text
    assert not re.search(r"\bL6\d\b|ICD|[Ss]ignature|[Ss]igned? here", text)


def test_a_clinic_line_is_printed_as_it_was_typed_and_escaped():
    page = html_of(Handout(), clinic="<b>Dr. Núñez & Co</b>")
    assert page.count("&lt;b&gt;Dr. Núñez &amp; Co&lt;/b&gt;") == 2
    assert "<b>Dr." not in page
