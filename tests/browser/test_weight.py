"""How much comes over the wire: small for a first visit, tiny for every next question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page

from decision_aid.engine.questionnaire import Answers
from tests.browser.service import Service

pytestmark = pytest.mark.browser
KB = 1024


@dataclass
class Wire:
    """The bytes and requests of a page, headers and compression included, as Chromium counts them."""

    sizes: dict[str, float] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def listen(self, page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.requestServedFromCache", self._kept)
        session.on("Network.loadingFinished", self._came)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = event["request"]["url"]

    def _kept(self, event: dict[str, Any]) -> None:
        self.addresses.pop(event["requestId"], None)

    def _came(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def forget(self) -> None:
        self.sizes.clear()
        self.addresses.clear()

    @property
    def report(self) -> dict[str, float]:
        return {address: self.sizes.get(key, 0) for key, address in self.addresses.items()}


@pytest.fixture
def wire(page: Page) -> Wire:
    wire = Wire()
    wire.listen(page)
    return wire


def test_the_first_page_with_all_it_loads_is_60_kilobytes_in_8_requests(page: Page, wire: Wire, aid: Service):
    page.goto(aid.address("/"), wait_until="networkidle")
    assert any("/static/css/" in address for address in wire.report)
    assert sum(wire.report.values()) <= 60 * KB, wire.report
    assert len(wire.report) <= 8, wire.report


def test_every_next_question_is_4_kilobytes(
    page: Page, wire: Wire, aid: Service, case: Callable[..., Answers]
):
    answers = case("nothing-ticked")
    page.goto(aid.address("/en/"), wait_until="networkidle")
    for question in ("start", "scalp", "signs", "health", "tried", "exosomes"):
        wire.forget()
        page.goto(aid.address(f"/en/questions/{question}/", answers), wait_until="networkidle")
        assert wire.report
        assert sum(wire.report.values()) <= 4 * KB, wire.report
