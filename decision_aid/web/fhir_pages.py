"""The questions for other programs: the FHIR Questionnaire at its canonical address.

The same bytes for everybody until the content changes, so they are made once for each origin under
which the service is found. Nothing of a person is in them, and a page of any site may fetch them.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from decision_aid.engine import fhir
from decision_aid.web import content

FHIR_JSON = "application/fhir+json"
ORIGINS = 8
"""Kept at a time, about 130 KB each. Without PUBLIC_URL every host name we answer to is one."""


@lru_cache(maxsize=ORIGINS)
def _published(origin: str, content_version: str) -> tuple[bytes, str]:
    """The questionnaire and its entity tag, which changes with any byte of it."""
    whole = fhir.questionnaire(content.library(), origin=origin)
    body = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


@require_safe
def questionnaire(request: HttpRequest) -> HttpResponseBase:
    body, tag = _published(content.public_url(request), content.library().aid.content_version)
    response = HttpResponse(body, content_type=FHIR_JSON)
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=3600"
    answer = get_conditional_response(request, etag=tag, response=response) or response
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
