"""One screen of questions as HTML, and the memory of those screens that nobody has filled in.

A blank screen is the same for everybody but for the token in its addresses and for what a clinic
adds around it, and most screens a person meets are blank. So it is rendered once, with marks where
those go, and kept as the pieces between the marks. Nothing about a person can be in that memory: a
blank screen is made from its ``Screen`` alone, and a ``Screen`` has no place for a reply or a token.
See docs/adr/0004-blank-pages-are-cached.md.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from decision_aid.engine.questionnaire import Item, Page, Questionnaire
from decision_aid.web import content
from decision_aid.web.dress import dress_of
from decision_aid.web.entrance import Entrance
from decision_aid.web.forms import ItemsForm
from decision_aid.web.kept import Pieces, any_clinic, cut, filled, nobody
from decision_aid.web.visit import Visit

KEPT = 512
"""Screens, about 8 KB each."""


@dataclass(frozen=True, slots=True)
class Screen:
    """All that a screen shows besides replies, the token and which clinic it is."""

    questionnaire: Questionnaire
    language: str
    entrance: Entrance
    in_a_frame: bool
    day: datetime.date
    page: str
    items: tuple[str, ...]
    position: int
    total: int
    before: str
    from_check: bool
    has_token: bool

    @classmethod
    def of(
        cls, visit: Visit, page: Page, items: tuple[Item, ...], *, from_check: bool, in_a_frame: bool
    ) -> Screen:
        met = [one.link_id for one in visit.walk.met]
        at = met.index(page.link_id)
        return cls(
            questionnaire=visit.library.questionnaire,
            language=visit.language,
            entrance=any_clinic(visit.entrance),
            in_a_frame=in_a_frame,
            day=content.today(),
            page=page.link_id,
            items=tuple(item.link_id for item in items),
            position=at + 1,
            total=visit.walk.total,
            before=met[at - 1] if at else "",
            from_check=from_check,
            has_token=bool(visit.token),
        )


def show(request: HttpRequest, visit: Visit, screen: Screen, sent: ItemsForm | None = None) -> HttpResponse:
    """The screen with the replies already sealed; or with what was ``sent`` and what is wrong in it."""
    blank = sent is None and not any(link_id in visit.answers.given for link_id in screen.items)
    if blank and not settings.DEBUG:
        return HttpResponse(filled(_pieces(screen), visit, dress_of(request)))
    context = _context(screen, visit, sent)
    return render(request, "pages/question.html", context, status=200 if sent is None else 422)


@lru_cache(maxsize=KEPT)
def _pieces(screen: Screen) -> Pieces:
    """The blank screen, cut at the marks. Made for a visit of nobody and a request of nobody."""
    request, visit = nobody(
        screen.language, screen.entrance, has_token=screen.has_token, in_a_frame=screen.in_a_frame
    )
    with translation.override(screen.language):
        html = render_to_string("pages/question.html", _context(screen, visit, None), request)
    return cut(html.encode())


def _context(screen: Screen, visit: Visit, sent: ItemsForm | None) -> dict[str, Any]:
    items = tuple(screen.questionnaire.items[link_id] for link_id in screen.items)
    form = ItemsForm(items) if sent is None else sent
    return {
        "visit": visit,
        "page": screen.questionnaire.page(screen.page),
        "form": form,
        "shown": shown_items(form, visit),
        "alone": len(items) == 1,
        "position": screen.position,
        "total": screen.total,
        "back": visit.to("question", page=screen.before) if screen.before else visit.to("start"),
        "from_check": screen.from_check,
    }


def shown_items(form: ItemsForm, visit: Visit) -> list[dict[str, Any]]:
    """Each item with what to show in it: the text sent, or the reply already sealed."""
    shown = []
    for item in form.items:
        sent = form.sent(item) if form.is_bound else ()
        if not form.is_bound and (reply := visit.answers.given.get(item.link_id)) is not None:
            if isinstance(reply, int):
                sent = (f"{reply / 10**item.decimals:.{item.decimals}f}" if item.decimals else str(reply),)
            else:
                sent = reply
        shown.append(
            {"item": item, "sent": sent, "errors": form.errors.get(item.link_id, ()) if form.is_bound else ()}
        )
    return shown
