"""What a clinic may write about itself, one function for each kind of value.

Every way in (the staff area, the admin, a file, the shell) passes here, by way of the model. Each
function gives the value in its one spelling or raises ValidationError with what would mend it.
No value that passes can open a tag or end an attribute, so that nothing rests on a template's escaping
alone. How a clinic calls itself has rules of its own in ``signboard``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from decision_aid.clinics import shades

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 50
RESERVED = frozenset(
    {"admin", "aid", "api", "c", "clinic", "clinics", "demo", "embed", "logo", "new", "staff", "static"}
)
MOST_ORIGINS = 20
LOCAL = frozenset({"localhost", "127.0.0.1"})
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_PATH = re.compile(r"(/[A-Za-z0-9._~!$*+,=:@%-]*)*")
# Letters of languages that join are written with these two; every other invisible character is refused.
_JOINERS = "\u200c\u200d"


@cache
def regions() -> dict[str, str]:
    """The places the content has rules for: id and name. The content itself is checked at start."""
    found = {}
    for file in sorted((settings.CONTENT_FOLDER / "regions").glob("*.toml")):
        region = tomllib.loads(file.read_text(encoding="utf-8"))
        found[region["id"]] = region["name"]
    return found


def slug(value: str) -> str:
    if not SLUG.fullmatch(value) or len(value) > LONGEST_SLUG:
        raise ValidationError(
            f"Use small letters, digits and single hyphens, such as north-street, {LONGEST_SLUG} at most."
        )
    if value in RESERVED or value in dict(settings.LANGUAGES):
        raise ValidationError(f"{value} is a word of this site. Choose another.")
    return value


def line(value: str, *, longest: int) -> str:
    """One line of text that people read: no markup, nothing invisible, nothing that turns its direction."""
    value = unicodedata.normalize("NFC", value).replace("'", "’")
    for one in value:
        if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and one not in _JOINERS:
            raise ValidationError(
                "There is an invisible character in it. Type it again instead of pasting it."
            )
        if one in '<>"`=':
            raise ValidationError('Leave out < > " ` and =.')
    value = " ".join(value.split())
    if len(value) > longest:
        raise ValidationError(f"Use {longest} characters at most. There are {len(value)}.")
    return value


def accent(value: str) -> str:
    """#rrggbb that can be read on the grounds of the aid, or nothing."""
    value = value.strip().lower()
    if not value:
        return ""
    if not shades.HEX.fullmatch(value):
        raise ValidationError("Write a color as # and six digits or letters from a to f, such as #1f5f6b.")
    if not shades.readable(value):
        least = min(shades.contrast(value, ground) for ground in (shades.PAPER, shades.WASH))
        raise ValidationError(
            f"{value} has a contrast of {int(least * 100) / 100} to 1 on our pages. "
            f"Text needs {shades.ENOUGH} to 1. The nearest shade that passes is {shades.nearest(value)}."
        )
    return value


def _split(value: str) -> SplitResult:
    if not value.isascii():
        raise ValidationError(
            "Use the spelling with plain letters; for a name such as müller.example, the one with xn--."
        )
    if any(one <= " " or one in "\\\x7f" for one in value):  # urlsplit would drop some of them silently
        raise ValidationError("There is a space, a line break or a backslash in it. Leave it out.")
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - raises ValueError for a port that is none
    except ValueError:
        raise ValidationError("This is not an address.") from None
    return parts


def _host(parts: SplitResult) -> str:
    """The host and, where it is not the usual one, the port. Nothing else may stand beside them."""
    name = parts.hostname or ""
    if not _HOST.fullmatch(name) or parts.username is not None or parts.password is not None:
        raise ValidationError("There is no host name in it such as clinic.example, or more than that.")
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    written = name if parts.port in {None, usual} else f"{name}:{parts.port}"
    if parts.netloc.lower() not in {written, name, f"{name}:{parts.port}"}:
        raise ValidationError("There is something beside the host name. Leave it out.")
    return written


def booking(value: str) -> str:
    """An https address that is the same for everybody: it can carry nothing about who follows it."""
    value = value.strip()
    if not value:
        return ""
    parts = _split(value)
    if parts.scheme != "https":
        raise ValidationError("Begin with https:// so that nobody on the way can read or change the page.")
    host = _host(parts)
    if "." not in host:
        raise ValidationError("There is no host name in it such as clinic.example.")
    if "?" in value or "#" in value:
        raise ValidationError("Leave out the part from ? or # on. The address is the same for every visitor.")
    if not _PATH.fullmatch(parts.path) or len(value) > 300:
        raise ValidationError(
            "Use letters, digits and - . _ ~ / after the host name, 300 characters at most."
        )
    return f"https://{host}{parts.path}"


def origin(value: str) -> str:
    """Exactly one origin in the spelling that browsers send: https://clinic.example or https://clinic.example:8443"""
    text = value.strip().removesuffix("/")
    parts = _split(text)
    if not parts.scheme or not parts.netloc:
        raise ValidationError(f"{value}: begin with https:// and end with the host name.")
    if "*" in text:
        raise ValidationError(
            f"{value}: name each site by itself. A * would let in sites that are not yours."
        )
    if parts.path or parts.query or parts.fragment or "?" in text or "#" in text:
        raise ValidationError(f"{value}: stop after the host name, as in https://clinic.example")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise ValidationError(
            f"{value}: begin with https://. Only localhost may do without, for trying things."
        )
    return f"{parts.scheme}://{_host(parts)}"


def origins(values: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    faults: list[ValidationError] = []
    for value in values:
        try:
            found[origin(value)] = None
        except ValidationError as fault:
            faults.append(fault)
    if len(found) > MOST_ORIGINS:
        faults.append(ValidationError(f"Name {MOST_ORIGINS} sites at most. There are {len(found)}."))
    if faults:
        raise ValidationError(faults)
    return list(found)


def languages(values: Iterable[str]) -> list[str]:
    """The published ones among which a patient may choose here, in our order."""
    chosen, published = set(values), [code for code, _ in settings.LANGUAGES]
    if unknown := sorted(chosen - set(published)):
        raise ValidationError(f"{', '.join(unknown)}: the aid is published in {', '.join(published)}.")
    if not chosen:
        raise ValidationError("Choose one language or more.")
    return [code for code in published if code in chosen]


def region(value: str) -> str:
    if value not in regions():
        raise ValidationError(f"{value!r} is not among {', '.join(regions())}.")
    return value


def price(value: int | None, *, sells: bool | None) -> None:
    if sells and not value:
        raise ValidationError(
            "Say from what price on. It is shown beside the words that you sell this treatment."
        )
    if sells is False and value:
        raise ValidationError("Leave the price empty, or say that you sell this treatment.")
    if value and value > 1_000_000:
        raise ValidationError("This is more than any session costs. Write whole units of money.")
