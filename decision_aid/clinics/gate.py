"""The gate between the two sides: sessions, sign-in and messages are awake below /staff/ only.

Django switches middleware on for a whole site. Here each of its classes is wrapped so that it is a
no-op outside the staff side: a patient's request gets no session, no user and no token, reads no
cookie and sets none. They stay Django's own code, not a copy, so its security fixes arrive with it;
and they are subclasses, so Django's checks still find what they look for.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from ipaddress import IPv6Address
from typing import Any

from axes.middleware import AxesMiddleware
from csp.constants import NONE
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils import timezone

from decision_aid.clinics import passwords

Answer = Callable[[HttpRequest], HttpResponse]
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})


def at_staff(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.STAFF_SIDE)


def on_own_machine(request: HttpRequest) -> bool:
    """Is somebody trying the service on their own machine, by plain HTTP?

    Safari and WebKitGTK keep no Secure cookie from there, so nobody could sign in. A proxy that hides the
    host it was asked for looks alike; where the public address is known to be another, it is believed.
    """
    host, _ = split_domain_port(request.get_host())
    return host in OWN_MACHINE and not request.is_secure() and not settings.PUBLIC_URL.startswith("https:")


class StaffPages:
    """What holds for every page below /staff/: nobody frames it, keeps it or lists it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if at_staff(request):
            if response.status_code == 404:
                response = render(request, "staff/not_found.html", status=404, using="staff")
            # For django-csp, which writes the header.
            response._csp_replace = {"frame-ancestors": [NONE]}  # type: ignore[attr-defined]
            if response.cookies and on_own_machine(request):
                for cookie in response.cookies.values():
                    cookie["secure"] = ""
            response["X-Frame-Options"] = "DENY"
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, passwords.Busy):
            return None
        response = render(request, "staff/busy.html", status=503, using="staff")
        response["Retry-After"] = str(passwords.SOON)
        return response


class OnlyStaff:
    """Passes a patient's request on untouched. Comes before the class it wraps."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if at_staff(request):
            answer: HttpResponse = super().__call__(request)  # type: ignore[misc]
        else:
            answer = self.get_response(request)
        return answer


class StaffSessions(OnlyStaff, SessionMiddleware):
    pass


class StaffCsrf(OnlyStaff, CsrfViewMiddleware):
    def process_view(self, request: HttpRequest, *view: Any) -> Any:
        return super().process_view(request, *view) if at_staff(request) else None


class StaffSignIn(OnlyStaff, AuthenticationMiddleware):
    pass


class StaffMessages(OnlyStaff, MessageMiddleware):
    pass


class StaffThrottle(OnlyStaff, AxesMiddleware):  # type: ignore[misc]  # axes carries no types
    pass


def place_of(request: HttpRequest) -> str:
    """Where a sign-in comes from, as a code in the shape of a private address.

    Enough to tell two places apart for a day, which is all the throttle needs. The address itself is
    kept nowhere, and cannot be had back without the key. Behind a proxy everybody has the proxy's, unless
    settings say how many there are. What stands further left in X-Forwarded-For is the visitor's own word
    and not believed: a guesser of passwords could write a new one each time.
    """
    count, forwarded = settings.PROXY_COUNT, request.headers.get("X-Forwarded-For", "").split(",")
    told = forwarded[-count].strip() if 0 < count <= len(forwarded) else ""
    said = f"{timezone.now().date()} {told or request.META.get('REMOTE_ADDR', '')}"
    digest = hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).digest()
    return str(IPv6Address(b"\xfd" + digest[:15]))
