"""What goes wrong is said in plain words, with the right status, and never costs an answer."""

from __future__ import annotations

import time

import pytest
from cryptography.fernet import Fernet
from django.test import Client

from decision_aid.engine.questionnaire import Answers
from decision_aid.web import documents, seal
from tests.web.journey import Journey, Page
from tests.web.people import ALL_FOUR, FORMS, ON_NOTHING

AGE = Answers({"age": ("18-49",)})
POSTED = ["questions/start", *FORMS]


def _made(answers: Answers, settings, *, ago: int) -> str:
    """The same answers sealed some seconds ago, with the key in force."""
    key = Fernet(settings.TOKEN_KEYS[0])
    padded = key.decrypt(_padded(seal.seal(answers)))
    return key.encrypt_at_time(padded, int(time.time()) - ago).decode().rstrip("=")


def _padded(token: str) -> bytes:
    return (token + "=" * (-len(token) % 4)).encode()


# ---- Addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["", "answers", "guidance", "guidance.txt", "questions/age", *POSTED])
def test_a_damaged_address_is_a_kind_page_with_status_400(client, place):
    token = seal.seal(AGE)
    swapped = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    suffix = "" if not place or "." in place else "/"
    for damaged in (swapped, token[:-8], token[8:], token[:50] + "!" + token[50:], "x", "%00", "☃"):
        response = client.get(f"/en/{place}{suffix}", {"s": damaged} if damaged != "%00" else {"s": "\0"})
        assert response.status_code == 400, damaged
        page = Page(response.text)
        assert page.h1 == "We cannot read this address"
        assert page.link("Start again") == "/en/"


def test_an_address_of_yesterday_is_a_kind_page_with_status_410(client, settings):
    for ago in (seal.LIFETIME + 60, 40 * seal.LIFETIME):
        response = client.get("/en/guidance/", {"s": _made(AGE, settings, ago=ago)})
        assert response.status_code == 410
        page = Page(response.text)
        assert page.h1 == "This page is too old"
        assert page.link("Start again") == "/en/"


def test_an_address_of_yesterday_is_too_old_even_when_its_key_is_gone(client, settings):
    old = _made(AGE, settings, ago=3 * seal.LIFETIME)
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    assert client.get("/en/guidance/", {"s": old}).status_code == 410


def test_an_address_of_this_morning_still_opens(client, settings):
    token = _made(AGE, settings, ago=seal.LIFETIME - 60)
    assert client.get("/en/questions/start/", {"s": token}).status_code == 200


def test_each_answer_starts_the_day_anew(client, settings):
    token = _made(AGE, settings, ago=seal.LIFETIME - 60)
    sent = client.post(f"/en/questions/start/?s={token}", {"onset": "years", "pace": "slow"})
    fresh = sent["Location"].partition("s=")[2]
    made = Fernet(settings.TOKEN_KEYS[0]).extract_timestamp(_padded(fresh))
    assert abs(made - time.time()) < 60


@pytest.mark.parametrize("size", [2001, 4000, 100_000])
def test_an_address_that_is_too_long_is_refused_with_400(client, size):
    assert client.get("/en/guidance/", {"s": "A" * size}).status_code == 400


def test_ids_and_codes_of_another_version_are_dropped_and_asked_again(client):
    other = Answers(
        {
            "age": ("18-49",),
            "a-question-of-the-future": ("yes",),
            "onset": ("a-code-of-the-past",),
            "where": ("crown", "a-place-of-the-past"),
            "price": 10**9,
        }
    )
    token = seal.seal(other, left_out=["a-question-of-the-future"], content_version="1999.1.1")
    response = client.get("/en/questions/", {"s": token})
    assert response.status_code == 303
    assert response["Location"].startswith("/en/questions/start/")
    shown = client.get("/en/answers/", {"s": token})
    assert shown.status_code == 200
    text = Page(shown.text).text
    assert "Crown" in text
    assert "past" not in text


NOWHERE = ["/xx/", "/en", "/en/nothing/", "/en/questions/nothing/", "/en/questions/quote/", "/nothing"]


@pytest.mark.parametrize("address", [*NOWHERE, "/en/treatments/snake-oil/"])
def test_an_address_that_does_not_exist_is_a_page_with_status_404(client, address):
    for query in ("", f"?s={seal.seal(AGE)}"):
        response = client.get(address + query)
        assert response.status_code == 404
        assert Page(response.text).h1 == "There is no such page"


def test_a_question_that_is_not_asked_leads_to_where_the_person_is(client):
    token = seal.seal(AGE)
    for page in ("scalp", "used", "lately", "exosomes"):
        for response in (
            client.get(f"/en/questions/{page}/?s={token}"),
            client.post(f"/en/questions/{page}/?s={token}", {"scalp": "pus"}),
        ):
            assert response.status_code == 303
            assert response["Location"] == f"/en/questions/start/?s={token}"


# ---- Answers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Tick at least one"),
        ({"scalp": ["none", "itch"]}, "does not go with other answers"),
        ({"scalp": ["no-such-code"]}, "Choose from the answers shown"),
    ],
)
def test_an_answer_that_cannot_be_is_said_at_the_top_and_at_the_question(journey, sent, says):
    journey.start()
    journey.walk(ON_NOTHING, until="scalp")
    response = journey.client.post(journey.page.address, sent)
    assert response.status_code == 422
    page = Page(response.text)
    assert page.title.startswith("Fix this:")
    summary = next(attributes for tag, attributes in page.tags if attributes.get("id") == "problem")
    assert summary["role"] == "alert"
    assert summary["tabindex"] == "-1"
    assert page.text.count(says) == 2
    ids = [attributes.get("id") for _, attributes in page.tags]
    assert "scalp" in ids
    assert any(address == "#scalp" for _, address in page.links)
    kept = [one.value for one in page.form().controls if one.on]
    assert kept == [code for code in ("itch", "none") if code in sent.get("scalp", [])]


ABSURD = ["-1", "-4500", "0", "1000000000000", "9" * 20, "1" * 500, "4500.55", "NaN", "sNaN", "Infinity"]
ABSURD += [
    "1e5",
    "1E+3",
    "9e999999",
    "1e-999999",
    "1_000",
    "0x10",
    "٣٠٠٠",
    "４５００",
    "½",
    "--5",
    "..",
    "$$5",
]
ABSURD += ["four", "ten thousand", "4500 dollars", "1 2", "<script>", "4500\0"]


@pytest.mark.parametrize("typed", ABSURD)
def test_an_absurd_price_is_refused_in_kind_words_and_kept_in_its_field(client, typed):
    response = client.post("/en/offer/", {"price": typed, "sessions": "3"})
    assert response.status_code == 422
    page = Page(response.text)
    assert "There is something to fix" in page.text
    error = next(text for text in _errors(page))
    assert error.startswith(("Type a number", "Leave out the cents"))
    fields = {one.name: one.value for one in page.form().controls if one.kind == "text"}
    assert fields["sessions"] == "3"
    assert fields["price"] == typed[:40].replace("\0", "\ufffd") or fields["price"] == typed[:40]


def _errors(page: Page) -> list[str]:
    return [text for text, address in page.links if address.startswith("#") and address != "#main"]


@pytest.mark.parametrize("typed", ["0", "-3", "25", "1.5", "two", "10**3"])
def test_absurd_numbers_of_sessions_are_refused(client, typed):
    assert client.post("/en/offer/", {"price": "4500", "sessions": typed}).status_code == 422


@pytest.mark.parametrize("typed", ["9e999999", "1e999999999", "26.999", "-1", "101", "NaN%"])
def test_absurd_interest_rates_are_refused(client, typed):
    assert client.post("/en/offer/", {"rate": typed}).status_code == 422


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("$4,500", "4500"), ("4500.00", "4500"), (" 4500 ", "4500"), ("200000", "200000"), ("1", "1")],
)
def test_a_price_may_be_typed_as_people_write_it(journey, typed, kept):
    journey.open("/en/offer/")
    page = journey.send({"price": typed, "sessions": "1", "rate": "26.99%"})
    fields = {one.name: one.value for one in journey.at("offer").form().controls if one.kind == "text"}
    assert fields["price"] == kept
    assert fields["rate"] == "26.99"
    assert "Your quote, worked out" in page.text


# ---- Ours -------------------------------------------------------------------------------------


def test_when_too_many_papers_are_asked_for_the_same_guidance_is_a_link_away(journey: Journey, settings):
    journey.start()
    token = journey.walk(ALL_FOUR).token
    settings.PDF_PROCESS = True
    for _ in range(documents.WAITING):
        assert documents._places.acquire(blocking=False)
    try:
        response = journey.client.get(f"/en/guidance.pdf?s={token}")
    finally:
        documents._places.release(documents.WAITING)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    page = Page(response.text)
    assert token in page.link("as a page")
    assert token in page.link("as text")


def test_a_fault_of_ours_is_a_plain_page_that_says_what_to_do(settings, tmp_path):
    settings.TOKEN_KEYS = []
    settings.TOKEN_KEY_FILE = tmp_path / "keys.json"
    settings.TOKEN_KEY_FILE.write_text("not json")
    response = Client(raise_request_exception=False).get("/en/guidance/?s=" + "A" * 100)
    assert response.status_code == 500
    assert "Go back one page and try again" in response.text
    assert "Traceback" not in response.text
