"""Sign-in, sessions and cookies are awake below /staff/ and nowhere else."""

from __future__ import annotations

import pytest
from django.conf import settings as configured
from django.template import engines
from django.test import Client

from decision_aid.clinics import known
from tests.clinics.conftest import PASSWORD, found
from tests.web.journey import Journey
from tests.web.whole_journey import through_everything


def cookies_for(client: Client, path: str) -> set[str]:
    """The cookies a browser would send to this path."""
    return {name for name, one in client.cookies.items() if path.startswith(one["path"])}


def sign_in(client: Client, name: str = "anna", password: str = PASSWORD, **extra):
    return client.post("/staff/sign-in/", {"username": name, "password": password}, **extra)


def test_a_person_signs_in_and_gets_two_cookies_that_stay_below_staff(north, person):
    person("anna", north)
    client = Client(enforce_csrf_checks=True)
    client.get("/staff/sign-in/")
    token = client.cookies["csrftoken"].value
    response = client.post(
        "/staff/sign-in/", {"username": "anna", "password": PASSWORD, "csrfmiddlewaretoken": token}
    )
    assert response["Location"] == "/staff/"
    assert set(client.cookies) == {"csrftoken", "sessionid"}
    for cookie in client.cookies.values():
        assert cookie["path"] == "/staff/"
        assert cookie["samesite"] == "Strict"
        assert cookie["httponly"]
        assert cookie["secure"]
        assert not cookie["domain"]
    assert cookies_for(client, "/staff/clinics/north/") == {"csrftoken", "sessionid"}
    for path in ("/", "/en/", "/c/north/en/", "/c/demo/", "/embed/v1.js", "/static/css/aid.css", "/staff"):
        assert cookies_for(client, path) == set(), path


@pytest.mark.parametrize(
    ("host", "public", "https", "secure"),
    [
        ("127.0.0.1:8000", "", False, False),
        ("localhost:8000", "", False, False),
        ("[::1]:8000", "", False, False),
        ("localhost:8000", "", True, True),
        ("localhost:8000", "https://aid.example", False, True),
        ("aid.example", "", False, True),
        ("localhost.aid.example", "", False, True),
    ],
)
def test_only_on_somebodys_own_machine_do_the_cookies_go_without_https(
    *, host, public, https, secure, north, person, settings
):
    """Safari and WebKitGTK send no Secure cookie to http://localhost: `make run` would lock them out."""
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["*"], public
    person("anna", north)
    client = Client()
    client.get("/staff/sign-in/", headers={"host": host}, secure=https)
    sign_in(client, headers={"host": host}, secure=https)
    assert {name: bool(one["secure"]) for name, one in client.cookies.items()} == {
        "csrftoken": secure,
        "sessionid": secure,
    }


def test_messages_travel_in_the_session_not_in_a_cookie_of_their_own(north, person, signed_in):
    client = signed_in(person("anna", north))
    sent = {"name": "North", "sells_exosomes": "False", "region": "us", "languages": ["en"]}
    client.post("/staff/clinics/north/", sent)
    assert set(client.cookies) == {"sessionid"}
    assert "Saved." in client.get("/staff/").text


@pytest.mark.parametrize("door", ["/en/", "/c/north/en/"])
def test_a_whole_journey_of_somebody_signed_in_sends_no_cookie_and_asks_nothing(
    *, door, north, person, signed_in, django_assert_num_queries, monkeypatch
):
    client = signed_in(person("anna", north))
    # Clinics are read again every half minute, beside the pages: not in the middle of this, however slow.
    monkeypatch.setattr(known, "FRESH", float("inf"))
    assert found("north").name == "North Street"
    # Worse than any browser: the test client sends its cookies everywhere.
    with django_assert_num_queries(0):
        journey = Journey(client, door)
        through_everything(journey)
    assert len(journey.responses) > 50
    walked = [one for one in journey.responses if one.wsgi_request.path.startswith(door)]
    assert len(walked) > 50
    assert door == "/en/" or "<b>North Street</b>" in walked[0].text
    for response in journey.responses:
        request = response.wsgi_request
        assert "Set-Cookie" not in response.headers
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()
        assert not hasattr(request, "session")
        assert not hasattr(request, "user")
        assert not hasattr(request, "_messages")
        assert "CSRF_COOKIE" not in request.META
        assert (
            "anna" not in response.text if response.get("Content-Type", "").startswith("text/html") else True
        )


def test_a_patients_page_is_the_same_byte_for_byte_whoever_is_signed_in(north, person, signed_in):
    client = signed_in(person("anna", north))
    for path in ("/en/", "/en/questions/age/", "/en/offer/", "/en/evidence/", "/c/north/en/questions/age/"):
        assert client.get(path).content == Client().get(path).content


def test_patients_templates_know_nothing_of_users_and_the_staffs_do():
    patients, staff = (
        set(engines[name].engine.context_processors)  # type: ignore[attr-defined]
        for name in ("django", "staff")
    )
    assert patients == {"decision_aid.web.context.aid"}
    assert {
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "django.template.context_processors.request",
    } <= staff


def test_every_class_of_djangos_is_wrapped():
    stock = [
        one for one in configured.MIDDLEWARE if "contrib" in one or "csrf" in one or "axes" in one.lower()
    ]
    assert [one for one in stock if not one.startswith("decision_aid.clinics.gate.Staff")] == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/staff/", 302),
        ("GET", "/staff/sign-in/", 200),
        ("POST", "/staff/sign-in/", 403),
        ("GET", "/staff/nothing/", 404),
        ("GET", "/staff/admin/", 302),
        ("GET", "/staff/admin/nothing/", 302),
        ("GET", "/staff/clinics/north/counts.csv", 302),
    ],
)
@pytest.mark.django_db
def test_no_staff_page_can_be_framed_kept_or_listed(method, path, status):
    response = Client(enforce_csrf_checks=True).generic(method, path)
    assert response.status_code == status
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_staff_page_stays_unframable_where_others_may_be_framed(client, settings, db):
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**policy, "frame-ancestors": ["https://clinic.example"]}
    }
    assert "frame-ancestors 'none'" in client.get("/staff/sign-in/")["Content-Security-Policy"]
    assert "frame-ancestors https://clinic.example" in client.get("/en/")["Content-Security-Policy"]


def test_a_post_from_another_site_or_without_our_token_changes_nothing(north, person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("anna", north), backend="django.contrib.auth.backends.ModelBackend")
    sent = {"name": "Changed", "sells_exosomes": "False", "region": "us", "languages": ["en"]}
    page = client.get("/staff/clinics/north/")
    token = page.context["csrf_token"]
    assert client.post("/staff/clinics/north/", sent).status_code == 403
    with_token = {**sent, "csrfmiddlewaretoken": str(token)}
    for headers in (
        {"Origin": "https://clinic.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://other.testserver"},
        {"Origin": "null"},
    ):
        assert client.post("/staff/clinics/north/", with_token, headers=headers).status_code == 403
    north.refresh_from_db()
    assert north.name == "North Street"
    assert client.post("/staff/clinics/north/", with_token).status_code == 303


def test_signing_out_ends_the_session(north, person, signed_in):
    client = signed_in(person("anna", north))
    assert client.get("/staff/sign-out/").status_code == 405
    assert client.post("/staff/sign-out/")["Location"] == "/staff/"
    assert client.get("/staff/")["Location"].startswith("/staff/sign-in/")


def test_after_the_sign_in_nobody_is_led_to_another_site(north, person):
    person("anna", north)
    for address in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        sent = {"username": "anna", "password": PASSWORD, "next": address}
        assert Client().post("/staff/sign-in/", sent)["Location"] == "/staff/"


def test_there_is_one_door_for_the_operator_too(client, person):
    person("op", operator=True)
    first = client.get("/staff/admin/")
    response = client.get(first["Location"])
    assert response["Location"] == "/staff/sign-in/?next=/staff/admin/"
    assert client.get("/staff")["Location"] == "/staff/"


def test_a_clinics_person_at_the_operators_door_is_told_so_and_not_sent_in_circles(north, person, signed_in):
    client = signed_in(person("anna", north))
    response = client.get("/staff/admin/", follow=True)
    assert response.status_code == 404
    assert "This page is not here" in response.text
    assert len(response.redirect_chain) == 1
    operator = signed_in(person("op", operator=True))
    assert operator.get("/staff/admin/login/?next=/staff/admin/", follow=True).status_code == 200


def test_a_wrong_password_is_told_at_the_status_of_something_to_fix(north, person):
    person("anna", north)
    response = sign_in(Client(), password="a wrong guess")
    assert response.status_code == 422
    assert "There is something to fix" in response.text
