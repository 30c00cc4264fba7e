"""When the aid cannot show in a clinic's page: a link stays, and "Test my page" says who blocks it."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Download, Page, Route, expect

from decision_aid.engine.questionnaire import Answers
from tests.browser.clinic import Clinic
from tests.browser.conftest import WAIT, NewContext
from tests.browser.embedded import BEFORE, FAR, LINK, Embedded, snippet
from tests.browser.person import Person
from tests.browser.service import Service

pytestmark = pytest.mark.browser
Case = Callable[..., Answers]
EVERY_MODE = ["script", "frame", "button", "link"]
NO_DOWNLOADS = "allow-scripts allow-same-origin allow-forms allow-popups"


def link(page: Page) -> Any:
    return page.locator("a", has_text=LINK).first


def report(page: Page) -> str:
    panel = page.locator("#aid-report[data-done]")
    panel.wait_for(timeout=30_000)
    return panel.inner_text()


def until(page: Page, holds: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None) -> None:
    end = time.monotonic() + WAIT / 1000
    while not holds():
        assert time.monotonic() < end, "it never came"
        meanwhile()
        page.wait_for_timeout(100)


def waited_in_vain(page: Page) -> None:
    """The clock is turned until the frame gives way: its time runs only once it was seen to be in sight."""
    until(page, page.locator("iframe").is_hidden, lambda: page.clock.fast_forward(9_000))


# ---- Our host is down ------------------------------------------------------------------------------


def test_while_our_host_is_down_there_is_a_link_and_no_hole(page: Page, framed_aid: Service, clinic: Clinic):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        dead = nobody.getsockname()[1]
    body = BEFORE + snippet(framed_aid).replace(str(framed_aid.port), str(dead))
    page.goto(clinic.serves("/page", body))
    expect(link(page)).to_be_visible()
    assert page.locator("iframe").count() == 0


def test_a_frame_that_never_answers_gives_way_to_the_link(page: Page, framed_aid: Service, clinic: Clinic):
    """The script came from the browser's memory, and then our host was gone."""
    page.route("**/c/demo/**", lambda route: route.abort())
    page.clock.install()
    page.goto(clinic.serves("/page", BEFORE + snippet(framed_aid) + "<p id=after>After</p>"))
    page.locator("iframe").wait_for()
    expect(link(page)).to_be_visible()
    waited_in_vain(page)
    assert page.locator("iframe").evaluate("(one) => one.clientHeight") == 0
    expect(link(page)).to_be_visible()


def test_an_aid_that_answers_late_is_shown_all_the_same(page: Page, framed_aid: Service, clinic: Clinic):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/c/demo/en/", hold)
    page.clock.install()
    page.goto(clinic.serves("/page", BEFORE + snippet(framed_aid)), wait_until="domcontentloaded")
    page.locator("iframe").wait_for()
    until(page, lambda: bool(held))
    waited_in_vain(page)
    held[0].continue_()
    aid = Embedded(page)
    aid.fits()


def test_a_site_that_leaves_the_link_out_still_gets_one(page: Page, framed_aid: Service, clinic: Clinic):
    page.route("**/c/demo/**", lambda route: route.abort())
    script = snippet(framed_aid, title="The decision aid").partition("</p>")[2]
    page.goto(clinic.serves("/page", BEFORE + script))
    found = page.get_by_role("link", name="The decision aid")
    expect(found).to_be_visible()
    assert found.get_attribute("href") == framed_aid.address("/c/demo/en/", host="localhost")


# ---- Who blocks it ---------------------------------------------------------------------------------


def test_their_policy_is_named_with_the_words_to_add(page: Page, framed_aid: Service, clinic: Clinic):
    host = framed_aid.origin("localhost")
    policy = f"frame-src 'none'; script-src {host}; connect-src {host}"
    body = BEFORE + snippet(framed_aid, check=True)
    page.goto(clinic.serves("/page", body, Content_Security_Policy=policy))
    said = report(page)
    assert "Blocked by your side" in said
    assert f"frame-src {host}" in said
    assert "Blocked by our side" not in said
    expect(link(page)).to_be_visible()


def test_a_page_that_is_not_on_our_list_is_named(page: Page, aid: Service, clinic: Clinic):
    page.goto(clinic.serves("/page", BEFORE + snippet(aid)) + "#aid-check")
    said = report(page)
    assert "Blocked by our side" in said
    assert clinic.origin in said
    assert "Blocked by your side" not in said
    expect(link(page)).to_be_visible()


def test_a_sandbox_without_an_origin_is_named(page: Page, framed_aid: Service, clinic: Clinic):
    clinic.serves("/inner", BEFORE + snippet(framed_aid, check=True))
    page.goto(clinic.serves("/page", '<iframe src="/inner" sandbox="allow-scripts" height="900"></iframe>'))
    inner = page.frame_locator("iframe").first
    inner.locator("#aid-report[data-done]").wait_for(timeout=30_000)
    assert "Blocked by a sandbox" in inner.locator("#aid-report").inner_text()
    expect(inner.locator("a", has_text=LINK)).to_be_visible()


def test_a_sandbox_in_which_no_pdf_can_be_saved_is_named(page: Page, framed_aid: Service, clinic: Clinic):
    clinic.serves("/inner", BEFORE + snippet(framed_aid, check=True))
    page.goto(clinic.serves("/page", f'<iframe src="/inner" sandbox="{NO_DOWNLOADS}" height="900"></iframe>'))
    inner = page.frame_locator("iframe").first
    inner.locator("#aid-report[data-done]").wait_for(timeout=30_000)
    said = inner.locator("#aid-report").inner_text()
    assert "The frame around this page is a sandbox without allow-downloads." in said
    assert "The aid shows on this page and answers." in said


def test_a_page_where_all_is_well_hears_so_and_nothing_else(page: Page, framed_aid: Service, clinic: Clinic):
    page.goto(clinic.serves("/page", BEFORE + snippet(framed_aid)) + "#aid-check")
    said = report(page)
    assert "The aid shows on this page and answers." in said
    assert "Blocked" not in said


@pytest.mark.parametrize("place", [BEFORE + "{}" + FAR, BEFORE + FAR + "{}" + FAR], ids=["on top", "below"])
def test_the_report_is_in_sight_at_the_end_when_all_is_well(
    place: str, page: Page, framed_aid: Service, clinic: Clinic
):
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto(clinic.serves("/page", place.format(snippet(framed_aid))) + "#aid-check")
    report(page)
    expect(page.locator("#aid-report")).to_be_in_viewport(ratio=1)
    panel, frame = page.locator("#aid-report").bounding_box(), page.locator("iframe").last.bounding_box()
    assert panel is not None
    assert frame is not None
    assert panel["y"] < frame["y"]


def test_the_test_leads_from_an_address_to_the_report(
    context: BrowserContext, framed_aid: Service, clinic: Clinic
):
    page = context.new_page()
    page.goto(framed_aid.address("/en/clinics/test/"))
    page.get_by_label("Address of your page").fill(clinic.serves("/page", BEFORE + snippet(framed_aid)))
    page.get_by_role("button", name="Check this address").click()
    expect(page.get_by_text("is on the list")).to_be_visible()
    with context.expect_page() as opening:
        page.get_by_role("link", name="Open my page with the test").click()
    assert "The aid shows on this page and answers." in report(opening.value)


# ---- In a sandbox without downloads ----------------------------------------------------------------


def test_where_no_file_can_be_saved_the_text_can_be_selected_and_opened(
    context: BrowserContext, framed_aid: Service, clinic: Clinic, case: Case
):
    page = context.new_page()
    saved: list[Download] = []

    def save(one: Download) -> None:
        saved.append(one)

    page.on("download", save)
    token = framed_aid.token(case("nothing-ticked"))
    address = f"{framed_aid.origin('localhost')}/c/demo/en/guidance/?s={token}"
    page.goto(
        clinic.serves("/page", f'<iframe src="{address}" sandbox="{NO_DOWNLOADS}" height="900"></iframe>')
    )
    person = Person(page, page.frames[1])
    person.follow("Show my answers")
    person.follow("See what this means")
    person.follow("Make the paper for your doctor")
    person.make_pdf_in_vain()
    page.wait_for_timeout(500)
    assert saved == []
    assert "If no file opens" in person.words
    person.follow("Back")
    text = person.frame.locator("#as-text")
    text.click()
    assert person.frame.evaluate("getSelection().toString()") == text.inner_text()
    person.follow("Make the paper for your doctor")
    with context.expect_page() as opening:
        person.frame.get_by_role("link", name="Open the text in a new tab").click()
    opening.value.wait_for_load_state()
    assert "Not first" in opening.value.locator("body").inner_text()


# ---- The generator ---------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("mode", EVERY_MODE)
def test_what_the_generator_gives_works_in_a_page_of_another_site(
    *, mode: str, script: bool, new_context: NewContext, framed_aid: Service, clinic: Clinic
):
    making = new_context(java_script_enabled=script).new_page()
    making.goto(framed_aid.address("/en/clinics/", host="localhost"))
    making.locator(f"input[name=mode][value={mode}]").check()
    if script:
        making.wait_for_function(
            "(mode) => (document.querySelector('#snippet').value.includes('<iframe') === (mode === 'frame'))"
            " && (document.querySelector('#snippet').value.includes('<script') === (mode === 'script'))",
            arg=mode,
        )
    else:
        making.get_by_role("button", name="Make the snippet").click()
    made = making.locator("#snippet").input_value()
    context = new_context()
    page = context.new_page()
    page.goto(clinic.serves("/page", BEFORE + made + FAR))
    if mode in {"script", "frame"}:
        page.locator("iframe").scroll_into_view_if_needed()
        frame = page.locator("iframe").element_handle().content_frame()
        assert frame is not None
        expect(frame.locator("h1")).to_be_visible()
        person = Person(page, frame)
        person.follow("Start")
        assert person.path == "/c/demo/en/questions/age/"
    if mode != "script":
        with context.expect_page() as opening:
            link(page).press("Enter")  # a click right after scrolling may still reach the frame
        expect(opening.value.locator("h1")).to_be_visible()
        assert opening.value.url == framed_aid.address("/c/demo/en/", host="localhost")
        opening.value.close()
        expect(link(page)).to_be_focused()


@pytest.mark.parametrize("mode", ["button", "link"])
def test_the_script_in_link_or_button_mode_makes_no_frame(
    mode: str, page: Page, framed_aid: Service, clinic: Clinic
):
    page.goto(clinic.serves("/page", BEFORE + snippet(framed_aid, mode=mode)))
    expect(link(page)).to_have_attribute("target", "_blank")
    assert page.locator("iframe").count() == 0


def test_the_snippet_can_be_copied_and_the_preview_shows_the_aid(
    new_context: NewContext, framed_aid: Service
):
    context = new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=framed_aid.origin())
    page = context.new_page()
    page.goto(framed_aid.address("/en/clinics/"))
    page.get_by_role("button", name="Copy the snippet").click()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#snippet").input_value()
    for name in ("The aid on a phone", "The aid on a wide screen"):
        box = page.get_by_title(name)
        box.scroll_into_view_if_needed()
        expect(page.frame_locator(f"iframe[title='{name}']").locator("h1")).to_be_visible()


def test_the_preview_takes_no_focus(page: Page, framed_aid: Service):
    page.goto(framed_aid.address("/en/clinics/"))
    page.locator("#height").focus()
    page.locator("iframe").first.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    expect(page.locator("#height")).to_be_focused()
