"""What script adds, and that nobody is worse off without it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from decision_aid.engine.questionnaire import Answers
from tests.browser.clinic import Clinic, framed_person
from tests.browser.conftest import NewContext
from tests.browser.person import Person, text_of
from tests.browser.service import Service

pytestmark = pytest.mark.browser
Case = Callable[..., Answers]
QUOTE = {"price": "4,800", "sessions": "4", "gap": "2", "repeat-price": "1500", "extras": "350"}


def test_none_of_these_and_its_neighbours_untick_each_other(page: Page, aid: Service, case: Case):
    page.goto(aid.address("/en/questions/scalp/", case("nothing-ticked", scalp=("pain", "itch"))))
    pain, none = page.get_by_label("Pain, burning"), page.get_by_label("None of these")
    unsure = page.get_by_label("Not sure")
    none.check()
    expect(pain).not_to_be_checked()
    expect(page.get_by_label("Strong itch")).not_to_be_checked()
    unsure.check()
    expect(none).not_to_be_checked()
    pain.check()
    page.get_by_label("Strong itch").check()
    expect(unsure).not_to_be_checked()
    expect(pain).to_be_checked()


def test_one_group_of_boxes_does_not_untick_another(page: Page, aid: Service, case: Case):
    page.goto(aid.address("/en/questions/signs/", case("nothing-ticked", urgent=("fever",), signs=("neck",))))
    page.locator("input[name=signs][value=none]").check()
    expect(page.get_by_label("Neck lumps")).not_to_be_checked()
    expect(page.get_by_label("Fever")).to_be_checked()


def test_without_script_a_contradiction_is_kindly_sent_back_with_both_ticks_kept(
    new_context: NewContext, aid: Service, case: Case
):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(aid.address("/en/questions/scalp/", case("nothing-ticked")))
    page.get_by_label("Pain, burning").check()
    with page.expect_response("**/questions/scalp/*") as answer:
        page.get_by_role("button", name="Continue").click()
    assert answer.value.status == 422
    expect(page.get_by_role("alert")).to_contain_text("“None of these” does not go with other answers")
    expect(page.get_by_label("Pain, burning")).to_be_checked()
    expect(page.get_by_label("None of these")).to_be_checked()


def figures(page: Page) -> list[str]:
    """The table of what it comes to, cell by cell."""
    return [
        text_of(cell) for cell in page.locator("#costs table.costs").first.locator("td").all_inner_texts()
    ]


def test_the_sum_appears_while_typing_without_a_new_page_and_is_the_same_without_script(
    new_context: NewContext, aid: Service, case: Case
):
    typing = new_context().new_page()
    typing.goto(aid.address("/en/offer/", case("nothing-ticked")))
    address = typing.url
    typing.evaluate("window.stillHere = true")
    for field, text in QUOTE.items():
        typing.locator(f"#{field}").press_sequentially(text)
    expect(typing.locator("#costs table.costs").first).to_contain_text("$5,150")
    expect(typing.locator("#costs table.costs").first).to_contain_text("$12,650")
    expect(typing.locator("#gap")).to_have_value("2")
    assert typing.evaluate("window.stillHere")
    assert typing.url == address
    assert typing.locator("#repeat-price").input_value() == "1500"

    posting = Person(new_context(java_script_enabled=False).new_page())
    posting.page.goto(address)
    for field, text in QUOTE.items():
        posting.page.locator(f"#{field}").fill(text)
    posting.press("Work it out")
    assert len(figures(posting.page)) == 6
    assert figures(posting.page) == figures(typing)


def test_a_number_that_cannot_be_is_not_counted_and_not_lost(page: Page, aid: Service):
    person = Person(page)
    page.goto(aid.address("/en/offer/"))
    page.locator("#price").fill("4800")
    page.locator("#sessions").fill("none")
    with page.expect_navigation():
        page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("alert")).to_contain_text("Type a number")
    assert page.locator("#sessions").input_value() == "none"
    assert page.locator("#price").input_value() == "4800"
    assert figures(page) == []
    page.locator("#sessions").fill("4")
    person.press("Work it out")
    assert figures(page)


def test_a_quote_typed_stays_with_the_person_on_the_guidance_page(page: Page, aid: Service, case: Case):
    """Typed but not sent, a quote is on this page only; sent, it goes along."""
    person = Person(page)
    page.goto(aid.address("/en/offer/", case("nothing-ticked")))
    for field, text in QUOTE.items():
        page.locator(f"#{field}").fill(text)
    person.press("Work it out")
    person.follow("Back to your guidance")
    assert person.heading == "Not first"
    assert "$5,150" in person.words


def columns(page: Page) -> list[str]:
    heads = page.locator("#comparison th[scope=col]").all_text_contents()
    return [text_of(head) for head in heads]


def test_options_are_compared_as_they_are_ticked_and_the_same_without_script(
    new_context: NewContext, aid: Service
):
    ticking = new_context().new_page()
    ticking.goto(aid.address("/en/compare/"))
    at_first = columns(ticking)
    assert len(at_first) == 3
    ticking.evaluate("window.stillHere = true")
    ticking.get_by_label("PRP").check()
    expect(ticking.locator("#comparison th[scope=col]")).to_have_count(4)
    expect(ticking.get_by_label("PRP")).to_be_focused()
    assert ticking.evaluate("window.stillHere")
    assert "PRP" in columns(ticking)

    posting = Person(new_context(java_script_enabled=False).new_page())
    posting.page.goto(aid.address("/en/compare/"))
    assert columns(posting.page) == at_first
    posting.page.get_by_label("PRP").check()
    posting.press("Show side by side")
    assert columns(posting.page) == columns(ticking)
    assert posting.page.locator("#comparison").inner_text() == ticking.locator("#comparison").inner_text()
    expect(posting.page.get_by_label("PRP")).to_be_checked()


def test_more_options_than_fit_are_refused_in_words_while_ticking(page: Page, aid: Service):
    page.goto(aid.address("/en/compare/"))
    for box in page.locator("main input[type=checkbox]").all()[:8]:
        box.check()
    expect(page.locator("#comparison")).to_contain_text("Choose 6 options at most")
    expect(page.locator("#comparison th[scope=col]")).to_have_count(6)


def test_the_copy_button_copies_what_is_on_the_page(new_context: NewContext, aid: Service, case: Case):
    context = new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=aid.origin())
    page = context.new_page()
    page.goto(aid.address("/en/guidance/", case("nothing-ticked", scalp=("pain",))))
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("status").last).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#as-text").inner_text()
    assert "See someone first" in copied
    assert len(copied) <= 1000


@pytest.mark.parametrize("door", ["", "/c/demo"])
def test_in_a_frame_that_may_not_copy_there_is_no_dead_button_and_the_text_can_be_selected(
    door: str, page: Page, framed_aid: Service, clinic: Clinic, case: Case
):
    address = framed_aid.address(f"{door}/en/guidance/", case("nothing-ticked"), host="localhost")
    person = framed_person(page, clinic, address)
    text = person.frame.locator("#as-text")
    expect(text).to_be_visible()
    expect(person.frame.get_by_role("button", name="Copy the text")).to_be_hidden()
    text.click()
    assert person.frame.evaluate("getSelection().toString()") == text.inner_text()
    with page.expect_popup() as tab:
        person.frame.get_by_role("link", name="Open it as plain text").click()
    assert text.inner_text() in tab.value.inner_text("body")


def test_where_copying_fails_all_the_same_the_person_is_told(page: Page, aid: Service, case: Case):
    page.add_init_script("Clipboard.prototype.writeText = () => Promise.reject(new Error('no'))")
    page.goto(aid.address("/en/guidance/", case("nothing-ticked")))
    page.get_by_role("button", name="Copy the text").click()
    expect(page.locator("[data-status]")).to_have_text(re.compile("Select the text and copy it"))


def test_in_a_frame_that_may_not_save_the_paper_opens_in_a_tab_of_its_own(
    page: Page, framed_aid: Service, clinic: Clinic, case: Case
):
    address = framed_aid.address("/c/demo/en/guidance/file/", case("nothing-ticked"), host="localhost")
    sandbox = "allow-same-origin allow-forms allow-scripts allow-popups allow-popups-to-escape-sandbox"
    page.add_init_script(
        "new MutationObserver(() => { const frame = document.querySelector('iframe');"
        f" if (frame && !frame.sandbox.length) {{ frame.sandbox = '{sandbox}'; frame.src = frame.src; }} }})"
        ".observe(document, { childList: true, subtree: true })"
    )
    person = framed_person(page, clinic, address)
    saved: list[object] = []

    def note(file: object) -> None:
        saved.append(file)

    page.on("download", note)
    person.make_pdf_in_vain()
    expect(person.frame.locator("h1")).to_have_text("The paper for your doctor")
    page.wait_for_timeout(500)
    assert saved == []
    person.follow("Go to the text")
    expect(person.frame.locator("#as-text")).to_be_visible()
    person.follow("Make the paper for your doctor")
    with page.expect_popup() as tab:
        person.frame.get_by_role("link", name="Open this page in a new tab").click()
    with tab.value.expect_download() as coming:
        tab.value.get_by_role("button", name="Make the PDF").click()
    assert coming.value.suggested_filename.endswith(".pdf")


@pytest.mark.parametrize("can", [True, False], ids=["can share", "cannot share"])
def test_sharing_is_offered_only_where_the_browser_can(can: bool, page: Page, aid: Service, case: Case):
    answer = "function () { return true }" if can else "undefined"
    page.add_init_script(
        f"for (const name of ['share', 'canShare'])"
        f" Object.defineProperty(Navigator.prototype, name, {{ value: {answer}, configurable: true }})"
    )
    page.goto(aid.address("/en/guidance/", case("nothing-ticked")))
    assert page.get_by_role("button", name="Share the text").is_visible() == can
    page.goto(aid.address("/en/guidance/file/", case("nothing-ticked")))
    assert page.get_by_role("button", name="Share the file").is_visible() == can


def test_without_script_no_button_is_shown_that_would_do_nothing(
    new_context: NewContext, aid: Service, case: Case
):
    page = new_context(java_script_enabled=False).new_page()
    for path in ("/en/guidance/", "/en/guidance/file/"):
        page.goto(aid.address(path, case("nothing-ticked")))
        assert page.locator("main button[type=button]:visible").count() == 0
        assert page.get_by_role("link", name=re.compile("text")).count() > 0


def test_no_page_may_frame_the_aid_unless_it_was_named(page: Page, aid: Service, clinic: Clinic):
    clinic.shows(aid.address("/en/", host="localhost"))
    page.goto(clinic.origin)
    assert page.frames[1].url.startswith("chrome-error:")
