"""Ways through the staff area: nobody has to know an address or ask where something is."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from decision_aid.clinics.models import Clinic, DailyCount
from tests.clinics.test_staff import SENT
from tests.web.journey import Page


def test_from_their_own_page_people_reach_all_that_is_theirs_to_look_at(north, person, signed_in):
    client = signed_in(person("anna", north))
    page = Page(client.get("/staff/clinics/north/").text)
    assert page.link("Test my page") == "/en/clinics/test/?clinic=north"
    for words, address in {
        "See the aid under your name": "/c/north/",
        "The aid on a tablet in your waiting room": "/c/north/kiosk/",
    }.items():
        assert page.link(words) == address
        assert Client().get(address, follow=True).status_code == 200


def test_the_generator_leads_back_to_where_the_list_of_sites_is_changed(north, client):
    page = Page(client.get("/en/clinics/?clinic=north").text)
    assert page.link("Change the list in your staff area") == "/staff/clinics/north/"
    demo = Page(client.get("/en/clinics/").text)
    assert "Change the list" not in demo.text
    assert demo.link("Go to your staff area") == "/staff/"


def test_an_operator_without_a_clinic_is_not_told_to_ask_the_operator(person, signed_in):
    page = Page(signed_in(person("op", operator=True)).get("/staff/").text)
    assert "Ask whoever runs this service" not in page.text
    assert page.link("Add a clinic") == "/staff/admin/clinics/clinic/add/"


def test_the_short_name_is_proposed_from_the_name(person, signed_in):
    page = signed_in(person("op", operator=True)).get("/staff/admin/clinics/clinic/add/").text
    assert "#id_slug" in page
    assert "prepopulate_init.js" in page


def test_who_adds_a_person_is_told_where_to_give_them_a_clinic(person, signed_in):
    op = person("op", operator=True)
    assert "on the page of the clinic" in signed_in(op).get(f"/staff/admin/auth/user/{op.pk}/change/").text


def test_the_operator_switches_a_clinic_off_and_nothing_of_it_is_lost(north, person, signed_in, client):
    DailyCount.objects.create(clinic=north, day="2026-11-10", language="en", started=77)
    north.origins = ["https://north.example"]
    north.save()
    assert "https://north.example" in client.get("/c/north/en/")["Content-Security-Policy"]
    op = signed_in(person("op", operator=True))
    sent = {**SENT, "name": "North Street", "slug": "north", "people": []}
    address = f"/staff/admin/clinics/clinic/{north.pk}/change/"
    assert op.post(address, sent).status_code == 302
    page = Client().get("/c/north/en/")
    assert page.status_code == 200
    assert "The clinic's page cannot be shown now." in Page(page.text).text.replace("\u2019", "'")
    assert "North Street" not in page.text
    assert "frame-ancestors 'self';" in page["Content-Security-Policy"] + ";"
    assert "north.example" not in page["Content-Security-Policy"]
    assert Client().get("/c/north/theme.css").status_code == 404
    asked = Client().get("/embed/check.json", {"clinic": "north", "page": "https://north.example"})
    assert asked.json() == {"refused": ["https://north.example"]}
    assert Client().get("/en/clinics/?clinic=north").status_code == 404
    assert DailyCount.objects.get().started == 77
    assert op.post(address, {**sent, "active": "on"}).status_code == 302
    assert "North Street" in Client().get("/c/north/en/").text


def test_a_clinics_own_people_see_that_it_is_off_and_cannot_switch_it_on(north, person, signed_in):
    north.active = False
    north.save()
    client = signed_in(person("anna", north))
    page = client.get("/staff/clinics/north/").text
    assert "This clinic is switched off." in page
    assert 'name="active"' not in page
    client.post("/staff/clinics/north/", {**SENT, "active": "on"})
    north.refresh_from_db()
    assert (north.name, north.active) == ("A new name", False)


@pytest.mark.parametrize(
    ("typed", "shown", "picked", "kept"),
    [
        ("#1f5f6b", "#1f5f6b", "#7a1f5c", "#7a1f5c"),  # picked
        ("#7a1f5c", "#1f5f6b", "#1f5f6b", "#7a1f5c"),  # typed
        ("", "#1f5f6b", "#1f5f6b", ""),  # emptied: a picker always sends something
        ("", "#1f5f6b", "#7a1f5c", "#7a1f5c"),
        ("#7a1f5c", "", "", "#7a1f5c"),  # a browser without a picker
    ],
)
def test_an_accent_is_typed_or_picked_without_script(*, typed, shown, picked, kept, north, person, signed_in):
    north.accent = "#1f5f6b"
    north.save()
    sent = {**SENT, "accent": typed, "accent_shown": shown, "accent_picked": picked}
    assert signed_in(person("anna", north)).post("/staff/clinics/north/", sent).status_code == 303
    assert Clinic.objects.get().accent == kept


def test_a_picked_accent_that_cannot_be_read_is_told_and_both_fields_show_it(north, person, signed_in):
    client = signed_in(person("anna", north))
    first = client.get("/staff/clinics/north/").text
    assert re.search(r'<input type="color" name="accent_picked" value="#1f5f6b" aria-label="[^"]+">', first)
    sent = {**SENT, "accent": "", "accent_shown": "#1f5f6b", "accent_picked": "#ffcc00"}
    page = client.post("/staff/clinics/north/", sent)
    assert page.status_code == 422
    assert "The nearest shade that passes is #" in page.text
    for name in ("accent", "accent_picked", "accent_shown"):
        assert re.search(rf'name="{name}" value="#ffcc00"', page.text), name


@pytest.mark.parametrize("address", ["/staff/clinics/north/", "/staff/password/", "/staff/sign-in/"])
def test_after_a_refused_form_the_focus_goes_to_what_is_to_be_fixed(address, north, person, signed_in):
    anna = person("anna", north)
    client = Client() if "sign-in" in address else signed_in(anna)
    page = Page(client.post(address, {"name": ""}).text)
    focused = [attributes for _, attributes in page.tags if "autofocus" in attributes]
    assert focused[0]["id"] == "problem"
    # With an anchor in the address a browser would look for that instead.
    assert [one["action"] for tag, one in page.tags if tag == "form"][-1] == address
