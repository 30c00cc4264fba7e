"""A clinic's own small addresses: its front door, its colour, its logo.

The colour is a style sheet with three properties in it. On dark paper the clinic's colour is
lightened until it reads at 4.5:1 (WCAG 2.2, 1.4.3). Both files may be kept for ever under the
address that names their version.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from decision_aid.clinics import known
from decision_aid.web.entrance import Entrance, entrance_of

FOR_EVER = "public, max-age=31536000, immutable"
ENOUGH = 4.5
WHITE, DARK_PAPER, DARK_WASH, ON_DARK = "#ffffff", "#14191a", "#1c2425", "#0c1516"
"""As in aid.css."""


def home(request: HttpRequest, clinic: str = "", kiosk: str = "") -> HttpResponse:
    """The start page in the visitor's language, among those offered here."""
    entrance = entrance_of(request)
    response = HttpResponseRedirect(entrance.path("start", language=_wanted(request, entrance)))
    response["Vary"] = "Accept-Language"
    return response


def _wanted(request: HttpRequest, entrance: Entrance) -> str:
    offered = entrance.languages
    if not offered:
        raise Http404
    for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        for one in (code, code.partition("-")[0]):
            if one in offered:
                return one
    return offered[0]


@require_safe
def theme(request: HttpRequest, clinic: str) -> HttpResponse:
    found = entrance_of(request).clinic
    if found is None or not found.accent:
        raise Http404
    response = HttpResponse(colours(found.accent), content_type="text/css; charset=utf-8")
    return _kept(request, response, version=found.accent.lstrip("#"))


@require_safe
def logo(request: HttpRequest, clinic: str) -> HttpResponse:
    """The picture as it was checked when it came in; opened by itself, it may do nothing at all."""
    found = entrance_of(request).clinic
    picture = known.logo(found.slug) if found is not None and found.logo else None
    if found is None or picture is None:
        raise Http404
    response = HttpResponse(picture[0], content_type=picture[1])
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return _kept(request, response, version=found.logo)


def _kept(request: HttpRequest, response: HttpResponse, *, version: str) -> HttpResponse:
    response["Cache-Control"] = FOR_EVER if request.GET.get("v") == version else "no-cache"
    return response


@lru_cache(maxsize=1024)
def colours(accent: str) -> str:
    """The style sheet for an accent; empty for one that does not read on white."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", accent) or contrast(accent, WHITE) < ENOUGH:
        return ""
    light = f":root{{--accent:{accent};--on-accent:{WHITE}}}"
    dark = f":root{{--accent:{on_dark(accent)};--on-accent:{ON_DARK}}}"
    return f"{light}\n@media (prefers-color-scheme: dark){{{dark}}}\n"


def on_dark(accent: str) -> str:
    """The accent with as little white in it as lets it read on dark paper, and dark text on it."""
    return next(
        mixed
        for mixed in (_mixed(accent, share / 20) for share in range(21))
        if all(contrast(mixed, other) >= ENOUGH for other in (DARK_PAPER, DARK_WASH, ON_DARK))
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: str, white: float) -> str:
    return "#" + "".join(f"{round(part + (255 - part) * white):02x}" for part in _channels(colour))
