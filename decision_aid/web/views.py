"""The questions, the check page and the guidance: the walk of one person through the aid."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static

from decision_aid.engine.guidance import Guidance, read_back
from decision_aid.engine.questionnaire import Answers, Page, Walk
from decision_aid.web import content, documents, on_paper, record, seal
from decision_aid.web.dress import framed, interest_by_name
from decision_aid.web.entrance import Entrance, entrance_of
from decision_aid.web.forms import ItemsForm
from decision_aid.web.notes import MAKERS
from decision_aid.web.print_process import Paper
from decision_aid.web.question_page import Screen, show
from decision_aid.web.visit import Visit, patient_page


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it at the root on pages that name none."""
    return HttpResponseRedirect(static("favicon.ico"))


def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: content is loaded, keys can be read."""
    seal.probe()
    return HttpResponse(f"ready {content.library().aid.content_version}", content_type="text/plain")


@patient_page("GET", for_everyone=True)
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    first = visit.library.questionnaire.walk_pages[0]
    context = {"visit": visit, "first": visit.to("question", page=first.link_id)}
    return render(request, "pages/start.html", context)


@patient_page("GET", for_everyone=True)
def questions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Wherever the replay of the answers ends."""
    return _onward(visit, visit.walk)


@patient_page("GET", "POST", for_everyone=True)
def question(request: HttpRequest, visit: Visit, page: str) -> HttpResponse:
    """One screen of the walk. A page not enabled leads to where the person really is."""
    found = visit.library.questionnaire.page(page)
    if found is None or found.stage != "walk":
        raise Http404
    met = {one.link_id for one in visit.walk.met}
    if page not in met:
        return _onward(visit, visit.walk)
    items = visit.library.questionnaire.enabled_items(found, visit.situation)
    back = "answers" if request.GET.get("back") == "answers" else ""
    screen = Screen.of(visit, found, items, from_check=bool(back), in_a_frame=framed(request))
    if request.method != "POST":
        return show(request, visit, screen)
    form = ItemsForm(items, request.POST)
    if not form.is_valid():
        return show(request, visit, screen, form)
    return _take(visit, found, form, back=back)


def _take(visit: Visit, page: Page, form: ItemsForm, *, back: str) -> HttpResponse:
    """Take in the replies of a page and say where they lead."""
    answers = visit.answers.with_(form.replies)
    walk, situation = visit.library.questionnaire.replay(answers)
    if visit.walk.here is not None and walk.here is None and not back:
        visit.count("finished")
    # An item that appears only because of what was just answered is asked before moving on.
    revealed = visit.library.questionnaire.enabled_items(page, situation)
    if any(item not in form.items and item.link_id not in answers.given for item in revealed):
        return visit.go("question", answers=answers, page=page.link_id, back=back)
    if back and not walk.ended_early:
        # Only what the change has opened is asked, then the check page again.
        if walk.here is not None:
            return visit.go("question", answers=answers, page=walk.here.link_id, back=back)
        return visit.go("answers", answers=answers)
    return _onward(visit, walk, answers=answers, after=page)


def _onward(
    visit: Visit, walk: Walk, *, answers: Answers | None = None, after: Page | None = None
) -> HttpResponse:
    """To the next page: the one after ``after``, else the first open one, else the check page."""
    if walk.ended_early:
        return visit.go("guidance", answers=answers)
    if after is not None:
        ids = [page.link_id for page in walk.met]
        at = ids.index(after.link_id) + 1 if after.link_id in ids else len(ids)
        if at < len(ids):
            return visit.go("question", answers=answers, page=ids[at])
    if walk.here is not None:
        return visit.go("question", answers=answers, page=walk.here.link_id)
    return visit.go("answers", answers=answers)


@patient_page("GET")
def answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Check your answers: every one, with a link to change it."""
    if visit.walk.here is not None and not visit.answers:
        return visit.go("question", page=visit.walk.here.link_id)
    said = read_back(visit.library, visit.answers)
    return render(
        request,
        "pages/answers.html",
        {
            "visit": visit,
            "wording": visit.library.wording,
            "said": [one for one in said if one.stage == "walk"],
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
    context = {
        "visit": visit,
        "guidance": shown,
        "visits": on_paper.visits(shown.routes),
        "text": documents.as_text(shown, visit.off_paper(shown)),
    }
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
        made = {"answers": "guidance-json", "note": "guidance-note"}.get(request.POST.get("make", ""))
        address = visit.entrance.path(made or "guidance-pdf", language=visit.language)
        attach = "&attach=yes" if request.POST.get("attach") == "yes" else ""
        how = "" if made else f"&paper={paper}{attach}"
        return HttpResponseRedirect(f"{address}?s={token}{how}", status=303)
    return render(request, "pages/file.html", {"visit": visit, "guidance": shown})


@patient_page("GET", for_everyone=True)
def guidance_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The guidance on paper. When it cannot be made now, the same guidance is a link away (503)."""
    shown = visit.guidance()
    paper: Paper = "a4" if request.GET.get("paper") == "a4" else "letter"
    attachment = _answers_file(request, visit, shown) if request.GET.get("attach") == "yes" else None
    try:
        made = documents.as_pdf(
            shown,
            left_out=visit.off_paper(shown),
            paper=paper,
            language=visit.language,
            attachment=attachment,
            interest=_interest(visit),
        )
    except documents.Busy:
        response = render(request, "pages/busy.html", {"visit": visit}, status=503)
        response["Retry-After"] = "10"
        return response
    if request.method == "GET":
        visit.count("pdf")
    response = HttpResponse(made, content_type="application/pdf")
    # In a frame some browsers show a button in place of a PDF, and our own policy stops that button's
    # script. A file to keep works everywhere.
    shown_as = "attachment" if framed(request) else "inline"
    response["Content-Disposition"] = f'{shown_as}; filename="exosome-decision-guide.pdf"'
    return response


@patient_page("GET", for_everyone=True)
def guidance_txt(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Standing, reasons, next step and regulatory line: at most 1,000 characters to paste.

    The line of a clinic comes on top of them: it must not push out a word of the aid's own.
    """
    shown = visit.guidance()
    text = documents.as_text(shown, visit.off_paper(shown))
    lines = [text, _interest(visit)]
    return HttpResponse("\n".join(filter(None, lines)), content_type="text/plain; charset=utf-8")


def _interest(visit: Visit) -> str:
    return interest_by_name(visit.entrance.clinic) if visit.entrance.clinic else ""


@patient_page("GET", "POST", for_everyone=True)
def no_paper(request: HttpRequest, visit: Visit, kind: str = "") -> HttpResponse:
    """On a screen that strangers share nothing is printed, saved or sent: how to do it elsewhere."""
    elsewhere = Entrance(visit.entrance.slug).path("start", language=visit.language)
    context = {"visit": visit, "address": content.public_url(request) + elsewhere}
    return render(request, "pages/no_paper.html", context)


@patient_page("GET")
def guidance_json(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The answers alone, to save: what a PDF carries when the person wants it to."""
    made = _answers_file(request, visit, visit.guidance())
    response = HttpResponse(made, content_type="application/fhir+json")
    response["Content-Disposition"] = 'attachment; filename="exosome-answers.fhir.json"'
    return response


def _answers_file(request: HttpRequest, visit: Visit, shown: Guidance) -> bytes | None:
    left_out, origin = visit.off_paper(shown), content.public_url(request)
    return record.answers_file(visit.answers, shown, left_out=left_out, origin=origin)


@patient_page("GET")
def note(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Three texts for a clinician's records, to select and copy."""
    shown = visit.guidance()
    summary = documents.summary_for(shown, visit.off_paper(shown))
    context = {"visit": visit, "notes": [(kind, make(summary)) for kind, make in MAKERS.items()]}
    return render(request, "pages/note.html", context)


@patient_page("GET")
def note_txt(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """One of the three as a file of plain ASCII."""
    if kind not in MAKERS:
        raise Http404
    shown = visit.guidance()
    text = MAKERS[kind](documents.summary_for(shown, visit.off_paper(shown)))
    return HttpResponse(text, content_type="text/plain; charset=us-ascii")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "pages/not_found.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "pages/unreadable.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    clinic = entrance_of(request).clinic
    context = {"version": settings.VERSION, "interest": interest_by_name(clinic) if clinic else ""}
    return render(request, "pages/error.html", context, status=500)
