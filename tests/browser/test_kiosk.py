"""A tablet in a waiting room: it asks who is still there, clears itself, and Back shows nobody's answers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from decision_aid.engine.questionnaire import Answers
from tests.browser.conftest import NewContext
from tests.browser.person import Person
from tests.browser.service import Service

pytestmark = pytest.mark.browser
Case = Callable[..., Answers]
START = "/c/demo/kiosk/en/"


@pytest.fixture
def tablet(context: BrowserContext, aid: Service) -> Person:
    """Somebody on the third page of a walk at the tablet, whose clock can be turned."""
    page = context.new_page()
    page.clock.install()
    page.goto(aid.address(START))
    person = Person(page)
    person.follow("Start")
    person.fill({"age": ("18-49",)})
    person.press("Continue")
    person.fill({"onset": ("years",), "pace": ("slow",)})
    person.press("Continue")
    assert person.path == f"{START}questions/where/"
    return person


def stopped(page: Page) -> None:
    """From here on the clock goes only where it is turned to: a slow machine must not use up the seconds."""
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)


def asked(page: Page) -> None:
    stopped(page)
    page.clock.fast_forward(121_000)
    expect(page.get_by_role("alertdialog")).to_be_visible()


def wiped(page: Page, aid: Service) -> None:
    page.clock.fast_forward(31_000)
    page.wait_for_url(aid.address(START))
    expect(page.locator("a[href*='s=']")).to_have_count(0)


def test_left_alone_it_asks_then_clears_itself_and_back_shows_no_answers(tablet: Person, aid: Service):
    page = tablet.page
    where = page.evaluate("history.length")
    asked(page)
    wiped(page, aid)
    assert page.evaluate("history.length") == where
    page.go_back(wait_until="commit")
    assert page.url == "about:blank"


def test_the_question_can_be_answered_from_the_keyboard_and_the_walk_goes_on(tablet: Person):
    page = tablet.page
    tablet.frame.get_by_label("Crown").check()
    asked(page)
    expect(page.get_by_role("alertdialog")).to_have_accessible_name("Are you still there?")
    expect(page.get_by_role("button", name="I need more time")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    page.clock.fast_forward(60_000)
    expect(page.get_by_label("Crown")).to_be_checked()
    page.clock.fast_forward(61_000)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    tablet.press("Continue")
    assert tablet.path != f"{START}questions/where/"


def test_the_seconds_left_are_shown_and_spoken_every_ten(tablet: Person):
    page = tablet.page
    asked(page)
    spoken = page.locator("[data-spoken]")
    page.clock.fast_forward(9_500)
    expect(spoken).to_have_text("Seconds left: 20")
    assert 15 < int(page.locator("[data-left]").inner_text()) <= 21


def test_touching_the_page_counts_before_it_asks_and_not_after(tablet: Person, aid: Service):
    page = tablet.page
    stopped(page)
    page.clock.fast_forward(110_000)
    page.mouse.move(30, 30)
    page.clock.fast_forward(30_000)
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    page.clock.fast_forward(91_000)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.mouse.move(90, 90)
    wiped(page, aid)


def test_it_can_be_cleared_at_once(tablet: Person, aid: Service):
    tablet.follow("Start over")
    assert tablet.frame.url == aid.address(START)
    assert tablet.page.evaluate("history.length") == 2  # the empty tab and this page


def test_a_whole_visit_is_one_entry_in_the_history(tablet: Person, case: Case):
    page = tablet.page
    tablet.walk(case("nothing-ticked").given)
    tablet.follow("See what this means")
    assert tablet.heading == "Not first"
    tablet.follow("The evidence")
    with page.expect_navigation():
        page.get_by_label("Condition").select_option("areata")
        page.get_by_role("button", name="Show").click()
    assert "condition=areata" in page.url
    assert tablet.token
    assert page.evaluate("history.length") == 2


def test_something_to_fix_takes_the_place_of_the_page_with_its_input(tablet: Person):
    page = tablet.page
    page.goto(page.url.replace("questions/where", "offer"))
    page.locator("#price").fill("4500")
    page.locator("#sessions").fill("none")
    page.get_by_role("button", name="Work it out").click()
    expect(page.locator("#problem")).to_be_focused()
    expect(page.locator("#sessions")).to_have_value("none")
    assert page.title().startswith("Fix this:")
    page.locator("#sessions").fill("3")
    tablet.press("Work it out")
    expect(page.locator("#costs")).to_contain_text("$4,500")
    asked(page)


def test_a_clean_start_is_left_alone(page: Page, aid: Service):
    page.clock.install()
    page.goto(aid.address(START))
    page.clock.fast_forward(600_000)
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    assert page.url == aid.address(START)


def test_without_script_a_page_clears_itself_too(new_context: NewContext, aid: Service, case: Case):
    page = new_context(java_script_enabled=False).new_page()

    def at_once(route):
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace('content="300;', 'content="1;'))

    page.route(re.compile("guidance"), at_once)
    page.goto(aid.address(f"{START}guidance/", case("nothing-ticked")), wait_until="commit")
    page.wait_for_url(aid.address(START))


def test_the_question_fits_on_a_small_screen(new_context: NewContext, aid: Service):
    page = new_context(viewport={"width": 320, "height": 500}).new_page()
    page.clock.install()
    page.goto(aid.address(f"{START}questions/age/"))
    asked(page)
    box = page.get_by_role("alertdialog").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
