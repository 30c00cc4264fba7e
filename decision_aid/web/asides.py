"""The questions beside the walk: priorities, what was told, the gist, sentences heard, the country.

Each is one page of the questionnaire with its own address. What is sent is sealed and the person
goes on; what is wrong comes back with the reason.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from decision_aid.engine.questionnaire import Stage
from decision_aid.web.forms import ItemsForm
from decision_aid.web.question_page import shown_items
from decision_aid.web.visit import Visit, patient_page


def _asked(
    request: HttpRequest, visit: Visit, stage: Stage, *, then: str, beside: dict[str, Any]
) -> HttpResponse:
    """The page of a stage with what stands ``beside`` its questions, or on to ``then`` once sent."""
    (page,) = visit.library.questionnaire.stage(stage)
    form = ItemsForm(page.item, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return visit.go(then, answers=visit.answers.with_(form.replies))
    context = {
        "visit": visit,
        "page": page,
        "form": form,
        "shown": shown_items(form, visit),
        "alone": len(page.item) == 1,
        **beside,
    }
    return render(request, f"pages/{stage}.html", context, status=422 if form.errors else 200)


@patient_page("GET", "POST", numbers=True)
def priorities(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Which things matter, and how each bears on every option. No total and no winner."""
    chosen = visit.answers.codes("priorities")
    beside = {
        "chosen": [one for one in visit.library.wording.priority if one.id in chosen],
        "treatments": visit.library.treatments.values(),
    }
    return _asked(request, visit, "priorities", then="priorities", beside=beside)


@patient_page("GET", "POST")
def told(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the clinic has said, and so what it has not."""
    beside = {"guidance": visit.guidance(), "answered": "told" in visit.answers.given}
    return _asked(request, visit, "told", then="told", beside=beside)


@patient_page("GET", "POST")
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Five questions on the gist with kind corrections, and what is still open. No mark."""
    given, items = visit.answers, visit.library.questionnaire.items
    replied = [one for one in visit.library.check.gist if given.codes(one.id)]
    beside = {
        "replied": [(items[one.id].text, one, one.right in given.codes(one.id)) for one in replied],
        "still_open": [one for one in visit.library.check.open if one.id not in given.codes("sure-of")],
        "listed": "sure-of" in given.given,
    }
    return _asked(request, visit, "check", then="check", beside=beside)


@patient_page("GET", "POST", numbers=True)
def claims(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Sentences one may hear; those ticked are carried on to the paper."""
    known = visit.library.claims.claim
    beside = {
        "claims": known,
        "heard": visit.answers.codes("heard"),
        "references": visit.library.cited(source for one in known for source in one.source),
    }
    return _asked(request, visit, "claims", then="claims", beside=beside)


@patient_page("GET", "POST")
def place(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Where the treatment would take place, and where the person is now."""
    return _asked(request, visit, "place", then="guidance", beside={})
