"""Ways through the staff area: nobody has to know an address or ask where something is."""

from __future__ import annotations

from django.test import Client

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
