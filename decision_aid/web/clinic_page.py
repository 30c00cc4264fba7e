"""A clinic's own small addresses: its front door, its colour, its logo.

The colour is a style sheet with four properties in it, for light and for dark paper. Both files may
be kept for ever under the address that names their version.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from decision_aid.clinics import known, shades
from decision_aid.clinics.known import Clinic
from decision_aid.web.entrance import Entrance, entrance_of

FOR_EVER = "public, max-age=31536000, immutable"
ON_LIGHT, ON_DARK = "#fff", "#0c1516"
"""Text on the accent, as in aid.css."""


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
    response = HttpResponse(colours(found), content_type="text/css; charset=utf-8")
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


def colours(clinic: Clinic) -> str:
    """The style sheet for a clinic; empty for a colour that does not read on white."""
    if not shades.HEX.fullmatch(clinic.accent) or not shades.readable(clinic.accent):
        return ""
    light = f":root{{--accent:{clinic.accent};--on-accent:{ON_LIGHT}}}"
    dark = f":root{{--accent:{clinic.accent_in_the_dark};--on-accent:{ON_DARK}}}"
    return f"{light}\n@media (prefers-color-scheme: dark){{{dark}}}\n"
