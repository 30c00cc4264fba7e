"""Sheets for clinics: on their pages, in black, large enough, readable aloud, true to the content."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from itertools import combinations

import pikepdf
import pytest
import segno
from weasyprint import HTML

from decision_aid.engine.evidence import Studied
from decision_aid.engine.sentences import NAMES_WITH_DIGITS
from decision_aid.web import handouts, press
from decision_aid.web.handouts import Handout
from tests.answers import library
from tests.content.test_reading import HIGHEST_GRADE, never_said, running_text, too_long
from tests.documents.paper import PAPERS, squeezed
from tests.documents.people import LONG_AFTER
from tests.documents.sheets import ADDRESS, SPARED, blocks, html_of, sheet, shown
from tests.reading import grade, sentences
from tests.verapdf import ua1_failures
from tests.web.journey import Page
from tests.web.test_numbers_on_pages import FIGURE, shown_figures

BOTH = [Handout(paper=paper, size=size) for paper in PAPERS for size in ("normal", "large")]
ALONE = [replace(one, sheets=sheets) for one in BOTH for sheets in ("patient", "clinician")]
OTHERS = [
    (kind, Handout(paper=paper, sheets="patient")) for kind in ("poster", "product-check") for paper in PAPERS
]
TYPES = [
    type_ if type_ in {"alopecia-areata", "shedding"} else pytest.param(type_, marks=pytest.mark.slow)
    for type_ in library().types
]
"""The longest that sets exosomes aside, and one that does not; the others take their time."""
ALL_TYPED = [
    Handout(type=type_, options=(), sheets=sheets, paper=paper)
    for type_ in library().types
    for sheets in ("patient", "clinician")
    for paper in PAPERS
]
TYPED = [one for one in ALL_TYPED if one.type in {"alopecia-areata", "shedding"}]
ALL = [("handout", one) for one in (*BOTH, *ALONE, *ALL_TYPED)] + OTHERS
EVERY = [("handout", one) for one in (*BOTH, *ALONE, *TYPED)] + OTHERS
NORMAL = [one for one in ALONE if one.size == "normal"]
# The options that say most, and the types with most to choose from.
FULLEST = (
    ("minoxidil-oral", "finasteride-oral", "exosomes"),
    ("minoxidil-topical", "finasteride-oral", "exosomes"),
    ("finasteride-oral", "transplant", "exosomes"),
    ("minoxidil-topical", "minoxidil-oral", "finasteride-oral"),
    ("finasteride-topical", "dutasteride", "spironolactone"),
    ("laser", "ketoconazole", "camouflage"),
    ("microneedling", "prp", "exosomes"),
    (),
)
ALL_FILLED = [replace(one, options=options) for one in NORMAL for options in FULLEST]
FILLED = [one for one in ALL_FILLED if one.options in {FULLEST[0], ()}]
REST = [one for one in (*ALL_FILLED, *ALL_TYPED) if one not in (*FILLED, *TYPED)]
FULL = [*FILLED, *TYPED, *(pytest.param(one, marks=pytest.mark.slow) for one in REST)]
"""The fullest choices and the blank sheet; every other choice where there is time."""
HEADINGS = ("H1", "H2", "H3")


@pytest.mark.parametrize("wanted", FULL)
def test_each_sheet_is_at_most_two_pages_whatever_is_set_side_by_side(wanted):
    assert sheet(wanted).pages <= 2


@pytest.mark.parametrize("wanted", [*FULL, *(one for one in ALONE if one.size == "large")])
def test_nothing_is_lost_on_paper(wanted):
    """Read from the finished file. Only what is marked as spare may give way, and never in large print."""
    pdf = sheet(wanted)
    text = shown(pdf, wanted.size) + shown(pdf, wanted.size, markers=True)
    gave_way = [(), ("more",), ("more", "spare")] if wanted.size == "normal" else [()]
    lost = [
        [one for one in blocks(html_of(wanted), without=classes) if one not in text] for classes in gave_way
    ]
    assert [] in lost, lost


def test_what_may_give_way_holds_no_figure_and_no_word_of_an_option():
    for wanted in (*ALL_FILLED, *ALL_TYPED):
        for spared in SPARED.finditer(html_of(wanted)):
            text = unescape(re.sub(r"<[^>]+>", "", spared[0]))
            allowed = 'class="more"' in spared[0] or wanted.type or not FIGURE.search(text)
            assert allowed, text


@pytest.mark.parametrize("wanted", [*ALL_FILLED, *ALL_TYPED])
def test_no_text_ends_in_a_space_as_its_last_line_would_break_after_one_word(wanted):
    """A fault of WeasyPrint, where the words of a last line fit and the space behind them does not."""
    body = html_of(wanted).partition("<body")[2]
    assert re.findall(r"[^>\s]\s+</?(?:p|li|b|td|th|h1|h2|ul|div)\b[^>]*>", body) == []
    assert ".." not in re.sub(r"<[^>]+>", "", body).replace("...", "")


def length(wanted: Handout) -> int:
    return sum(len(one) for one in blocks(html_of(wanted)))


@pytest.mark.slow
@pytest.mark.parametrize("sheets", ["patient", "clinician"])
def test_the_choices_with_most_to_say_need_no_third_page_either(sheets):
    """Ranked by length over all choices there are; each is tried on both papers."""
    options = [one for one in library().treatments if one != handouts.ALWAYS]
    alone = {one: length(Handout(sheets=sheets, options=(one,))) for one in options}
    ranked = sorted(
        combinations(options, handouts.MOST_OPTIONS), key=lambda most: sum(alone[one] for one in most)
    )
    for most in ranked[-24:]:
        for paper in PAPERS:
            assert sheet(Handout(sheets=sheets, options=most, paper=paper)).pages <= 2, most


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
    row = "Havethetype" if wanted.sheets == "patient" else "Notreatment"
    first_row = [page for page in range(1, pdf.pages + 1) if row in pdf.text(page)]
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
    for number, (kind, wanted) in enumerate(ALL):
        files.append(tmp_path / f"{number}.pdf")
        clinic = "Núñez Hair & Skin, Lima" if number % 2 and kind == "handout" else ""
        files[-1].write_bytes(sheet(wanted, kind, clinic).made)
    failures = ua1_failures(files)
    assert {one.name: found for one, found in failures.items() if found} == {}
    assert len(failures) == len(ALL)


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


@pytest.mark.parametrize("wanted", BOTH)
def test_the_same_choice_on_the_same_day_gives_the_same_bytes(wanted):
    assert sheet.__wrapped__(wanted).made == sheet(wanted).made


def first_page(wanted: Handout) -> str:
    return squeezed("".join(one.text for one in sheet(wanted).words(1)))


@pytest.mark.parametrize("wanted", [one for one in (*FILLED, *TYPED, *ALONE) if one.sheets == "patient"])
def test_page_1_of_the_patient_sheet_stands_alone(wanted):
    """Whoever keeps only one leaf knows what is not approved, that waiting is open, and when to call."""
    first, told = first_page(wanted), library()
    needed = [
        told.regions["us"].brief,
        "We discussed",
        "Decided today",
        "Decide later",
        "Type of hair loss, by hand",
        "Plan:",
        told.handouts.first_of_all.pregnant,
        told.wording.stop_when[0],
        told.regions["us"].report[0].call,
        "Awaiting clinical review",
    ]
    if wanted.type:
        needed += [told.types[wanted.type].see, "Have the type named first"]
    else:
        needed += [told.handouts.first_of_all.nothing]
    if not wanted.type and wanted.size == "normal":
        waiting = told.treatments[handouts.ALWAYS]
        needed += ["Have the type named first", waiting.warning.says, waiting.side_effects, waiting.stopping]
    assert [one for one in needed if squeezed(one) not in first] == []


@pytest.mark.parametrize("wanted", [one for one in (*FILLED, *TYPED) if one.sheets == "clinician"])
def test_page_1_of_the_clinician_sheet_stands_alone(wanted):
    first, told = first_page(wanted), library()
    exosomes = told.treatments["exosomes"]
    needed = [told.regions["us"].brief, exosomes.certainty_because, exosomes.side_effects]
    needed += [one.says for one in told.handouts.first_minute]
    needed += ["Diagnosis, by hand:", "Plan:", "We discussed", "Effect:", "Harm:"]
    assert [one for one in needed if squeezed(one) not in first] == []


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("size", ["normal", "large"])
def test_each_sheet_counts_its_own_pages_and_says_its_version_and_until_when_it_holds(paper, size):
    pdf = sheet(Handout(sheets="both", paper=paper, size=size))
    feet = [squeezed("".join(one.text for one in pdf.words(page))) for page in range(1, pdf.pages + 1)]
    for name in ("Patientsheet", "Cliniciansheet"):
        own = [foot for foot in feet if f"{name}.Content" in foot]
        for number, foot in enumerate(own, start=1):
            assert f"Page{number}of{len(own)}" in foot
            assert squeezed(f"Content {library().aid.content_version}, software") in foot
            assert "untilfebruary24,2027" in foot.lower()
    blank = [foot for foot in feet if "sheet.Content" not in foot]
    assert set(blank) <= {""}


@pytest.mark.parametrize("id_", library().treatments)
@pytest.mark.parametrize("paper", PAPERS)
def test_the_gravest_harm_of_an_option_stands_first_under_harm_on_both_sheets(id_, paper):
    one = library().treatments[id_]
    options = (id_,) if id_ != handouts.ALWAYS else ()
    for sheets in ("patient", "clinician"):
        text = shown(sheet(Handout(sheets=sheets, options=options, paper=paper)))
        assert squeezed(f"{one.warning.says} {one.side_effects}") in text
        if sheets == "clinician":
            assert squeezed(f"Harm: {one.warning.says}") in text
            assert squeezed(f"Cautions: {one.contraindications}") in text


def test_a_warning_is_one_short_sentence():
    for one in library().treatments.values():
        assert len(sentences(one.warning.says)) == 1
        assert len(one.warning.says.split()) <= 20, one.id


@pytest.mark.parametrize("wanted", [one for one in FILLED if one.sheets == "patient"])
def test_the_paper_says_of_each_option_what_happens_when_you_stop(wanted):
    text = shown(sheet(wanted))
    for id_ in (handouts.ALWAYS, *wanted.options):
        assert squeezed(f"If you stop: {library().treatments[id_].stopping}") in text


@pytest.mark.parametrize("wanted", FILLED)
def test_benefit_and_harm_are_told_whole_whatever_stands_beside_them(wanted):
    """No null result is dropped for want of room while harm is kept, nor the other way round."""
    text = shown(sheet(wanted)) + shown(sheet(wanted), markers=True)  # a count may begin a line
    for id_ in (handouts.ALWAYS, *wanted.options):
        one = library().treatments[id_]
        for record in (*one.benefit_studied, *one.harm_studied):
            assert squeezed(record.in_short.rstrip(".")) in text, record.id
        for rate in (*one.benefit, *one.harm):
            alone = f"{rate.outcome}: {rate.with_treatment} in {rate.of:,}"
            counts = f"{rate.with_treatment}, against {rate.without}"
            together = f"{rate.outcome.rpartition(', ')[0]} {counts}"  # its source is named before it
            where = f"{rate.outcome.rpartition(', ')[2]}, in {rate.of:,}:"
            both = squeezed(together).lower() in text.lower() and squeezed(where).lower() in text.lower()
            assert squeezed(alone) in text or both, rate.id


def studied() -> list[Studied]:
    told = list(library().treatments.values())
    found = [one for treatment in told for one in (*treatment.benefit_studied, *treatment.harm_studied)]
    used = [option for type_ in library().types.values() for option in type_.option]
    return found + [one for option in used for one in option.benefit_studied]


def test_a_short_form_has_no_figure_that_the_long_one_lacks():
    for one in studied():
        assert set(FIGURE.findall(one.in_short)) <= set(FIGURE.findall(one.says)), one.id


@pytest.mark.parametrize("sheets", ["patient", "clinician"])
def test_people_who_had_something_else_are_not_counted_beside_an_option(sheets):
    text = shown(sheet(Handout(type="shedding", options=(), sheets=sheets)))
    assert "10,029" not in text
    text = shown(sheet(Handout(type="alopecia-areata", options=(), sheets=sheets)))
    assert "4,817" not in text
    assert "2,227people" in text


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("sheets", ["patient", "clinician"])
def test_the_sheet_on_patches_says_who_each_pill_is_for_and_what_waiting_does(paper, sheets):
    text = shown(sheet(Handout(type="alopecia-areata", options=(), sheets=sheets, paper=paper)))
    type_ = library().types["alopecia-areata"]
    for option in type_.option:
        assert squeezed(option.for_whom) in text
    assert text.count(squeezed("with at least half of the scalp bare.")) == 3
    waiting = type_.option[0]
    assert len(waiting.course) == 2
    for line in waiting.course:
        assert squeezed(line) in text
    assert squeezed(f"{waiting.course[-1]} Low certainty.") in text


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("type_", TYPES)
def test_where_exosomes_are_set_aside_the_sheet_sells_nothing(type_, paper):
    """Set aside exactly where the safety table blocks them."""
    aside = {"alopecia-areata", "chemotherapy", "scarring", "ringworm", "hair-pulling"}
    text = shown(sheet(Handout(type=type_, options=(), sheets="patient", paper=paper)))
    assert library().types[type_].exosomes_set_aside == (type_ in aside)
    for sold in ("$", "Yours:", "Tenquestions", squeezed(library().treatments["exosomes"].time_to_judge)):
        assert (sold in text) == (type_ not in aside), sold
    assert ("Setasideforthistype" in text) == (type_ in aside)
    for ask in library().types[type_].ask if type_ in aside else ():
        assert squeezed(ask) in text
    assert "Seethepage" not in text


@pytest.mark.parametrize("id_", library().treatments)
def test_both_sheets_give_an_option_the_same_certainty(id_):
    one = library().treatments[id_]
    options = (id_,) if id_ != handouts.ALWAYS else ()
    words = one.certainty.value.capitalize() + " certainty." if one.certainty else one.certainty_because
    for sheets in ("patient", "clinician"):
        assert squeezed(words) in shown(sheet(Handout(sheets=sheets, options=options)))


def test_a_clinician_reads_the_name_of_each_caution_and_each_urgency():
    text = shown(sheet(Handout(sheets="clinician")))
    for rule in library().procedure.rules:
        if rule.id != handouts.NO_HARM:
            name = rule.outcome.flag[0].upper() + rule.outcome.flag[1:]
            assert squeezed(f"{name}: {rule.outcome.because}") in text
    for one in library().handouts.look:
        assert squeezed(f"{one.look} ({one.think})") in text
    clinician = html_of(Handout(sheets="clinician"))
    assert clinician.count('<div class="looks">') == len({one.tier for one in library().handouts.look})


def test_cautions_before_needles_stand_only_where_something_goes_through_the_skin():
    def told(**chosen):
        return "Cautionsbeforeneedles" in shown(sheet(Handout(sheets="clinician", **chosen)))

    assert told(options=("prp",))
    assert not told(options=("minoxidil-topical",))
    assert told(type="shedding", options=())
    assert not told(type="scarring", options=())


def test_a_rate_nobody_was_compared_with_says_why():
    text = shown(sheet(Handout(sheets="patient", options=("minoxidil-oral",))))
    assert squeezed("14 in 100; the summary gives no rate with the liquid.") in text
    assert squeezed("13 in 1,000; nobody was given anything else.") in text


@pytest.mark.parametrize("id_", library().treatments)
def test_what_a_sheet_says_of_an_option_stands_on_its_page(client, id_):
    one = library().treatments[id_]
    page = squeezed(Page(client.get(f"/en/treatments/{id_}/").text).text)
    options = (id_,) if id_ != handouts.ALWAYS else ()
    sheet_ = shown(sheet(Handout(sheets="patient", options=options)))
    for told in (one.time_to_judge, one.stopping, *one.not_for):
        assert squeezed(told) in sheet_
        assert squeezed(told) in page
    for rate in (*one.benefit, *one.harm):
        assert squeezed(f"{rate.with_treatment} of {rate.of:,}") in page or not rate.controlled


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
        text = running_text(page)
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
