"""Whatever is sent to whichever form, in any order and of any size: a page, never a fault of ours."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content
from decision_aid.web.seal import seal
from tests.web.people import FORMS
from tests.web.sampling import FEWER, MORE, SAMPLE, any_answers

QUESTIONNAIRE = content.library().questionnaire
ITEMS = QUESTIONNAIRE.items
EXPECTED = {200, 303, 400, 403, 404, 405, 410, 411, 413, 422}

# Codes that fit, codes that fit elsewhere, numbers in every dress, and text nobody would type.
CODES = sorted({code for item in ITEMS.values() for code in item.codes()})
NUMBERS = [
    "0",
    "-1",
    "1e5",
    "9e999999",
    "1e-999999",
    "NaN",
    "sNaN",
    "Infinity",
    "10" * 6,
    "1.005",
    "٣",
    "$1,200",
    "%",
    "$",
]
WORDS = st.text(max_size=60) | st.sampled_from(
    ["\0", "a\0b", "\ud7ff", "💈" * 20, "'\"><script>", "x" * 70_000, " "]
)
VALUES = st.sampled_from(CODES) | st.sampled_from(NUMBERS) | WORDS
NAMES = st.sampled_from([*ITEMS, "t", "paper", "leave-out", "include", "s", "back"]) | st.text(max_size=20)
SENT = st.lists(st.tuples(NAMES, VALUES), max_size=12)
PAGES = st.sampled_from([page.link_id for page in QUESTIONNAIRE.pages]) | st.sampled_from(
    ["nothing", "x" * 300]
)


def _post(place: str, token: str, sent: list[tuple[str, str]], **headers: str) -> Any:
    return Client().post(
        f"/en/{place}/" + (f"?s={token}" if token else ""),
        urlencode(sent, errors="replace"),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )


def _sent_for(page: str) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Mostly about the questions of this page, so that some of it is valid."""
    items = [item for one in QUESTIONNAIRE.pages if one.link_id == page for item in one.item]
    own = [
        st.tuples(st.just(item.link_id), st.sampled_from(item.codes() or ("1",)) | VALUES) for item in items
    ]
    return st.lists(st.one_of(*own), max_size=6) if own else SENT


@given(st.data(), any_answers(), PAGES)
@MORE
def test_a_question_page_takes_anything_without_a_fault(data, answers, page):
    sent = data.draw(SENT | _sent_for(page))
    response = _post(f"questions/{page}", seal(answers), sent)
    assert response.status_code in EXPECTED
    if response.status_code == 303:
        assert Client().get(response["Location"]).status_code in {200, 303}


@pytest.mark.parametrize("place", FORMS)
@given(st.data(), any_answers(), st.booleans())
@SAMPLE
def test_every_other_form_takes_anything_without_a_fault(place, data, answers, live):
    page = {"offer": "quote", "offer/told": "told", "priorities": "priorities"}.get(place, "")
    sent = data.draw(SENT | _sent_for(page))
    response = _post(place, seal(answers), sent, **({"HX-Request": "true"} if live else {}))
    assert response.status_code in EXPECTED
    if response.status_code == 303 and ".pdf" not in response["Location"]:
        assert Client().get(response["Location"]).status_code in {200, 303}


@given(any_answers())
@FEWER
def test_every_page_can_be_opened_with_any_answers(answers):
    client, token = Client(), seal(answers)
    for place in ("", "questions/", "answers/", "guidance/", "guidance.txt", "guidance/file/", "treatments/",
                  "compare/", "expectations/", "priorities/", "offer/", "offer/told/", "about/"):  # fmt: skip
        assert client.get(f"/en/{place}", {"s": token}).status_code in {200, 303}, place


@given(st.text(max_size=200) | st.text("ABCabc019-_", max_size=400), st.text(max_size=40))
@SAMPLE
def test_any_text_in_an_address_gives_a_page(token, other):
    for place in ("", "questions/scalp/", "guidance/", "compare/", "guidance.txt", "guidance.pdf"):
        response = Client().get(
            f"/en/{place}", {"s": token or "x", "t": other, "back": other, "paper": other}
        )
        assert response.status_code in {400, 410}


KINDS = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data; boundary=b",
    "multipart/form-data",
    "text/plain",
    "application/json",
    "nonsense",
    "",
]


@given(st.binary(max_size=300), st.sampled_from(KINDS))
@SAMPLE
def test_any_bytes_of_any_kind_give_a_page(body, kind):
    for place in ("questions/age", *FORMS):
        response = Client().generic("POST", f"/en/{place}/", body, kind)
        assert response.status_code in EXPECTED, place


@given(st.text(max_size=60))
@SAMPLE
def test_any_path_gives_a_page(path):
    assert Client().get("/" + path.lstrip("/")).status_code in {200, 302, 303, 404}
    assert Client().get(f"/en/questions/{path}/").status_code in {200, 303, 404}
    assert Client().get(f"/en/treatments/{path}/").status_code in {200, 404}


@given(st.text(max_size=40).filter(lambda text: "\n" not in text and "\r" not in text))
@SAMPLE
def test_any_origin_is_either_ours_or_refused(origin):
    response = Client().post("/en/compare/", {"t": "exosomes"}, headers={"Origin": origin})
    assert response.status_code == 403


# ---- Parts of a page, as script asks for them -----------------------------------------------------


def test_a_part_asked_for_by_script_is_the_part_of_the_page_without_script(client):
    token = seal(Answers({"age": ("18-49",)}))
    sent = {"price": "4500", "sessions": "3"}
    part = client.post(f"/en/offer/?s={token}", sent, headers={"HX-Request": "true"}).text
    whole = client.get(client.post(f"/en/offer/?s={token}", sent)["Location"]).text
    assert part.strip().startswith("<div")
    assert "<html" not in part
    table = part[part.index("<table") : part.index("</table>")]
    assert "$4,500" in table
    assert table in whole


def test_a_part_leaves_out_what_is_wrong_and_counts_the_rest(client):
    sent = {"price": "4500", "sessions": "3", "gap": "-9"}
    part = client.post("/en/offer/", sent, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "$4,500" in part.text
    empty = client.post("/en/offer/", {"price": "x", "sessions": "3"}, headers={"HX-Request": "true"})
    assert "<table" not in empty.text


def test_a_part_is_never_worked_out_from_a_figure_that_is_no_longer_typed(client):
    token = seal(Answers({"price": 4500, "sessions": 3, "paid": 500}))
    for sent in ({"price": "x", "sessions": "3"}, {"price": "", "sessions": "3", "gap": "-9"}):
        part = client.post(f"/en/offer/?s={token}", sent, headers={"HX-Request": "true"})
        assert "$4,500" not in part.text
    part = client.post(
        f"/en/offer/?s={token}", {"price": "9000", "sessions": "-1"}, headers={"HX-Request": "true"}
    )
    assert "<table" not in part.text


def test_the_comparison_is_a_part_too_and_refuses_too_many(client):
    many = list(content.library().treatments)[:8]
    part = client.post("/en/compare/", {"t": many}, headers={"HX-Request": "true"})
    assert part.status_code in {200, 422}
    assert "<html" not in part.text
    assert client.post("/en/compare/", {"t": many}).status_code == 422
    assert client.post("/en/compare/", {"t": many[:3]}).status_code == 200
