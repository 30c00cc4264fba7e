"""The doors of clinics: which exist, who may frame them, what holds while the database is away."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.fernet import Fernet

from decision_aid.web import content
from tests.web.clinics import UNREACHABLE
from tests.web.doors import main_of, without_clinic
from tests.web.journey import Journey, Page
from tests.web.people import ALL_FOUR, ON_NOTHING

pytestmark = pytest.mark.usefixtures("clinics")


# ---- Doors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/c/", "/c/demo", "/c/nobody/", "/c/nobody/en/", "/c/nobody/en/guidance/",
                                  "/c/demo/xx/", "/c/demo/fr/", "/c/elsewhere/en/", "/c/elsewhere/",
                                  "/c/demo/en", "/c/demo/en/nothing/", "/c/demo/kiosk/xx/",
                                  "/c/☃/en/"])  # fmt: skip
def test_a_door_that_does_not_exist_is_a_page_with_status_404(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert Page(response.text).h1 == "There is no such page"


@pytest.mark.parametrize("wanted", ["", "en", "fr, en;q=0.5", "xx", "nonsense;;q=q", "*"])
@pytest.mark.parametrize("door", ["", "/c/demo", "/c/demo/kiosk", f"/c/{UNREACHABLE}"])
def test_a_door_leads_to_the_start_in_a_language_offered_there(client, door, wanted):
    response = client.get(f"{door}/", headers={"Accept-Language": wanted})
    assert response.status_code == 302
    assert response["Location"] == f"{door}/en/"
    assert "Accept-Language" in response["Vary"]


def test_while_nobody_can_say_who_the_clinic_is_the_aid_goes_on_without_it(client, settings):
    journey = Journey(client, f"/c/{UNREACHABLE}/en/")
    note = "The clinic's page cannot be shown now. This is the same aid without it."
    assert note in journey.start().text
    assert note in journey.walk(ALL_FOUR).text
    page = journey.follow("See what this means")
    assert page.path == f"/c/{UNREACHABLE}/en/guidance/"
    assert note in page.text
    assert without_clinic(main_of(page.html)) == main_of(client.get(f"/en/guidance/?s={page.token}").text)
    assert client.get(f"/c/{UNREACHABLE}/en/guidance.pdf?s={page.token}").status_code == 200


# ---- Frames and posts -----------------------------------------------------------------------------


def framers(response: Any) -> list[str]:
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    return policy["frame-ancestors"].split()


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/en/", ["'self'", "https://run.example"]),
        ("/c/seller/en/", ["'self'", "https://bright.example", "https://www.bright.example"]),
        ("/c/seller/en/nothing/", ["'self'", "https://bright.example", "https://www.bright.example"]),
        ("/c/seller/en/guidance/?s=x", ["'self'", "https://bright.example", "https://www.bright.example"]),
        ("/c/seller/kiosk/en/", ["'self'", "https://bright.example", "https://www.bright.example"]),
        ("/c/honest/en/treatments/", ["'self'"]),
        ("/c/demo/en/", ["'self'", "https://run.example"]),
        (f"/c/{UNREACHABLE}/en/", ["'self'", "https://run.example"]),
        ("/c/nobody/en/", ["'self'", "https://run.example"]),
    ],
)
def test_a_page_may_be_framed_by_its_own_clinic_alone(client, settings, path, allowed):
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**directives, "frame-ancestors": ["'self'", "https://run.example"]}
    }
    assert framers(client.get(path)) == allowed


def test_where_nobody_may_frame_the_aid_the_demonstration_still_shows_in_our_own_pages(client, settings):
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**directives, "frame-ancestors": ["'none'"]}}
    assert framers(client.get("/en/")) == ["'none'"]
    assert framers(client.get("/c/demo/en/")) == ["'self'"]


@pytest.mark.parametrize("path", ["/c/demo/en/", "/c/demo/theme.css", "/en/", "/embed"])
def test_only_what_clinics_embed_may_be_loaded_from_elsewhere(client, path):
    assert client.get(path)["Cross-Origin-Resource-Policy"] == "same-origin"
    assert client.get("/embed/anything")["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_token_made_at_one_clinic_opens_at_another_and_a_made_up_one_nowhere(client):
    """There is nothing to keep apart: a token holds answers only, and only our key makes one.

    That a clinic cannot frame one that our own server made is in test_planted_answers.py.
    """
    token = Journey(client, "/c/seller/en/")
    token.start()
    made = token.walk(ON_NOTHING).token
    assert client.get(f"/c/honest/en/guidance/?s={made}").status_code == 200
    forged = Fernet(Fernet.generate_key()).encrypt(b"\0" * 128).decode().rstrip("=")
    for door in ("", "/c/seller", "/c/seller/kiosk"):
        assert client.get(f"{door}/en/guidance/?s={forged}").status_code == 400


# ---- Numbers past their check date ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("door", "headers", "withheld"),
    [
        ("", {}, False),
        ("", {"Sec-Fetch-Dest": "iframe"}, True),
        ("/c/demo", {}, True),
        ("/c/demo", {"Sec-Fetch-Dest": "iframe"}, True),
        ("/c/demo", {"Sec-Fetch-Dest": "document"}, False),
        (f"/c/{UNREACHABLE}", {"Sec-Fetch-Dest": "iframe"}, True),
    ],
)
def test_numbers_past_their_check_date_are_withheld_wherever_a_frame_may_be(
    client, settings, door, headers, withheld
):
    settings.TODAY = content.today().replace(year=2030)
    for path in ("treatments/", "treatments/exosomes/", "evidence/", "compare/"):
        page = client.get(f"{door}/en/{path}", headers=headers).text
        assert ("being updated" in page) == withheld
