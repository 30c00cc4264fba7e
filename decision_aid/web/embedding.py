"""How a clinic puts the aid on its own site: the script, the snippet, and the test of a page.

Hides where the embed's files lie and how they are cached. Promises that nothing of a patient is
here: these pages take no answers, and an address that somebody types is never fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import condition

from decision_aid.clinics import known
from decision_aid.clinics.known import DEMO, Clinic
from decision_aid.web import content
from decision_aid.web.entrance import PUBLISHED
from decision_aid.web.middleware import framers
from decision_aid.web.snippets import Wish, WishForm, allows, page_origin

FILES = {"v1.js": "text/javascript", "v1.d.ts": "text/plain", "check.js": "text/javascript"}
View = Callable[..., HttpResponse]
ONE_DAY = 86_400
"""So that a mend reaches every clinic within a day, and a short outage of ours goes unnoticed."""


@cache
def _file(name: str) -> bytes:
    return Path(settings.BASE_DIR, "static", "embed", name).read_bytes()


def _etag(request: HttpRequest, name: str) -> str:
    return f'"{hashlib.sha256(_file(name)).hexdigest()[:16]}"' if name in FILES else ""


def for_other_sites(response: HttpResponse) -> HttpResponse:
    """Pages of other sites may load this; everything else of ours they may not."""
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@condition(etag_func=_etag)
def file(request: HttpRequest, name: str) -> HttpResponse:
    """A file of the embed. The name carries the version; only the check is never kept."""
    if name not in FILES:
        raise Http404
    response = HttpResponse(_file(name), content_type=f"{FILES[name]}; charset=utf-8")
    response["Cache-Control"] = (
        "no-store"
        if name == "check.js"
        else f"public, max-age={ONE_DAY}, stale-while-revalidate={7 * ONE_DAY}"
    )
    return for_other_sites(response)


def check(request: HttpRequest) -> HttpResponse:
    """Which of these pages may not frame the aid? Asked by check.js from the web person's browser."""
    clinic, _ = _clinic(request.GET.get("clinic", ""))
    asked = [page_origin(one) or one[:200] for one in request.GET.getlist("page")[:10]]
    allowed = who_may_frame(clinic) if clinic else ()
    response = JsonResponse({"refused": [one for one in asked if not allows(allowed, one)]})
    response["Cache-Control"] = "no-store"
    return for_other_sites(response)


def _clinic(slug: str) -> tuple[Clinic | None, int]:
    """The clinic of this slug, and the status of a page about it."""
    try:
        clinic = known.find(slug)
    except known.SwitchedOff:
        return None, 404
    except known.Unreachable:
        return None, 503
    return clinic, 200 if clinic else 404


def who_may_frame(clinic: Clinic) -> tuple[str, ...]:
    """Addresses of others, as the policy on every page of this clinic has them."""
    return tuple(one for one in framers(clinic) if one != SELF)


def page_for_clinics(view: View) -> View:
    """Open the request for a page about embedding: its language and its clinic, never anybody's answers."""

    @wraps(view)
    def opened(request: HttpRequest, language: str) -> HttpResponse:
        if language not in PUBLISHED:
            raise Http404
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET"])
        request.language = language  # type: ignore[attr-defined]
        with translation.override(language):
            clinic, status = _clinic(request.GET.get("clinic") or DEMO.slug)
            return view(request, language, clinic or DEMO, status)

    return opened


@csp_update({"frame-src": [SELF]})
@page_for_clinics
def clinics(request: HttpRequest, language: str, clinic: Clinic, status: int) -> HttpResponse:
    """The generator: what somebody chose, the snippet for it, and how it looks."""
    form = WishForm(request.GET, clinic=clinic)
    host = content.public_url(request)
    given = form.cleaned_data if form.is_valid() else {}
    offered = [code for code, _ in form.languages]
    usual = language if language in offered or not offered else offered[0]
    wish = Wish(host=host, clinic=clinic, **{"language": usual, **given})
    context = {
        "wish": wish,
        "form": form,
        "clinic": clinic,
        "host": host,
        "origins": who_may_frame(clinic),
        "clinic_status": status,
    }
    if status == 200 and not form.is_valid():
        status = 422
    return render(request, "pages/clinics.html", context, status=status)


@page_for_clinics
def test_page(request: HttpRequest, language: str, clinic: Clinic, status: int) -> HttpResponse:
    """Test my page: says who may frame the aid, and has the visitor's own browser do the rest."""
    typed = request.GET.get("page", "").strip()
    origin = page_origin(typed)
    host = content.public_url(request)
    context = {
        "clinic": clinic,
        "clinic_status": status,
        "host": host,
        "mixed": origin.startswith("https:") and host.startswith("http:"),
        "typed": typed,
        "origin": origin,
        "problem": bool(typed) and not origin,
        "allowed": allows(who_may_frame(clinic), origin),
        "origins": who_may_frame(clinic),
        "to_open": f"{typed.partition('#')[0]}#aid-check",
    }
    if status == 200 and context["problem"]:
        status = 422
    return render(request, "pages/clinics_test.html", context, status=status)
