"""Checking a password takes a second of processor time, by design. Patients must not pay for it.

Hides how passwords are hashed: as Django does. Promises that a process checks one at a time, whichever
page asks for it, and that whoever comes meanwhile is turned away before it costs anything (``Busy``, which
``gate.StaffPages`` makes a page of). A place that has guessed wrong too often waits, whatever the names.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone

PLACE_LIMIT = 30
"""Wrong guesses from one place within the time after which a name may be tried again."""
SOON = 5
"""Seconds after which somebody who was turned away may come back."""


class Busy(Exception):
    """Another password is being checked."""


_place = threading.Lock()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    # Nobody waits here: whoever waited would hold a thread that a patient needs.
    if not _place.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _place.release()


class OneAtATime(PBKDF2PasswordHasher):
    """Django's own, for checking and for setting a password alike."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with one_at_a_time():
            return super().encode(password, salt, iterations)


def tried_too_often(place: str) -> bool:
    from axes.models import AccessFailureLog  # settings name this module before any model is there

    since = timezone.now() - settings.AXES_COOLOFF_TIME
    return bool(
        AccessFailureLog.objects.filter(ip_address=place, attempt_time__gt=since).count() >= PLACE_LIMIT
    )
