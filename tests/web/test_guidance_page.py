"""The guidance page says first what cannot wait, and nothing that is untrue of the person it speaks to."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from typing import Any

import pytest

from decision_aid.engine.guidance import Guidance, advise
from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content, documents
from decision_aid.web.seal import seal
from tests.web.journey import Page
from tests.web.people import ALL_FOUR, ON_NOTHING

LIBRARY = content.library()
STANDINGS = {
    "find-out-first": {**ALL_FOUR, "before": ["weight-medicine"]},
    "not-first": ON_NOTHING,
    "not-yet": {**ALL_FOUR, "money": "need"},
    "defensible-experiment": ALL_FOUR,
    "see-someone-first": {**ON_NOTHING, "scalp": ["pain"]},
}
SCARRING = {
    **ON_NOTHING,
    "age": "50-over",
    "where": ["crown", "front-band"],
    "how": ["breaks"],
    "hair-care": ["tight"],
    "scalp": ["itch", "shiny", "pain"],
    "signs": ["face-bumps"],
    "caution": ["keloid", "marks"],
    "asked-own-clinician": "not-asked",
    "examined": "unnamed",
}


def told(base: Any = ON_NOTHING, **replies: Any) -> Answers:
    changed = {**base, **{key.replace("_", "-"): value for key, value in replies.items()}}
    return Answers({key: (v,) if isinstance(v, str) else tuple(v) for key, v in changed.items()})


def guidance_for(answers: Answers) -> Guidance:
    return advise(LIBRARY, answers, today=datetime.date(2026, 11, 24))


def steps_for(answers: Answers) -> list[str]:
    return [one.says for one in guidance_for(answers).next_steps]


@pytest.fixture
def read(client):
    def page(answers: Answers, address: str = "guidance") -> Page:
        response = client.get(f"/en/{address}/", {"s": seal(answers)})
        assert response.status_code == 200
        return Page(response.text)

    return page


def in_order(text: str, *parts: str) -> bool:
    return [text.find(part) for part in parts] == sorted(text.find(part) for part in parts if part in text)


# ---- What cannot wait ----------------------------------------------------------------------------


@pytest.mark.parametrize("urgent", ["chest", "fever", "reaction"])
def test_who_must_be_seen_today_reads_so_and_can_call_before_anything_else(read, urgent):
    answers = told(urgent=[urgent])
    page, guidance = read(answers), guidance_for(answers)
    assert guidance.tier.id == "same-day"
    today = guidance.routes[0].route.says
    main = page.text.partition("See someone first")[2]
    assert in_order(main, "Get seen today.", today, "Call 911", "Based on what you told us", "Make the paper")
    assert page.links[[address for _, address in page.links].index("tel:911")][0] == "Call 911"
    assert steps_for(answers)[0] == today


def test_the_number_to_call_is_that_of_where_the_person_is(read):
    page = read(told(urgent=["chest"], here="uk"))
    assert "tel:999" in [address for _, address in page.links]
    assert "tel:911" not in [address for _, address in page.links]


@pytest.mark.parametrize("offer", ["no", "paid", "started"])
def test_nobody_who_must_be_seen_today_is_told_of_payment_first(offer):
    steps = steps_for(told(urgent=["chest"], offer=offer))
    assert not [one for one in steps if "pay" in one.lower() or "money" in one.lower()]
    assert ("Say that you had exosomes, and when." in steps) is (offer == "started")


def test_who_can_wait_is_given_no_emergency_number_in_the_steps(read):
    page = read(told(scalp=["pain"]))
    assert "See someone within 2 weeks." in page.text
    assert "tel:911" not in [address for _, address in page.links]


def test_the_page_of_signs_says_whom_to_call(client):
    assert "Call 911" in Page(client.get("/en/questions/signs/", {"s": seal(told())}).text).text


# ---- Who has paid, and who has started ------------------------------------------------------------

NO_MORE = "Do not pay more yet. Ask in writing what you can get back, and by when."
HARM = "For fever, pus or growing pain, call a doctor that day. Call about lumps too."


@pytest.mark.parametrize("standing", ["find-out-first", "not-first", "not-yet"])
def test_who_has_paid_hears_first_to_pay_no_more_and_who_has_started_of_harm_too(read, standing):
    base = {"told-approval": "nothing", "expects": "clear", "money": "need", **STANDINGS[standing]}
    plain, paid, started = (told(base, offer=one) for one in ("offered", "paid", "started"))
    assert {guidance_for(one).standing.id for one in (plain, paid, started)} == {standing}
    assert NO_MORE not in steps_for(plain)
    assert steps_for(paid)[0] == NO_MORE
    assert HARM not in steps_for(paid)
    assert steps_for(started)[:2] == [NO_MORE, HARM]
    page, expectations = read(started), read(started, "expectations")
    anchors = {given.get("id") for _, given in expectations.tags}
    for words in ("If you have paid already", "If you have had exosomes"):
        assert page.link(words).partition("#")[2] in anchors
    assert not [one for one in steps_for(paid) if one.startswith("Wait with any payment")]


def test_nobody_is_told_what_to_do_if_they_had_paid():
    for standing, base in STANDINGS.items():
        assert guidance_for(told(base)).standing.id == standing
        assert not [one for one in steps_for(told(base)) if "already paid" in one or "your money" in one]


@pytest.mark.parametrize("standing", STANDINGS)
def test_paper_that_leaves_the_offer_out_has_the_steps_of_somebody_without_one(standing):
    papers = {
        tuple(documents.without(guidance_for(told(STANDINGS[standing], offer=offer)), off).next_steps)
        for offer in ("offered", "paid", "started")
        for off in [frozenset({"offer"})]
    }
    assert len(papers) == 1
    assert NO_MORE not in [one.says for (steps,) in [tuple(papers)] for one in steps]


# ---- True of this person -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "code", "says"),
    [
        ("money", "hurt", "Losing this money would hurt."),
        ("money", "need", "You need this money for other things."),
        ("money", "borrow", "You would have to borrow this money."),
        ("money", "not-sure", "We do not know yet what losing the money would mean for you."),
        ("expects", "regrow", "You expect more than studies have shown."),
        ("expects", "not-sure", "We do not know yet what you expect."),
        ("told-approval", "nothing", "Nobody who treats your hair has talked approval through with you."),
        ("told-approval", "not-sure", "We do not know yet if anyone has talked approval through with you."),
    ],
)
def test_an_open_condition_says_what_was_answered(read, question, code, says):
    page = read(told(ALL_FOUR, **{question.replace("-", "_"): code}))
    assert f": not yet. {says}" in page.text
    others = [part for part in LIBRARY.wording.condition if question in part.read_from]
    for other in (*(one.says for one in others[0].answered), others[0].open):
        assert (other in page.text) is (other == says)


def test_somebody_pregnant_and_examined_is_not_told_that_an_answer_is_missing(read):
    page = read(told(ALL_FOUR, pregnancy=["pregnant"]))
    assert page.h1 == "Find out first"
    assert "still missing" not in page.text
    assert "Something has to come first" in page.text


def test_somebody_to_talk_to_is_no_visit(read):
    page = read(told(mood=["low"]))
    assert "Any time: someone you trust, your doctor, or a help line." in page.text
    assert "Next open visit: someone you trust" not in page.text


def test_one_person_is_to_be_seen_once_for_all_that_is_said(read):
    guidance, text = guidance_for(told(SCARRING)), read(told(SCARRING)).text
    section = text.partition("Who to see, and how soon")[2].partition("Why this page says so")[0]
    rows = [f"{one.tier.title}: {one.route.who}." for one in guidance.routes]
    assert max(Counter(rows).values()) > 2  # or this person proves nothing
    for row in set(rows):
        assert section.count(row) == 1, row
    assert section.count("within 2 weeks") == 0, "the label says so already"
    assert section.count("Within 2 weeks: a dermatologist. A small skin sample may be needed.") == 1
    said = {one.label: one.words for route in guidance.routes for one in route.said}
    assert all(words in section for one in said.values() for words in one)


# ---- Options and what is known -------------------------------------------------------------------


def test_each_option_to_ask_about_shows_its_own_certainty(read):
    text = read(told()).text
    for one in LIBRARY.treatments.values():
        if one.fair_trial and one.certainty:
            shown = re.search(rf"{re.escape(one.name)}: {one.fair_trial.months} months\. (\w[\w ]+)\.", text)
            assert shown, one.id
            assert shown[1].lower() == f"{one.certainty} certainty"
    assert "Very low certainty. Hair growth when added to minoxidil: low certainty." in text
    assert "For exosomes: very low certainty." in text
    assert "better evidence" not in {heading.lower() for heading in read(told()).headings}


@pytest.mark.parametrize("mood", [["none"], ["low"], ["skip"]])
def test_the_mood_warning_stands_wherever_finasteride_is_something_to_ask_about(read, mood):
    answers = told(mood=mood)
    for text in (read(answers).text, Page(documents.as_html(guidance_for(answers))).text):
        assert "Finasteride pills" in text
        assert "Low mood can come with finasteride." in text
        assert "If your mood drops, call a doctor that day." in text


@pytest.mark.parametrize("standing", STANDINGS)
def test_paper_says_how_little_is_known_unless_somebody_has_to_be_seen_first(read, standing):
    guidance = guidance_for(told(STANDINGS[standing]))
    paper = Page(documents.as_html(guidance)).text
    totals = LIBRARY.totals()
    short = " ".join(guidance.known_in_short)
    assert f"Exosomes alone: {totals.exosomes_alone_against_placebo} people in a placebo trial." in short
    for line in guidance.known_in_short:
        assert (line in paper) is (standing != "see-someone-first")
        assert line in read(told(STANDINGS[standing])).text
