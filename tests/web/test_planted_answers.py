"""A page around the aid cannot put a chosen page of answers into its frame; the person's own stay."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from decision_aid.web.seal import seal
from tests.answers import vignette
from tests.web.doors import main_of
from tests.web.journey import Journey, Page
from tests.web.people import ON_NOTHING

pytestmark = pytest.mark.usefixtures("clinics")
DOORS = ["", "/c/demo", "/c/seller", "/c/seller/kiosk"]
FRAMES = ["iframe", "frame", "embed", "object"]
PLACES = [
    "",
    "questions/",
    "questions/scalp/",
    "answers/",
    "guidance/",
    "guidance.pdf",
    "guidance.txt",
    "guidance/file/",
    "treatments/",
    "offer/",
    "expectations/",
    "about/privacy/",
]
HEADING = "Are these your answers?"


def framed(dest: str, site: str) -> dict[str, str]:
    return {"Sec-Fetch-Dest": dest, "Sec-Fetch-Site": site}


def made_by_walking(client) -> str:
    """A token of our own server, as anybody gets one who walks through the aid."""
    journey = Journey(client, "/c/seller/en/")
    journey.start()
    return journey.walk(ON_NOTHING).token


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("dest", FRAMES)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_token_of_our_own_server_lands_on_no_standing_in_a_frame_of_another_site(client, door, dest, site):
    token = made_by_walking(client)
    for place in PLACES:
        response = client.get(f"{door}/en/{place}?s={token}", headers=framed(dest, site))
        assert response.status_code == 200, place
        page = Page(response.text)
        assert page.h1 == HEADING, place
        assert response["Cache-Control"] == "no-store"
        assert page.link("Start new") == f"{door}/en/"
        carrying = [to for _, to in page.links if "s=" in to]
        assert len(carrying) == 1, place
        assert urlsplit(carrying[0]).path == f"{door}/en/answers/"


def test_not_a_word_of_the_answers_is_on_the_page_that_asks(client):
    """Else a clinic could have the frame say it all the same."""
    mains = set()
    for name in ("nothing-ticked", "defensible-woman-on-minoxidil"):
        address = f"/c/seller/en/guidance/?s={seal(vignette(name))}"
        text = client.get(address, headers=framed("iframe", "cross-site")).text
        mains.add(re.sub(r"\?s=[^\"]+", "", main_of(text)))
    assert len(mains) == 1


def test_who_comes_back_to_a_page_in_a_frame_loses_no_answer(client):
    """WebKit says "cross-site" when somebody comes back, by Back, to a page with a frame in it."""
    token = made_by_walking(client)
    asked = Page(
        client.get(f"/c/seller/en/guidance/?s={token}", headers=framed("iframe", "cross-site")).text,
        address=f"/c/seller/en/guidance/?s={token}",
    )
    back = client.get(asked.link("Show my answers"), headers=framed("iframe", "same-origin"))
    assert Page(back.text).h1 == "Check your answers"
    assert f"s={token}" in back.text


@pytest.mark.parametrize(
    "headers",
    [
        *(framed(dest, "same-origin") for dest in FRAMES),
        framed("iframe", "none"),
        framed("document", "cross-site"),
        framed("document", "same-site"),
        framed("empty", "same-origin"),
        {},
    ],
    ids=str,
)
def test_our_own_pages_lead_on_in_a_frame_and_a_link_may_be_sent_to_somebody(client, headers):
    token = made_by_walking(client)
    response = client.get(f"/c/seller/en/guidance/?s={token}", headers=headers)
    assert Page(response.text).h1 != HEADING


def test_the_first_page_in_a_frame_has_no_answers_and_is_shown_at_once(client):
    for path in ("", "questions/age/", "guidance/", "treatments/"):
        response = client.get(f"/c/seller/en/{path}", headers=framed("iframe", "cross-site"))
        assert Page(response.text).h1 != HEADING


def test_a_token_that_is_too_old_or_damaged_is_said_to_be_so_in_a_frame_as_well(client):
    response = client.get("/c/seller/en/guidance/?s=x", headers=framed("iframe", "cross-site"))
    assert response.status_code == 400
