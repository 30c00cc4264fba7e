"""Invented clinics, as the patient side would find them: the store is not what these tests are about."""

from __future__ import annotations

from decision_aid.clinics.known import DEMO, Clinic, Unreachable

SELLER = Clinic(
    slug="seller",
    name="Bright & Bold <Hair>",
    accent="#7a1f5c",
    contact="Telephone (555) 010-0199",
    booking="https://bright.example/book",
    origins=("https://bright.example", "https://www.bright.example"),
    sells=True,
    price_from=12500,
    logo="f00",
)
HONEST = Clinic(slug="honest", name="Plain Dermatology", region="uk", contact="Ward 3", sells=False)
QUIET = Clinic(slug="quiet", name="No Price Clinic", sells=True)
ELSEWHERE = Clinic(slug="elsewhere", name="Clinique", languages=("fr",))
CLINICS = {one.slug: one for one in (DEMO, SELLER, HONEST, QUIET, ELSEWHERE)}
UNREACHABLE = "unseen"
"""The slug of a clinic that nobody has asked for before the database went away."""
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8H0z"/></svg>'


def find(slug: str) -> Clinic | None:
    if slug == UNREACHABLE:
        raise Unreachable
    return CLINICS.get(slug)


def logo(slug: str) -> tuple[bytes, str] | None:
    return (PICTURE, "image/svg+xml") if CLINICS[slug].logo else None
