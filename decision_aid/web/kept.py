"""Pages that are the same for everybody but for the token in their addresses: made once and kept.

A page is made for a visit of nobody, with a mark where the token goes, and kept as the pieces
between the marks. Nothing about a person can be in that memory, because nothing about a person
goes into making it. See docs/adr/0004-blank-pages-are-cached.md.
"""

from __future__ import annotations

import datetime
import gzip
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.html import escape

from decision_aid.engine.questionnaire import Answers, Questionnaire, Situation, Walk
from decision_aid.web import content
from decision_aid.web.visit import View, Visit, framed

MARK = "THE-TOKEN-GOES-HERE"
KEPT = 256
"""Pages, the largest about 80 KB."""


def nobody(language: str, *, has_token: bool) -> tuple[HttpRequest, Visit]:
    """A request and a visit without answers, whose token is the mark."""
    request = HttpRequest()
    request.method = "GET"
    request.language = language  # type: ignore[attr-defined]
    visit = Visit(
        language=language,
        answers=Answers(),
        left_out=None,
        token=MARK if has_token else "",
        library=content.library(),
        walk=Walk((), None, 0),
        situation=Situation(),
    )
    return request, visit


def with_token(pieces: tuple[bytes, ...], token: str) -> bytes:
    # ``unseal`` let this token through, so it has no character that needs escaping. Escaped all the same.
    return str(escape(token)).encode().join(pieces)


def same_for_everybody(view: View) -> View:
    """Keep what this view makes. For views that look at neither answers nor, unasked, parameters."""

    @wraps(view)
    def kept(request: HttpRequest, visit: Visit, **kwargs: str) -> HttpResponse:
        if settings.DEBUG or set(request.GET) - {"s"}:
            return view(request, visit, **kwargs)
        pieces = _pieces(
            view,
            visit.library.questionnaire,
            visit.language,
            content.today(),
            bool(visit.token),
            framed(request),
            tuple(sorted(kwargs.items())),
        )
        if len(pieces) == 1 and "gzip" in request.headers.get("Accept-Encoding", ""):
            # Without a token there is no secret in it, so it may be compressed once for all.
            response = HttpResponse(_squeezed(pieces[0]), headers={"Content-Encoding": "gzip"})
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        return HttpResponse(with_token(pieces, visit.token))

    return kept


@lru_cache(maxsize=KEPT)
def _squeezed(page: bytes) -> bytes:
    return gzip.compress(page, mtime=0)


@lru_cache(maxsize=KEPT)
def _pieces(  # noqa: PLR0917 - all of them make the key, and the cache wants them in one order
    view: View,
    questionnaire: Questionnaire,
    language: str,
    day: datetime.date,
    has_token: bool,
    in_a_frame: bool,
    kwargs: tuple[tuple[str, Any], ...],
) -> tuple[bytes, ...]:
    request, visit = nobody(language, has_token=has_token)
    if in_a_frame:
        request.META["HTTP_SEC_FETCH_DEST"] = "iframe"
    html: bytes = view(request, visit, **dict(kwargs)).content
    return tuple(html.split(MARK.encode()))
