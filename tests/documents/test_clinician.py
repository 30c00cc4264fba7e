"""The clinician's sheet: one page, flags first and whole, room to write, nothing left out told."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision_aid.engine.clinicians import NOTES
from decision_aid.engine.questionnaire import AnswerOption, Answers
from decision_aid.engine.said import Said
from decision_aid.engine.summary import Entry, Summary
from decision_aid.web import clinician_sheet, documents
from decision_aid.web.press import STATIC
from tests.answers import answers_strategy, library, reply_strategy
from tests.documents.paper import MM, PAPERS, Pdf, paper_of, squeezed
from tests.documents.people import ADULTS, EVERYBODY, TOLD, fullest, guidance_of, people

OF_THE_FLAGS = ("Today", "Within 2 weeks", "Other", "Not sure or not answered")


def on_page(answers: Answers | str) -> Summary:
    return clinician_sheet.on_one_page(documents.summary_for(guidance_of(answers), frozenset()))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ADULTS)
def test_the_sheet_has_stamp_version_date_and_sections_in_order(name, paper):
    text = paper_of(name, paper).text(3)
    made = on_page(name)
    places = [text.index(squeezed(one)) for one in ("For the clinician", "Self-reported, not examined.")]
    assert places == sorted(places)
    assert made.today.isoformat() in text
    assert squeezed(f"Content {made.content_version}") in text
    at = places[-1]
    for section in made.sections:  # each with its own words behind it
        at = text.index(squeezed(section.title), at)
        at = text.index(squeezed(section.entries[0].words[0]), at)
    assert [one.id for one in made.sections] == [one for one in NOTES if made.section(one)]


def pieces(entries: Sequence[Entry]) -> int:
    """What is told or counted: of a treatment tried, that it was."""
    return sum(1 if one.treatment else len(one.words) for one in entries)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ADULTS)
def test_flags_are_whole_and_all_else_is_there_or_counted(name, paper):
    text = paper_of(name, paper).text(3)
    whole, made = documents.summary_for(guidance_of(name), frozenset()), on_page(name)
    for section, cut in zip(whole.sections, made.sections, strict=True):
        if section.id == "flags":
            assert cut == section
        for entry in cut.entries:
            assert all(squeezed(word) in text for word in entry.words)
        assert pieces(cut.entries) + cut.more == pieces(section.entries)
        assert bool(cut.more) == (squeezed(f"+{cut.more} more") in text and cut != section)


def test_a_page_for_an_ordinary_person_cuts_nothing():
    for name in ADULTS:
        if name != "everything ticked":
            assert all(one.more == 0 for one in on_page(name).sections)


@pytest.mark.parametrize("paper", PAPERS)
def test_all_that_was_tried_and_what_matters_most_are_there_for_the_fullest_person_too(paper):
    text = paper_of("everything ticked", paper).text(3)
    tried = [one.text for one in library().questionnaire.items["tried"].answer_option if not one.exclusive]
    assert len(tried) == 13
    assert all(squeezed(one) in text for one in tried)
    assert all(squeezed(one.title) in text for one in guidance_of("everything ticked").priorities)
    assert all(squeezed(one) in text for one in ("Could be pregnant, or trying", "Blood thinner or aspirin"))


def whoever_tried_everything() -> Answers:
    options = library().questionnaire.items["tried"].answer_option
    tried = [one.code for one in options if not one.exclusive]
    used = {"months": ("under-6",), "regular": ("often-missed",), "stopped": ("no-effect",)}
    details = {f"{code}-{question}": reply for code in tried for question, reply in used.items()}
    return people()["not yet"].with_({**TOLD, "tried": tuple(tried), **details})


def test_how_each_of_many_treatments_was_used_comes_before_what_was_not_ticked_or_not_told():
    """An ordinary person who has tried all there is, with a quote and questions still to ask."""
    made = on_page(whoever_tried_everything())
    tried = made.section("tried")
    assert tried is not None
    assert sum(len(one.words) == 3 for one in tried.entries if one.treatment) == 13
    assert tried.more == 0


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", [*ADULTS, "tried everything"])
def test_the_page_is_as_full_as_it_was_worked_out_to_be(name, paper):
    """Letter for letter: a section never takes more than was thought, and rarely a line less."""
    answers = whoever_tried_everything() if name == "tried everything" else people()[name]
    pdf = Pdf(documents.as_pdf(guidance_of(answers), paper=paper))
    made = on_page(answers)
    titles = {squeezed(one.title): one for one in made.sections}
    tops = [one for one in pdf.words(3) if squeezed(one.text) in titles and one.left < 45 * MM]
    begins = [(titles[squeezed(one.text)], one.bottom) for one in tops]
    (writing,) = [one for one in pdf.words(3) if one.text == f"{library().clinicians.writing[0].label}:"]
    assert [section for section, _ in begins] == list(made.sections)
    for (section, above), below in zip(
        begins, [*(one for _, one in begins[1:]), writing.bottom], strict=True
    ):
        thought = clinician_sheet.height(section)
        assert -4 < thought - (above - below) < clinician_sheet.LINE * 1.5


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ADULTS)
def test_there_are_lines_for_names_worries_diagnosis_and_plan(name, paper):
    wanted = [f"{one.label}:" for one in library().clinicians.writing]
    labels = [one for one in paper_of(name, paper).words(3) if one.text in wanted]
    assert [one.text for one in labels] == wanted
    for above, below in pairwise(labels):
        assert above.bottom - below.bottom > 8 * MM


@pytest.mark.parametrize("name", [one for one in EVERYBODY if one not in ADULTS])
def test_nobody_in_a_crisis_and_nobody_young_has_one(name):
    assert squeezed("For the clinician") not in paper_of(name).text()


@pytest.mark.parametrize("name", ["all four hold", "everything ticked"])
def test_the_sheet_names_no_disease(name):
    text = paper_of(name).text(3)
    for fit in guidance_of(name).can_fit:
        assert squeezed(fit) not in text


def said_of(one: Said) -> list[AnswerOption]:
    return [library().questionnaire.items[one.link_id].option(code) for code in one.codes]


@given(answers_strategy(adults=True), st.sampled_from(PAPERS), st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_sheet_is_one_page_for_anybody_and_tells_nothing_left_out(answers, paper, data):
    guidance = guidance_of(answers)
    said = sorted(one.link_id for one in guidance.answers)
    off = frozenset(data.draw(st.sets(st.sampled_from(said)))) if said else frozenset()
    pdf = Pdf(documents.as_pdf(guidance, left_out=off, paper=paper))
    assert pdf.pages == 3
    text = pdf.text(3)
    shown = documents.without(guidance, off).answers
    still_said = {squeezed(option.text) for one in shown for option in said_of(one)}
    still_said |= {squeezed(option.note_words or "") for one in shown for option in said_of(one)}
    ids = {one.link_id for one in shown}
    for one in guidance.answers:
        for option in said_of(one) if one.link_id not in ids else ():
            words = squeezed(option.note_words or option.text)
            if option.exclusive or len(words) < 12 or any(words in other for other in still_said):
                continue  # the same words were said to another question
            assert words not in text
    assert (squeezed(library().clinicians.left_out) in text) == bool(off)


@settings(max_examples=100, deadline=None)
@given(st.sets(st.sampled_from(sorted(library().questionnaire.items)), max_size=12), st.data())
def test_however_full_a_person_is_the_room_is_enough(others, data):
    """The sum of heights is what keeps the sheet to one page; the fullest people are the ones to ask."""
    replies = {one: data.draw(reply_strategy(library().questionnaire.items[one])) for one in others}
    guidance = guidance_of(fullest().with_(replies))
    if guidance.kind == "adult":
        made = clinician_sheet.on_one_page(documents.summary_for(guidance, frozenset()))
        writing = len(made.words.writing) + len(clinician_sheet.blank_lines(made))
        taken = sum(map(clinician_sheet.height, made.sections)) + writing * clinician_sheet.WRITING
        assert taken <= clinician_sheet.ROOM


@pytest.mark.parametrize(("weight", "widths"), [(400, clinician_sheet.REGULAR), (700, clinician_sheet.BOLD)])
def test_the_widths_worked_with_are_those_of_the_typeface(weight, widths):
    font = TTFont(STATIC / f"fonts/atkinson-hyperlegible-next-{weight}.ttf")
    names, advances = font.getBestCmap(), font["hmtx"]
    assert widths == tuple(advances[names[code]][0] / font["head"].unitsPerEm for code in range(32, 127))
