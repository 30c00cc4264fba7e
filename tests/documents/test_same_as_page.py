"""What a person reads on the page stands on the paper, word for word."""

from __future__ import annotations

import re

import pytest

from decision_aid.web import documents, on_paper
from decision_aid.web.seal import seal
from tests.documents.paper import Pdf, paper_of, squeezed
from tests.documents.people import ADULTS, EVERYBODY, QUOTE, STANDINGS, guidance_of, people
from tests.web.journey import Page

WITH_CONDITIONS = {"not-first", "not-yet", "defensible-experiment"}
"""The standings for which the conditions are printed; the others set exosomes aside."""
REPEATS = re.compile(r"Get seen today\.|See a (doctor|dermatologist) within 2 weeks\.")
"""What the label of a row says already, and need not be said twice."""
TIERS_APART = "everything ticked"
"""The one paper so full that a time is not printed again for every visit."""


@pytest.fixture
def page(client, name: str) -> str:
    """The text of the guidance page, without white space."""
    response = client.get("/en/guidance/", {"s": seal(people()[name])})
    assert response.status_code == 200
    return squeezed(Page(response.text).text)


def both(page: str, paper: Pdf, *sentences: str) -> None:
    for sentence in sentences:
        assert squeezed(sentence) in page
        assert squeezed(sentence) in paper.text()


@pytest.mark.parametrize("name", ADULTS)
def test_standing_next_steps_and_the_regulators_line_agree(name, page):
    guidance = guidance_of(name)
    standing = guidance.standing
    steps = [step.says for step in guidance.next_steps]
    both(page, paper_of(name), standing.title, *standing.summary, *steps)
    both(page, paper_of(name), guidance.region.bottom_line.says)


@pytest.mark.parametrize("name", ADULTS)
def test_everyone_to_see_is_on_both_with_all_that_is_said(name, page):
    guidance = guidance_of(name)
    both(page, paper_of(name), *(f"{one.route.who}." for one in guidance.routes))
    for one in guidance.routes:
        for sentence in re.split(r"(?<=[.!?])\s+", one.route.says):
            if not REPEATS.fullmatch(sentence):
                both(page, paper_of(name), sentence)
        if name != TIERS_APART:
            both(page, paper_of(name), f"{one.tier.title}: {one.route.who}.")
    both(page, paper_of(name), *(one.route.says for one in guidance.cautions))
    assert len(guidance.routes) > 0 or name.startswith(("all four", "not yet"))


@pytest.mark.parametrize("name", [one for one in ADULTS if STANDINGS[one] in WITH_CONDITIONS])
def test_the_four_conditions_agree(name, page):
    guidance = guidance_of(name)
    assert len(guidance.parts) == 4
    for part in guidance.parts:
        both(page, paper_of(name), f"{part.words.title}: {'yes' if part.met else 'not yet'}.", part.says)
        if not part.met:
            both(page, paper_of(name), f"What would settle it: {part.words.closes}")


@pytest.mark.parametrize("name", ADULTS)
def test_the_ten_questions_and_the_marks_of_those_answered_agree(name, page):
    guidance, paper = guidance_of(name), paper_of(name).text()
    for one in guidance.told:
        marked = squeezed(f"{one.question.ask} (you said they told you)")
        assert (marked in paper) == (marked in page) == one.told
        both(page, paper_of(name), one.question.ask)
    wording, here = guidance.wording, guidance.here
    both(page, paper_of(name), *wording.in_writing, *wording.stop_when, *(one.says for one in here.report))


def test_the_figures_of_the_quote_agree(client):
    name = "all four hold, with a quote"
    page = squeezed(Page(client.get("/en/offer/", {"s": seal(people()[name])}).text).text)
    paper = paper_of(name).text()
    for figure in ("$4,000", "$5,333", "$6,667", "$10,667", "$500", "$574", "$292", "$3,500", "$10,167"):
        assert figure in page
        assert figure in paper
    assert "Alreadypaid:$500." in paper
    assert "Nobodyknowshowoftenitwouldhavetoberepeated." in paper
    # and it is those figures, not any: another price changes them
    dearer = guidance_of(people()[name].with_({**QUOTE, "price": 8000}))
    assert dearer.costs is not None
    assert dearer.costs.rows[1][2].total == 2 * 10667 - 1


@pytest.mark.parametrize("name", [one for one in ADULTS if one != TIERS_APART])
def test_every_answer_is_read_back(name):
    paper = paper_of(name).text()
    for one in guidance_of(name).answers:
        if one.stage in {"told", "check"}:
            continue  # marked on the ten questions; said in words, see below
        assert squeezed(one.label.partition(": ")[0]) in paper or one.stage == "priorities"
        for words in one.words:
            assert squeezed(words) in paper


@pytest.mark.parametrize("name", ["unsure", "everything ticked"])
def test_what_is_worth_talking_about_agrees(name, page):
    talk = [one.talk for one in guidance_of(name).worth_talking]
    assert talk
    both(page, paper_of(name), "Worth talking about", *talk)


def test_answers_that_rule_something_out_are_told_apart_from_those_that_do_not():
    paper = paper_of("find out first").text()
    assert "Cautions:Bloodthinneroraspirin,Raisedscars" in paper
    assert re.search(r"Noneofthese:(\w+,)*Scalp,", paper)
    assert "Finasteridepills:12monthsormore;Astold,ornearly;Stillusingit" in paper


def test_what_was_tried_is_listed_once_with_how_it_was_used_and_one_treatment_to_a_line():
    lines = {one.label: one.words for one in on_paper.read_back(guidance_of("find out first").answers)[0]}
    assert lines["Finasteride pills"] == "12 months or more; As told, or nearly; Still using it"
    assert "Tried" not in lines
    html = documents.as_html(guidance_of("find out first"))
    assert '<li class="wide"><b>Finasteride pills:</b> 12 months' in html
    bare = guidance_of(people()["nothing ticked"].with_({"tried": ("prp",)}))
    assert ("Tried", "PRP") in [(one.label, one.words) for one in on_paper.read_back(bare.answers)[0]]


@pytest.mark.parametrize("name", [one for one in EVERYBODY if one not in ADULTS])
def test_the_page_for_a_crisis_and_for_the_young_is_the_whole_paper(client, name):
    page = squeezed(Page(client.get("/en/guidance/", {"s": seal(people()[name])}).text).text)
    guidance, wording = guidance_of(name), guidance_of(name).wording
    shown = {"crisis": wording.crisis, "child": wording.child, "teen": wording.teen}[name]
    both(page, paper_of(name), shown.title, *shown.says, *shown.signs, *(one.says for one in guidance.lines))
    paper = paper_of(name).text()
    assert "Lifeline:988" in paper
    assert "$" not in paper
    assert squeezed("Ten questions") not in paper


@pytest.mark.parametrize("here", ["uk", "australia", "japan", "elsewhere"])
def test_help_lines_are_those_of_where_the_person_is_even_in_a_crisis(here):
    from decision_aid.web import documents

    guidance = guidance_of(people()["crisis"].with_({"here": (here,)}))
    for made in (documents.as_html(guidance), documents.as_text(guidance)):
        assert "988" not in made
        for one in guidance.lines:
            assert one.name in made.replace("&#x27;", "'")
            assert (one.call or one.text or one.url) in made
