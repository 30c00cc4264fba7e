"""Whole walks through the questions, as a person without script would take them."""

from __future__ import annotations

import pytest

from tests.web.journey import Journey, NotThere
from tests.web.people import ALL_FOUR, BURNING, ON_NOTHING

THREE = [
    pytest.param(ALL_FOUR, "An experiment you could defend", "", id="all four conditions"),
    pytest.param(ON_NOTHING, "Not first", "", id="on nothing"),
    pytest.param(BURNING, "See someone first", "Within 2 weeks", id="burning scalp"),
]
READING = ["treatments", "treatments/finasteride-oral", "treatments/exosomes", "compare", "expectations"]
ADULTS_ONLY = [*READING, "priorities", "offer", "offer/told", "answers", "guidance/file"]


@pytest.mark.parametrize(("replies", "standing", "how_soon"), THREE)
def test_a_walk_ends_at_the_standing_its_answers_call_for(journey, replies, standing, how_soon):
    journey.start()
    journey.walk(replies)
    journey.at("answers")
    journey.follow("See what this means")
    guidance = journey.at("guidance")
    assert guidance.h1 == standing
    assert "Based on what you told us" in guidance.text
    if how_soon:
        assert how_soon in guidance.text


@pytest.mark.parametrize(("replies", "standing", "how_soon"), THREE)
def test_the_plain_text_says_the_same_in_a_thousand_characters(journey, replies, standing, how_soon):
    _to_guidance(journey, replies)
    response = journey.fetch("Open it as plain text")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode("utf-8")
    assert 200 < len(text) <= 1000
    assert standing in text
    assert how_soon in text
    assert "No exosome product is approved" in text or "has not approved any exosome" in text


@pytest.mark.parametrize(("replies", "standing", "how_soon"), THREE)
def test_a_walk_ends_with_a_pdf(journey, replies, standing, how_soon):
    _to_guidance(journey, replies)
    journey.follow("Make the paper for your doctor")
    form = journey.at("guidance-file").form()
    sent = journey.client.post(journey.page.path + form.action, {"paper": "letter"})
    pdf = journey.client.get(sent["Location"])
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.content.rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize("age", ["under-12", "12-17"])
def test_a_person_under_18_gets_one_page_for_a_parent_and_a_doctor(journey, age):
    journey.start()
    journey.send({"age": age})
    page = journey.at("guidance")
    assert "parent" in page.h1
    assert "Get seen today" in page.text
    _no_price_and_no_product(journey)
    text = journey.client.get(f"/en/guidance.txt?s={page.token}").content.decode()
    assert page.h1 in text
    assert "$" not in text
    pdf = journey.fetch("Open as a page to print")
    assert pdf.content.startswith(b"%PDF-")
    journey.follow("Change the age")
    journey.at("question", page="age")


def test_thoughts_of_suicide_lead_to_the_crisis_page_alone(journey):
    journey.start()
    journey.walk(ON_NOTHING, until="mood")
    journey.send({"mood": ["low", "self-harm"]})
    page = journey.at("guidance")
    assert page.h1 == "Please talk to someone now"
    assert {"tel:988", "sms:988", "tel:911"} <= {address for _, address in page.links}
    _no_price_and_no_product(journey)
    assert "988" in journey.client.get(f"/en/guidance.txt?s={page.token}").text
    journey.follow("Go back to the question")
    journey.at("question", page="mood")


def _ended_early(journey: Journey) -> list[str]:
    tokens = []
    for age in ("under-12", "12-17"):
        journey.start()
        tokens.append(journey.send({"age": age}).token)
    journey.start()
    journey.walk(ON_NOTHING, until="mood")
    tokens.append(journey.send({"mood": ["self-harm"]}).token)
    return tokens


def test_after_a_walk_that_stopped_every_other_page_leads_back_to_its_one_page(journey, client):
    for token in _ended_early(journey):
        for place in [*ADULTS_ONLY, "questions", "questions/exosomes", "questions/tried"]:
            response = client.get(f"/en/{place}/?s={token}")
            if place == "questions/tried" and response.status_code == 200:
                continue  # a page that was answered before the walk stopped can still be changed
            assert response.status_code == 303, place
            assert response["Location"].startswith("/en/guidance/?s="), place


def test_change_links_go_back_to_the_question_and_return_to_the_check_page(journey):
    journey.start()
    journey.walk(ON_NOTHING)
    journey.at("answers")
    for words, page, replies in [
        ("Change Age", "age", {"age": "50-over"}),
        ("Change Scalp", "scalp", {"scalp": ["itch"]}),
        ("Change Offer", "exosomes", {"offer": "skip"}),
    ]:
        journey.follow(words)
        journey.at("question", page=page)
        journey.send(replies)
        journey.at("answers")
    assert "50 or over" in journey.page.text
    assert "Strong itch" in journey.page.text


def test_a_change_that_opens_a_question_on_its_page_still_returns_to_the_check_page(journey):
    journey.start()
    journey.walk(ON_NOTHING)
    journey.follow("Change Cancer")
    journey.send({"cancer": ["past"]})
    journey.at("question", page="cancer")
    journey.send({"oncology": "not-asked"})
    journey.at("answers")


def test_a_change_with_an_invalid_answer_still_returns_to_the_check_page(journey):
    journey.start()
    journey.walk(ON_NOTHING)
    journey.follow("Change Scalp")
    journey.page.form().fill("scalp", [])
    journey.send(status=422)
    journey.send({"scalp": ["none"]})
    journey.at("answers")


def test_a_change_that_opens_pages_asks_only_those_and_returns_to_the_check_page(journey):
    journey.start()
    journey.walk(ON_NOTHING)
    journey.follow("Change Tried")
    journey.send({"tried": ["laser"]})
    journey.at("question", page="used")
    journey.send({"laser-months": "6-11", "laser-regular": "as-told", "laser-stopped": "still"})
    journey.at("question", page="lately")
    journey.send({"lately": "steady"})
    journey.at("answers")


def test_a_question_that_a_reply_opens_on_the_same_page_is_asked_before_moving_on(journey):
    journey.start()
    journey.walk(ON_NOTHING, until="cancer")
    assert journey.page.form().names() == ["cancer"]
    journey.send({"cancer": ["past"]})
    assert journey.at("question", page="cancer").form().names() == ["cancer", "oncology"]
    assert ("past", True) in [(one.value, one.on) for one in journey.page.form().controls]
    journey.send({"oncology": "cleared"})
    journey.at("question", page="before")


def test_back_shows_the_page_before_with_its_answers_kept(journey):
    journey.start()
    journey.walk(ON_NOTHING, until="how")
    journey.follow("Back")
    form = journey.at("question", page="where").form()
    assert [one.value for one in form.controls if one.on] == ["temples"]
    journey.follow("Back")
    journey.at("question", page="start")


@pytest.mark.parametrize(
    ("until", "standing"),
    [
        ("start", "Find out first"),
        ("scalp", "Find out first"),
        ("tried", "Not first"),
        ("exosomes", "Not first"),
    ],
)
def test_stopping_anywhere_gives_a_useful_page(journey, until, standing):
    journey.start()
    journey.walk(ON_NOTHING, until=until)
    journey.follow("Stop here and see what we have")
    page = journey.at("guidance")
    assert page.h1 == standing
    assert "You have not answered everything" in page.text
    journey.follow("Go on with the questions")
    journey.at("question", page=until)


def test_guidance_without_any_answer_is_a_page_too(journey):
    page = journey.open("/en/guidance/")
    assert page.h1 == "Find out first"


def test_nobody_is_let_past_a_question_that_is_not_answered(journey):
    journey.start()
    page = journey.send(status=422)
    assert "There is something to fix" in page.text


def test_the_driver_refuses_to_speak_of_a_page_it_did_not_reach(journey):
    journey.start()
    with pytest.raises(NotThere):
        journey.at("guidance")
    with pytest.raises(NotThere):
        journey.send({"age": "a-code-nobody-offers"})
    with pytest.raises(NotThere):
        journey.follow("A link that is not there")


def _to_guidance(journey: Journey, replies: object) -> None:
    journey.start()
    journey.walk(replies)  # type: ignore[arg-type]
    journey.follow("See what this means")
    journey.at("guidance")


def _no_price_and_no_product(journey: Journey) -> None:
    main = journey.page.html.split("<main", 1)[1].split("</main>", 1)[0].lower()
    names = ("exosome", "finasteride", "minoxidil", "dutasteride", "prp", "transplant", "spironolactone")
    assert "$" not in main
    assert not [name for name in names if name in main]
