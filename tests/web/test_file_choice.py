"""The person chooses what goes into the file, and whether any answer rides along in it. Nobody else does."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pikepdf
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from decision_aid.engine.guidance import read_back
from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content
from decision_aid.web.seal import seal, unseal
from tests.answers import answers_strategy, reply_strategy
from tests.documents.paper import Pdf, squeezed
from tests.documents.people import people
from tests.web.journey import Page
from tests.web.sampling import FEWER

ASKED = "Put your answers in the file, so that a doctor can open them?"
PRIVATE = ("mood", "pregnancy", "health", "signs")


def choose(name: str, **sent: object) -> Any:
    """Where pressing the button leads."""
    response = Client().post(f"/en/guidance/file/?s={seal(people()[name])}", sent)
    assert response.status_code == 303
    return Client().get(response["Location"])


def record_in(made: bytes) -> dict[str, Any] | None:
    with pikepdf.open(BytesIO(made)) as pdf:
        if "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root.Names:
            return None
        return dict(json.loads(pdf.Root.Names.EmbeddedFiles.Names[1].EF.F.read_bytes()))


def asked_in(record: dict[str, Any] | None) -> set[str]:
    assert record is not None
    return {one["linkId"] for group in record["item"] for one in group["item"]}


def test_the_question_is_asked_plainly_and_no_is_the_answer_until_somebody_says_yes(client):
    page = Page(client.get("/en/guidance/file/", {"s": seal(people()["not yet"])}).text)
    assert ASKED in page.text
    choice = [one for one in page.form().controls if one.name == "attach"]
    assert [(one.kind, one.value, one.on) for one in choice] == [
        ("radio", "no", True),
        ("radio", "yes", False),
    ]
    assert "If you say no, the PDF carries no hidden copy of your answers." in page.text


@pytest.mark.parametrize("sent", [{}, {"attach": "no"}, {"attach": "YES"}, {"attach": ["no", "on"]}])
def test_only_a_yes_puts_answers_in_the_file(sent):
    response = choose("hardly begun", **sent)
    assert record_in(response.content) is None
    assert "attach" not in response.request["QUERY_STRING"]


def test_a_yes_puts_them_in_and_the_address_says_so_in_plain_sight():
    response = choose("not yet", attach="yes")
    assert set(parse_qs(response.request["QUERY_STRING"])) == {"s", "paper", "attach"}
    record = record_in(response.content)
    assert {"age", "tried", "price"} <= asked_in(record)
    assert asked_in(record).isdisjoint(PRIVATE)


def test_private_answers_ride_along_only_when_ticked():
    record = record_in(choose("low mood", attach="yes", include=["mood"]).content)
    assert "mood" in asked_in(record)
    assert asked_in(record).isdisjoint({"pregnancy", "health"})


def test_what_is_ticked_to_leave_off_is_neither_printed_nor_carried():
    sent = {"attach": "yes", "leave-out": ["tried", "price"], "include": ["signs"]}
    response = choose("not yet", **sent)
    left = asked_in(record_in(response.content))
    assert "signs" in left
    assert left.isdisjoint({"tried", "price", "finasteride-oral-months", "lately"})


def test_the_answers_alone_are_saved_by_the_same_rules():
    response = choose("not yet", make="answers", **{"leave-out": ["price"]})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/fhir+json"
    assert response["Content-Disposition"] == 'attachment; filename="exosome-answers.fhir.json"'
    assert response["Cache-Control"] == "no-store"
    left = asked_in(json.loads(response.content))
    assert {"age", "tried"} <= left
    assert left.isdisjoint({"price", *PRIVATE})


def test_before_anybody_has_chosen_private_answers_stay_out(client):
    token = seal(people()["low mood"])
    saved = client.get("/en/guidance.json", {"s": token})
    assert asked_in(json.loads(saved.content)).isdisjoint(PRIVATE)
    paper = client.get("/en/guidance.pdf", {"s": token, "attach": "yes"})
    assert asked_in(record_in(paper.content)).isdisjoint(PRIVATE)


@pytest.mark.parametrize("name", ["crisis", "child", "teen"])
def test_neither_a_crisis_nor_somebody_young_gets_a_file_of_answers(client, name):
    token = seal(people()[name], left_out=())
    paper = client.get("/en/guidance.pdf", {"s": token, "attach": "yes"})
    assert paper.status_code == 200
    assert record_in(paper.content) is None
    saved = client.get("/en/guidance.json", {"s": token})
    assert saved.status_code == 303
    assert urlsplit(saved["Location"]).path == "/en/guidance/"


@pytest.mark.parametrize(
    ("question", "code", "words"),
    [
        ("before", "birth", "Birth or miscarriage"),
        ("cancer", "endocrine", "On cancer hormone pills"),
        ("finasteride-oral-stopped", "pregnancy", "pregnancy or plans"),
        ("priorities", "pregnancy", "Safe with pregnancy plans"),
    ],
)
def test_an_answer_that_tells_of_pregnancy_or_hormones_stays_off_unless_ticked(question, code, words):
    """Whatever question it was given to: there the option is private, where the question is not."""
    answers = people()["not yet"].with_({question: (code,)})
    address = f"/en/guidance/file/?s={seal(answers)}"
    kept_off, put_on = (
        Client().get(Client().post(address, {"attach": "yes", **more})["Location"]).content
        for more in ({}, {"include": [question]})
    )
    assert question not in asked_in(record_in(kept_off))
    assert squeezed(words) not in Pdf(kept_off).text()
    assert question in asked_in(record_in(put_on))
    assert squeezed(words) in Pdf(put_on).text()
    text = Client().get(f"/en/guidance/note/short.txt?s={seal(answers)}").text
    assert words.lower() not in text.lower()


# ---- What is answered after the choice --------------------------------------------------------------


def token_in(address: str) -> str:
    return parse_qs(urlsplit(address).query)["s"][0]


def chosen(answers: Answers, **sent: object) -> str:
    """The token of somebody who chose what goes on paper."""
    made = Client().post(f"/en/guidance/file/?s={seal(answers)}", {"make": "note", **sent})
    return token_in(made["Location"])


def answered(token: str, page: str, replies: dict[str, object]) -> str:
    """The token after a page was answered anew."""
    sent = Client().post(f"/en/{page}/?s={token}&back=answers", replies)
    return token_in(sent["Location"]) if sent.status_code == 303 else token


def private_in(answers: Answers) -> dict[str, object]:
    said = read_back(content.library(), answers)
    return {one.link_id: (one.codes, one.words) for one in said if one.private}


def test_a_private_answer_given_after_the_choice_stays_off_until_the_person_is_asked_again():
    token = chosen(people()["nothing ticked"])
    token = answered(token, "questions/cancer", {"cancer": ["endocrine"]})
    token = answered(token, "questions/tried", {"tried": ["finasteride-oral"]})
    course = {"months": "12-over", "regular": "as-told", "stopped": "pregnancy"}
    replies: dict[str, object] = {f"finasteride-oral-{one}": reply for one, reply in course.items()}
    page = content.library().questionnaire.page_of("finasteride-oral-stopped").link_id
    token = answered(token, f"questions/{page}", replies)
    given_now = unseal(token, content.library().questionnaire).answers
    assert {"cancer", "finasteride-oral-stopped"} <= set(private_in(given_now))

    client = Client()
    address = {"s": token, "attach": "yes"}
    paper = client.get("/en/guidance.pdf", address).content
    texts = [client.get(f"/en/guidance/note/{kind}.txt", address).text for kind in ("short", "long")]
    texts += [client.get("/en/guidance.txt", address).text, Pdf(paper).text()]
    for words in ("cancer hormone pills", "pregnancy or plans"):
        assert not any(squeezed(words).lower() in squeezed(text).lower() for text in texts)
    for record in (record_in(paper), json.loads(client.get("/en/guidance.json", address).content)):
        assert asked_in(record).isdisjoint({"cancer", "finasteride-oral-stopped"})

    again = client.post(f"/en/guidance/file/?s={token}", {"make": "answers", "include": ["cancer"]})
    assert "cancer" in asked_in(json.loads(client.get(again["Location"]).content))


def test_a_private_answer_put_on_paper_comes_off_when_it_is_changed():
    answers = people()["nothing ticked"].with_({"cancer": ("endocrine",)})
    token = chosen(answers, include=["cancer", "mood"])
    token = answered(token, "questions/mood", {"mood": ["low"]})
    record = json.loads(Client().get("/en/guidance.json", {"s": token}).content)
    assert "cancer" in asked_in(record)
    assert "mood" not in asked_in(record)


def test_a_private_answer_that_counts_only_since_the_choice_stays_off_as_well():
    """It was given long before, to a question that was not asked when the choice was made."""
    course = {"tried": ("none",), "finasteride-oral-stopped": ("pregnancy",)}
    token = chosen(people()["all four hold"].with_(course))
    token = answered(token, "questions/tried", {"tried": ["finasteride-oral"]})
    record = json.loads(Client().get("/en/guidance.json", {"s": token}).content)
    assert "tried" in asked_in(record)
    assert "finasteride-oral-stopped" not in asked_in(record)


MAY_TELL = {"tried", "cancer", "before", "finasteride-oral-stopped", "priorities"}
"""Questions that have a private reply, or lead to one that has."""


@FEWER
@given(answers_strategy(adults=True), st.data())
def test_no_private_answer_given_after_a_choice_is_ever_taken_along(answers, data):
    questionnaire = content.library().questionnaire
    private = sorted(private_in(answers))
    include = data.draw(st.sets(st.sampled_from(private))) if private else set()
    token, allowed = chosen(answers, include=sorted(include)), include
    places = {"priorities": "priorities", "told": "offer/told", "place": "place", "claims": "claims"}
    telling = [item for item in questionnaire.items.values() if item.private or item.link_id in MAY_TELL]
    for item in data.draw(st.lists(st.sampled_from(telling), min_size=1, max_size=6)):
        before = unseal(token, questionnaire).answers
        page = questionnaire.page_of(item.link_id)
        asked = questionnaire.enabled_items(page, questionnaire.replay(before)[1])
        replies: dict[str, object] = {
            one.link_id: data.draw(reply_strategy(one)) if one == item else before.given.get(one.link_id, "")
            for one in asked
        }
        token = answered(token, places.get(page.stage, f"questions/{page.link_id}"), replies)
        was, now = private_in(before), private_in(unseal(token, questionnaire).answers)
        allowed = {one for one in allowed if was.get(one) == now.get(one)}
    opened = unseal(token, questionnaire)
    assert opened.left_out is not None
    assert set(private_in(opened.answers)) - allowed <= opened.left_out
    saved = Client().get("/en/guidance.json", {"s": token})
    if saved.status_code == 200:
        assert asked_in(json.loads(saved.content)).isdisjoint(set(private_in(opened.answers)) - allowed)
