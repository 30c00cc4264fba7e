"""What the clinic's page and the frame say: three types, to nobody else, believed from nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from decision_aid.engine.questionnaire import Answers
from tests.browser.clinic import Clinic
from tests.browser.embedded import BEFORE, LISTEN, messages, opened, snippet
from tests.browser.service import Service

pytestmark = pytest.mark.browser
Case = Callable[..., Answers]


def test_the_clinics_page_hears_three_kinds_of_message_and_nothing_of_the_answers(
    page: Page, framed_aid: Service, clinic: Clinic, case: Case
):
    page.add_init_script(f"({LISTEN})()")
    aid = opened(page, clinic, BEFORE + snippet(framed_aid))
    page.evaluate(
        "() => document.addEventListener('aid-moved', (one) => { window.moves = (window.moves || 0) + 1 })"
    )
    aid.person.follow("Start")
    met = aid.person.walk(case("nothing-ticked").given)
    aid.person.follow("See what this means")
    aid.settles()
    heard = messages(page)
    assert [one["type"] for one in heard].count("ready") == 1
    assert [one["type"] for one in heard].count("moved") == len(met) + 2
    assert page.evaluate("window.moves") == len(met) + 2
    for one in heard:
        assert one["aid"] == 1
        assert one["type"] in {"ready", "height", "moved"}
        assert set(one) <= {"aid", "type", "height", "top"}
        assert one["height"] % 100 == 0
        assert one.get("top", 0) % 10 == 0


@pytest.mark.parametrize("width", [320, 375, 768, 1200])
def test_what_is_said_of_the_crisis_page_and_of_the_young_ones_is_said_of_questions_too(
    width: int, page: Page, framed_aid: Service, clinic: Clinic, case: Case
):
    page.add_init_script(f"({LISTEN})()")
    page.set_viewport_size({"width": width, "height": 800})
    aid = opened(page, clinic, BEFORE + snippet(framed_aid))

    def said(path: str, answers: Answers) -> set[tuple[int, int]]:
        address = framed_aid.address(f"/c/demo/en/{path}", answers, host="localhost")
        page.evaluate("() => { window.heard = [] }")
        with aid.frame.expect_navigation():
            aid.frame.evaluate("(to) => void setTimeout(() => location.replace(to))", address)
        aid.settles()
        tops = {one["top"] for one in messages(page) if "top" in one}
        return {(one["height"], top) for one in messages(page) for top in tops}

    adult = case("nothing-ticked")
    asked = [said(f"questions/{one}/", adult) for one in ("age", "start", "cancer", "examined", "mood")]
    for answers in (
        adult.with_({"mood": ("self-harm",)}),
        Answers({"age": ("12-17",)}),
        Answers({"age": ("under-12",)}),
    ):
        found = said("guidance/", answers)
        assert found
        assert all(found <= one for one in asked)
    # And not because every page says the same.
    assert not said("questions/exosomes/", case("defensible-woman-on-minoxidil")) <= asked[0]


def test_messages_of_anybody_else_are_ignored(page: Page, framed_aid: Service, clinic: Clinic):
    forged = "{ aid: 1, type: 'height', height: 9900 }"
    clinic.serves("/evil", f"<script>parent.postMessage({forged}, '*')</script>")
    aid = opened(page, clinic, BEFORE + snippet(framed_aid))
    before = aid.fits()
    page.evaluate(f"window.postMessage({forged}, '*')")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<iframe src=/evil></iframe>')")
    page.wait_for_timeout(500)
    assert aid.height == before
    # Even the frame itself, once something else is shown in it.
    aid.box.evaluate("(one) => { one.src = '/evil' }")
    page.wait_for_timeout(500)
    assert aid.height == before


def test_the_aid_answers_only_the_page_around_it(page: Page, framed_aid: Service, clinic: Clinic):
    page.add_init_script(f"({LISTEN})()")
    aid = opened(page, clinic, BEFORE + snippet(framed_aid))
    aid.settles()
    before = len(messages(page))
    clinic.serves("/nosy", "<script>parent.frames[0].postMessage({ aid: 1, type: 'hello' }, '*')</script>")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<iframe id=nosy src=/nosy></iframe>')")
    page.wait_for_timeout(500)
    nosy = page.locator("#nosy").element_handle().content_frame()
    assert nosy is not None
    assert nosy.evaluate("window.heard") == []
    assert len(messages(page)) == before
    aid.frame.evaluate("document.documentElement.style.fontSize = '200%'")
    aid.fits()
    assert nosy.evaluate("window.heard") == []


def test_a_height_without_sense_is_brought_within_bounds(page: Page, framed_aid: Service, clinic: Clinic):
    aid = opened(page, clinic, BEFORE + snippet(framed_aid))
    aid.settles()
    for told, shown in (("1e9", 60000), ("1", 200)):
        aid.frame.evaluate(f"parent.postMessage({{ aid: 1, type: 'height', height: {told} }}, '*')")
        expect(aid.box).to_have_js_property("clientHeight", shown)
    for told in ("-5", "'x'", "null", "{}"):
        aid.frame.evaluate(f"parent.postMessage({{ aid: 1, type: 'height', height: {told} }}, '*')")
        page.wait_for_timeout(100)
        assert aid.height == 200
