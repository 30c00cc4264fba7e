"""Every link that a page shows leads to a page, whatever has been answered so far."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.web.journey import Journey, Page
from tests.web.people import ALL_FOUR, BURNING, ON_NOTHING, QUOTE


def _follow_all(journey: Journey, start: Page) -> list[str]:
    """Visit everything that can be reached from here without sending a form; say what is broken."""
    waiting, seen, broken = [(start.address, "")], set(), []
    while waiting:
        address, found_on = waiting.pop()
        key = (urlsplit(address).path, "back=" in address)
        if key in seen:
            continue
        seen.add(key)
        response = journey.client.get(address, follow=True)
        if response.status_code != 200:
            broken.append(f"{key[0]} on {found_on}: {response.status_code}")
        if not response["Content-Type"].startswith("text/html") or response.redirect_chain:
            continue
        page = Page(response.text, address=address)
        ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
        for _, link in page.links:
            if link.startswith("#") and link[1:] not in ids:
                broken.append(f"{link} on {key[0]}")
            target = urldefrag(urljoin(address, link)).url
            if urlsplit(target).scheme == "" and target.startswith("/"):
                waiting.append((target, key[0]))
    return broken


DOORS = ["", "/c/demo", "/c/demo/kiosk", "/c/unseen"]
pytestmark = pytest.mark.usefixtures("clinics")


@pytest.mark.parametrize("door", DOORS)
def test_every_link_works_for_somebody_who_has_answered_nothing(journey, door):
    assert _follow_all(journey, journey.open(f"{door}/en/")) == []


def test_every_link_works_on_the_guidance_of_somebody_who_has_answered_nothing(journey):
    assert _follow_all(journey, journey.open("/en/guidance/")) == []


@pytest.mark.parametrize(
    "replies", [ALL_FOUR, BURNING, ON_NOTHING], ids=["all four", "burning", "on nothing"]
)
@pytest.mark.parametrize("door", DOORS[:3])
def test_every_link_works_at_the_end_of_a_walk(journey, replies, door):
    journey.home = f"{door}/en/"
    journey.start()
    journey.walk(replies)
    journey.follow("The offer in numbers")
    journey.send(QUOTE)
    assert _follow_all(journey, journey.at("offer")) == []


def test_every_link_works_in_the_middle_of_a_walk(journey):
    journey.start()
    journey.walk(ON_NOTHING, until="scalp")
    assert _follow_all(journey, journey.at("question", page="scalp")) == []


@pytest.mark.parametrize("door", DOORS)
def test_the_answers_travel_on_every_link_within_the_aid_but_those_that_clear_them(journey, door):
    journey.home = f"{door}/en/"
    journey.start()
    journey.walk(ON_NOTHING)
    page = journey.follow("See what this means")
    assert page.token
    for words, address in page.links:
        if urlsplit(address).netloc or address.startswith("#"):
            continue
        carried = f"s={page.token[:6]}" in address  # in a waiting room each page seals anew
        clears = {"Clear my answers", "Clear and start over", "Wipe my answers now"}
        assert carried != (words.strip() in clears), (words, urlsplit(address).path)
