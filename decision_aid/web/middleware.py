"""What holds for every page: whose door it is, who may post to it or frame it, what may be kept of it.

There is no session, no user and no cookie, so there is nothing a foreign site could ride on;
cross-site posts are refused all the same, so that nobody else can put answers into a person's
page. The rule is the one of Go 1.25's http.CrossOriginProtection: Sec-Fetch-Site, else Origin.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from decision_aid.clinics import known
from decision_aid.clinics.known import Clinic
from decision_aid.web.entrance import OWN, Entrance, entrance_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
PERMISSIONS = ", ".join(
    [
        "clipboard-write=(self)",
        "web-share=(self)",
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
                "encrypted-media", "fullscreen", "geolocation", "gyroscope", "magnetometer",
                "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock",
                "usb", "xr-spatial-tracking",
            )
        ),
    ]
)  # fmt: skip


CLINIC = re.compile(r"/c/(?P<slug>[-a-zA-Z0-9_]+)/(?P<kiosk>kiosk/)?")
DEMONSTRATION = "demo"
HEALTH = frozenset({"/healthz", "/readyz"})
"""Asked by the machine itself, by whatever name it has there. They say nothing that depends on it."""


def come_in(path: str) -> Entrance:
    """The door that a path goes through. Asks for the clinic once; the page finds it on the request.

    Besides, only ``clinic_page`` asks, for the clinic's picture, and ``embedding``, for a clinic that is
    named in the pages about embedding.

    Raises Http404 for a clinic that does not exist. While nobody can say whether it does, the aid goes
    on without it.
    """
    match = CLINIC.match(path)
    if match is None:
        return OWN
    slug, kiosk = match["slug"], bool(match["kiosk"])
    try:
        clinic = known.find(slug)
    except known.Unreachable:
        return Entrance(slug=slug, kiosk=kiosk)
    if clinic is None:
        raise Http404
    return Entrance(slug=slug, clinic=clinic, kiosk=kiosk)


def framers(clinic: Clinic) -> list[str]:
    """The clinic's own addresses and ours; for the demonstration, those in the settings as well."""
    named = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-ancestors"]
    others = [one for one in named if one not in {SELF, NONE}] if clinic.slug == DEMONSTRATION else []
    return [SELF, *clinic.origins, *others]


def may_frame(request: HttpRequest) -> list[str] | None:
    """Who may show this page in a frame; None leaves it as it is.

    A clinic that cannot be asked for is no clinic: nobody frames the aid without having declared
    whether they sell the treatment, unless whoever runs the service names them.
    """
    clinic = entrance_of(request).clinic
    return None if clinic is None else framers(clinic)


def from_elsewhere(request: HttpRequest) -> bool:
    """Was this request sent by a page of another site?"""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc != request.get_host()
    except ValueError:  # not an address at all
        return True


def may_carry_answers(request: HttpRequest) -> bool:
    if request.method == "POST":
        return True
    try:
        return "s" in request.GET
    except SuspiciousOperation:  # an address with too many fields to look through
        return True


class PatientSide:
    """Refuses foreign hosts and cross-site posts; says what may be kept and used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # A refusal becomes a page in here, so that it carries the same headers as every other.
        self.answer = cast("Callable[[HttpRequest], HttpResponse]", convert_exception_to_response(self.admit))

    def admit(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in HEALTH:
            request.get_host()  # raises DisallowedHost (400) for a host that is not ours
        request.entrance = come_in(request.path_info)  # type: ignore[attr-defined]
        if request.method not in SAFE and from_elsewhere(request):
            return render(request, "pages/refused.html", status=403)
        return self.get_response(request)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response["Permissions-Policy"] = PERMISSIONS
        # A tab opened from a sandboxed frame inherits its sandbox, and a browser shows no page there that
        # asks to be kept apart: "Open in a new tab" would lead to an error on sites such as Wix.
        response["Cross-Origin-Opener-Policy"] = "unsafe-none" if entrance_of(request).slug else "same-origin"
        anywhere = request.path_info.startswith("/embed/")
        response["Cross-Origin-Resource-Policy"] = "cross-origin" if anywhere else "same-origin"
        if (framers := may_frame(request)) is not None:
            # How a view of django-csp says that one directive differs here.
            response._csp_replace = {"frame-ancestors": framers}  # type: ignore[attr-defined]
        if may_carry_answers(request):
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
        if not response.streaming and "Content-Length" not in response:
            response["Content-Length"] = str(len(response.content))
        return response
