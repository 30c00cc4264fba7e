"""What a clinic's name, logo, colour and declared interest add around a page, and nothing within it.

Promises that nothing here reaches ``<main>``, so the medical text is the same for every clinic. The
parts are made once for each clinic and kept; no patient goes into making them, only whether the
booking link must be absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from decision_aid.clinics.known import Clinic
from decision_aid.web import content
from decision_aid.web.entrance import Entrance, entrance_of

KEPT = 1024
"""Clinics, about 2 KB each."""
MONEY = {
    "us": "$", "canada": "CA$", "uk": "£", "eu": "€", "australia": "A$",
    "south-korea": "₩", "japan": "¥", "brazil": "R$",
}  # fmt: skip
"""How each region writes its money; none where the region is not one country."""


@dataclass(frozen=True, slots=True)
class Dress:
    """Safe HTML for the head of the document, below the header line, and in the foot."""

    head: str = ""
    top: str = ""
    foot: str = ""


def interest(clinic: Clinic) -> str:
    """What the clinic had to declare, in one sentence. Its name is no part of it, so it can turn no word."""
    if not clinic.sells:
        return _("This clinic does not sell exosome treatment.")
    if clinic.price_from is None:
        return _("This clinic sells exosome treatment.")
    price = f"{MONEY.get(clinic.region, '')}{clinic.price_from:,}"
    return _("This clinic sells exosome treatment, from %(price)s.") % {"price": price}


def interest_by_name(clinic: Clinic) -> str:
    """The same where the name does not stand beside it, as on paper."""
    return _("%(interest)s The clinic: %(name)s") % {"interest": interest(clinic), "name": clinic.name}


def framed(request: HttpRequest) -> bool:
    """Is this page shown inside another site's page?"""
    return request.headers.get("Sec-Fetch-Dest") in {"iframe", "frame", "embed", "object"}


def dress_of(request: HttpRequest) -> Dress:
    """What belongs around the page this request asks for."""
    found: Dress | None = getattr(request, "dress", None)
    if found is not None:
        return found
    language = getattr(request, "language", "en")
    return dress_for(entrance_of(request), language, in_a_frame=framed(request), urgent=False)


def dress_for(entrance: Entrance, language: str, *, in_a_frame: bool, urgent: bool) -> Dress:
    """``urgent``: somebody is to be seen today, or is in a crisis. Then no clinic is offered to them."""
    if entrance.clinic is not None:
        return _of_clinic(entrance.clinic, language, entrance.kiosk, urgent)
    return _of_nobody(language, in_a_frame, bool(entrance.slug))


@lru_cache(maxsize=KEPT)
def _of_clinic(clinic: Clinic, language: str, kiosk: bool, urgent: bool) -> Dress:
    with translation.override(language):
        region = content.library().regions.get(clinic.region)
        context = {
            "clinic": clinic,
            "interest": interest(clinic),
            "region": region,
            "kiosk": kiosk,
            "urgent": urgent,
        }
        return Dress(*(render_to_string(f"clinic/{part}.html", context) for part in ("head", "top", "foot")))


@lru_cache(maxsize=16)
def _of_nobody(language: str, in_a_frame: bool, unreachable: bool) -> Dress:
    with translation.override(language):
        context = {"in_a_frame": in_a_frame, "unreachable": unreachable}
        return Dress(top=render_to_string("clinic/nobody.html", context))
