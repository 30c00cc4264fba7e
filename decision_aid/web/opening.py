"""A clinician opens the file a patient brought, and sees what the aid would show this person.

The file is read in memory and forgotten with the request: nothing is stored, logged or put in the
address. The page comes straight out of the POST, and only its links carry the answers on, sealed.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _

from decision_aid.engine import fhir
from decision_aid.engine.guidance import read_back
from decision_aid.web import documents, on_paper, opened
from decision_aid.web.opened import Refused
from decision_aid.web.visit import Visit, patient_page

LARGEST = 2 * 1024 * 1024
"""Bytes of a file. Ours have fifty thousand."""
AROUND = 4 * 1024
"""Bytes a browser puts around the file to send it."""


@patient_page("GET", "POST", for_everyone=True)
def open_file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form; sent, what is in the file, or why it cannot be opened."""
    if request.method != "POST":
        return render(request, "pages/open.html", {"visit": visit, "megabytes": LARGEST // 1024**2})
    try:
        found = opened.read(_sent(request), visit.library)
    except Refused as refusal:
        context = {"visit": visit, "refusal": refusal, "megabytes": LARGEST // 1024**2}
        response = render(request, "pages/open.html", context, status=refusal.status)
        if refusal.status == HTTPStatus.SERVICE_UNAVAILABLE:
            response["Retry-After"] = "5"
        return response
    return _shown(request, visit, found)


def _shown(request: HttpRequest, visit: Visit, found: fhir.Read) -> HttpResponse:
    """Everything the aid has for this person, for the clinician in front of them."""
    library = visit.library
    walk, situation = library.questionnaire.replay(found.answers)
    theirs = replace(visit, answers=found.answers, left_out=None, walk=walk, situation=situation)
    theirs = replace(theirs, token=theirs.sealed(found.answers))
    guidance = theirs.guidance()
    counted = {one.link_id for one in guidance.answers}
    context = {
        "visit": theirs,
        "guidance": guidance,
        "visits": on_paper.visits(guidance.routes),
        "opened": found,
        "said": read_back(library, found.answers),
        "not_counted": [one for one in found.answers if one not in counted],
        "same_content": found.content_version == library.aid.content_version,
        "summary": documents.summary_for(guidance, frozenset()) if guidance.kind == "adult" else None,
    }
    return render(request, "pages/opened.html", context)


def _sent(request: HttpRequest) -> bytes:
    """The one file in a request. Raises Refused before anything is read of a body that is too large."""
    too_large = Refused(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _("This file is larger than %(most)s MB. It was not read.") % {"most": LARGEST // 1024**2},
        _("A PDF made here is about a hundredth of that."),
    )
    length = request.META.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit()):
        raise Refused(
            HTTPStatus.LENGTH_REQUIRED, _("The request does not say how large the file is. It was not read.")
        )
    if len(length) > 10 or int(length) > LARGEST + AROUND:
        raise too_large
    try:
        files = request.FILES.getlist("file")
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        raise Refused(
            HTTPStatus.BAD_REQUEST, _("The file did not arrive whole."), _("Send it once more.")
        ) from None
    if len(files) != 1 or not files[0].size:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, _("No file was chosen."), _("Choose one file."))
    if files[0].size > LARGEST:
        raise too_large
    return bytes(files[0].read())
