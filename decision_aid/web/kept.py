"""Pages that are the same for everybody but for the token in their addresses: made once and kept.

A page is made for a visit of nobody, with marks where the token and all that belongs to a clinic
go, and kept as the pieces between the marks. Nothing about a person can be in that memory, because
nothing about a person goes into making it; and it does not grow with the number of clinics. See
docs/adr/0004-blank-pages-are-cached.md.
"""

from __future__ import annotations

import datetime
import gzip
import re
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.safestring import mark_safe

from decision_aid.engine.questionnaire import Answers, Questionnaire, Situation, Walk
from decision_aid.web import content
from decision_aid.web.dress import Dress, dress_for, dress_of, framed
from decision_aid.web.entrance import Entrance
from decision_aid.web.visit import View, Visit

TOKEN, SLUG, HEAD, TOP, FOOT = (
    f"THE-{part}-GOES-HERE" for part in ("TOKEN", "CLINIC", "HEAD", "TOP", "FOOT")
)
MARKS = re.compile(rf"({TOKEN}|{SLUG}|{HEAD}|{TOP}|{FOOT})".encode())
MARKED = Dress(*(mark_safe(mark) for mark in (HEAD, TOP, FOOT)))  # noqa: S308 - three words written above
KEPT = 256
"""Pages, the largest about 80 KB."""

Pieces = tuple[bytes, ...]
"""A page cut up: what is the same for everybody, a mark, what is the same, a mark, and so on."""


def any_clinic(entrance: Entrance) -> Entrance:
    """The door as a kept page knows it: the aid's own, or that of a clinic, whichever it is."""
    return Entrance(slug=SLUG, kiosk=entrance.kiosk) if entrance.slug else entrance


def nobody(
    language: str, entrance: Entrance, *, has_token: bool, in_a_frame: bool
) -> tuple[HttpRequest, Visit]:
    """A request and a visit without answers, whose token, clinic and dress are marks."""
    request = HttpRequest()
    request.method = "GET"
    request.META["HTTP_SEC_FETCH_DEST"] = "iframe" if in_a_frame else "document"
    request.language = language  # type: ignore[attr-defined]
    request.entrance = entrance  # type: ignore[attr-defined]
    request.dress = (  # type: ignore[attr-defined]
        MARKED if entrance.slug else dress_for(entrance, language, in_a_frame=in_a_frame, urgent=False)
    )
    visit = Visit(
        language=language,
        answers=Answers(),
        left_out=None,
        token=TOKEN if has_token else "",
        library=content.library(),
        walk=Walk((), None, 0),
        situation=Situation(),
        entrance=entrance,
    )
    return request, visit


def cut(page: bytes) -> Pieces:
    return tuple(MARKS.split(page))


def filled(pieces: Pieces, visit: Visit, dress: Dress) -> bytes:
    """The page of this visit."""
    # ``unseal`` let this token through, so it has no character that needs escaping. Escaped all the same.
    texts = {
        TOKEN: str(escape(visit.token)),
        SLUG: visit.entrance.slug,
        HEAD: dress.head,
        TOP: dress.top,
        FOOT: dress.foot,
    }
    values = {mark.encode(): text.encode() for mark, text in texts.items()}
    whole = list(pieces)
    whole[1::2] = [values[mark] for mark in pieces[1::2]]
    return b"".join(whole)


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
            any_clinic(visit.entrance),
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
        return HttpResponse(filled(pieces, visit, dress_of(request)))

    return kept


@lru_cache(maxsize=KEPT)
def _squeezed(page: bytes) -> bytes:
    return gzip.compress(page, mtime=0)


@lru_cache(maxsize=KEPT)
def _pieces(  # noqa: PLR0917 - all of them make the key, and the cache wants them in one order
    view: View,
    questionnaire: Questionnaire,
    language: str,
    entrance: Entrance,
    day: datetime.date,
    has_token: bool,
    in_a_frame: bool,
    kwargs: tuple[tuple[str, Any], ...],
) -> Pieces:
    request, visit = nobody(language, entrance, has_token=has_token, in_a_frame=in_a_frame)
    html: bytes = view(request, visit, **dict(kwargs)).content
    return cut(html)
