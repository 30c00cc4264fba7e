"""Wrong guesses are slowed down and on record, and checking a password costs patients nothing."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from decision_aid.clinics import gate, passwords
from decision_aid.clinics.passwords import PLACE_LIMIT
from tests.clinics.conftest import PASSWORD
from tests.clinics.test_two_sides import sign_in

HERE = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def one_day(monkeypatch) -> None:
    """A place has another code each day: what begins before midnight may end after it."""
    begun = timezone.now()
    monkeypatch.setattr(gate, "timezone", SimpleNamespace(now=lambda: begun))


def test_guessing_a_password_is_slowed_down_for_that_name_from_that_place(north, person, one_day):
    person("anna", north)
    person("ben", north)
    client = Client()
    answers = [sign_in(client, password=f"wrong {number}", **HERE).status_code for number in range(5)]
    assert answers == [422, 422, 422, 422, 429]
    locked = sign_in(client, **HERE)  # the right one, too late
    assert locked.status_code == 429
    assert locked["Retry-After"] == "900"
    assert "15 minutes" in locked.text
    assert sign_in(Client(), name="ben", **HERE).status_code == 302
    assert sign_in(Client(), REMOTE_ADDR="192.0.2.8").status_code == 302


def test_a_forwarded_address_that_anybody_can_write_does_not_help_a_guesser(north, person, one_day):
    person("anna", north)
    for number in range(5):
        last = sign_in(
            Client(), password="wrong", headers={"X-Forwarded-For": f"198.51.100.{number}"}, **HERE
        )
    assert last.status_code == 429


def test_sign_ins_and_wrong_guesses_are_on_record_without_an_address_or_a_password(
    north, person, caplog, one_day
):
    person("anna", north)
    for number in range(4):
        sign_in(Client(), password=f"a wrong guess {number}", **HERE)
    attempt = AccessAttempt.objects.get()
    sign_in(Client(), **HERE)
    assert not AccessAttempt.objects.exists()  # the throttle forgives; the record stays
    failures, log = AccessFailureLog.objects.all(), AccessLog.objects.get()
    assert len(failures) == 4
    for record in (attempt, log, *failures):
        assert record.username == "anna"
        assert record.ip_address.startswith("fd")
        kept = repr(vars(record))
        assert "192.0.2.7" not in kept
        assert "a wrong guess" not in kept
        assert PASSWORD not in kept
    assert "anna" not in caplog.text


def test_a_wrong_guess_stays_on_record_when_its_name_may_be_tried_again(north, person, signed_in, one_day):
    person("anna", north)
    for _ in range(5):
        last = sign_in(Client(), password="a wrong guess", **HERE)
    assert last.status_code == 429
    AccessAttempt.objects.update(attempt_time=an_hour_ago())
    AccessFailureLog.objects.update(attempt_time=an_hour_ago())
    assert sign_in(Client(), **HERE).status_code == 302
    assert AccessFailureLog.objects.count() == 5
    call_command("axes_reset_failure_logs", age=90, verbosity=0)
    page = signed_in(person("op", operator=True)).get("/staff/admin/axes/accessfailurelog/").text
    assert page.count('class="field-username') == 5
    AccessFailureLog.objects.update(attempt_time=an_hour_ago() - timedelta(days=90))
    call_command("axes_reset_failure_logs", age=90, verbosity=0)
    assert not AccessFailureLog.objects.exists()


def an_hour_ago() -> datetime:
    return timezone.now() - timedelta(hours=1)


def test_a_place_that_tries_one_name_after_another_waits_too(north, person, one_day):
    person("anna", north)
    answers = {sign_in(Client(), f"nobody-{n}", "wrong", **HERE).status_code for n in range(PLACE_LIMIT)}
    assert answers == {422}
    for password in ("wrong", PASSWORD):
        refused = sign_in(Client(), password=password, **HERE)
        assert refused.status_code == 429
        assert refused["Retry-After"] == "900"
    assert AccessFailureLog.objects.count() == PLACE_LIMIT  # a flood of tries fills no disk
    assert sign_in(Client(), REMOTE_ADDR="192.0.2.8").status_code == 302
    AccessFailureLog.objects.update(attempt_time=an_hour_ago())
    assert sign_in(Client(), **HERE).status_code == 302


@pytest.fixture
def slow_passwords(settings, monkeypatch) -> None:
    """Passwords are kept as on a server, only that they take no second to check."""
    settings.PASSWORD_HASHERS = ["decision_aid.clinics.passwords.OneAtATime"]
    monkeypatch.setattr(passwords.OneAtATime, "iterations", 10)


def test_while_one_password_is_checked_no_other_is_so_that_patients_do_not_wait(
    north, person, slow_passwords
):
    person("anna", north)
    for name, password in (("anna", PASSWORD), ("anna", "wrong"), ("nobody", "wrong")):
        with passwords.one_at_a_time():
            busy = sign_in(Client(), name, password)
        assert busy.status_code == 503
        assert busy["Retry-After"] == "5"
        assert "Somebody else is signing in" in busy.text
        assert "frame-ancestors 'none'" in busy["Content-Security-Policy"]
    assert not AccessFailureLog.objects.exists()
    assert sign_in(Client(), password="wrong").status_code == 422
    assert sign_in(Client()).status_code == 302


@pytest.mark.parametrize("address", ["/staff/password/", "/staff/admin/password_change/"])
def test_nor_is_a_password_changed_meanwhile(address, north, person, slow_passwords, signed_in):
    anna = person("anna", north, operator=True)
    client = signed_in(anna)
    new = "rain on the old roof"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    with passwords.one_at_a_time():
        assert client.post(address, sent).status_code == 503
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)
    assert client.post(address, sent).status_code == 302


def test_every_password_is_checked_that_way_and_as_slowly_as_django_does():
    assert configured_hashers() == ["decision_aid.clinics.passwords.OneAtATime"]
    assert passwords.OneAtATime.iterations == PBKDF2PasswordHasher.iterations >= 1_000_000
    assert passwords.OneAtATime.algorithm == "pbkdf2_sha256"


def configured_hashers() -> list[str]:
    from decision_aid import settings

    return settings.PASSWORD_HASHERS


def test_two_passwords_are_not_checked_at_the_same_time():
    begun, done = threading.Event(), threading.Event()

    def check() -> None:
        with passwords.one_at_a_time():
            begun.set()
            done.wait(30)

    thread = threading.Thread(target=check)
    thread.start()
    assert begun.wait(30)
    with pytest.raises(passwords.Busy):
        passwords.OneAtATime().encode("a password", "salt", 10)
    done.set()
    thread.join()
    assert passwords.OneAtATime().encode("a password", "salt", 10).startswith("pbkdf2_sha256$10$salt$")


def test_a_place_behind_our_own_proxies_is_what_the_last_of_them_was_asked_by(rf, settings, one_day):
    def place(forwarded: str) -> str:
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        return gate.place_of(rf.get("/", REMOTE_ADDR="10.0.0.1", headers=headers))

    said_by_nobody = place("")
    assert place("198.51.100.1") == said_by_nobody
    settings.PROXY_COUNT = 1
    assert place("") == said_by_nobody
    assert place("198.51.100.1") != said_by_nobody
    assert place("198.51.100.1") != place("198.51.100.2")
    assert place("whatever, a visitor writes, 198.51.100.1") == place("198.51.100.1")
    settings.PROXY_COUNT = 2
    assert place("198.51.100.1") == said_by_nobody
    assert place("a visitor's own, 198.51.100.1, 10.0.0.2") == place("198.51.100.1, 10.0.0.3")


def test_a_place_is_a_code_that_differs_by_place_day_and_key(rf, settings, monkeypatch, one_day):
    here, there = (gate.place_of(rf.get("/", REMOTE_ADDR=one)) for one in ("192.0.2.7", "192.0.2.8"))
    assert here != there
    assert here == gate.place_of(rf.get("/", REMOTE_ADDR="192.0.2.7"))
    tomorrow = timezone.now() + timedelta(days=1)
    with monkeypatch.context() as then:
        then.setattr(gate, "timezone", SimpleNamespace(now=lambda: tomorrow))
        assert here != gate.place_of(rf.get("/", REMOTE_ADDR="192.0.2.7"))
    settings.SECRET_KEY = "another key"
    assert here != gate.place_of(rf.get("/", REMOTE_ADDR="192.0.2.7"))
