"""The script, the snippet and the test of a page, as the server gives them."""

from __future__ import annotations

import gzip
import html
import re

import pytest
from django.test import Client
from django.urls import resolve

from decision_aid.clinics.known import DEMO, Clinic
from decision_aid.web.snippets import Wish, allows, page_origin
from tests.web.clinics import SELLER, UNREACHABLE

pytestmark = pytest.mark.usefixtures("clinics")
MODES = ["script", "frame", "button", "link"]
HOSTILE = '"><script>alert(1)</script>'


def snippet_of(page: str) -> str:
    found = re.search(r'<textarea id="snippet"[^>]*>(.*?)</textarea>', page, re.S)
    assert found
    return html.unescape(found[1])


# ---- Files ------------------------------------------------------------------------------------------


def test_the_script_is_under_two_kilobytes_on_the_wire(client: Client):
    response = client.get("/embed/v1.js", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 2048
    assert b"currentScript" in gzip.decompress(response.content)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("v1.js", "text/javascript"), ("check.js", "text/javascript"), ("v1.d.ts", "text/plain")],
)
def test_pages_of_other_sites_may_load_the_files_of_the_embed(client: Client, name: str, kind: str):
    response = client.get(f"/embed/{name}")
    assert response.status_code == 200
    assert response["Content-Type"] == f"{kind}; charset=utf-8"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in response.headers


def test_the_script_is_kept_for_a_day_and_asked_about_cheaply(client: Client):
    first = client.get("/embed/v1.js")
    assert "max-age=86400" in first["Cache-Control"]
    again = client.get("/embed/v1.js", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert client.get("/embed/check.js")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["v2.js", "..%2fsettings.py", "v1.js.map", ""])
def test_no_other_file_is_there(client: Client, name: str):
    assert client.get(f"/embed/{name}").status_code == 404


def test_the_script_stores_nothing_and_leaves_no_global(client: Client):
    code = client.get("/embed/v1.js").text
    for word in (
        "localStorage",
        "sessionStorage",
        "cookie",
        "indexedDB",
        "window.",
        "globalThis",
        "fetch(",
        "XMLHttp",
    ):
        assert word not in code, word


def test_nothing_but_the_embed_may_be_loaded_by_other_sites(client: Client):
    for place in ("/en/", "/en/clinics/", "/c/demo/en/", "/evidence/studies.csv"):
        assert client.get(place)["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_tab_opened_from_a_sandboxed_frame_can_show_a_clinics_page(client: Client):
    assert client.get("/c/demo/en/")["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert client.get("/en/")["Cross-Origin-Opener-Policy"] == "same-origin"


# ---- The generator ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
def test_every_snippet_has_a_link_that_leads_to_the_clinics_start(client: Client, settings, mode: str):
    settings.PUBLIC_URL = "https://aid.example"
    made = snippet_of(client.get("/en/clinics/", {"mode": mode}).text)
    found = re.search(r'<a href="([^"]+)" target="_blank" rel="noopener"', made)
    assert found
    assert found[1] == "https://aid.example/c/demo/en/"
    assert client.get(found[1].removeprefix("https://aid.example")).status_code == 200
    assert "Decision aid: exosomes for hair loss" in made or mode in {"button", "link"}
    assert ("<iframe" in made) == (mode == "frame")
    assert ("<script" in made) == (mode == "script")


def test_a_frame_of_fixed_height_needs_no_script_and_has_what_was_chosen(client: Client):
    made = snippet_of(client.get("/en/clinics/", {"mode": "frame", "height": "900", "theme": "dark"}).text)
    for words in ('height="900"', 'loading="lazy"', 'referrerpolicy="no-referrer"', "color-scheme: dark"):
        assert words in made
    assert re.search(r'title="[^"]+"', made)


@pytest.mark.parametrize("height", ["1", "99999", "-5", "high", "1e9"])
def test_a_height_that_cannot_be_is_refused_with_a_reason_and_not_lost(client: Client, height: str):
    response = client.get("/en/clinics/", {"mode": "frame", "height": height})
    assert response.status_code == 422
    assert f'value="{height}"' in response.text
    assert "There is something to fix" in response.text


def test_a_name_that_no_clinic_has_is_said_and_the_demonstration_shown(client: Client):
    response = client.get("/en/clinics/", {"clinic": "nobody"})
    assert response.status_code == 404
    assert "No clinic is registered under this name" in response.text
    assert 'data-clinic="demo"' in snippet_of(response.text)


def test_while_clinics_cannot_be_asked_for_the_page_says_so(client: Client):
    response = client.get("/en/clinics/", {"clinic": UNREACHABLE})
    assert response.status_code == 503
    assert "Try again in a few minutes" in response.text
    assert 'data-clinic="demo"' in snippet_of(response.text)
    asked = client.get("/embed/check.json", {"clinic": UNREACHABLE, "page": "https://a.example"})
    assert asked.json() == {"refused": ["https://a.example"]}


def test_a_registered_clinic_gets_its_own_snippet_and_the_list_of_its_own_pages(client: Client):
    page = client.get("/en/clinics/", {"clinic": SELLER.slug}).text
    assert f'data-clinic="{SELLER.slug}"' in snippet_of(page)
    for origin in SELLER.origins:
        assert f"<code>{origin}</code>" in page
        assert "is on the list" in client.get("/en/clinics/test/", {"clinic": "seller", "page": origin}).text
    asked = client.get(
        "/embed/check.json", {"clinic": "seller", "page": [*SELLER.origins, "https://x.example"]}
    )
    assert asked.json() == {"refused": ["https://x.example"]}


def test_a_clinic_may_be_called_test(client: Client):
    assert resolve("/staff/clinics/test/").url_name == "staff-clinic"
    assert resolve("/en/clinics/test/").url_name == "clinics-test"


def test_what_somebody_types_comes_back_as_text(client: Client):
    for place in ("/en/clinics/", "/en/clinics/test/"):
        for field in ("clinic", "mode", "language", "theme", "height", "page"):
            response = client.get(place, {field: HOSTILE})
            assert response.status_code in {200, 404, 422}
            assert HOSTILE not in response.text


def test_the_pages_for_clinics_take_no_answers_and_no_posts(client: Client):
    for place in ("/en/clinics/", "/en/clinics/test/"):
        response = client.get(place, {"s": "gAAAA-not-one-of-ours"})
        assert response.status_code == 200
        assert "gAAAA" not in response.text
        assert client.post(place).status_code == 405
        assert client.get(place.replace("en", "xx")).status_code == 404


def test_only_the_generator_may_show_frames_and_only_ours(client: Client):
    assert "frame-src 'self'" in client.get("/en/clinics/")["Content-Security-Policy"]
    for place in ("/en/", "/en/clinics/test/", "/c/demo/en/"):
        assert "frame-src" not in client.get(place)["Content-Security-Policy"]


def test_the_button_has_the_clinics_colour():
    wish = Wish(
        host="https://aid.example", clinic=Clinic(slug="a", name="A", accent="#123456"), mode="button"
    )
    assert "background:#123456" in wish.snippet


# ---- Who may frame the aid --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://Clinic.example/hair?x=1#top", "https://clinic.example"),
        (" http://clinic.example:8080/ ", "http://clinic.example:8080"),
        ("https://clinic.example:443", "https://clinic.example"),
        ("https://bücher.example/", "https://xn--bcher-kva.example"),
        ("clinic.example", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://a:99999/", ""),
        ("https://[::1", ""),
        ('https://a"b/', ""),
        ("null", ""),
    ],
)
def test_an_address_is_read_as_a_browser_reads_it(typed: str, origin: str):
    assert page_origin(typed) == origin


def test_only_the_exact_addresses_on_the_list_are_allowed():
    listed = ("https://clinic.example", "https://*.group.example")
    for yes in ("https://clinic.example", "https://north.group.example"):
        assert allows(listed, yes)
    for no in (
        "http://clinic.example", "https://clinic.example.evil", "https://www.clinic.example", "https://group.example",
        "https://evilgroup.example", "http://north.group.example", "https://clinic.example:8443", "",
    ):  # fmt: skip
        assert not allows(listed, no), no


def test_the_test_page_says_who_is_on_the_list_by_the_policy_itself(client: Client, settings):
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**policy, "frame-ancestors": ["https://clinic.example"]}
    }
    assert "https://clinic.example" in client.get(f"/c/{DEMO.slug}/en/")["Content-Security-Policy"]
    good = client.get("/en/clinics/test/", {"page": "https://clinic.example/a#b"})
    assert "is on the list. We let it show the aid." in good.text
    assert 'href="https://clinic.example/a#aid-check"' in good.text
    bad = client.get("/en/clinics/test/", {"page": "https://other.example/"})
    assert "is not on the list" in bad.text
    asked = client.get(
        "/embed/check.json", {"clinic": "demo", "page": ["https://clinic.example", "https://x.example"]}
    )
    assert asked.json() == {"refused": ["https://x.example"]}


def test_https_and_http_are_not_mixed_without_a_word(client: Client, settings):
    settings.PUBLIC_URL = "http://aid.example"
    assert (
        "Blocked by the browser:" in client.get("/en/clinics/test/", {"page": "https://clinic.example"}).text
    )
    settings.PUBLIC_URL = "https://aid.example"
    assert (
        "Blocked by the browser:"
        not in client.get("/en/clinics/test/", {"page": "https://clinic.example"}).text
    )


@pytest.mark.parametrize("typed", ["foo", "javascript:alert(1)", "ftp://x.example"])
def test_what_is_no_address_is_refused_kindly_and_kept(client: Client, typed: str):
    response = client.get("/en/clinics/test/", {"page": typed})
    assert response.status_code == 422
    assert "This is not a web address" in response.text
    assert f'value="{html.escape(typed)}"' in response.text
    assert 'href="javascript' not in response.text
