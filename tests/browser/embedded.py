"""A clinic's page with the snippet in it, and what a person or a web person can see of it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Frame, Locator, Page, expect

from tests.browser.clinic import Clinic
from tests.browser.person import Person
from tests.browser.service import Service

LINK = "Open the decision aid"
BEFORE = '<h1>A clinic</h1><p><label>Search <input id="search"></label></p>'
FAR = '<p style="height: 1500px">About us.</p>'
"""Enough to have to scroll."""

LISTEN = """() => {
  window.heard = [];
  window.addEventListener("message", (event) => window.heard.push(event.data), true);
}"""


def snippet(aid: Service, *, clinic: str = "demo", check: bool = False, **data: str) -> str:
    """As the generator writes it, with the address of the aid as other sites see it."""
    host = aid.origin("localhost")
    words = "".join(f' data-{name}="{value}"' for name, value in {"clinic": clinic, **data}.items())
    return (
        f'<p><a href="{host}/c/{clinic}/en/">{LINK}</a></p>'
        f'<script async src="{host}/embed/v1.js"{words}{" data-check" if check else ""}></script>'
    )


class Embedded:
    """The aid in a clinic's page, once it has said that it is there."""

    def __init__(self, page: Page, *, nth: int = 0) -> None:
        self.page = page
        self.box: Locator = page.locator("iframe").nth(nth)
        expect(page.locator("a", has_text=LINK).nth(nth)).to_be_hidden()
        found = self.box.element_handle().content_frame()
        assert found is not None
        self.frame: Frame = found
        self.person = Person(page, self.frame)

    @property
    def height(self) -> int:
        return int(self.box.evaluate("(one) => one.clientHeight"))

    @property
    def needed(self) -> int:
        return int(self.frame.evaluate("document.documentElement.offsetHeight"))

    @property
    def scrolled(self) -> int:
        return int(self.page.evaluate("Math.round(scrollY)"))

    def fits(self) -> int:
        """Waits until the frame is as high as its page and less than 100 pixels higher."""
        for _ in range(150):  # the page may still change, so both are asked for each time
            height = self.height
            inside = self.frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
            if inside and height % 100 == 0 and 0 <= height - self.needed < 100:
                return height
            self.page.wait_for_timeout(100)
        raise AssertionError(f"the frame is {self.height} pixels high and its page {self.needed}")

    def settles(self) -> None:
        """Waits for every message that is on its way."""
        self.fits()
        self.page.wait_for_timeout(300)

    def back(self) -> None:
        """One step back in the history of the whole window.

        As a task of its own, because the step may leave the very page that is asked to take it.
        """
        self.page.evaluate("void setTimeout(() => history.back())")

    def heading_at(self) -> float:
        """Where the heading is in the person's window."""
        box = self.frame.locator("h1").bounding_box()
        assert box is not None
        return box["y"]

    def focused(self) -> str:
        return str(self.frame.evaluate("document.activeElement.tagName + '#' + document.activeElement.id"))


def opened(page: Page, clinic: Clinic, body: str, **headers: str) -> Embedded:
    page.goto(clinic.serves("/page", body, **headers))
    page.locator("iframe").first.scroll_into_view_if_needed()
    return Embedded(page)


def messages(page: Page) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = page.evaluate("window.heard")
    return heard
