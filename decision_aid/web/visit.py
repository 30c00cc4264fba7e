"""One request of a patient, opened: language, answers, and where the token leads.

``patient_page`` wraps every patient view. It unseals ``?s=``, turns a token that is too old or
damaged into a kind page (410, 400), sends the under-18 and the crisis page ahead of everything
else, and allows only the methods named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from decision_aid.engine.guidance import Guidance, advise
from decision_aid.engine.library import Library
from decision_aid.engine.questionnaire import Answers, Situation, Walk
from decision_aid.web import content
from decision_aid.web.seal import Expired, Unreadable, seal, unseal

PUBLISHED = frozenset(code for code, _ in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a view needs to know of the person in front of it."""

    language: str
    answers: Answers
    left_out: frozenset[str] | None
    token: str
    library: Library
    walk: Walk
    situation: Situation

    def guidance(self) -> Guidance:
        return advise(self.library, self.answers, today=content.today())

    def off_paper(self, guidance: Guidance) -> frozenset[str]:
        """What the person left out or, while nobody has asked, every private answer."""
        if self.left_out is not None:
            return self.left_out
        return frozenset(one.link_id for one in guidance.answers if one.private)

    def to(self, name: str, *, answers: Answers | None = None, back: str = "", **kwargs: str) -> str:
        """The address of a page, carrying these answers or the ones it came with.

        ``back`` names the page to return to once the question there is answered.
        """
        token = self.token if answers is None else self.sealed(answers)
        address = _path(name, language=self.language, **kwargs)
        query = {key: value for key, value in (("s", token), ("back", back)) if value}
        return f"{address}?{urlencode(query)}" if query else address

    def carrying(self, answers: Answers) -> Visit:
        """The same visit with other answers in its links, for a part of a page swapped in."""
        return replace(self, answers=answers, token=self.sealed(answers))

    def sealed(self, answers: Answers, *, left_out: frozenset[str] | None = None) -> str:
        return seal(
            answers,
            left_out=self.left_out if left_out is None else left_out,
            content_version=self.library.aid.content_version,
        )

    def go(self, name: str, *, answers: Answers | None = None, **kwargs: str) -> HttpResponse:
        return HttpResponseRedirect(self.to(name, answers=answers, **kwargs), status=303)


@lru_cache(maxsize=512)
def _path(name: str, **kwargs: str) -> str:
    """The address of a page without its token. A page has many links, and Django builds each anew."""
    return reverse(name, kwargs=kwargs)


View = Callable[..., HttpResponse]


def framed(request: HttpRequest) -> bool:
    """Is this page shown inside another site's page?"""
    return request.headers.get("Sec-Fetch-Dest") in {"iframe", "frame", "embed", "object"}


def withheld(request: HttpRequest) -> bool:
    """In a frame, numbers past their check date are not shown: the site around them may be old too."""
    return framed(request) and bool(content.library().overdue(content.today()))


def patient_page(*methods: str, for_everyone: bool = False, numbers: bool = False) -> Callable[[View], View]:
    """Open the request and hand the view a ``Visit``.

    Pages with ``numbers`` of the evidence say "being updated" while they must be withheld.

    ``for_everyone`` pages are reached whatever was answered; all others give way to the crisis
    page and to the page for those under 18.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *, language: str, **kwargs: Any) -> HttpResponse:
            if language not in PUBLISHED:
                raise Http404
            request.language = language  # type: ignore[attr-defined]
            if request.method not in {*methods, "HEAD"}:
                return HttpResponseNotAllowed(methods)
            with translation.override(language):
                library = content.library()
                token = request.GET.get("s", "")
                try:
                    unsealed = unseal(token, library.questionnaire)
                except Expired:
                    return render(request, "pages/expired.html", status=410)
                except Unreadable:
                    return render(request, "pages/unreadable.html", status=400)
                walk, situation = library.questionnaire.replay(unsealed.answers)
                visit = Visit(
                    language=language,
                    answers=unsealed.answers,
                    left_out=unsealed.left_out,
                    token=token,
                    library=library,
                    walk=walk,
                    situation=situation,
                )
                if walk.ended_early and not for_everyone:
                    return visit.go("guidance")
                if numbers and withheld(request):
                    return render(request, "pages/withheld.html", {"visit": visit})
                return view(request, visit, **kwargs)

        return opened

    return decorate
