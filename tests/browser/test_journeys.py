"""Three people go from the start page to a PDF: with script, without, and in a clinic's frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from decision_aid.engine.questionnaire import Answers
from tests.browser.clinic import Clinic, framed_person
from tests.browser.conftest import NewContext
from tests.browser.person import Person, Witness, is_refused, text_of
from tests.browser.service import Service

pytestmark = pytest.mark.browser
Case = Callable[..., Answers]
DECISION = "Should I have exosome treatment for my hair loss, do something else, or do nothing for now?"


@dataclass(frozen=True)
class Story:
    """Who comes, and what the aid must tell them."""

    vignette: str
    changed: dict[str, tuple[str, ...]]
    standing: str
    said: tuple[str, ...]
    unsaid: tuple[str, ...] = ()


STORIES = {
    "a man with all four conditions": Story(
        "all-four-hold",
        {},
        "An experiment you could defend",
        ("A doctor has looked and named pattern hair loss", "Exosomes are still unproven and not approved"),
        ("What to ask about first",),
    ),
    "a man on nothing": Story(
        "nothing-ticked", {}, "Not first", ("What to ask about first", "Have a doctor look at your scalp")
    ),
    "somebody whose scalp burns": Story(
        "nothing-ticked",
        {"scalp": ("pain",)},
        "See someone first",
        (
            "Within 2 weeks: a dermatologist.",
            "A small skin sample may be needed",
            "Scalp: Pain, burning or soreness",
        ),
        ("What to ask about first", "When the math works"),
    ),
}
every_story = pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
script_or_not = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


def live(person: Person, answers: Answers, story: Story, folder: Path) -> None:
    """One person's whole way. Every page is checked to be the one it should be."""
    assert person.heading == DECISION
    assert person.token == ""
    person.follow("Start")
    assert person.walk(answers.given)[0] == "/en/questions/age/"
    assert person.heading == "Check your answers"
    assert "You have not answered everything" not in person.words
    person.follow("See what this means")
    assert person.heading == story.standing
    for words in story.said:
        assert words in person.words
    for words in story.unsaid:
        assert words not in person.words
    listed = person.frame.locator("main > ol").first.locator("li").all_inner_texts()
    steps = [text_of(step) for step in listed]
    assert len(steps) in {2, 3}
    assert_correct(person.make_pdf(folder / "guide.pdf"), story, steps)


def assert_correct(file: Path, story: Story, steps: list[str]) -> None:
    """The paper says what the page said, in the right size, with the private answers left out."""
    with PdfReader(file) as pdf:
        assert len(pdf.pages) == 3  # two for the person, one for a clinician
        assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [612, 792]  # US Letter
        first = text_of(pdf.pages[0].extract_text())
        whole = text_of(" ".join(one.extract_text() for one in pdf.pages))
    assert story.standing in first
    for words in (*story.said, *steps):
        assert words in first
    for words in story.unsaid:
        assert words not in whole
    assert "Age: 18 to 49" in whole
    assert "Some answers were left off this paper." in whole
    for private in ("Pregnancy:", "Other signs:", "Health:", "How you are:"):
        assert private not in whole


def assert_console_is_quiet(aid: Service, witness: Witness) -> None:
    """The server wrote down which pages were asked for, and nothing that was in an address."""
    console = aid.console()
    assert "POST /en/questions/age/ 303" in console
    assert "GET /en/guidance.pdf 200" in console
    tokens = witness.tokens
    assert len(tokens) > 10
    assert not [token for token in tokens if token[8:40] in console]
    assert "?" not in console
    assert "gAAAA" not in console  # how every token begins


@every_story
@script_or_not
def test_a_person_gets_from_the_start_page_to_a_correct_pdf(
    *, story: Story, script: bool, aid: Service, case: Case, new_context: NewContext, tmp_path: Path
):
    context = new_context(java_script_enabled=script)
    witness = Witness(context)
    person = Person(context.new_page())
    person.page.goto(aid.origin())
    live(person, case(story.vignette, **story.changed), story, tmp_path)
    witness.assert_nothing_left_behind(person.frame, origins={aid.origin()})
    assert_console_is_quiet(aid, witness)


@every_story
@script_or_not
def test_a_person_gets_to_the_same_pdf_in_a_clinics_frame_with_cookies_blocked(
    *,
    story: Story,
    script: bool,
    framed_aid: Service,
    clinic: Clinic,
    case: Case,
    new_context: NewContext,
    tmp_path: Path,
):
    context = new_context(java_script_enabled=script)
    witness = Witness(context)
    person = framed_person(context.new_page(), clinic, framed_aid.address("/en/", host="localhost"))
    assert is_refused(person.frame), "this browser does not block third-party storage, so it proves nothing"
    live(person, case(story.vignette, **story.changed), story, tmp_path)
    assert person.page.url == f"{clinic.origin}/"
    origins = {framed_aid.origin("localhost"), clinic.origin}
    witness.assert_nothing_left_behind(person.frame, origins=origins)
    assert_console_is_quiet(framed_aid, witness)
