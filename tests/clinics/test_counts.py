"""Counts are sums, written beside the pages; losing one costs a patient nothing."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decision_aid.clinics import counts
from decision_aid.clinics.models import DailyCount


def sums() -> list[tuple[str, str, int, int, int]]:
    rows = DailyCount.objects.order_by("clinic__slug", "language")
    return list(rows.values_list("clinic__slug", "language", "started", "finished", "pdf"))


def test_what_is_noted_is_added_to_the_sum_of_the_day(north, south, settings):
    for _ in range(3):
        counts.note("north", "en", "started")
    counts.note("north", "en", "pdf")
    counts.note("south", "es", "finished")
    counts.flush()
    assert sums() == [("north", "en", 3, 0, 1), ("south", "es", 0, 1, 0)]
    counts.note("north", "en", "started")
    counts.flush()
    counts.flush()
    assert sums() == [("north", "en", 4, 0, 1), ("south", "es", 0, 1, 0)]
    assert {one.day for one in DailyCount.objects.all()} == {settings.TODAY}


def test_the_day_is_the_real_one_unless_settings_say_another(settings):
    settings.TODAY = None
    before = timezone.localdate()
    assert before <= counts.today() <= timezone.localdate()


def test_the_demonstration_and_clinics_that_are_gone_are_not_counted(north):
    counts.note("demo", "en", "started")
    counts.note("gone", "en", "started")
    counts.note("north", "en", "started")
    counts.flush()
    assert sums() == [("north", "en", 1, 0, 0)]


def test_noting_asks_the_database_nothing_and_takes_no_time(north, django_assert_num_queries):
    with django_assert_num_queries(0):
        before = time.perf_counter()
        for _ in range(1000):
            counts.note("north", "en", "started")
        assert (time.perf_counter() - before) / 1000 < 0.001
    with CaptureQueriesContext(connection) as asked:
        counts.flush()
    assert len(asked) < 10
    assert sums() == [("north", "en", 1000, 0, 0)]


def test_while_the_database_is_down_sums_wait_and_none_is_written_twice(north, django_db_blocker):
    with django_db_blocker.block():
        counts.note("north", "en", "started")
        counts.flush()
        counts.note("north", "en", "started")
        counts.flush()
    counts.flush()
    counts.flush()
    assert sums() == [("north", "en", 2, 0, 0)]


def test_sums_that_wait_are_bounded(monkeypatch):
    monkeypatch.setattr(counts, "MOST", 10)
    for number in range(1000):
        counts.note(f"c{number}", "en", "started")
    counts.note("c3", "en", "started")  # one more of a sum that is there is no more memory
    waiting = counts._waiting.take()
    assert len(waiting) == 10
    assert sum(waiting.values()) == 11


def test_a_sum_holds_a_day_a_language_and_a_clinic_and_nothing_of_a_person():
    kept = {field.name for field in DailyCount._meta.get_fields()}
    assert kept == {"id", "clinic", "day", "language", "started", "finished", "pdf"}


@pytest.mark.slow
def test_a_process_that_ends_writes_what_waits(tmp_path):
    program = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "decision_aid.settings"
import django
django.setup()
from django.core.management import call_command
from decision_aid.clinics import counts
from decision_aid.clinics.models import Clinic, DailyCount
if os.environ["STEP"] == "note":
    call_command("migrate", verbosity=0)
    Clinic(slug="north", name="North", sells_exosomes=False).save()
    counts.note("north", "en", "started")
else:
    print(DailyCount.objects.get().started)
"""
    said = []
    for step in ("note", "look"):
        environment = {
            "PATH": "/usr/bin:/bin",
            "VAR_FOLDER": str(tmp_path / "var"),
            "DEBUG": "1",
            "STEP": step,
        }
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environment,
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout.strip())
    assert said == ["", "1"]
