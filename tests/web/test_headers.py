"""One table: what every answer of the service tells a browser it may do and keep."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from django.test import Client

from decision_aid.engine.questionnaire import Answers
from decision_aid.web.seal import LIFETIME, seal

AGE = Answers({"age": ("18-49",)})
CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
ALWAYS = {
    "Referrer-Policy": "strict-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OFF = [
    "camera",
    "geolocation",
    "microphone",
    "payment",
    "usb",
    "browsing-topics",
    "fullscreen",
    "display-capture",
]

# What is asked for, what is answered; {s} stands for an address with answers in it.
TABLE = [
    ("GET", "/", 302),
    ("GET", "/en/", 200),
    ("GET", "/en/?s={s}", 200),
    ("GET", "/en/questions/?s={s}", 303),
    ("GET", "/en/questions/start/?s={s}", 200),
    ("POST", "/en/questions/start/?s={s}", 422),
    ("POST", "/en/questions/age/", 422),
    ("GET", "/en/answers/?s={s}", 200),
    ("GET", "/en/guidance/?s={s}", 200),
    ("GET", "/en/guidance.txt?s={s}", 200),
    ("GET", "/en/guidance.pdf?s={s}", 200),
    ("GET", "/en/guidance/file/?s={s}", 200),
    ("POST", "/en/guidance/file/?s={s}", 303),
    ("GET", "/en/guidance.json?s={s}", 200),
    ("GET", "/clinicians/open/", 302),
    ("GET", "/en/clinicians/open/", 200),
    ("POST", "/en/clinicians/open/", 411),
    ("GET", "/en/treatments/", 200),
    ("GET", "/en/treatments/exosomes/?s={s}", 200),
    ("POST", "/en/offer/?s={s}", 303),
    ("GET", "/en/guidance/?s=x", 400),
    ("GET", "/en/nothing/?s={s}", 404),
    ("GET", "/en/treatments/snake-oil/?s={s}", 404),
    ("PUT", "/en/offer/?s={s}", 405),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/fhir/Questionnaire/exosome-hair-loss", 200),
    ("POST", "/fhir/Questionnaire/exosome-hair-loss", 405),
]


def _check(response: object, *, answers: bool) -> None:
    headers = response.headers  # type: ignore[attr-defined]
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == CSP
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    allowed = dict(part.split("=") for part in headers["Permissions-Policy"].split(", "))
    assert {name for name, value in allowed.items() if value != "()"} == {"clipboard-write", "web-share"}
    assert allowed["clipboard-write"] == allowed["web-share"] == "(self)"
    assert set(OFF) <= set(allowed)
    assert "X-Frame-Options" not in headers
    assert "Set-Cookie" not in headers
    assert (headers.get("Cache-Control") == "no-store") == answers
    assert (headers.get("X-Robots-Tag") == "noindex") == answers


@pytest.mark.parametrize(("method", "address", "status"), TABLE)
def test_every_answer_carries_the_same_headers_and_is_not_kept_where_answers_are(
    client, method, address, status
):
    response = client.generic(
        method, address.replace("{s}", seal(AGE)), "", "application/x-www-form-urlencoded"
    )
    assert response.status_code == status
    _check(response, answers="s=" in address or method == "POST")


def test_a_page_too_old_carries_them_too(client, settings):
    token = seal(AGE)
    settings.TOKEN_KEYS = []
    made_in_the_past = _aged(token, by=2 * LIFETIME)
    response = client.get("/en/guidance/", {"s": made_in_the_past})
    assert response.status_code == 410
    _check(response, answers=True)


def _aged(token: str, *, by: int) -> str:
    """The token with an earlier date in its open part; its seal is broken by that, as with a lost key."""
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    made = int.from_bytes(raw[1:9], "big") - by
    return urlsafe_b64encode(raw[:1] + made.to_bytes(8, "big") + raw[9:]).decode().rstrip("=")


def test_a_refused_post_a_foreign_host_and_too_many_fields_carry_them_too(client):
    token = seal(AGE)
    refused = client.post(f"/en/offer/?s={token}", headers={"Origin": "https://clinic.example"})
    assert refused.status_code == 403
    _check(refused, answers=True)
    foreign = client.get(f"/en/?s={token}", headers={"Host": "clinic.example"})
    assert foreign.status_code == 400
    _check(foreign, answers=True)
    too_many = client.get(f"/en/?s={token}" + "&a=1" * 600)
    assert too_many.status_code == 400
    _check(too_many, answers=True)


def test_a_fault_of_ours_carries_them_too(settings, tmp_path):
    settings.TOKEN_KEYS = []
    settings.TOKEN_KEY_FILE = tmp_path / "keys.json"
    settings.TOKEN_KEY_FILE.write_text("[]")
    response = Client(raise_request_exception=False).get("/en/?s=" + "A" * 200)
    assert response.status_code == 500
    _check(response, answers=True)


@pytest.mark.parametrize("file", ["css/aid.css", "js/aid.js", "vendor/htmx.min.js"])
def test_a_static_file_may_be_kept_and_still_cannot_be_misread(client, file):
    response = client.get(f"/static/{file}")
    assert response.status_code == 200
    assert "no-store" not in response.get("Cache-Control", "")
    assert "X-Robots-Tag" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin"
    assert b"".join(response.streaming_content)


def test_clinics_named_by_whoever_runs_the_service_may_frame_it(client, settings):
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**policy, "frame-ancestors": ["https://clinic.example"]}
    }
    assert "frame-ancestors https://clinic.example" in client.get("/en/")["Content-Security-Policy"]
