"""The pages a person reads or plays with: treatments, comparison, expectations, the offer.

Each works without answers; with answers it carries them on.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from decision_aid.engine.offer import costs_of, sign_of
from decision_aid.web.forms import ItemsForm
from decision_aid.web.kept import same_for_everybody
from decision_aid.web.question_page import shown_items
from decision_aid.web.visit import Visit, patient_page

MOST_COMPARED = 6


@patient_page("GET", numbers=True)
@same_for_everybody
def treatments(request: HttpRequest, visit: Visit) -> HttpResponse:
    context = {"visit": visit, "treatments": visit.library.treatments.values()}
    return render(request, "pages/treatments.html", context)


@patient_page("GET", numbers=True)
@same_for_everybody
def treatment(request: HttpRequest, visit: Visit, treatment: str) -> HttpResponse:
    one = visit.library.treatments.get(treatment)
    if one is None:
        raise Http404
    context = {"visit": visit, "treatment": one, "references": visit.library.cited(one.sources())}
    return render(request, "pages/treatment.html", context)


@patient_page("GET", "POST", numbers=True)
def compare(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Options side by side, always in the declared order. Which ones is no answer of a patient."""
    asked = request.POST.getlist("t") if request.method == "POST" else request.GET.getlist("t")
    known = visit.library.treatments
    picked = [one for one in known.values() if one.id in asked]
    problem = ""
    if len(picked) > MOST_COMPARED:
        problem = "too-many"
        picked = picked[:MOST_COMPARED]
    if not picked and not asked:
        picked = [known[one] for one in ("minoxidil-topical", "exosomes", "no-treatment") if one in known]
    context = {
        "visit": visit,
        "treatments": known.values(),
        "picked": picked,
        "most": MOST_COMPARED,
        "problem": problem,
    }
    partial = getattr(request, "htmx", False)
    template = "components/comparison.html" if partial else "pages/compare.html"
    return render(request, template, context, status=422 if problem else 200)


@patient_page("GET", numbers=True)
def expectations(request: HttpRequest, visit: Visit) -> HttpResponse:
    page = visit.library.passages["expectations"]
    guidance = visit.guidance()
    references = visit.library.cited(source for passage in guidance.expectations for source in passage.source)
    context = {"visit": visit, "page": page, "guidance": guidance, "references": references}
    return render(request, "pages/expectations.html", context)


@patient_page("GET", "POST")
def offer(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The person's own quote, worked out; live with script, on a button without."""
    (quote,) = visit.library.questionnaire.stage("offer")
    form = ItemsForm(quote.item, request.POST if request.method == "POST" else None)
    valid = request.method == "POST" and form.is_valid()
    live = request.method == "POST" and getattr(request, "htmx", False)
    answers = visit.answers
    if valid or live:
        # Live, a figure that is wrong or gone is no figure: nothing is worked out from an older one.
        answers = answers.with_(form.replies)
    if valid and not live:
        return visit.go("offer", answers=answers)
    context = {
        # The links below the table take the quote along even before it is kept with the button.
        "visit": visit.carrying(answers) if live else visit,
        "page": quote,
        "form": form,
        "shown": shown_items(form, visit),
        "costs": costs_of(visit.library, answers),
        "sign": sign_of(answers),
        "aid": visit.library.aid,
    }
    if live:
        return render(request, "components/costs.html", context)
    return render(request, "pages/offer.html", context, status=422 if form.errors else 200)


@patient_page("GET", for_everyone=True)
@same_for_everybody
def about(request: HttpRequest, visit: Visit) -> HttpResponse:
    return render(request, "pages/about.html", {"visit": visit, "wording": visit.library.wording})


@patient_page("GET", for_everyone=True)
@same_for_everybody
def privacy(request: HttpRequest, visit: Visit) -> HttpResponse:
    return render(request, "pages/privacy.html", {"visit": visit})
