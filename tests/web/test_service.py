"""What whoever runs the service asks it: is it alive, can it serve."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from django.test import Client

from decision_aid.web import content
from decision_aid.web.checks import static_files_are_collected
from tests.answers import ROOT
from tests.web.journey import Page


def test_the_process_says_it_is_alive_without_touching_keys_or_content(client, settings, tmp_path):
    settings.TOKEN_KEYS = []
    settings.TOKEN_KEY_FILE = tmp_path / "keys.json"
    settings.TOKEN_KEY_FILE.write_text("not json")
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok")


def test_it_is_ready_when_content_and_keys_can_be_read(client, settings, tmp_path):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert content.library().aid.content_version in response.text
    settings.TOKEN_KEYS = []
    settings.TOKEN_KEY_FILE = tmp_path / "keys.json"
    settings.TOKEN_KEY_FILE.write_text("not json")
    assert Client(raise_request_exception=False).get("/readyz").status_code >= 500


def test_the_image_can_ask_whether_it_is_well_under_every_documented_setting(settings):
    """As its own health check does: past the proxy, in plain HTTP, at an address of the machine."""
    settings.ALLOWED_HOSTS = ["aid.example"]
    settings.SECURE_SSL_REDIRECT = True
    asked = re.search(r"http://([0-9.:]+)(/\w+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    assert asked
    for path in (asked[2], "/healthz", "/readyz"):
        assert Client().get(path, headers={"Host": asked[1]}).status_code == 200


def test_every_other_address_stays_behind_https_and_answers_to_its_own_name_only(settings):
    settings.ALLOWED_HOSTS = ["aid.example"]
    for path in ("/en/", "/healthz/", "/healthzz", "/c/demo/healthz", "/static/healthz"):
        assert Client().get(path, headers={"Host": "127.0.0.1:8000"}).status_code == 400, path
    settings.SECURE_SSL_REDIRECT = True
    for path in ("/en/", "/healthz/", "/c/demo/healthz"):
        assert Client().get(path, headers={"Host": "aid.example"}).status_code == 301, path


def test_the_root_leads_to_the_start_in_a_language_that_is_published(client):
    for wanted in ("en-GB,en;q=0.9", "de-DE,de", "zz", "*", ""):
        response = client.get("/", headers={"Accept-Language": wanted})
        assert response.status_code == 302
        assert response["Location"] == "/en/"
        assert "Accept-Language" in response["Vary"]


def test_the_start_page_says_what_it_is_and_leads_to_the_first_question(client):
    page = Page(client.get("/en/").text)
    assert page.link("Start") == "/en/questions/age/"
    assert page.tags[0] == ("html", {"lang": "en"})


def test_a_browser_finds_an_icon(client):
    response = client.get("/favicon.ico", follow=True)
    assert response.status_code == 200
    assert b"".join(response.streaming_content)


def test_every_page_answers_head_like_get(client):
    for place in ("/en/", "/en/treatments/", "/en/guidance/", "/en/offer/"):
        response = client.head(place)
        assert response.status_code == 200
        assert response.content == b""


def test_whoever_starts_it_by_hand_is_told_that_the_static_files_are_missing(tmp_path):
    """In a process of its own: tests use the plain files, which need no collecting."""
    assert static_files_are_collected() == []
    ask = (
        "import django; from django.conf import settings; import decision_aid.settings as s;"
        f"s.STATIC_ROOT = {str(tmp_path)!r}; django.setup();"
        "from decision_aid.web.checks import static_files_are_collected as told;"
        "print(*(one.hint for one in told()))"
    )
    kept = {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"}
    env = {**kept, "DJANGO_SETTINGS_MODULE": "decision_aid.settings", "VAR_FOLDER": str(tmp_path / "var")}
    told = subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True)
    assert "make run" in told.stdout
