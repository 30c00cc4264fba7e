"""Back, reload, two tabs, Leave and Clear: the browser's own ways of moving work as people expect."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from decision_aid.engine.questionnaire import Answers
from tests.browser.clinic import Clinic, framed_person
from tests.browser.conftest import NewContext
from tests.browser.person import Person
from tests.browser.service import TOO_OLD, Service

pytestmark = pytest.mark.browser
Case = Callable[..., Answers]
LEAVE_TO = "https://www.weather.gov/**"


def chosen(person: Person) -> set[str]:
    values: list[str] = person.frame.locator("main form :checked").evaluate_all(
        "all => all.map((one) => one.value)"
    )
    return set(values)


@pytest.fixture
def walking(person: Person, aid: Service) -> Person:
    """Somebody on the third page, with two pages answered."""
    person.page.goto(aid.address("/en/"))
    person.follow("Start")
    person.fill({"age": ("18-49",)})
    person.press("Continue")
    person.fill({"onset": ("years",), "pace": ("slow",)})
    person.press("Continue")
    assert person.path == "/en/questions/where/"
    return person


def test_the_back_link_shows_the_previous_question_with_its_answers(walking: Person):
    walking.follow("Back")
    assert walking.path == "/en/questions/start/"
    assert chosen(walking) == {"years", "slow"}
    walking.follow("Back")
    assert walking.path == "/en/questions/age/"
    assert chosen(walking) == {"18-49"}


def test_the_back_button_shows_the_previous_question_with_its_answers(walking: Person):
    walking.page.go_back()
    assert walking.path == "/en/questions/start/"
    assert chosen(walking) == {"years", "slow"}
    walking.page.go_back()
    assert walking.path == "/en/questions/age/"
    assert chosen(walking) == {"18-49"}
    walking.page.go_forward()
    walking.page.go_forward()
    assert walking.path == "/en/questions/where/"


def test_a_changed_answer_keeps_all_the_others(walking: Person):
    walking.follow("Back")
    walking.fill({"onset": ("weeks",), "pace": ("slow",)})
    walking.press("Continue")
    assert walking.path == "/en/questions/where/"
    walking.follow("Back")
    assert chosen(walking) == {"weeks", "slow"}


def test_reloading_keeps_the_place_and_the_answers(walking: Person):
    walking.follow("Back")
    address = walking.frame.url
    walking.page.reload()
    assert walking.frame.url == address
    assert chosen(walking) == {"years", "slow"}


def test_reloading_after_an_error_does_not_lose_the_place(walking: Person):
    walking.press("Continue")
    assert "There is something to fix" in walking.words
    walking.page.reload()
    assert walking.path == "/en/questions/where/"


def test_two_tabs_do_not_know_of_each_other(walking: Person, context: BrowserContext):
    other = Person(context.new_page())
    other.page.goto(walking.frame.url)
    other.fill({"where": ("crown",)})
    other.press("Continue")
    walking.fill({"where": ("none",)})
    walking.press("Continue")
    other.follow("Back")
    walking.follow("Back")
    assert chosen(other) == {"crown"}
    assert chosen(walking) == {"none"}


@pytest.mark.parametrize("framed", [False, True], ids=["by itself", "in a frame"])
def test_each_answered_page_adds_exactly_one_step_to_the_history(
    framed: bool, page: Page, aid: Service, framed_aid: Service, clinic: Clinic
):
    if framed:
        person = framed_person(page, clinic, framed_aid.address("/en/questions/age/", host="localhost"))
    else:
        person = Person(page)
        page.goto(aid.address("/en/questions/age/"))
    long = "history.length"
    before = page.evaluate(long)
    assert before == 2  # the empty tab and this page; the frame adds none of its own
    for step, answers in enumerate(
        ({"age": ("18-49",)}, {"onset": ("years",), "pace": ("slow",)}, {"where": ("crown",)}), start=1
    ):
        person.fill(answers)
        person.press("Continue")
        assert page.evaluate(long) == before + step


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_clear_my_answers_leads_to_a_start_that_knows_nothing(
    script: bool, new_context: NewContext, aid: Service, case: Case
):
    person = Person(new_context(java_script_enabled=script).new_page())
    person.page.goto(aid.address("/en/guidance/", case("nothing-ticked")))
    steps = person.page.evaluate("history.length")
    person.follow("Clear my answers")
    assert person.frame.url == aid.address("/en/")
    assert person.page.locator("a[href*='s=']").count() == 0
    assert person.page.evaluate("history.length") == steps + (0 if script else 1)


def _weather(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<title>Weather</title>")


def test_leave_takes_the_page_out_of_the_history(context: BrowserContext, aid: Service, case: Case):
    context.route(LEAVE_TO, _weather)
    page = context.new_page()
    page.goto(aid.address("/en/about/"))
    page.goto(aid.address("/en/guidance/", case("nothing-ticked")))
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_url(LEAVE_TO)
    assert page.title() == "Weather"
    page.go_back()
    assert page.url == aid.address("/en/about/")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_leave_in_a_frame_leaves_the_clinics_page_too(
    script: bool, new_context: NewContext, framed_aid: Service, clinic: Clinic
):
    context = new_context(java_script_enabled=script)
    context.route(LEAVE_TO, _weather)
    person = framed_person(context.new_page(), clinic, framed_aid.address("/en/", host="localhost"))
    person.frame.get_by_role("link", name="Leave now").click()
    person.page.wait_for_url(LEAVE_TO)
    assert person.page.title() == "Weather"


def test_leaving_tells_nobody_where_one_came_from(context: BrowserContext, aid: Service, case: Case):
    seen: list[dict[str, str]] = []

    def note(route: Route) -> None:
        seen.append(route.request.all_headers())
        _weather(route)

    context.route(LEAVE_TO, note)
    page = context.new_page()
    page.goto(aid.address("/en/guidance/", case("nothing-ticked")))
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_url(LEAVE_TO)
    assert [one.get("referer") for one in seen] == [None]


@pytest.mark.parametrize(
    ("kind", "status", "heading"),
    [("old", 410, "This page is too old"), ("damaged", 400, "We cannot read this address")],
)
@pytest.mark.parametrize("path", ["/en/questions/where/", "/en/guidance/", "/en/guidance.pdf"])
def test_an_old_or_damaged_address_gets_a_kind_page_with_a_way_on(
    *, kind: str, status: int, heading: str, path: str, person: Person, aid: Service, case: Case
):
    token = aid.token(case("nothing-ticked"), hours_old=TOO_OLD if kind == "old" else 0)
    if kind == "damaged":
        token = f"{token[:60]}{'A' if token[60] != 'A' else 'B'}{token[61:]}"
    response = person.page.goto(f"{aid.origin()}{path}?s={token}")
    assert response is not None
    assert response.status == status
    assert person.heading == heading
    assert token not in person.page.content()
    person.follow("Start again")
    assert person.frame.url == aid.address("/en/")


def test_a_page_of_another_site_cannot_send_answers(context: BrowserContext, aid: Service):
    page = context.new_page()
    form = (
        f'<form method="post" action="{aid.address("/en/questions/age/")}">'
        '<input name="age" value="18-49"><button>Win a prize</button></form>'
    )
    page.route("https://elsewhere.example/", lambda route: route.fulfill(content_type="text/html", body=form))
    page.goto("https://elsewhere.example/")
    with page.expect_response("**/questions/age/") as answer:
        page.get_by_role("button").click()
    assert answer.value.status == 403
    assert page.locator("h1").inner_text() == "This came from another site"
