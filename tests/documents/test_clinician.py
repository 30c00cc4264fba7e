"""The clinician's sheet: one page, flags first and whole, room to write, nothing left out told."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision_aid.engine.clinicians import NOTES
from decision_aid.engine.questionnaire import AnswerOption
from decision_aid.engine.said import Said
from decision_aid.engine.summary import Summary
from decision_aid.web import clinician_sheet, documents
from tests.answers import answers_strategy, library
from tests.documents.paper import MM, PAPERS, Pdf, paper_of, squeezed
from tests.documents.people import ADULTS, EVERYBODY, fullest, guidance_of

OF_THE_FLAGS = ("Today", "Within 2 weeks", "Other", "Not sure or not answered")


def summary_of_page(name: str) -> Summary:
    return clinician_sheet.on_one_page(documents.summary_for(guidance_of(name), frozenset()))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ADULTS)
def test_the_sheet_has_stamp_version_date_and_sections_in_order(name, paper):
    text = paper_of(name, paper).text(3)
    made = summary_of_page(name)
    places = [text.index(squeezed(one)) for one in ("For the clinician", "Self-reported, not examined.")]
    assert places == sorted(places)
    assert made.today.isoformat() in text
    assert squeezed(f"Content {made.content_version}") in text
    at = places[-1]
    for section in made.sections:  # each with its own words behind it
        at = text.index(squeezed(section.title), at)
        at = text.index(squeezed(section.entries[0].words[0]), at)
    assert [one.id for one in made.sections] == [one for one in NOTES if made.section(one)]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ADULTS)
def test_flags_are_whole_and_all_else_is_there_or_counted(name, paper):
    text = paper_of(name, paper).text(3)
    whole, made = documents.summary_for(guidance_of(name), frozenset()), summary_of_page(name)
    for section, cut in zip(whole.sections, made.sections, strict=True):
        if section.id == "flags":
            assert cut == section
        for entry in cut.entries:
            assert all(squeezed(word) in text for word in entry.words)
        size = len if section.id == "tried" else (lambda found: sum(len(one.words) for one in found))
        assert size(cut.entries) + cut.more == size(section.entries)
        assert bool(cut.more) == (squeezed(f"+{cut.more} more") in text and cut != section)


def test_a_page_for_an_ordinary_person_cuts_nothing():
    for name in ADULTS:
        if name != "everything ticked":
            assert all(one.more == 0 for one in summary_of_page(name).sections)


def test_what_was_tried_and_what_matters_most_are_there_for_the_fullest_person_too():
    made = summary_of_page("everything ticked")
    tried, matters = made.section("tried"), made.section("matters")
    assert tried is not None
    assert len(tried.entries) >= 1
    assert matters is not None
    assert len(matters.entries[0].words) == 3


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


@settings(max_examples=200, deadline=None)
@given(st.sets(st.sampled_from(sorted(library().questionnaire.items)), max_size=12), st.data())
def test_however_full_a_person_is_the_lines_are_enough(others, data):
    """The sum of lines is what keeps the sheet to one page; the fullest people are the ones to ask."""
    from tests.answers import reply_strategy

    replies = {one: data.draw(reply_strategy(library().questionnaire.items[one])) for one in others}
    guidance = guidance_of(fullest().with_(replies))
    if guidance.kind == "adult":
        made = clinician_sheet.on_one_page(documents.summary_for(guidance, frozenset()))
        assert sum(map(on_paper._lines_of, made.sections)) <= on_paper.LINES
