"""Settings refuse nonsense loudly."""

import re
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from decision_aid import environment
from decision_aid import settings as module

KEY = "A" * 43 + "="
OTHER = "B" * 42 + "A="


@pytest.mark.parametrize(("text", "value"), [("1", True), ("True", True), ("off", False), ("", False)])
def test_a_yes_or_no_is_read_in_the_usual_spellings(monkeypatch, text, value):
    monkeypatch.setenv("THING", text)
    assert environment.env_bool("THING", default=False) is value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (lambda: environment.env_bool("THING", default=False), "maybe"),
        (lambda: environment.env_int("THING", default=0), "-1"),
        (lambda: environment.env_int("THING", default=0), "ten"),
        (lambda: environment.env_list("THING"), "a,,b"),
        (lambda: environment.env_date("THING"), "24.11.2026"),
        (lambda: environment.env_zone("THING", default="UTC"), "Eastern"),
        (lambda: environment.env_zone("THING", default="UTC"), "America"),
        (lambda: environment.env_zone("THING", default="UTC"), "../etc/passwd"),
        (lambda: environment.env_origin("THING"), "aid.example"),
        (lambda: environment.env_origin("THING"), "https://aid.example/en/"),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch, read, text):
    monkeypatch.setenv("THING", text)
    with pytest.raises(ImproperlyConfigured, match="THING"):
        read()


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path, monkeypatch):
    monkeypatch.delenv("THING", raising=False)
    file = tmp_path / "var" / "secret"
    first = environment.env_secret("THING", file=file)
    assert environment.env_secret("THING", file=file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["secret"]


def test_a_short_secret_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("THING", "short")
    with pytest.raises(ImproperlyConfigured, match="THING is too short"):
        environment.env_secret("THING", file=tmp_path / "secret")


def test_token_keys_are_checked_without_being_shown():
    assert environment.token_keys([KEY, OTHER]) == [KEY, OTHER]
    with pytest.raises(ImproperlyConfigured, match="Key 2") as refusal:
        environment.token_keys([KEY, "not-a-key"])
    assert "not-a-key" not in str(refusal.value)
    with pytest.raises(ImproperlyConfigured, match="3 at most"):
        environment.token_keys([KEY] * 4)
    with pytest.raises(ImproperlyConfigured, match="twice"):
        environment.token_keys([KEY, KEY])


def test_only_origins_may_frame_the_aid():
    assert environment.frame_ancestors(["self", "https://clinic.example"]) == [
        "'self'",
        "https://clinic.example",
    ]
    for wrong in (["clinic.example"], ["https://clinic.example/page"], ["*"], ["none", "self"]):
        with pytest.raises(ImproperlyConfigured, match="FRAME_ANCESTORS"):
            environment.frame_ancestors(wrong)


def test_the_version_is_the_newest_release_in_the_changelog(settings):
    assert module.newest_release("# Changes\n\n## 1.2.3 — 2027-01-31\n\n## 1.2.2 — 2026-12-01\n") == "1.2.3"
    with pytest.raises(ImproperlyConfigured, match=r"CHANGELOG\.md"):
        module.newest_release("# Changes\n\nNothing yet.\n")
    assert settings.VERSION == module.VERSION


def test_whatever_could_set_a_cookie_is_awake_below_the_staffs_address_only():
    waking = [name for name in module.MIDDLEWARE if "django" in name and "django_htmx" not in name]
    assert not [name for name in waking if re.search("session|csrf|auth|message|locale", name, re.IGNORECASE)]
    for cookie in ("SESSION", "CSRF"):
        assert getattr(module, f"{cookie}_COOKIE_PATH") == module.STAFF_SIDE == "/staff/"
        assert getattr(module, f"{cookie}_COOKIE_SAMESITE") == "Strict"
        assert getattr(module, f"{cookie}_COOKIE_HTTPONLY")
    assert module.MESSAGE_STORAGE.endswith("SessionStorage")


def test_every_handler_cleans_its_records():
    for handler in module.LOGGING["handlers"].values():
        assert handler["filters"] == ["without_tokens"]
