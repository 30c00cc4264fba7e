"""The questions, the check page and the guidance: the walk of one person through the aid."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language_from_request

from decision_aid.engine.questionnaire import Page
from decision_aid.web import content, documents
from decision_aid.web.forms import ItemsForm
from decision_aid.web.visit import PUBLISHED, Visit, patient_page


def home(request: HttpRequest) -> HttpResponse:
    """The start page in the visitor's language."""
    wanted = get_language_from_request(request)
    language = wanted if wanted in PUBLISHED else "en"
    response = HttpResponseRedirect(reverse("start", kwargs={"language": language}))
    response["Vary"] = "Accept-Language"
    return response


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it at the root on pages that name none."""
    return HttpResponseRedirect(static("favicon.ico"))


def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: content is loaded, keys can be read."""
    visit_token = documents.seal_probe()
    return HttpResponse(f"ready {content.library().aid.content_version} {len(visit_token) > 0}", content_type="text/plain")


@patient_page("GET", for_everyone=True)
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    first = visit.library.questionnaire.walk_pages[0]
    return render(request, "pages/start.html", {"visit": visit, "first": visit.to("question", page=first.link_id)})


@patient_page("GET", for_everyone=True)
def questions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Wherever the replay of the answers ends."""
    return _onward(visit)


@patient_page("GET", "POST", for_everyone=True)
def question(request: HttpRequest, visit: Visit, page: str) -> HttpResponse:
    """One screen of the walk. A page not enabled leads to where the person really is."""
    found = visit.library.questionnaire.page(page)
    if found is None or found.stage != "walk":
        raise Http404
    met = {one.link_id for one in visit.walk.met}
    if page not in met:
        return _onward(visit)
    items = visit.library.questionnaire.enabled_items(found, visit.situation)
    if request.method == "POST":
        form = ItemsForm(items, request.POST)
        if form.is_valid():
            answers = visit.answers.with_(form.replies)
            # An item that appears only because of what was just answered is asked before moving on.
            walk, situation = visit.library.questionnaire.replay(answers)
            revealed = visit.library.questionnaire.enabled_items(found, situation)
            if any(item not in items and item.link_id not in answers.given for item in revealed):
                return visit.go("question", answers=answers, page=page)
            if request.GET.get("back") == "answers" and walk.here is None and not walk.ended_early:
                return visit.go("answers", answers=answers)
            return _onward(visit, answers=answers, after=found)
        return _show_question(request, visit, found, form, status=422)
    return _show_question(request, visit, found, ItemsForm(items))


def _onward(visit: Visit, *, answers: Any = None, after: Page | None = None) -> HttpResponse:
    """To the next page: the one after ``after``, else the first open one, else the check page."""
    given = visit.answers if answers is None else answers
    walk, _ = visit.library.questionnaire.replay(given)
    if walk.ended_early:
        return visit.go("guidance", answers=given)
    if after is not None:
        ids = [page.link_id for page in walk.met]
        at = ids.index(after.link_id) + 1 if after.link_id in ids else len(ids)
        if at < len(ids):
            return visit.go("question", answers=given, page=ids[at])
    if walk.here is not None:
        return visit.go("question", answers=given, page=walk.here.link_id)
    return visit.go("answers", answers=given)


def _show_question(
    request: HttpRequest, visit: Visit, page: Page, form: ItemsForm, *, status: int = 200
) -> HttpResponse:
    before = visit.walk.before(page.link_id)
    position = [one.link_id for one in visit.walk.met].index(page.link_id) + 1
    return render(
        request,
        "pages/question.html",
        {
            "visit": visit,
            "page": page,
            "form": form,
            "shown": shown_items(form, visit),
            "alone": len(form.items) == 1,
            "position": position,
            "total": visit.walk.total,
            "back": visit.to("question", page=before.link_id) if before else visit.to("start"),
            "from_check": request.GET.get("back") == "answers",
        },
        status=status,
    )


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


@patient_page("GET")
def answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Check your answers: every one, with a link to change it."""
    if visit.walk.here is not None and not visit.answers:
        return visit.go("question", page=visit.walk.here.link_id)
    guidance = visit.guidance()
    return render(
        request,
        "pages/answers.html",
        {
            "visit": visit,
            "guidance": guidance,
            "said": [one for one in guidance.answers if one.stage == "walk"],
            "next_page": visit.walk.here,
        },
    )


@patient_page("GET", for_everyone=True)
def guidance(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the answers lead to. The crisis page and the page for the young stand alone."""
    shown = visit.guidance()
    template = {"crisis": "pages/crisis.html", "child": "pages/young.html", "teen": "pages/young.html"}.get(
        shown.kind, "pages/guidance.html"
    )
    context = {"visit": visit, "guidance": shown, "text": documents.as_text(shown, visit.left_out)}
    return render(request, template, context)


@patient_page("GET", "POST")
def file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Before a document is made: every answer it would carry, each of which can be left out."""
    shown = visit.guidance()
    if request.method == "POST":
        known = {one.link_id for one in shown.answers}
        private = {one.link_id for one in shown.answers if one.private}
        left_out = (set(request.POST.getlist("leave-out")) & known) - private
        left_out |= private - set(request.POST.getlist("include"))
        paper = "a4" if request.POST.get("paper") == "a4" else "letter"
        token = visit.sealed(visit.answers, left_out=frozenset(left_out))
        address = reverse("guidance-pdf", kwargs={"language": visit.language})
        return HttpResponseRedirect(f"{address}?s={token}&paper={paper}", status=303)
    return render(request, "pages/file.html", {"visit": visit, "guidance": shown})


@patient_page("GET", for_everyone=True)
def guidance_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The guidance on paper. When it cannot be made now, the same guidance is a link away (503)."""
    shown = visit.guidance()
    left_out = visit.left_out or frozenset(one.link_id for one in shown.answers if one.private)
    paper = "a4" if request.GET.get("paper") == "a4" else "letter"
    try:
        made = documents.as_pdf(shown, left_out=left_out, paper=paper, language=visit.language)
    except documents.Busy:
        response = render(request, "pages/busy.html", {"visit": visit}, status=503)
        response["Retry-After"] = "10"
        return response
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="exosome-decision-guide.pdf"'
    return response


@patient_page("GET", for_everyone=True)
def guidance_txt(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Standing, reasons, next step and regulatory line: at most 1,000 characters to paste."""
    text = documents.as_text(visit.guidance(), visit.left_out)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "pages/not_found.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "pages/unreadable.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/error.html", {"version": settings.VERSION}, status=500)
