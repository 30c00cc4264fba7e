"""Clinics as a TOML file, to move them, to keep them under version control, or to begin with many.

Accounts and counts are not in the file. Reading it changes all or nothing: every fault of every clinic
is told at once, in the words the staff area uses. A clinic that is as the file says is left alone, one
that the file does not name too, so reading a file twice changes nothing the second time. What a table
leaves out stays as it is: only what is written down as empty is emptied.
"""

from __future__ import annotations

import base64
import binascii
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from decision_aid.clinics import logos
from decision_aid.clinics.models import Clinic

FIELDS: dict[str, type] = {
    "slug": str,
    "name": str,
    "sells_exosomes": bool,
    "price_from": int,
    "accent": str,
    "contact": str,
    "booking": str,
    "region": str,
    "languages": list,
    "origins": list,
    "active": bool,
    "logo": str,
}
"""What a table may hold. ``logo`` is the picture in base64."""


class FileFaults(Exception):
    """Nothing was read in. ``faults`` has a line for each thing to mend."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True, slots=True)
class Read:
    """What a file has changed, by slug."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: Mapping[str, tuple[str, ...]]
    """What a clinic has set and its table leaves out."""


def write(clinics: Iterable[Clinic]) -> str:
    """One table for each clinic, with what is empty, so that reading it back empties the same."""
    return "\n".join(_table(one) for one in clinics)


def _table(clinic: Clinic) -> str:
    lines = ["[[clinic]]"]
    for field in FIELDS:
        value = getattr(clinic, field)
        if field == "logo":
            value = base64.b64encode(bytes(value)).decode("ascii")
        if value is not None:  # a price, where nothing is sold
            # A JSON string, number, truth value or list of strings is the same in TOML.
            lines.append(f"{field} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def read(text: str) -> Read:
    """Add and change clinics as the file says, or raise FileFaults and leave all as it was."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise FileFaults([f"This is not TOML: {fault}"]) from None
    tables = data.pop("clinic", [])
    faults = [
        f"{key}: there is no such thing in this file. Clinics are tables called [[clinic]]." for key in data
    ]
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise FileFaults([*faults, "clinic: write each clinic as a table called [[clinic]]."])
    done: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    kept: dict[str, tuple[str, ...]] = {}
    seen: set[str] = set()
    with transaction.atomic():
        for number, table in enumerate(tables, start=1):
            slug = str(table.get("slug", ""))
            wrong = list(_shape(table))
            if slug in seen:
                wrong.append("slug: this file has it twice.")
            seen.add(slug)
            clinic = Clinic.objects.filter(slug=slug).first() or Clinic()
            before = _table(clinic) if clinic.pk else ""
            wrong = wrong or list(_take(clinic, table))
            if not wrong and _table(clinic) != before:
                clinic.save()
            done["added" if not before else "unchanged" if _table(clinic) == before else "changed"].append(
                slug
            )
            if before and (stays := tuple(_kept(clinic, table))):
                kept[slug] = stays
            faults += [f"clinic {number} ({slug or 'without a slug'}): {one}" for one in wrong]
        if faults:
            raise FileFaults(faults)
    added, changed, unchanged = map(tuple, done.values())
    return Read(added, changed, unchanged, kept)


def _kept(clinic: Clinic, table: Mapping[str, Any]) -> Iterator[str]:
    usual = Clinic()
    for field in FIELDS:
        if field not in {*table, "sells_exosomes"} and getattr(clinic, field) != getattr(usual, field):
            yield field


def _shape(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        kind: Any = FIELDS.get(key)
        if kind is None:
            yield f"{key}: there is no such thing. A clinic has {', '.join(FIELDS)}."
        elif type(value) is not kind or (kind is list and {type(one) for one in value} - {str}):
            yield f"{key}: this has to be {_NAMES[kind]}."


_NAMES = {str: "text in quotes", bool: "true or false", int: "a whole number", list: "a list of texts"}


def _take(clinic: Clinic, table: Mapping[str, Any]) -> Iterator[str]:
    """Give the clinic these values, and say what is wrong."""
    for field, value in table.items():
        if field != "logo":
            setattr(clinic, field, value)
    if clinic.sells_exosomes is False and "price_from" not in table:
        clinic.price_from = None  # there is no other way to write down that there is none
    faults: dict[str, list[str]] = {}
    try:
        if "logo" in table:
            picture = base64.b64decode(table["logo"], validate=True)
            clinic.wear(logos.take_in(picture) if picture else None)
    except binascii.Error:
        faults["logo"] = ["This is not base64."]
    except ValidationError as fault:
        faults["logo"] = fault.messages
    try:
        clinic.full_clean()
    except ValidationError as fault:
        faults |= fault.message_dict
    for field, messages in faults.items():
        for message in messages:
            yield message if field == NON_FIELD_ERRORS else f"{field}: {message}"
