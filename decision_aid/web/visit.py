"""One request of a patient, opened: door, language, answers, and where the token leads.

``patient_page`` wraps every patient view. It unseals ``?s=``, turns a token that is too old or
damaged into a kind page (410, 400), asks whose answers it has where another site brought them,
sends the under-18 and the crisis page ahead of everything else, and allows only the methods named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation

from decision_aid.clinics import counts
from decision_aid.engine.guidance import Guidance, advise, read_back
from decision_aid.engine.library import Library
from decision_aid.engine.questionnaire import Answers, Situation, Walk
from decision_aid.web import content
from decision_aid.web.dress import dress_for, framed
from decision_aid.web.entrance import OWN, Entrance, entrance_of
from decision_aid.web.middleware import from_elsewhere
from decision_aid.web.seal import KIOSK_LIFETIME, LIFETIME, Expired, Unreadable, seal, unseal


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
    entrance: Entrance = OWN

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
        address = self.entrance.path(name, language=self.language, **kwargs)
        query = {key: value for key, value in (("s", token), ("back", back)) if value}
        return f"{address}?{urlencode(query)}" if query else address

    def carrying(self, answers: Answers) -> Visit:
        """The same visit with other answers in its links, for a part of a page swapped in."""
        left_out = self._still_left_out(answers)
        return replace(self, answers=answers, left_out=left_out, token=self.sealed(answers))

    def sealed(self, answers: Answers, *, left_out: frozenset[str] | None = None) -> str:
        return seal(
            answers,
            left_out=self._still_left_out(answers) if left_out is None else left_out,
            content_version=self.library.aid.content_version,
        )

    def _still_left_out(self, answers: Answers) -> frozenset[str] | None:
        """What was left out and each private answer that is new since: nobody has asked about those yet."""
        if self.left_out is None or answers == self.answers:
            return self.left_out
        before = set(read_back(self.library, self.answers))
        new = (one for one in read_back(self.library, answers) if one.private and one not in before)
        return self.left_out.union(one.link_id for one in new)

    def go(self, name: str, *, answers: Answers | None = None, **kwargs: str) -> HttpResponse:
        if answers and not self.token:
            self.count("started")  # the first token of this person, made here
        return HttpResponseRedirect(self.to(name, answers=answers, **kwargs), status=303)

    def count(self, what: counts.Counted) -> None:
        """One more for the clinic, where there is one."""
        if self.entrance.clinic is not None:
            counts.note(self.entrance.clinic.slug, self.language, what)

    @property
    def urgent(self) -> bool:
        """Is this for a crisis page, a page for the young, or somebody to be seen today?"""
        rules = (*self.library.safety.rules, *self.library.procedure.rules)
        return self.walk.ended_early or any(
            rule.outcome.tier == "same-day" and rule.open(self.situation) for rule in rules
        )


View = Callable[..., HttpResponse]


def withheld(request: HttpRequest) -> bool:
    """In a frame, numbers past their check date are not shown: the site around them may be old too.

    An old browser does not say whether it shows a frame; on a clinic's pages it is taken to.
    """
    unsaid = bool(entrance_of(request).slug) and "Sec-Fetch-Dest" not in request.headers
    return (framed(request) or unsaid) and bool(content.library().overdue(content.today()))


def planted(request: HttpRequest) -> bool:
    """Did the site around a frame open this page in it?

    Nobody can seal answers but us, yet anybody can walk through the aid and keep the address they come
    to. So answers that the page around brings are not shown before the person has said whose they are.
    They may be the person's own: WebKit loads a frame so when somebody comes back to the page around it.
    """
    return framed(request) and from_elsewhere(request)


def _opened(request: HttpRequest, language: str) -> Visit:
    """The visit of whoever sent this. Raises Expired or Unreadable.

    On a screen that strangers share, each page seals anew and soon expires: whoever finds its address
    there later finds no answers.
    """
    entrance, library, token = entrance_of(request), content.library(), request.GET.get("s", "")
    lifetime = KIOSK_LIFETIME if entrance.kiosk else LIFETIME
    unsealed = unseal(token, library.questionnaire, lifetime=lifetime)
    walk, situation = library.questionnaire.replay(unsealed.answers)
    visit = Visit(
        language=language,
        answers=unsealed.answers,
        left_out=unsealed.left_out,
        token=token,
        library=library,
        walk=walk,
        situation=situation,
        entrance=entrance,
    )
    return replace(visit, token=visit.sealed(visit.answers)) if entrance.kiosk and token else visit


def _dress(request: HttpRequest, visit: Visit) -> None:
    clinic = visit.entrance.clinic
    offers = clinic is not None and (clinic.booking or clinic.contact)
    request.dress = dress_for(  # type: ignore[attr-defined]
        visit.entrance,
        visit.language,
        in_a_frame=framed(request),
        urgent=bool(offers) and visit.urgent,
    )


def _in_its_place(
    request: HttpRequest, visit: Visit, *, for_everyone: bool, numbers: bool
) -> HttpResponse | None:
    """What is shown in place of the page that was asked for, if anything."""
    if visit.token and planted(request):
        context = {"visit": replace(visit, token=""), "mine": visit.to("answers")}
        return render(request, "pages/planted.html", context)
    if visit.walk.ended_early and not for_everyone:
        return visit.go("guidance")
    if numbers and withheld(request):
        return render(request, "pages/withheld.html", {"visit": visit})
    return None


def patient_page(*methods: str, for_everyone: bool = False, numbers: bool = False) -> Callable[[View], View]:
    """Open the request and hand the view a ``Visit``.

    Pages with ``numbers`` of the evidence say "being updated" while they must be withheld.

    ``for_everyone`` pages are reached whatever was answered; all others give way to the crisis
    page and to the page for those under 18.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(
            request: HttpRequest, *, language: str, clinic: str = "", kiosk: str = "", **kwargs: Any
        ) -> HttpResponse:
            entrance = entrance_of(request)
            if language not in entrance.languages:
                raise Http404
            request.language = language  # type: ignore[attr-defined]
            if request.method not in {*methods, "HEAD"}:
                return HttpResponseNotAllowed(methods)
            with translation.override(language):
                try:
                    visit = _opened(request, language)
                except Expired:
                    return render(request, "pages/expired.html", status=410)
                except Unreadable:
                    return render(request, "pages/unreadable.html", status=400)
                _dress(request, visit)
                other = _in_its_place(request, visit, for_everyone=for_everyone, numbers=numbers)
                return other or view(request, visit, **kwargs)

        return opened

    return decorate
