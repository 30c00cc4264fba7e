"""A tablet in a waiting room: nothing leads out, nothing is saved, and what is left behind soon expires."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.fernet import Fernet

from decision_aid.engine.questionnaire import Answers
from decision_aid.web import seal
from tests.answers import library
from tests.web.doors import CRISIS, INTERESTS, NONE, PLACES, address
from tests.web.journey import Journey, Page
from tests.web.people import ALL_FOUR, ON_NOTHING

pytestmark = pytest.mark.usefixtures("clinics")
DOOR = "/c/seller/kiosk"
START = f"{DOOR}/en/"


def tokens(page: Page) -> set[str]:
    return {token for _, to in page.links for token in parse_qs(urlsplit(to).query).get("s", [])}


@pytest.mark.parametrize("name", PLACES)
def test_nothing_on_a_page_leads_out_of_the_waiting_room(client, name):
    page = Page(client.get(address(PLACES[name], DOOR), follow=True).text)
    assert INTERESTS["seller"] in page.text
    for tag, attributes in page.tags:
        for where in ("href", "action", "hx-post"):
            to = attributes.get(where, "")
            if tag == "link" or not to or to.startswith(("#", "?")):
                continue
            assert to.startswith(START), (tag, to)
        assert "data-copy" not in attributes
        assert "data-share" not in attributes
        assert "data-share-file" not in attributes


def test_addresses_and_numbers_stand_as_text_instead(client):
    crisis = Page(client.get(f"{START}guidance/", {"s": seal.seal(CRISIS)}).text)
    assert "Call 988" in crisis.text
    assert "988lifeline.org" in crisis.text
    assert "https://" not in "".join(to for _, to in crisis.links)
    science = Page(client.get(f"{START}science/").text)
    assert len([tag for tag, found in science.tags if found.get("class") == "address"]) > 3
    assert "https://bright.example/book" in Page(client.get(START).text).text


@pytest.mark.parametrize("path", ["guidance/file/", "guidance.pdf", "guidance.txt"])
def test_where_paper_would_come_from_it_is_said_how_to_take_the_guidance_home(client, settings, path):
    settings.PUBLIC_URL = "https://aid.example"
    token = seal.seal(NONE)
    for response in (client.get(f"{START}{path}?s={token}"), client.post(f"{START}{path}?s={token}")):
        page = Page(response.text)
        assert response.status_code == 200
        assert page.h1 == "How to take this home"
        assert "https://aid.example/c/seller/en/" in page.text
        assert token not in page.text
    guidance = Page(client.get(f"{START}guidance/?s={token}").text)
    assert "How to take this home" in guidance.text
    assert "Make the paper" not in guidance.text


def test_somebody_walks_from_start_to_guidance_and_clears_everything(client):
    journey = Journey(client, START)
    assert (
        "If nobody touches it for 2 minutes, it asks, and then wipes your answers."
        in journey.open(START).text
    )
    journey.follow("Start")
    journey.walk(ALL_FOUR)
    page = journey.follow("See what this means")
    assert page.path == f"{START}guidance/"
    assert tokens(journey.follow("Start over")) == set()
    assert journey.page.path == START


def test_each_page_seals_anew_so_that_an_address_left_behind_soon_opens_nothing(client, settings):
    key = Fernet(settings.TOKEN_KEYS[0])
    padded = key.decrypt((made := seal.seal(NONE)) + "=" * (-len(made) % 4))
    for ago, status in ((seal.KIOSK_LIFETIME - 60, 200), (seal.KIOSK_LIFETIME + 60, 410)):
        old = key.encrypt_at_time(padded, int(time.time()) - ago).decode().rstrip("=")
        response = client.get(f"{START}guidance/", {"s": old})
        assert response.status_code == status
        assert client.get("/c/seller/en/guidance/", {"s": old}).status_code == 200
        page = Page(response.text)
        if status == 200:
            (fresh,) = tokens(page)
            assert fresh != old
            stamp = key.extract_timestamp((fresh + "=" * (-len(fresh) % 4)).encode())
            assert abs(stamp - time.time()) < 60
            assert seal.unseal(fresh, library().questionnaire) == seal.unseal(old, library().questionnaire)
        else:
            assert page.link("Start again") == START


def test_what_was_left_off_paper_before_stays_known(client):
    """Sealing anew loses nothing that a token holds."""
    token = seal.seal(NONE, left_out=["scalp"])
    (fresh,) = tokens(Page(client.get(f"{START}guidance/", {"s": token}).text))
    assert seal.unseal(fresh, library().questionnaire).left_out == frozenset({"scalp"})


def test_without_script_a_page_goes_to_a_clean_start_and_says_so_with_a_way_to_stay(client):
    token = seal.seal(Answers({"age": ("18-49",)}))
    for path in ("questions/start/", "guidance/", "treatments/"):
        html = client.get(f"{START}{path}?s={token}").text
        page = Page(html)
        (refresh,) = [found["content"] for tag, found in page.tags if found.get("http-equiv") == "refresh"]
        assert refresh == f"300; url={START}"
        assert html.index("<noscript>") < html.index("http-equiv")
        assert "This page clears itself 5 minutes after it opened." in page.text
        assert page.link("Give me more time").startswith("?s=gAAAA")


def test_the_question_whether_somebody_is_there_has_a_name_and_two_ways_on(client):
    page = Page(client.get(f"{START}questions/age/").text)
    (dialog,) = [found for tag, found in page.tags if tag == "dialog"]
    assert dialog["role"] == "alertdialog"
    assert dialog["data-start"] == START
    assert int(dialog["data-more"]) >= 20  # WCAG 2.2.1
    ids = {found["id"] for _, found in page.tags if "id" in found}
    assert {dialog["aria-labelledby"], dialog["aria-describedby"]} <= ids
    assert "I need more time" in page.text
    assert page.link("Wipe my answers now") == START


@pytest.mark.parametrize("path", ["/en/", "/c/seller/en/", "/c/seller/en/questions/age/"])
def test_nothing_of_this_is_on_anybodys_own_screen(client, path):
    html = client.get(path).text
    for word in ("kiosk", "<dialog", "http-equiv", "Others use this screen"):
        assert word not in html


def test_a_walk_at_the_tablet_is_counted_like_any_other(client, counted):
    journey = Journey(client, START)
    journey.start()
    journey.walk(ON_NOTHING)
    assert [what for _, _, what in counted] == ["started", "finished"]
