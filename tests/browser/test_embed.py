"""The snippet in a clinic's page: height, scrolling, focus, history. Each was somebody's complaint."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.clinic import Clinic
from tests.browser.conftest import NewContext
from tests.browser.embedded import BEFORE, FAR, Embedded, opened, snippet
from tests.browser.person import is_refused
from tests.browser.service import Service

pytestmark = pytest.mark.browser
AGE = {"age": ("18-49",)}
START = {"onset": ("years",), "pace": ("slow",)}


@pytest.mark.parametrize("width", [320, 768, 1200])
def test_the_frame_is_as_high_as_its_page_after_moves_errors_and_larger_text(
    width: int, page: Page, framed_aid: Service, clinic: Clinic
):
    page.set_viewport_size({"width": width, "height": 800})
    aid = opened(page, clinic, BEFORE + snippet(framed_aid))
    assert is_refused(aid.frame), "this browser does not block third-party storage, so it proves nothing"
    first = aid.fits()
    aid.person.follow("Start")
    asked = aid.fits()
    assert asked <= first  # short pages are all made equally high
    for name in ("All options", "Exosomes for hair loss"):  # a long page, and back
        aid.person.follow(name)
        assert (aid.fits() > asked) == (name == "All options")
    aid.person.follow("Start")
    aid.person.press("Continue")
    assert "There is something to fix" in aid.person.words
    aid.fits()
    aid.frame.evaluate("document.documentElement.style.fontSize = '225%'")  # twice the usual
    larger = aid.fits()
    assert larger > asked + 100
    aid.frame.evaluate("document.documentElement.style.fontSize = ''")
    assert aid.fits() < larger
    aid.person.fill(AGE)
    aid.person.press("Continue")
    aid.fits()


def test_loading_and_growing_do_not_move_the_page(page: Page, framed_aid: Service, clinic: Clinic):
    page.set_viewport_size({"width": 768, "height": 600})
    body = BEFORE + snippet(framed_aid) + FAR
    page.goto(clinic.serves("/page", body))
    aid = Embedded(page)
    aid.settles()
    assert aid.scrolled == 0
    for place in (200, 700):
        page.evaluate(f"scrollTo(0, {place})")
        aid.frame.evaluate("document.documentElement.style.fontSize = '200%'")
        aid.settles()
        assert aid.scrolled == place
        aid.frame.evaluate("document.documentElement.style.fontSize = ''")
        aid.settles()
        assert aid.scrolled == place


def test_a_new_page_whose_heading_is_in_sight_does_not_move_the_clinics_page(
    page: Page, framed_aid: Service, clinic: Clinic
):
    page.set_viewport_size({"width": 768, "height": 1400})
    aid = opened(page, clinic, BEFORE + snippet(framed_aid) + FAR)
    aid.fits()
    page.evaluate("scrollTo(0, 120)")
    before = aid.scrolled
    aid.person.follow("Start")
    aid.settles()
    assert aid.scrolled == before
    aid.person.fill(AGE)
    aid.person.press("Continue")
    aid.settles()
    assert aid.scrolled == before


def test_a_new_page_whose_heading_is_out_of_sight_is_brought_into_view(
    page: Page, framed_aid: Service, clinic: Clinic
):
    page.set_viewport_size({"width": 375, "height": 667})
    aid = opened(page, clinic, BEFORE + FAR + snippet(framed_aid) + FAR)
    aid.fits()
    for answers in (None, AGE, START):
        if answers is None:
            aid.person.follow("Start")
        else:
            aid.person.fill(answers)
            aid.person.press("Continue")
        aid.settles()
        assert 0 <= aid.heading_at() < 600
        # Down to where the button is, as somebody is who has answered.
        aid.frame.get_by_role("button", name="Continue").scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 400)")
    assert aid.heading_at() < 0
    aid.frame.get_by_role("button", name="Continue").evaluate("(one) => one.click()")
    aid.frame.locator("#problem").wait_for()
    aid.settles()
    box = aid.frame.locator("#problem").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 600


def test_the_aid_takes_no_focus_when_it_loads(page: Page, framed_aid: Service, clinic: Clinic):
    page.goto(clinic.serves("/page", BEFORE + f"<template>{snippet(framed_aid)}</template>" + FAR))
    page.locator("#search").fill("hair")
    page.evaluate("""() => {
      const inside = document.querySelector("template").content;
      const script = document.createElement("script");
      for (const one of inside.querySelector("script").attributes) script.setAttribute(one.name, one.value);
      document.body.append(inside.querySelector("p"), script);
      scrollTo(0, document.body.scrollHeight);
    }""")
    aid = Embedded(page)
    aid.settles()
    expect(page.locator("#search")).to_be_focused()
    assert aid.focused() == "BODY#"


def test_after_a_move_the_focus_is_on_the_new_heading_or_on_the_errors(
    page: Page, framed_aid: Service, clinic: Clinic
):
    aid = opened(page, clinic, BEFORE + snippet(framed_aid))
    aid.person.follow("Start")
    aid.settles()
    assert aid.focused() == "H1#"
    aid.person.press("Continue")
    aid.settles()
    assert aid.focused() == "DIV#problem"
    aid.person.fill(AGE)
    aid.person.press("Continue")
    aid.settles()
    assert aid.focused() == "H1#"
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    page.keyboard.press("Tab")
    assert aid.frame.evaluate("document.activeElement.tagName") == "INPUT"


def test_somebody_who_went_on_in_the_clinics_page_keeps_the_focus_there(
    page: Page, framed_aid: Service, clinic: Clinic
):
    aid = opened(page, clinic, BEFORE + snippet(framed_aid))
    aid.person.follow("Start")
    aid.person.fill(AGE)

    def later(route: Route) -> None:
        page.locator("#search").focus()
        route.continue_()

    page.route("**/questions/age/**", later)
    aid.person.press("Continue")
    assert aid.person.path.endswith("/questions/start/")
    aid.settles()
    expect(page.locator("#search")).to_be_focused()
    assert aid.focused() == "BODY#"


def test_loading_adds_nothing_to_the_history_each_answered_page_one_and_back_works_inside_and_outside(
    page: Page, framed_aid: Service, clinic: Clinic
):
    page.goto(clinic.serves("/home", "<h1>Home</h1>"))
    aid = opened(page, clinic, BEFORE + snippet(framed_aid))
    aid.settles()
    length = "history.length"
    assert page.evaluate(length) == 3  # the empty tab, home, this page
    aid.person.follow("Start")
    for step, answers in enumerate((AGE, START), start=1):
        aid.person.fill(answers)
        aid.person.press("Continue")
        aid.settles()
        assert page.evaluate(length) == 4 + step
    assert aid.person.path.endswith("/questions/where/")

    aid.person.follow("Back")
    assert aid.person.path.endswith("/questions/start/")
    assert aid.frame.locator("main form :checked").count() == 2
    aid.back()
    aid.frame.wait_for_url("**/questions/where/**")
    aid.back()
    aid.frame.wait_for_url("**/questions/start/**")
    assert aid.person.path.endswith("/questions/start/")
    assert aid.frame.locator("main form :checked").count() == 2
    aid.fits()
    aid.back()
    aid.frame.wait_for_url("**/questions/age/")
    aid.back()
    aid.frame.wait_for_url("**/c/demo/en/")
    aid.back()
    page.wait_for_url("**/home")
    assert page.locator("h1").inner_text() == "Home"


def test_two_snippets_on_a_page_do_not_disturb_each_other(page: Page, framed_aid: Service, clinic: Clinic):
    body = BEFORE + snippet(framed_aid, title="One") + snippet(framed_aid, title="Other")
    one = opened(page, clinic, body)
    page.locator("iframe").nth(1).scroll_into_view_if_needed()
    other = Embedded(page, nth=1)
    assert (one.box.get_attribute("title"), other.box.get_attribute("title")) == ("One", "Other")
    untouched = other.fits()
    one.fits()
    one.person.follow("All options")
    one.fits()
    assert one.height != untouched
    assert other.fits() == untouched


def test_the_frame_has_a_name_loads_late_and_gives_the_clinics_address_to_nobody(
    page: Page, framed_aid: Service, clinic: Clinic
):
    seen: list[str | None] = []
    page.on("request", lambda one: seen.append(one.headers.get("referer")) if "/en/" in one.url else None)
    page.set_viewport_size({"width": 768, "height": 600})
    page.goto(clinic.serves("/hair-loss", BEFORE + FAR * 5 + snippet(framed_aid, title="Decision aid")))
    page.wait_for_timeout(500)
    assert page.frames[1:] == [] or page.frames[1].url in {"", "about:blank"}
    page.locator("iframe").scroll_into_view_if_needed()
    aid = Embedded(page)
    assert aid.box.get_attribute("title") == "Decision aid"
    assert seen == [None]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_light_or_dark_goes_to_every_page_of_the_frame_without_an_address_saying_so(
    theme: str, new_context: NewContext, framed_aid: Service, clinic: Clinic
):
    page = new_context(color_scheme="null").new_page()
    aid = opened(page, clinic, snippet(framed_aid, theme=theme))
    for _ in range(2):
        assert aid.frame.evaluate(f"matchMedia('(prefers-color-scheme: {theme})').matches")
        if "/questions/" not in aid.person.path:
            aid.person.follow("Start")
    assert "theme" not in aid.frame.url
