"""How many people started, finished and made a PDF, by clinic, day and language. Nothing else.

``note`` never waits and never fails: losing a count must not cost a patient anything. It adds one to
a sum in memory; a thread adds the sums to the database every few seconds. While the database is down
sums are kept up to a bound, then dropped. A sum holds no time of day and nothing about a person.
"""

from __future__ import annotations

import atexit
import datetime
import os
import threading
from collections import Counter
from typing import Literal

from django.conf import settings
from django.utils import timezone

Counted = Literal["started", "finished", "pdf"]
Sum = tuple[str, datetime.date, str, Counted]

EVERY = 10.0
"""Seconds between two writings."""
MOST = 5000
"""Sums in memory: five days of 300 clinics with all three counts."""


class _Waiting:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sums: Counter[Sum] = Counter()
        self._writer: threading.Thread | None = None
        self._process = 0

    def add(self, sums: Counter[Sum]) -> None:
        with self._lock:
            for key, times in sums.items():
                if key in self._sums or len(self._sums) < MOST:
                    self._sums[key] += times

    def take(self) -> Counter[Sum]:
        with self._lock:
            taken, self._sums = self._sums, Counter()
        return taken

    def see_to_writer(self) -> None:
        """Start the thread in this process, once. A thread does not outlive a fork."""
        if self._process == os.getpid():
            return
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
        atexit.register(flush)
        self._writer = threading.Thread(target=_write_for_ever, name="counts", daemon=True)
        self._writer.start()


_waiting = _Waiting()


def today() -> datetime.date:
    """As patients' pages have it, so that a demonstration on another day is counted on that day."""
    return settings.TODAY or timezone.localdate()


def note(clinic: str, language: str, what: Counted) -> None:
    """Count one, some time soon."""
    try:
        _waiting.add(Counter({(clinic, today(), language, what): 1}))
        if settings.WRITE_COUNTS:
            _waiting.see_to_writer()
    except Exception:  # noqa: S110 - such as no thread to be had: a patient must not notice
        pass


def flush() -> None:
    """Write what waits. What cannot be written waits on."""
    from django.db import connection

    sums = _waiting.take()
    try:
        if sums:
            _write(sums)
    except Exception:  # whatever it is, the next time may be better
        _waiting.add(sums)
    finally:
        if threading.current_thread() is not threading.main_thread():
            connection.close()


def drop() -> None:
    """Forget what waits."""
    _waiting.take()


def _write_for_ever() -> None:
    pause = threading.Event()
    while True:
        pause.wait(EVERY)
        flush()


def _write(sums: Counter[Sum]) -> None:
    """All or nothing, so that a sum that waits on is not written twice."""
    from django.db import transaction
    from django.db.models import F

    from decision_aid.clinics.models import Clinic, DailyCount

    days: dict[tuple[str, datetime.date, str], dict[str, int]] = {}
    for (slug, day, language, what), times in sums.items():
        days.setdefault((slug, day, language), {})[what] = times
    ids = dict(Clinic.objects.filter(slug__in={slug for slug, _, _ in days}).values_list("slug", "id"))
    with transaction.atomic():
        # In one order everywhere, so that two processes cannot wait for each other.
        for (slug, day, language), times_of in sorted(days.items()):
            if slug not in ids:
                continue  # the demonstration, or a clinic deleted meanwhile
            row = DailyCount(clinic_id=ids[slug], day=day, language=language)
            DailyCount.objects.bulk_create([row], ignore_conflicts=True)
            DailyCount.objects.filter(clinic_id=ids[slug], day=day, language=language).update(
                **{what: F(what) + times for what, times in times_of.items()}
            )
