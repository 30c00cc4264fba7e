"""A staff member works in one tab, a patient in another: no cookie crosses over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Request

from decision_aid.engine.questionnaire import Answers
from tests.browser.person import Person, Witness, text_of
from tests.browser.service import Service, manage

PASSWORD = "a long walk by the sea"
PEOPLE = f"""
from django.contrib.auth.models import User
from decision_aid.clinics.models import Clinic
clinic = Clinic(slug="north", name="North Street", sells_exosomes=True, price_from=1800)
clinic.save()
clinic.people.add(User.objects.create_user("anna", password="{PASSWORD}"))
User.objects.create_superuser("op", password="{PASSWORD}")
"""
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def staffed_aid(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The aid with a clinic and its people."""
    var = tmp_path_factory.mktemp("staffed") / "var"
    manage(project, var, "migrate", "--verbosity", "0")
    manage(project, var, "shell", "--verbosity", "0", "--command", PEOPLE)
    service = Service(project, var)
    yield service
    service.stop()


def sign_in(context: BrowserContext, aid: Service, name: str) -> Person:
    person = Person(context.new_page())
    person.page.goto(aid.origin() + "/staff/")
    assert person.heading == "Sign in"
    person.page.get_by_label("Username").fill(name)
    person.page.get_by_label("Password").fill(PASSWORD)
    person.press("Sign in")
    return person


def cookie(request: Request) -> str:
    return request.all_headers().get("cookie", "")


def test_no_cookie_travels_to_or_from_a_patients_page_while_staff_work_in_another_tab(
    staffed_aid: Service, context: BrowserContext, case: Callable[..., Answers], tmp_path: Path
):
    asked: list[Request] = []
    context.on("request", lambda one: asked.append(one))  # noqa: PLW0108 - Playwright cannot mark a builtin
    anna = sign_in(context, staffed_aid, "anna")
    assert anna.heading == "Your clinics"
    kept = {
        (one["name"], one["path"], one["sameSite"], one["secure"], one["httpOnly"])
        for one in context.cookies()
    }
    # Not Secure, because this is the machine itself and plain HTTP: see tests/clinics/test_two_sides.py.
    assert kept == {(name, "/staff/", "Strict", False, True) for name in ("csrftoken", "sessionid")}

    patient = Person(context.new_page())
    patient.page.goto(staffed_aid.origin() + "/c/north/en/")
    assert "North Street" in patient.page.locator(".clinic").inner_text()
    patient.follow("Start")
    patient.walk(case("defensible-woman-on-minoxidil").given)
    anna.follow("Edit North Street")
    anna.page.get_by_label("Contact line").fill("555 0100")
    anna.press("Save")
    assert "Saved." in anna.words
    patient.follow("See what this means")
    patient.make_pdf(tmp_path / "guide.pdf")

    staffs = [one for one in asked if "/staff/" in one.url]
    patients = [one for one in asked if "/staff/" not in one.url]
    assert any("sessionid" in cookie(one) for one in staffs), "nobody was signed in, so nothing is shown"
    assert len([one for one in patients if "/c/north/" in one.url]) > 30
    assert [one.url for one in patients if cookie(one)] == []
    for one in patients:
        response = one.response()
        assert response is None or response.header_value("set-cookie") is None
    assert patient.page.evaluate("document.cookie") == ""


def test_the_staffs_pages_and_the_admin_work_under_our_policy(staffed_aid: Service, context: BrowserContext):
    witness = Witness(context)
    operator = sign_in(context, staffed_aid, "op")
    operator.follow("To the operator’s pages")
    for place in (
        "clinics/clinic/",
        "clinics/clinic/add/",
        "auth/user/add/",
        "admin/logentry/",
        "axes/accesslog/",
    ):
        operator.page.goto(f"{staffed_aid.origin()}/staff/admin/{place}")
        assert operator.page.locator("#content").is_visible()
    operator.page.goto(f"{staffed_aid.origin()}/staff/admin/clinics/clinic/add/")
    operator.page.wait_for_selector(".selector-available")  # made by the admin's own script
    assert witness.complaints == []


@pytest.mark.parametrize("place", ["", "clinics/north/", "clinics/north/counts/", "password/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_staff_page_fits_a_small_phone_and_has_no_barrier_that_axe_finds(
    place: str, scheme: str, staffed_aid: Service, context: BrowserContext
):
    person = sign_in(context, staffed_aid, "anna")
    person.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    person.page.set_viewport_size({"width": 320, "height": 640})
    person.page.goto(f"{staffed_aid.origin()}/staff/{place}")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 320
    axe = Path(__file__).parent.parent / "vendor" / "axe.min.js"
    person.page.evaluate(axe.read_text(encoding="utf-8"))
    found = person.page.evaluate("axe.run(document)")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


def test_the_form_of_a_clinic_works_with_the_keyboard_alone_and_leads_to_what_is_wrong(
    staffed_aid: Service, context: BrowserContext
):
    person = sign_in(context, staffed_aid, "anna")
    person.page.goto(f"{staffed_aid.origin()}/staff/clinics/north/")
    person.page.get_by_role("textbox", name="Accent color").fill("#ffcc00")
    person.page.keyboard.press("Enter")
    problem = person.page.get_by_role("alert")
    problem.wait_for()
    assert "The nearest shade that passes is" in text_of(problem.inner_text())
    problem.get_by_role("link", name="Accent color").focus()
    person.page.keyboard.press("Enter")
    field = person.page.get_by_role("textbox", name="Accent color")
    assert field.input_value() == "#ffcc00"
    described = field.get_attribute("aria-describedby") or ""
    assert "id_accent-error" in described.split()


def focused(person: Person) -> str:
    return str(person.page.evaluate("document.activeElement.id"))


def test_after_a_refused_save_the_focus_is_on_what_is_to_be_fixed_each_time(
    staffed_aid: Service, context: BrowserContext
):
    person = sign_in(context, staffed_aid, "anna")
    person.page.goto(f"{staffed_aid.origin()}/staff/clinics/north/")
    for color in ("#ffcc00", "#ffee00"):
        person.page.get_by_role("textbox", name="Accent color").fill(color)
        person.press("Save")
        problem = person.page.get_by_role("alert")
        problem.wait_for()
        assert color in problem.inner_text()
        person.page.wait_for_function("document.activeElement.id == 'problem'")
        problem.get_by_role("link", name="Accent color").click()  # leaves an anchor in the address
        assert focused(person) == "id_accent"


def test_an_accent_is_picked_without_script(staffed_aid: Service, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    person = sign_in(context, staffed_aid, "anna")
    person.page.goto(f"{staffed_aid.origin()}/staff/clinics/north/")
    picker = person.page.get_by_label("Pick a color")
    picker.fill("#7a1f5c")
    person.press("Save")
    assert "Saved." in person.words
    for field in (picker, person.page.get_by_role("textbox", name="Accent color")):
        assert field.input_value() == "#7a1f5c"
    context.close()
