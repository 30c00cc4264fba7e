"""What holds for every page: who may post to it, and what a browser may keep of it.

There is no session, no user and no cookie, so there is nothing a foreign site could ride on;
cross-site posts are refused all the same, so that nobody else can put answers into a person's
page. The rule is the one of Go 1.25's http.CrossOriginProtection: Sec-Fetch-Site, else Origin.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
        request.get_host()  # raises DisallowedHost (400) for a host that is not ours
        if request.method not in SAFE and from_elsewhere(request):
            return render(request, "pages/refused.html", status=403)
        return self.get_response(request)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        anywhere = request.path_info.startswith("/embed/")
        response["Cross-Origin-Resource-Policy"] = "cross-origin" if anywhere else "same-origin"
        if may_carry_answers(request):
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
        if not response.streaming and "Content-Length" not in response:
            response["Content-Length"] = str(len(response.content))
        return response
