"""The person chooses what goes into the file, and whether any answer rides along in it. Nobody else does."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pikepdf
import pytest
from django.test import Client

from decision_aid.web.seal import seal
from tests.documents.paper import Pdf, squeezed
from tests.documents.people import people
from tests.web.journey import Page

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
