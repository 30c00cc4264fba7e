"""A person without a mouse gets everywhere, always sees where they are, and is led to what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Frame, Page, expect

from decision_aid.engine.questionnaire import Answers, Reply
from tests.browser.clinic import Clinic, framed_person
from tests.browser.conftest import NewContext
from tests.browser.person import Person
from tests.browser.service import Service

pytestmark = pytest.mark.browser
Case = Callable[..., Answers]
FAR = 150
"""Presses of a key after which a thing counts as out of reach."""

FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    tag: one.tagName, name: one.name || "", value: one.value || "", type: one.type || "",
    text: one.textContent.trim(), id: one.id, checked: !!one.checked,
    shown: inside && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


class Keys:
    """The keyboard, and where it has taken the person."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def at(self) -> dict[str, str]:
        focused: dict[str, str] = self.page.evaluate(FOCUSED)
        return focused

    def tab_to(self, **wanted: str) -> None:
        """Tab until the focus is on such a thing; it must be seen at every stop."""
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            at = self.at
            assert at["tag"] != "BODY", f"{wanted} was not reached on {self.page.url}"
            assert at["shown"], f"the focus cannot be seen on {at}"
            if all(at[name] == value for name, value in wanted.items()):
                return
        raise AssertionError(f"{wanted} is out of reach on {self.page.url}")

    def choose(self, name: str, code: str) -> None:
        """Tab for a box and Space to tick it; within a group of choices the arrows move."""
        self.tab_to(name=name)
        for _ in range(FAR):
            at = self.at
            assert at["name"] == name, f"{code} is out of reach in {name}"
            if at["value"] == code:
                break
            self.page.keyboard.press("Tab" if at["type"] == "checkbox" else "ArrowDown")
        if not self.at["checked"]:
            self.page.keyboard.press("Space")
        assert self.at["checked"]

    def answer(self, questions: list[str], answers: Mapping[str, Reply]) -> None:
        for question in questions:
            (code,) = answers[question]  # type: ignore[misc]
            self.choose(question, code)
        self.tab_to(tag="BUTTON", text="Continue")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def enter(self, text: str, tag: str = "A") -> None:
        self.tab_to(tag=tag, text=text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """Without smooth scrolling, so that where the focus is can be seen at once."""
    return new_context(reduced_motion="reduce").new_page()


def test_a_keyboard_is_enough_from_the_start_page_to_the_pdf(page: Page, aid: Service, case: Case):
    person = Person(page)
    keys = Keys(person.page)
    answers = case("nothing-ticked").given
    person.page.goto(aid.address("/en/"))
    keys.enter("Start")
    while "/questions/" in person.path:
        keys.answer(person.asked(), answers)
    assert person.heading == "Check your answers"
    keys.enter("See what this means")
    assert person.heading == "Not first"
    keys.enter("Make the paper for your doctor")
    keys.tab_to(tag="BUTTON", text="Make the PDF")
    with person.page.expect_download() as coming:
        person.page.keyboard.press("Enter")
    assert coming.value.path().read_bytes().startswith(b"%PDF-")


def test_the_first_key_press_offers_to_skip_to_the_page(page: Page, aid: Service, case: Case):
    page.goto(aid.address("/en/questions/where/", case("nothing-ticked")))
    keys = Keys(page)
    page.keyboard.press("Tab")
    assert keys.at["text"] == "Skip to the page"
    assert keys.at["shown"]
    page.keyboard.press("Enter")
    assert keys.at["id"] == "main"
    page.keyboard.press("Tab")
    assert keys.at["name"] == "where"


@pytest.mark.parametrize("path", ["/en/guidance/", "/en/compare/", "/en/offer/", "/en/treatments/exosomes/"])
def test_tab_goes_through_the_whole_page_and_out_again(path: str, page: Page, aid: Service, case: Case):
    page.goto(aid.address(path, case("nothing-ticked")))
    keys, stops = Keys(page), 0
    while stops < FAR:
        page.keyboard.press("Tab")
        at = keys.at
        if at["tag"] == "BODY":
            break
        assert at["shown"], at
        stops += 1
    assert 8 < stops < FAR


def test_the_list_of_what_to_fix_takes_the_focus_and_leads_to_the_question(page: Page, aid: Service):
    page.goto(aid.address("/en/questions/start/", Answers({"age": ("18-49",)})))
    keys = Keys(page)
    keys.tab_to(tag="BUTTON", text="Continue")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # the second fault
    page.keyboard.press("Enter")
    expect(page.locator("[name=pace]").first).to_be_focused()
    page.keyboard.press("Space")
    assert keys.at["checked"]


def test_the_fault_is_told_with_the_question_it_belongs_to(page: Page, aid: Service):
    page.goto(aid.address("/en/questions/age/"))
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    group = page.get_by_role("group", name="How old are you?")
    described = group.evaluate(
        "one => one.getAttribute('aria-describedby').trim().split(' ')"
        ".map((id) => document.getElementById(id).textContent).join(' ')"
    )
    assert "Choose an answer" in described


def _focus(frame: Frame) -> str:
    focused: str = frame.evaluate("document.activeElement.id || document.activeElement.tagName")
    return focused


def test_a_frame_takes_neither_the_focus_nor_the_place_of_a_person_reading_the_clinics_page(
    page: Page, framed_aid: Service, clinic: Clinic, case: Case
):
    clinic.shows(framed_aid.address("/en/", host="localhost"))
    page.goto(clinic.origin, wait_until="commit")
    page.locator("#search").focus()
    page.wait_for_load_state()
    frame = page.frames[1]
    frame.wait_for_load_state()
    for path in ("/en/questions/age/", "/en/guidance/", "/en/offer/", "/en/compare/"):
        assert _focus(page.main_frame) == "search"
        assert page.evaluate("scrollY") == 0
        frame.goto(framed_aid.address(path, case("nothing-ticked"), host="localhost"))
    assert _focus(page.main_frame) == "search"


def test_a_fault_in_a_frame_takes_the_focus_without_moving_the_clinics_page(
    page: Page, framed_aid: Service, clinic: Clinic
):
    person = framed_person(page, clinic, framed_aid.address("/en/questions/age/", host="localhost"))
    before = page.evaluate("scrollY")
    person.press("Continue")
    expect(person.frame.locator("#problem")).to_be_focused()
    assert page.evaluate("scrollY") == before
