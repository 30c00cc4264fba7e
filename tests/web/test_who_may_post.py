"""Who may send answers, and how: our own pages, by the forms they have, in a sensible size."""

from __future__ import annotations

import pytest

from decision_aid.engine.questionnaire import Answers
from decision_aid.web.seal import seal
from tests.web.journey import Page
from tests.web.people import FORMS

AGE = Answers({"age": ("18-49",)})
POSTED = ["questions/start", *FORMS]
pytestmark = pytest.mark.usefixtures("clinics")
each_door = pytest.mark.parametrize("door", ["", "/c/demo", "/c/seller"], ids=["the aid", "demo", "a seller"])


@each_door
@pytest.mark.parametrize("place", POSTED)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "nonsense"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://clinic.example"},
        {"Origin": "https://bright.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.clinic.example"},
        {"Origin": "http://testserver:81"},
        {"Origin": "http://[nonsense"},
        {"Origin": ""},
    ],
    ids=str,
)
def test_a_post_from_another_site_is_refused_in_one_sentence(client, place, headers, door):
    response = client.post(f"{door}/en/{place}/?s={seal(AGE)}", {"onset": "years"}, headers=headers)
    assert response.status_code == 403
    assert Page(response.text).h1 == "This came from another site"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    ],
    ids=str,
)
def test_a_post_of_our_own_page_is_taken(client, headers):
    token = seal(AGE)
    sent = client.post(f"/en/questions/start/?s={token}", {"onset": "years", "pace": "slow"}, headers=headers)
    assert sent.status_code == 303


def test_a_link_from_another_site_may_open_a_page(client):
    assert client.get("/en/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(
    "place", ["", "answers/", "guidance/", "guidance.pdf", "guidance.txt", "treatments/", "about/"]
)
def test_a_page_without_a_form_takes_no_post(client, place):
    response = client.post(f"/en/{place}")
    assert response.status_code == 405
    assert response["Allow"] == "GET"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/en/offer/").status_code == 405


def test_a_request_for_another_host_is_refused(client):
    response = client.get("/en/", headers={"Host": "clinic.example"})
    assert response.status_code == 400
    assert "clinic.example" not in response.text


def test_too_much_at_once_is_refused_and_never_an_error_of_ours(client):
    assert client.post("/en/compare/", {"t": ["x"] * 600}).status_code == 400
    assert client.post("/en/compare/", {"t": "x" * 200_000}).status_code in {400, 413}
    assert client.get("/en/?" + "&".join(["a=1"] * 600) + f"&s={seal(AGE)}").status_code == 400
