"""The staff area: people of a clinic read and change their own, and nothing of another's."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from decision_aid.clinics import known
from decision_aid.clinics.models import Clinic, DailyCount
from tests.clinics.conftest import PASSWORD, found
from tests.clinics.test_logos import HARMFUL, LOGO, png
from tests.web.journey import Page

SENT = {
    "name": "A new name",
    "sells_exosomes": "True",
    "price_from": "2500",
    "accent": "#1F5F6B",
    "contact": "555 0100",
    "booking": "https://north.example/book",
    "region": "uk",
    "languages": ["en"],
    "origins": "https://north.example\n\nhttps://www.north.example/\n",
}


def every_address(found: object = None, before: str = "") -> list[str]:
    """All patterns below /staff/ as Django knows them, so that a new one cannot be left out."""
    addresses = []
    for one in (found or get_resolver()).url_patterns:  # type: ignore[attr-defined]
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            addresses += every_address(one, route) if (route + "staff/").startswith("staff") else []
        elif isinstance(one, URLPattern) and route.startswith("staff"):
            addresses.append(route)
    return addresses


def filled(route: str, slug: str = "", key: object = "") -> str:
    route = re.sub(r"<slug:\w+>", slug, route)
    route = re.sub(r"<(path|int):\w+>", str(key), route)
    route = re.sub(r"\(\?P<\w+>.*?\)\$$", "nothing/here", route)  # the admin's catch-all and its app list
    return "/" + route.replace("^", "").replace("$", "")


OURS = [route for route in every_address() if not route.startswith("staff/admin/")]
OPERATORS = [route for route in every_address() if route.startswith("staff/admin/")]
OPEN = {"staff", "staff/sign-in/", "staff/sign-out/"}


def state() -> list[object]:
    return [
        *Clinic.objects.order_by("id").values(),
        *Clinic.people.through.objects.order_by("id").values(),
        *DailyCount.objects.order_by("id").values(),
    ]


def test_the_addresses_are_all_found():
    assert set(OURS) == {
        *OPEN,
        "staff/",
        "staff/password/",
        "staff/clinics/<slug:slug>/",
        "staff/clinics/<slug:slug>/logo/",
        "staff/clinics/<slug:slug>/counts/",
        "staff/clinics/<slug:slug>/counts.csv",
    }
    assert len(OPERATORS) > 30


@pytest.fixture
def anna(north, south, person, signed_in) -> Client:
    """Signed in, one of North's people. South has a count of its own."""
    DailyCount.objects.create(clinic=south, day="2026-11-10", language="en", started=77)
    return signed_in(person("anna", north))


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("route", [route for route in OURS if "<slug:slug>" in route])
def test_of_another_clinic_nothing_can_be_read_or_changed(route, method, south, anna):
    client = anna
    before = state()
    others = getattr(client, method)(filled(route, "south"), {**SENT, "slug": "south", "id": south.pk})
    absent = getattr(client, method)(filled(route, "nowhere"), SENT)
    assert others.status_code == absent.status_code == 404
    assert Page(others.text).text == Page(absent.text).text
    assert "South Hill" not in others.text
    assert state() == before


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", OURS + OPERATORS)
def test_who_is_not_signed_in_is_led_to_the_sign_in_and_changes_nothing(route, method, north, south, client):
    before = state()
    response = getattr(client, method)(filled(route, "north", north.pk), SENT)
    if route not in OPEN | {"staff/admin/login/"}:
        if response.status_code != 404:
            assert response.status_code in {301, 302}, route
            assert "/staff/" in response["Location"]
        assert "North Street" not in response.text
    assert state() == before


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", OPERATORS)
def test_a_clinics_person_reaches_nothing_of_the_operators(*, route, method, north, south, anna):
    client = anna
    before = state()
    for key in (north.pk, south.pk):
        response = getattr(client, method)(filled(route, "south", key), SENT)
        if "logout" not in route:
            assert response.status_code in {301, 302, 403, 404}, route
            assert "South Hill" not in response.text
    assert state() == before


def test_a_post_cannot_reach_over_to_another_clinic_by_its_fields(north, south, person, signed_in):
    client = signed_in(person("anna", north))
    sent = {**SENT, "id": south.pk, "pk": south.pk, "slug": "south", "people": "", "created": "2020-01-01"}
    assert client.post("/staff/clinics/north/", sent).status_code == 303
    north.refresh_from_db()
    assert (north.slug, north.name) == ("north", "A new name")
    assert north.people.count() == 1
    assert north.created.year != 2020
    assert Clinic.objects.get(pk=south.pk).name == "South Hill"


def test_a_person_taken_from_a_clinic_loses_it_at_once(north, person, signed_in):
    anna = person("anna", north)
    client = signed_in(anna)
    assert client.get("/staff/clinics/north/").status_code == 200
    north.people.remove(anna)
    assert client.get("/staff/clinics/north/").status_code == 404
    anna.is_active = False
    anna.save()
    assert client.get("/staff/").status_code == 302


def test_a_person_sees_their_clinics_and_no_others(north, south, person, signed_in):
    page = Page(signed_in(person("anna", north)).get("/staff/").text)
    assert "North Street" in page.text
    assert "South" not in page.text
    assert "operator" not in page.text
    assert "No clinic is yours" in signed_in(person("ben")).get("/staff/").text


def test_all_that_a_clinic_sets_is_saved_in_one_spelling_and_holds_at_once(north, person, signed_in):
    known.find("north")
    client = signed_in(person("anna", north))
    response = client.post(
        "/staff/clinics/north/", {**SENT, "new_logo": SimpleUploadedFile("l.svg", LOGO)}, follow=True
    )
    assert "Saved." in response.text
    assert known.find("north") == known.Clinic(
        slug="north",
        name="A new name",
        accent="#1f5f6b",
        contact="555 0100",
        booking="https://north.example/book",
        region="uk",
        origins=("https://north.example", "https://www.north.example"),
        sells=True,
        price_from=2500,
        logo=Clinic.objects.get().logo_mark,
    )
    assert client.get("/staff/clinics/north/logo/").content == (known.logo("north") or (b"",))[0]
    assert "https://north.example\nhttps://www.north.example</textarea>" in response.text


def test_every_change_is_on_record_with_who_and_what(north, person, signed_in):
    anna = person("anna", north)
    signed_in(anna).post("/staff/clinics/north/", SENT)
    entry = LogEntry.objects.get()
    assert entry.user == anna
    assert entry.get_edited_object() == north
    fields = json.loads(entry.change_message)[0]["changed"]["fields"]
    assert "Name" in fields
    assert "Accent color" in fields
    assert "Languages" not in fields
    assert "Does your clinic sell exosome treatment?" not in fields
    again = {**SENT, "accent": "#1f5f6b", "origins": "https://north.example\nhttps://www.north.example"}
    signed_in(anna).post("/staff/clinics/north/", again)
    assert LogEntry.objects.count() == 1  # nothing was changed


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sells_exosomes": ""}, "Say whether your clinic sells exosome treatment."),
        ({"price_from": ""}, "Say from what price on."),
        ({"price_from": "many"}, "Enter a whole number."),
        ({"accent": "#ffcc00"}, "The nearest shade that passes is #"),
        ({"booking": "http://north.example"}, "Begin with https://"),
        ({"origins": "https://*.north.example"}, "A * would let in sites that are not yours."),
        ({"origins": "www.north.example"}, "www.north.example: begin with https://"),
        ({"accent": "teal"}, "Write a color as #"),
        ({"languages": []}, "Choose one language or more."),
        ({"region": "atlantis"}, "atlantis is not one of the available choices."),
        ({"name": "<img src=x onerror=alert(1)>"}, "Leave out"),
        ({"new_logo": SimpleUploadedFile("l.svg", HARMFUL["a script"])}, "a part called script"),
        ({"new_logo": SimpleUploadedFile("l.png", png() + b"0" * 100_000)}, "A PNG may have 100 KB."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_saved_or_lost(
    wrong, said, north, person, signed_in
):
    client = signed_in(person("anna", north))
    before = state()
    response = client.post("/staff/clinics/north/", {**SENT, **wrong})
    assert response.status_code == 422
    assert said in response.text.replace("&#x27;", "'")
    assert "There is something to fix" in response.text
    assert "<img src=x" not in response.text
    assert 'value="555 0100"' in response.text
    assert "North Street" in Page(response.text).h1
    assert state() == before
    assert not LogEntry.objects.exists()


def test_nothing_is_chosen_for_a_new_clinic(person, signed_in):
    page = signed_in(person("op", operator=True)).get("/staff/admin/clinics/clinic/add/").text
    radios = re.findall(r"<input[^>]+sells_exosomes[^>]*>", page)
    assert len(radios) == 2
    assert not [one for one in radios if "checked" in one]


def test_the_operator_cannot_create_a_clinic_without_the_declaration(person, signed_in):
    client = signed_in(person("op", operator=True))
    sent = {**SENT, "slug": "east", "people": [], "active": "on"}
    refused = client.post("/staff/admin/clinics/clinic/add/", {**sent, "sells_exosomes": ""})
    assert refused.status_code == 200
    assert not Clinic.objects.exists()
    assert client.post("/staff/admin/clinics/clinic/add/", sent).status_code == 302
    assert found("east").sells


def test_the_operator_reads_the_record_and_cannot_alter_it(north, person, signed_in):
    signed_in(person("anna", north)).post("/staff/clinics/north/", SENT)
    client = signed_in(person("op", operator=True))
    entry = LogEntry.objects.get()
    assert "anna" in client.get("/staff/admin/admin/logentry/").text
    assert client.get(f"/staff/admin/admin/logentry/{entry.pk}/change/").status_code == 200
    assert client.post(f"/staff/admin/admin/logentry/{entry.pk}/change/", {}).status_code == 403
    assert client.post(f"/staff/admin/admin/logentry/{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/staff/admin/admin/logentry/add/").status_code == 403
    assert LogEntry.objects.filter(pk=entry.pk).exists()


def test_the_operator_sees_every_page_of_the_admin(north, person, signed_in):
    op = person("op", operator=True)
    client = signed_in(op)
    for route in OPERATORS:
        if "<" not in route and "log" not in route.split("/")[2]:
            response = client.get(filled(route))
            assert response.status_code in {200, 302, 403}, route
            # Nothing in it may need what our policy forbids.
            assert not re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", response.text), route
            assert not re.findall(r"\son[a-z]+=\"", response.text), route


def test_counts_are_shown_as_picture_table_and_file(north, person, signed_in):
    Clinic.objects.update(created="2026-01-01T00:00Z")
    client = signed_in(person("anna", north))
    page = client.get("/staff/clinics/north/counts/")
    assert "fewer than 5" in page.text
    assert "<svg" in page.text
    file = client.get("/staff/clinics/north/counts.csv")
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert "north-counts.csv" in file["Content-Disposition"]
    assert file.text.startswith("week from,language,started,finished,pdf\r\n")


def test_the_snippet_is_made_for_this_clinic(north, person, signed_in):
    page = Page(signed_in(person("anna", north)).get("/staff/clinics/north/").text)
    assert page.link("Make the snippet for your site") == "/en/clinics/?clinic=north"


def test_a_password_is_changed_and_a_weak_one_refused(north, person, signed_in):
    anna = person("anna", north)
    client = signed_in(anna)
    for weak in ("short", "1234567890123", "password1234", "annaannaanna1"):
        sent = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
        response = client.post("/staff/password/", sent)
        if weak != "annaannaanna1":
            assert "There is something to fix" in response.text, weak
    good = "rain on the old roof"
    anna.set_password(PASSWORD)
    anna.save()
    client = signed_in(anna)
    sent = {"old_password": PASSWORD, "new_password1": good, "new_password2": good}
    assert "Your password is changed." in client.post("/staff/password/", sent, follow=True).text
    assert Client().post("/staff/sign-in/", {"username": "anna", "password": good}).status_code == 302
