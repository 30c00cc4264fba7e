"""WCAG 2.2 AA as far as a machine can tell, and the order of headings, on every kind of page."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Frame, Page

from decision_aid.engine.questionnaire import Answers
from tests.browser.clinic import Clinic, framed_person
from tests.browser.pages import KINDS, OPEN_ALL, Place, of_kind
from tests.browser.service import PROJECT, Service

pytestmark = pytest.mark.browser
AXE = (PROJECT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (only) => {
  const found = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
  const where = (one) => one.nodes.map((node) => node.html.slice(0, 160)).join(" | ");
  return found.violations.map((one) => `${one.id}: ${where(one)}`);
}"""
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"""


def violations(frame: Frame, rules: list[str] | None = None) -> list[str]:
    """What axe finds. It is put in by the debugger: the page's own rules admit no foreign script."""
    if not frame.evaluate("typeof window.axe === 'object'"):
        frame.evaluate(AXE)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": ALL}
    found: list[str] = frame.evaluate(RUN, only)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_any_page_light_or_dark(
    kind: str, page: Page, aid: Service, places: dict[str, Place]
):
    found: dict[str, Any] = {}
    for title, place in of_kind(places, kind).items():
        page.emulate_media(color_scheme="light")
        page.goto(place.address(aid))
        page.evaluate(OPEN_ALL)
        found[title] = violations(page.main_frame)
        page.emulate_media(color_scheme="dark")
        found[f"{title}, dark"] = violations(page.main_frame, ["color-contrast", "link-in-text-block"])
    assert {title: faults for title, faults in found.items() if faults} == {}


def test_every_page_has_one_h1_no_skipped_heading_a_language_and_a_title_of_its_own(
    page: Page, aid: Service, places: dict[str, Place]
):
    titles: dict[str, str] = {}
    for title, place in places.items():
        page.goto(place.address(aid))
        page.evaluate(OPEN_ALL)
        levels = page.evaluate(HEADINGS)
        assert levels.count(1) == 1, title
        deeper = [after - before for before, after in pairwise([0, *levels])]
        assert max(deeper) <= 1, f"{title}: {levels}"
        assert page.locator("html").get_attribute("lang") == "en", title
        _, _, path = place.path.partition("/en/")  # a clinic's pages are called what the aid's own are
        titles.setdefault(page.title(), path)
        assert titles[page.title()] == path or place.name == "guidance", f"{title}: {page.title()}"


@pytest.mark.parametrize(
    "title", ["question age", "question where", "question start", "told", "priorities", "offer"]
)
def test_axe_finds_nothing_where_there_is_something_to_fix(
    title: str, page: Page, aid: Service, places: dict[str, Place]
):
    place = places[title]
    page.goto(f"{aid.origin()}{place.path}" if title == "question age" else place.address(aid))
    for box in page.locator("main form input[type=checkbox]").all():
        box.uncheck()
    if place.name in {"told", "priorities"}:  # these accept silence, so say too much instead
        page.evaluate("document.querySelectorAll('main form input').forEach((box) => { box.checked = true })")
    if place.name == "offer":
        page.locator("#price").fill("a lot")
    if title == "question start":
        page.goto(f"{aid.origin()}/en/questions/start/?s={aid.token(Answers({'age': ('18-49',)}))}")
    with page.expect_navigation():
        page.locator("main form > button").click()
    assert page.get_by_role("heading", name="There is something to fix").is_visible()
    assert page.title().startswith("Fix this:")
    assert violations(page.main_frame) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page.main_frame, ["color-contrast"]) == []


def test_axe_finds_nothing_in_the_parts_that_change_while_the_page_stays(
    page: Page, aid: Service, places: dict[str, Place]
):
    page.goto(places["offer"].address(aid))
    page.locator("#price").fill("4800")
    page.locator("#sessions").fill("4")
    page.locator("#costs table").wait_for()
    page.evaluate(OPEN_ALL)
    assert violations(page.main_frame) == []
    page.goto(places["compare"].address(aid))
    page.get_by_label("PRP").check()
    page.locator("#comparison th[scope=col]", has_text="PRP").wait_for(state="attached")
    assert violations(page.main_frame) == []


@pytest.mark.parametrize(
    "title", ["start", "question where", "guidance, defensible", "paper", "compare", "offer"]
)
def test_axe_finds_nothing_on_framed_pages(
    title: str, page: Page, framed_aid: Service, clinic: Clinic, places: dict[str, Place]
):
    person = framed_person(page, clinic, places[title].address(framed_aid, host="localhost"))
    person.frame.evaluate(OPEN_ALL)
    assert violations(person.frame) == []
