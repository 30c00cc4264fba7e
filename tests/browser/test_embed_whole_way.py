"""The whole way of a clinic: made by the operator, dressed by its people, pasted, walked to a PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from decision_aid.engine.questionnaire import Answers
from tests.browser.clinic import Clinic
from tests.browser.conftest import NewContext
from tests.browser.embedded import BEFORE, LINK
from tests.browser.person import Person, is_refused
from tests.browser.service import Service, manage
from tests.documents.paper import Pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "a long walk by the sea"
PEOPLE = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("op", password="{PASSWORD}")
User.objects.create_user("anna", password="{PASSWORD}")
"""
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M2 2h36v16H2z"/></svg>'
INTEREST = "This clinic sells exosome treatment, from $1,800."
Case = Callable[..., Answers]


@pytest.fixture(scope="module")
def empty_aid(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The aid with an operator, somebody without a clinic, and no clinic; nobody may frame it."""
    var = tmp_path_factory.mktemp("empty") / "var"
    manage(project, var, "migrate", "--verbosity", "0")
    manage(project, var, "shell", "--verbosity", "0", "--command", PEOPLE)
    service = Service(project, var)
    yield service
    service.stop()


def signed_in(page: Page, aid: Service, name: str) -> Person:
    person = Person(page)
    page.goto(aid.origin("localhost") + "/staff/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    person.press("Sign in")
    return person


def made_by_the_operator(page: Page, aid: Service) -> None:
    signed_in(page, aid, "op")
    page.goto(aid.origin("localhost") + "/staff/admin/clinics/clinic/add/")
    page.locator("#id_name").fill("Northgate Hair")
    page.locator("#id_name").press("Tab")
    expect(page.locator("#id_slug")).to_have_value("northgate-hair")  # as the admin proposes it
    page.locator("#id_people_from").select_option(label="anna")
    page.locator("#id_people_add_link, #id_people_add").click()
    page.locator("#id_people_to option", has_text="anna").wait_for(state="attached")
    page.get_by_role("button", name="Save", exact=True).click()
    # Without saying whether it sells, there is no clinic.
    expect(page.get_by_text("Say whether your clinic sells exosome treatment.")).to_be_visible()
    page.get_by_label("Yes, this clinic sells exosome treatment").check()
    page.locator("#id_price_from").fill("1800")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def dressed_by_its_people(page: Page, aid: Service, clinic: Clinic) -> Person:
    anna = signed_in(page, aid, "anna")
    anna.follow("Edit Northgate Hair")
    page.get_by_label("Accent color").fill("#7a1f5c")
    page.get_by_label("Sites that may show the aid").fill(clinic.origin)
    page.locator("input[type=file]").set_input_files(
        {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": LOGO}
    )
    anna.press("Save")
    assert "Saved." in anna.words
    expect(page.locator("p.logo img")).to_be_visible()
    anna.follow("Make the snippet for your site")
    return anna


def the_aid_in(page: Page, mode: str) -> Person:
    """Where somebody is who reads the page and goes for the aid."""
    if mode in {"script", "frame"}:
        page.locator("iframe").scroll_into_view_if_needed()
        found = page.locator("iframe").element_handle().content_frame()
        assert found is not None
        expect(found.locator("h1")).to_be_visible()
        return Person(page, found)
    with page.expect_popup() as opening:
        page.locator("a", has_text=LINK).click()
    expect(opening.value.locator("h1")).to_be_visible()
    return Person(opening.value)


def test_a_clinic_of_its_own_from_nothing_to_the_papers_of_its_patients(
    new_context: NewContext, empty_aid: Service, clinic: Clinic, case: Case, tmp_path: Path
):
    made_by_the_operator(new_context().new_page(), empty_aid)
    making = new_context().new_page()
    dressed_by_its_people(making, empty_aid, clinic)
    address = making.url
    snippets = {}
    for mode in ("script", "frame", "button", "link"):
        making.goto(f"{address}&mode={mode}")
        snippets[mode] = making.locator("#snippet").input_value()
    assert len(set(snippets.values())) == 4

    for mode, snippet in snippets.items():
        page = new_context().new_page()
        page.goto(clinic.serves("/page", BEFORE + snippet))
        person = the_aid_in(page, mode)
        if person.page is page:
            assert is_refused(person.frame), "this browser does not block third-party storage"
        assert INTEREST in person.frame.locator("header").inner_text()
        logo = person.frame.locator("header img")
        assert logo.evaluate("async (one) => { await one.decode(); return one.naturalWidth }") > 0
        button = person.frame.get_by_role("link", name="Start", exact=True)
        assert button.evaluate("(one) => getComputedStyle(one).backgroundColor") == "rgb(122, 31, 92)"
        person.follow("Start")
        assert person.path == "/c/northgate-hair/en/questions/age/"
        person.walk(case("nothing-ticked").given)
        person.follow("See what this means")
        file = person.make_pdf(tmp_path / f"{mode}.pdf")
        assert INTEREST.replace(" ", "") in Pdf(file.read_bytes()).text().replace(" ", "")
