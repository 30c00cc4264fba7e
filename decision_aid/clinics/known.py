"""A clinic as the patient side knows it: one frozen value, found by its slug.

Hides where clinics are kept. Promises that a clinic seen before is found while the database is
down, that ``find`` is the only question the patient side ever asks, and that nothing of a patient
is among its arguments.
"""

from __future__ import annotations

from dataclasses import dataclass


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


class Unreachable(Exception):
    """The database cannot be asked, and this clinic was not seen before."""


def find(slug: str) -> Clinic | None:
    """The clinic of this slug, or None if there is none. Raises Unreachable."""
    return DEMO if slug == DEMO.slug else None


def logo(slug: str) -> tuple[bytes, str] | None:
    """The picture of a clinic and its content type, or None where there is none."""
    return None


DEMO = Clinic(slug="demo", name="Demonstration Clinic", sells=True, price_from=2000, origins=())
