"""A clinic's page cannot put answers into its frame, and nobody in the frame loses their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Frame, Page, expect

from decision_aid.engine.questionnaire import Answers
from tests.browser.clinic import Clinic, framed_person
from tests.browser.conftest import NewContext
from tests.browser.embedded import BEFORE
from tests.browser.person import Person
from tests.browser.service import Service

pytestmark = pytest.mark.browser
Case = Callable[..., Answers]
ASKED = "Are these your answers?"
STANDING = "An experiment you could defend"
WAYS = {
    "iframe": '<iframe src="{}" width="600" height="900"></iframe>',
    "embed": '<embed src="{}" type="text/html" width="600" height="900">',
    "object": '<object data="{}" type="text/html" width="600" height="900"></object>',
}
LATER = {
    "its src": "(to) => { document.querySelector('iframe').src = to }",
    "its location": "(to) => { frames[0].location = to }",
    "a named link": "(to) => { const one = document.createElement('a');"
    " one.href = to; one.target = 'aid'; document.body.append(one); one.click() }",
    "a form that asks": "(to) => { const one = document.createElement('form');"
    " one.action = to.split('?')[0]; one.target = 'aid';"
    " one.innerHTML = `<input name=s value='${to.split('s=')[1]}'>`;"
    " document.body.append(one); one.submit() }",
}


def defensible(aid: Service, case: Case, path: str = "/c/demo/en/guidance/") -> str:
    return aid.address(path, case("defensible-woman-on-minoxidil"), host="localhost")


def inner(page: Page) -> Frame:
    """The frame in the page; without script nothing says when it is there."""
    for _ in range(200):
        others = [one for one in page.frames if one is not page.main_frame]
        if others:
            return others[0]
        page.wait_for_timeout(50)
    raise AssertionError("the clinic's page has no frame")


def test_the_standing_is_there_for_who_walks_to_it(page: Page, framed_aid: Service, case: Case):
    """Or the tests below would prove nothing."""
    page.goto(defensible(framed_aid, case))
    expect(page.get_by_text(STANDING).first).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("way", WAYS)
def test_a_page_that_is_made_with_somebodys_address_lands_on_no_standing(
    *, way: str, script: bool, new_context: NewContext, framed_aid: Service, clinic: Clinic, case: Case
):
    page = new_context(java_script_enabled=script).new_page()
    clinic.serves("/made", BEFORE + WAYS[way].format(defensible(framed_aid, case)))
    page.goto(f"{clinic.origin}/made")
    frame = inner(page)
    expect(frame.locator("h1")).to_have_text(ASKED)
    assert STANDING not in frame.locator("body").inner_text()
    person = Person(page, frame)
    person.follow("Start new")
    assert (person.path, person.token) == ("/c/demo/en/", "")


@pytest.mark.parametrize("way", LATER)
def test_a_page_that_sends_its_frame_on_lands_on_no_standing(
    way: str, page: Page, framed_aid: Service, clinic: Clinic, case: Case
):
    start = framed_aid.address("/c/demo/en/", host="localhost")
    page.goto(clinic.serves("/made", f'<iframe name="aid" src="{start}" width="600" height="900"></iframe>'))
    person = Person(page, inner(page))
    person.follow("Start")
    with person.frame.expect_navigation():
        page.evaluate(LATER[way], defensible(framed_aid, case))
    assert person.heading == ASKED
    assert STANDING not in person.frame.locator("body").inner_text()


def _step(session: CDPSession, by: int) -> None:
    """A press of the browser's own button, which works without script too."""
    history = session.send("Page.getNavigationHistory")
    there = history["entries"][history["currentIndex"] + by]
    session.send("Page.navigateToHistoryEntry", {"entryId": there["id"]})


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_back_forward_and_coming_back_keep_the_answers_in_the_frame(
    *, script: bool, new_context: NewContext, framed_aid: Service, clinic: Clinic
):
    context = new_context(java_script_enabled=script)
    page = context.new_page()
    person = framed_person(page, clinic, framed_aid.address("/c/demo/en/questions/age/", host="localhost"))
    walked = []
    for answers in ({"age": ("18-49",)}, {"onset": ("years",), "pace": ("slow",)}, {"where": ("crown",)}):
        person.fill(answers)
        person.press("Continue")
        walked.append((person.frame.url, person.heading))
    start, where, scalp = walked
    session = context.new_cdp_session(page)
    for by, (address, heading) in ((-1, where), (-1, start), (1, where), (1, scalp)):
        _step(session, by)
        person.frame.wait_for_url(address)
        expect(person.frame.locator("h1")).to_have_text(heading)
    page.goto(clinic.serves("/elsewhere", "<h1>Elsewhere</h1>"))
    _step(session, -1)
    page.wait_for_url(f"{clinic.origin}/")
    back = inner(page)
    back.wait_for_url(scalp[0])
    expect(back.locator("h1")).to_have_text(scalp[1])
    Person(page, back).follow("Back")
    expect(back.locator("main form :checked")).to_have_count(1)


def test_a_frame_that_is_loaded_anew_keeps_the_answers(page: Page, framed_aid: Service, clinic: Clinic):
    person = framed_person(page, clinic, framed_aid.address("/c/demo/en/questions/age/", host="localhost"))
    person.fill({"age": ("18-49",)})
    person.press("Continue")
    token = person.token
    with person.frame.expect_navigation():
        person.frame.evaluate("void setTimeout(() => location.reload())")
    assert (person.path, person.token) == ("/c/demo/en/questions/start/", token)
    assert person.heading != ASKED


def test_somebody_who_is_asked_all_the_same_gets_the_answers_back(
    page: Page, framed_aid: Service, clinic: Clinic, case: Case
):
    page.goto(clinic.serves("/made", WAYS["iframe"].format(defensible(framed_aid, case))))
    person = Person(page, inner(page))
    expect(person.frame.locator("h1")).to_have_text(ASKED)
    person.follow("Show my answers")
    assert person.heading == "Check your answers"
    person.follow("See what this means")
    assert STANDING in person.words


def test_a_clinics_page_cannot_send_answers_into_its_frame(page: Page, framed_aid: Service, clinic: Clinic):
    start = framed_aid.address("/c/demo/en/", host="localhost")
    to = framed_aid.address("/c/demo/en/questions/age/", host="localhost")
    page.goto(
        clinic.serves(
            "/made",
            f'<form method="post" action="{to}" target="aid"><input name="age" value="18-49">'
            "<button>Win a prize</button></form>"
            f'<iframe name="aid" src="{start}" width="600" height="900"></iframe>',
        )
    )
    person = Person(page, inner(page))
    person.frame.wait_for_load_state()
    with page.expect_response("**/questions/age/") as answer, person.frame.expect_navigation():
        page.get_by_role("button", name="Win a prize").click()
    assert answer.value.status == 403
    assert person.heading == "This came from another site"
    assert (person.path, person.token) == ("/c/demo/en/questions/age/", "")
