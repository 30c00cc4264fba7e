"""No page breaks on a small screen, at 400 % zoom, with wide text, or in the colours of its reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page

from decision_aid import urls
from tests.browser.conftest import NewContext
from tests.browser.pages import KINDS, OPEN_ALL, PAGELESS, Place, of_kind
from tests.browser.service import Service

pytestmark = pytest.mark.browser

# What sticks out to the right, leaving aside what scrolls by itself or is there for screen readers only.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && box.right > width + 1 && !one.closest(".scroll, .unseen");
  });
  const wide = document.documentElement.scrollWidth > width;
  return [wide, out.slice(0, 4).map((one) => one.tagName + " " + one.textContent.trim().slice(0, 40))];
}"""
# Text that its own box hides. A scroller and a field may hide; what only screen readers read must.
CUT_OFF = """() => [...document.querySelectorAll("main *, footer *, header *")].filter((one) => {
  const style = getComputedStyle(one);
  if (one.closest(".unseen, .scroll, thead, svg, input") || style.display === "inline") return false;
  const hides = (way) => way === "hidden" || way === "clip";
  return (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
      || (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
}).map((one) => one.tagName + " " + one.textContent.trim().slice(0, 40))"""
# WCAG 2.2, 2.5.8: 24 by 24 pixels; or within a sentence; or in a circle of 24 pixels that touches no other.
TOO_SMALL = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
    .map((one) => ({ one, box: (one.closest("label") || one).getBoundingClientRect() }))
    .filter(({ one, box }) => box.width > 1 && box.height > 1 && !one.closest(".skip, .unseen"));
  const small = ({ box }) => box.width < 23.9 || box.height < 23.9;
  const inSentence = (one) => getComputedStyle(one).display === "inline"
    && [...one.parentElement.childNodes].some((node) => node.nodeType === 3 && /\\w/.test(node.data));
  const crowded = (target) => all.some((other) => {
    if (other.one.contains(target.one) || target.one.contains(other.one)) return false;
    const x = target.box.x + target.box.width / 2, y = target.box.y + target.box.height / 2;
    const nearX = Math.max(other.box.left, Math.min(x, other.box.right));
    const nearY = Math.max(other.box.top, Math.min(y, other.box.bottom));
    return Math.hypot(x - nearX, y - nearY) < 12;
  });
  return all.filter((target) => small(target) && !inSentence(target.one) && crowded(target))
    .map(({ one, box }) => `${one.textContent.trim().slice(0, 30)} ${box.width}x${box.height}`);
}"""
WIDE_TEXT = """* {
  line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important;
}
p { margin-bottom: 2em !important; }"""
RESTYLE = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
INKS = """() => [...document.querySelectorAll(".array")].map((one) => {
  const [some, none] = [".some", ".none"].map((kind) => getComputedStyle(one.querySelector(kind)));
  return [getComputedStyle(document.body).color, some.fill, none.fill, none.stroke];
})"""
MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  return style.scrollBehavior === "smooth" || style.animationName !== "none"
    || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0);
}).map((one) => one.tagName)"""


def test_every_address_of_a_patient_is_among_the_pages_looked_at(places: dict[str, Place]):
    served = {str(pattern.name) for pattern in (*urls.patient, *urls.for_clinicians)}
    assert served - {place.name for place in places.values()} == PAGELESS


def faults(page: Page) -> list[str]:
    """All that does not fit or is too small on the page in front, by the kind of screen."""
    found: list[str] = []

    def fits(screen: str, width: int, height: int) -> None:
        page.set_viewport_size({"width": width, "height": height})
        wide, out = page.evaluate(STICKING_OUT)
        found.extend(f"{screen}: {one}" for one in [*out, *page.evaluate(CUT_OFF)])
        if wide:
            found.append(f"{screen}: the page scrolls sideways")

    fits("wide screen", 1280, 800)
    fits("phone", 320, 640)
    found.extend(f"too small for a finger: {one}" for one in page.evaluate(TOO_SMALL))
    fits("400 percent zoom", 320, 256)
    page.evaluate(RESTYLE, WIDE_TEXT)
    fits("phone with wide text", 320, 640)
    page.evaluate(RESTYLE, "html { font-size: 200% }")
    fits("phone with text twice as large", 320, 640)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_fits_a_phone_a_wide_screen_400_percent_zoom_and_wide_or_large_text(
    kind: str, page: Page, aid: Service, places: dict[str, Place]
):
    found: dict[str, list[str]] = {}
    for title, place in of_kind(places, kind).items():
        response = page.goto(place.address(aid))
        assert response is not None
        assert response.status == place.status, title
        page.evaluate(OPEN_ALL)
        found[title] = faults(page)
    assert {title: here for title, here in found.items() if here} == {}


def test_a_dark_screen_stays_dark_and_a_still_one_still(
    new_context: NewContext, aid: Service, places: dict[str, Place]
):
    page = new_context(color_scheme="dark", reduced_motion="reduce").new_page()
    light = """() => {
      const channels = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number);
      return Math.max(...channels) > 64;
    }"""
    for title in (
        "start",
        "question where",
        "guidance, defensible",
        "treatment exosomes",
        "compare",
        "offer",
    ):
        page.goto(places[title].address(aid))
        assert page.evaluate(MOVING) == [], title
        assert not page.evaluate(light), title


def test_answers_and_buttons_are_three_lines_high(page: Page, aid: Service, places: dict[str, Place]):
    """Trembling hands and small screens: the two things pressed most are at least 44 pixels high."""
    page.set_viewport_size({"width": 320, "height": 640})
    for title in ("question age", "question where", "paper", "compare", "guidance, crisis"):
        page.goto(places[title].address(aid))
        targets = page.locator("label.reply, .button, button:visible")
        assert targets.count() > 2
        heights = [box["height"] for one in targets.all() if (box := one.bounding_box())]
        assert min(heights) >= 44, title


@pytest.fixture
def forced_colors(new_context: NewContext) -> BrowserContext:
    return new_context(forced_colors="active")


def test_forced_colours_still_show_what_is_chosen_and_what_can_be_pressed(
    forced_colors: BrowserContext, aid: Service, places: dict[str, Place]
):
    page = forced_colors.new_page()
    page.goto(places["question where"].address(aid))
    sides = "one => getComputedStyle(one).borderLeftWidth"
    chosen = page.locator(".reply:has(:checked)").first
    others = page.locator(".reply:not(:has(:checked))").first
    assert chosen.evaluate(sides) != others.evaluate(sides)
    button = page.get_by_role("button", name="Continue")
    assert button.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)") >= 1
    button.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert button.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


def test_forced_colours_draw_counted_people_in_the_readers_own_ink(
    forced_colors: BrowserContext, aid: Service, places: dict[str, Place]
):
    """The people who are counted are filled with the colour of text, the others are outlined in it."""
    page = forced_colors.new_page()
    drawn = 0
    for title, place in places.items():
        if place.name != "treatment":
            continue
        page.goto(place.address(aid))
        for ink, filled, empty, outline in page.evaluate(INKS):
            drawn += 1
            assert (filled, empty, outline) == (ink, "none", ink), title
    assert drawn
