"""A clinic as the patient side knows it: one frozen value, found by its slug.

Hides where clinics are kept. Promises that a clinic seen before is found while the database is
down, that ``find`` and ``logo`` are the only questions the web side ever asks, and that nothing of a patient
is among their arguments. All clinics are held in memory and read again beside the pages.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread

from decision_aid.clinics import shades

FRESH = 30.0
"""Seconds after which the clinics are read again, beside the pages."""
OLD = 2 * FRESH
"""Seconds after which a page waits for the reading: on a quiet service no page came by to start one."""
PAUSE = 3.0
"""Seconds in which a slug that nobody knows is not asked for again, nor a database that is down."""
MOST_LOGOS = 128
"""In memory, of 100 KB at most."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Clinic:
    """What a clinic may set, and what it must declare. It can change no word of the aid."""

    slug: str
    name: str
    accent: str = ""
    """#rrggbb, 4.5:1 or more on white; empty for the aid's own colour."""
    contact: str = ""
    """One line, such as a telephone number."""
    booking: str = ""
    """An https address without parameters, or nothing."""
    languages: tuple[str, ...] = ("en",)
    region: str = "us"
    origins: tuple[str, ...] = ()
    """Who may frame the aid for this clinic: https://clinic.example"""
    sells: bool = False
    """Does it sell exosome treatment? Shown on every page of its own."""
    price_from: int | None = None
    """In whole units of the region's money, where it sells."""
    logo: str = ""
    """A word that changes with the picture, for its address; empty where there is none."""
    active: bool = True
    """Has the operator left it switched on? Nobody outside this module meets one that is not."""

    @property
    def accent_in_the_dark(self) -> str:
        """The same hue, 4.5:1 or more on the dark ground; empty for the aid's own colour."""
        return shades.in_the_dark(self.accent) if self.accent else ""


DEMO = Clinic(slug="demo", name="Demonstration Clinic", sells=True, price_from=2000, origins=())


class Unreachable(Exception):
    """The database cannot be asked, and this clinic was not seen before. The aid goes on without it."""


class SwitchedOff(Unreachable):
    """By the operator."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the database last said, and whether it said anything. One value, so nobody sees a half of it."""

    clinics: Mapping[str, Clinic] = field(default_factory=dict)
    at: float = float("-inf")
    reachable: bool = True

    def answer(self, slug: str) -> Clinic | None:
        found = self.clinics.get(slug)
        if found is None and not self.reachable:
            raise Unreachable
        if found is not None and not found.active:
            raise SwitchedOff
        return found


class _Memory:
    """All clinics as the database last gave them.

    A page waits for the database, and never longer than the database's own limit of time, in these cases
    only: nothing was ever read; a slug is asked for that the last reading did not have; a clinic was
    saved by this process; the last reading is OLD. While the database fails nobody waits twice; readings
    go on in a thread.
    """

    def __init__(self) -> None:
        self._busy = Lock()
        self.forget()

    def forget(self) -> None:
        self._last = _Reading()
        self._changed = False

    def find(self, slug: str) -> Clinic | None:
        last = self._last
        age = time.monotonic() - last.at
        unseen = slug not in last.clinics and age > PAUSE
        if self._changed or (last.reachable and (unseen or age > OLD)):
            self._read(asked_at=time.monotonic())
            return self._last.answer(slug)
        if age > (FRESH if last.reachable else PAUSE) and not self._busy.locked():
            Thread(target=self.read_aside, name="clinics", daemon=True).start()
        return last.answer(slug)

    def changed(self) -> None:
        """A clinic was saved here: the next to ask reads first."""
        self._changed = True

    def _read(self, *, asked_at: float) -> None:
        with self._busy:
            last = self._last
            if last.at > asked_at and not self._changed:
                return  # somebody else read while we waited
            self._changed = False
            try:
                self._last = _Reading(_all(), time.monotonic())
            except Exception as fault:  # whatever it is, a patient's page goes on
                if last.reachable:
                    _log.warning(
                        "Clinics cannot be read (%s); known ones go on from memory.", type(fault).__name__
                    )
                self._last = _Reading(last.clinics, time.monotonic(), reachable=False)

    def read_aside(self) -> None:
        from django.db import connection

        try:
            self._read(asked_at=time.monotonic())
        finally:
            connection.close()


def _all() -> Mapping[str, Clinic]:
    from decision_aid.clinics import models

    return models.all_known()


_memory = _Memory()
_logos: OrderedDict[tuple[str, str], tuple[bytes, str]] = OrderedDict()
_logos_lock = Lock()


def find(slug: str) -> Clinic | None:
    """The clinic of this slug, or None if there is none. Raises Unreachable."""
    return DEMO if slug == DEMO.slug else _memory.find(slug)


def logo(slug: str) -> tuple[bytes, str] | None:
    """The picture and its content type, from memory where it was asked for before. Never raises."""
    try:
        clinic = find(slug)
    except Unreachable:
        return None
    if clinic is None or not clinic.logo:
        return None
    key = (slug, clinic.logo)
    with _logos_lock:
        if key in _logos:
            _logos.move_to_end(key)
            return _logos[key]
    picture = _picture(slug)
    if picture:
        with _logos_lock:
            _logos[key] = picture
            while len(_logos) > MOST_LOGOS:
                _logos.popitem(last=False)
    return picture


def _picture(slug: str) -> tuple[bytes, str] | None:
    from decision_aid.clinics import models

    try:
        row = models.Clinic.objects.filter(slug=slug).values_list("logo", "logo_kind").first()
    except Exception:  # a page without a picture is a page all the same
        return None
    return (bytes(row[0]), row[1]) if row and row[1] else None


def warm() -> None:
    """Read all clinics beside whatever goes on: for a process that has just started."""
    Thread(target=_memory.read_aside, name="clinics", daemon=True).start()


def changed() -> None:
    """Clinics were saved or deleted by this process: the next to ask reads them again."""
    _memory.changed()


def forget() -> None:
    """As in a process that has just started."""
    _memory.forget()
    with _logos_lock:
        _logos.clear()
