"""The patient side finds clinics in memory, and goes on without the database."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.test.utils import CaptureQueriesContext

from decision_aid.clinics import known
from decision_aid.clinics.models import Clinic
from tests.clinics.conftest import found
from tests.clinics.test_logos import LOGO


def readers() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "clinics"]


def wait_for_readers() -> None:
    for one in readers():
        one.join(timeout=10)


def pass_time(seconds: float) -> None:
    """As if the last reading were this much older."""
    known._memory._last = replace(known._memory._last, at=known._memory._last.at - seconds)


def test_the_demonstration_is_always_there_and_nobody_is_asked():
    assert known.find("demo") is known.DEMO  # without the database: this test may not use one
    assert known.logo("demo") is None


def test_a_clinic_is_found_with_all_it_has_set(north):
    north.accent, north.contact, north.booking = "#1f5f6b", "555 0100", "https://north.example/book"
    north.origins = ["https://north.example"]
    north.save()
    found = known.find("north")
    assert found == known.Clinic(
        slug="north",
        name="North Street",
        accent="#1f5f6b",
        contact="555 0100",
        booking="https://north.example/book",
        origins=("https://north.example",),
        sells=True,
        price_from=1800,
    )
    assert known.find("south") is None


def test_an_accent_has_a_shade_for_the_dark():
    assert known.Clinic(slug="a", name="A").accent_in_the_dark == ""
    assert known.Clinic(slug="a", name="A", accent="#1f5f6b").accent_in_the_dark not in {"", "#1f5f6b"}


@pytest.mark.django_db
def test_a_thousand_clinics_are_read_in_one_query_and_then_in_none(django_assert_num_queries):
    Clinic.objects.bulk_create(
        Clinic(slug=f"c{number}", name=f"Clinic {number}", sells_exosomes=False, logo=b"x" * 50_000)
        for number in range(1000)
    )
    with django_assert_num_queries(1):
        assert known.find("c0")
    with django_assert_num_queries(0):
        assert all(known.find(f"c{number}") for number in range(1000))


def test_nobody_asks_twice_for_what_is_not_there(north, django_assert_num_queries):
    with django_assert_num_queries(1):
        for number in range(100):
            assert known.find(f"nobody-{number}") is None


def test_a_clinic_made_elsewhere_is_found_after_a_moment(north, monkeypatch):
    assert known.find("south") is None
    Clinic.objects.bulk_create([Clinic(slug="south", name="South", sells_exosomes=False)])  # tells nobody
    assert known.find("south") is None
    monkeypatch.setattr(known, "PAUSE", 0)
    assert known.find("south")


def test_a_clinic_that_is_switched_off_is_not_to_be_had_nor_its_logo_until_it_is_on_again(
    north, django_assert_num_queries
):
    from decision_aid.clinics.logos import take_in

    north.wear(take_in(LOGO))
    north.active = False
    north.save()
    with pytest.raises(known.SwitchedOff):
        known.find("north")
    with django_assert_num_queries(0):
        for _ in range(3):
            with pytest.raises(known.SwitchedOff):
                known.find("north")
        assert known.logo("north") is None
    north.active = True
    north.save()
    assert found("north").name == "North Street"
    assert known.logo("north")


def test_what_is_saved_or_deleted_here_holds_at_once(north):
    known.find("north")
    north.name = "Another name"
    north.save()
    assert found("north").name == "Another name"
    north.delete()
    assert known.find("north") is None


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_in_a_transaction_holds_when_it_ends():
    clinic = Clinic(slug="north", name="North", sells_exosomes=False)
    with transaction.atomic():
        clinic.save()
        known.find("north")
        clinic.name = "Another name"
        clinic.save()
    assert found("north").name == "Another name"


@pytest.mark.django_db(transaction=True)
def test_clinics_are_read_again_beside_the_pages(monkeypatch):
    clinic = Clinic(slug="north", name="North", sells_exosomes=False)
    clinic.save()
    assert found("north").name == "North"
    Clinic.objects.filter(slug="north").update(name="Another name")  # tells nobody
    monkeypatch.setattr(known, "FRESH", 0)
    with CaptureQueriesContext(connection) as asked:
        assert found("north").name == "North"
    assert not asked.captured_queries
    wait_for_readers()
    monkeypatch.undo()
    assert found("north").name == "Another name"


@pytest.mark.parametrize("hours", [1 / 50, 2])
def test_what_was_saved_elsewhere_holds_for_the_first_visitor_after_a_quiet_time(
    hours: float, north, django_assert_num_queries
):
    """The staff area says "within a minute", even if nobody came by in the meantime."""
    assert found("north").sells
    Clinic.objects.filter(slug="north").update(sells_exosomes=False, price_from=None)  # by another process
    pass_time(hours * 3600)
    with django_assert_num_queries(1):
        assert not found("north").sells
        assert not found("north").sells


def test_without_the_database_the_first_visitor_after_a_quiet_time_finds_what_is_known(
    north, django_db_blocker
):
    assert known.find("north")
    pass_time(7200)
    with django_db_blocker.block():
        assert found("north").name == "North Street"
        pass_time(7200)
        assert found("north").name == "North Street"  # and nobody waits for it again
        wait_for_readers()


def test_without_the_database_a_clinic_seen_before_is_found_and_no_other(
    north, django_db_blocker, monkeypatch
):
    assert known.find("north")
    monkeypatch.setattr(known, "FRESH", 0)
    monkeypatch.setattr(known, "PAUSE", 0)
    with django_db_blocker.block():
        for _ in range(3):
            assert found("north").name == "North Street"
            wait_for_readers()
        with pytest.raises(known.Unreachable):
            known.find("south")
        assert known.find("demo") is known.DEMO
        wait_for_readers()
    monkeypatch.undo()


def test_without_the_database_from_the_start_every_clinic_is_unreachable():
    for _ in range(3):  # this test may not use a database
        with pytest.raises(known.Unreachable):
            known.find("north")
    assert known.logo("north") is None


@pytest.mark.django_db(transaction=True)
def test_a_database_that_comes_back_is_noticed(django_db_blocker, monkeypatch):
    Clinic(slug="north", name="North", sells_exosomes=False).save()
    with django_db_blocker.block(), pytest.raises(known.Unreachable):
        known.find("north")
    monkeypatch.setattr(known, "PAUSE", 0)
    with pytest.raises(known.Unreachable):
        known.find("north")  # nobody waits for it: it is asked beside the page
    wait_for_readers()
    assert known.find("north")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("quiet", [False, True], ids=["at the start", "after a quiet time"])
def test_many_threads_that_begin_together_read_once(*, quiet: bool):
    Clinic(slug="north", name="North", sells_exosomes=False).save()
    known.forget()
    if quiet:
        known.find("north")
        pass_time(7200)
    made: list[object] = []
    note_it = lambda **signal: made.append(signal)  # noqa: E731
    connection_created.connect(note_it)

    def ask(_: int) -> str:
        try:
            return found("north").name
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(64))) == {"North"}
    connection_created.disconnect(note_it)
    assert len(made) == 1


def test_a_logo_is_read_once_and_again_when_it_changes(north, django_assert_num_queries):
    from decision_aid.clinics.logos import take_in

    assert known.logo("north") is None
    north.wear(take_in(LOGO))
    north.save()
    assert found("north").logo == north.logo_mark
    with django_assert_num_queries(1):
        picture, kind = known.logo("north") or (b"", "")
        assert known.logo("north") == (picture, kind)
    assert kind == "image/svg+xml"
    assert b"<path" in picture
    north.wear(take_in(LOGO.replace(b"North", b"South")))
    north.save()
    assert b"South" in (known.logo("north") or (b"",))[0]
    north.wear(None)
    north.save()
    assert known.logo("north") is None


def test_a_process_that_starts_reads_beside_its_start():
    known.warm()  # there is no database here: nothing is raised, nobody waits
    wait_for_readers()
    with pytest.raises(known.Unreachable):
        known.find("north")
