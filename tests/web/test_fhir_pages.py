"""The FHIR Questionnaire at its canonical address: the same bytes for every program that asks."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from fhir.resources.R4B.questionnaire import Questionnaire as Shape

from decision_aid.engine import fhir
from decision_aid.web import content

ADDRESS = fhir.CANONICAL


def test_it_is_published_where_its_canonical_says(client: Client):
    assert reverse("fhir-questionnaire") == ADDRESS
    response = client.get(ADDRESS)
    assert (response.status_code, response["Content-Type"]) == (200, "application/fhir+json")
    found = json.loads(response.content)
    assert found["url"] == f"http://testserver{ADDRESS}"
    assert found["version"] == content.library().aid.content_version
    assert found == json.loads(json.dumps(fhir.questionnaire(content.library(), origin="http://testserver")))
    Shape.model_validate(found)


def test_the_public_address_counts_where_one_is_set(client: Client, settings):
    settings.PUBLIC_URL = "https://aid.example"
    assert json.loads(client.get(ADDRESS).content)["url"] == f"https://aid.example{ADDRESS}"


def test_the_same_content_is_the_same_bytes_and_need_not_be_sent_again(client: Client):
    first, second = client.get(ADDRESS), client.get(ADDRESS, headers={"Accept-Language": "es"})
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    unchanged = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["Access-Control-Allow-Origin"] == "*"
    assert client.get(ADDRESS, headers={"If-None-Match": '"another"'}).status_code == 200


def test_it_may_be_looked_at_and_nothing_else(client: Client):
    looked = client.head(ADDRESS)
    assert (looked.status_code, looked.content) == (200, b"")
    assert looked["ETag"] == client.get(ADDRESS)["ETag"]
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(ADDRESS).status_code == 405


def test_a_page_of_any_site_may_fetch_it_and_no_page_with_answers(client: Client):
    assert client.get(ADDRESS)["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/en/guidance/")


def test_it_has_no_cookie_and_may_be_kept_for_an_hour(client: Client):
    response = client.get(ADDRESS)
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies


@pytest.mark.parametrize("path", ["/fhir/Questionnaire/other", "/fhir/Questionnaire/", "/fhir/"])
def test_there_is_no_other_fhir_resource(client: Client, path: str):
    assert client.get(path).status_code == 404
