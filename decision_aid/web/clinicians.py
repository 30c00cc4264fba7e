"""The clinician's side: sheets to print, the product check, a neutral script. No sign-in, nothing kept.

Nothing here is about a patient, so choices travel as readable parameters and finished sheets are
public. The one free text, a clinic's line, is printed and forgotten: a sheet with one is neither
kept nor cached by anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext_lazy as _

from decision_aid.engine.library import Library
from decision_aid.web import content, documents, handouts
from decision_aid.web.kept import same_for_everybody
from decision_aid.web.visit import Visit, patient_page

FRESH = 3600
"""Seconds for which a browser may keep a sheet: it carries the day it was made."""
CLINIC = 80
PRINTABLE = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0xB5)))) | frozenset(
    map(chr, (*range(0xB6, 0x100), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026))
)
"""What the typeface of the sheets has; a letter it lacks would fall to some other one."""

PAPERS = (("letter", _("Letter")), ("a4", _("A4")))
SHEETS = (
    ("both", _("Patient and clinician sheets")),
    ("patient", _("Patient sheet")),
    ("clinician", _("Clinician sheet")),
)
SIZES = (("normal", _("Normal, 12 point")), ("large", _("Large print, 18 point")))

LISTED = {"invalid_choice": _("Choose one of those listed.")}


class PaperForm(forms.Form):
    """The paper alone, for the poster and the product check."""

    paper = forms.ChoiceField(choices=PAPERS, required=False, error_messages=LISTED)

    def clean_paper(self) -> str:
        return self.cleaned_data["paper"] or "letter"

    def wanted(self, language: str) -> handouts.Handout:
        return handouts.Handout(paper=self.cleaned_data["paper"], language=language)


class HandoutForm(PaperForm):
    """What a clinician chooses. Everything has a usual value, so that an empty form prints."""

    type = forms.ChoiceField(required=False, error_messages=LISTED)
    t = forms.MultipleChoiceField(required=False, error_messages=LISTED)
    sheets = forms.ChoiceField(choices=SHEETS, required=False, error_messages=LISTED)
    size = forms.ChoiceField(choices=SIZES, required=False, error_messages=LISTED)
    clinic = forms.CharField(
        max_length=CLINIC,
        required=False,
        error_messages={"max_length": _("Keep the clinic line to %(limit_value)s characters.")},
    )

    def __init__(self, library: Library, data: Any) -> None:
        super().__init__(data)
        types = [(one.id, one.name) for one in library.types.values()]
        named = ("", _("Anyone: type not named, or pattern hair loss"))
        self.types = (named, *types)
        self.options = tuple(
            (one.id, one.short_name) for one in library.treatments.values() if one.id != handouts.ALWAYS
        )
        self.fields["type"].choices = self.types  # type: ignore[attr-defined]
        self.fields["t"].choices = (*self.options, (handouts.ALWAYS, ""))  # type: ignore[attr-defined]

    def clean_t(self) -> tuple[str, ...]:
        chosen = tuple(one for one in dict.fromkeys(self.cleaned_data["t"]) if one != handouts.ALWAYS)
        if len(chosen) > handouts.MOST_OPTIONS:
            raise forms.ValidationError(
                _("Choose %(most)s options at most.") % {"most": handouts.MOST_OPTIONS}
            )
        # In the declared order, so that the same choice is one sheet whatever the order of the address.
        chosen = tuple(one for one, _name in self.options if one in chosen)
        return chosen or (() if "t" in self.data else handouts.USUAL)

    def clean_sheets(self) -> str:
        return self.cleaned_data["sheets"] or "both"

    def clean_size(self) -> str:
        return self.cleaned_data["size"] or "normal"

    def clean_clinic(self) -> str:
        line = " ".join(self.cleaned_data["clinic"].split())
        if set(line) - PRINTABLE:
            raise forms.ValidationError(
                _("Use letters, digits and common marks. Our typeface has no others.")
            )
        return line

    def wanted(self, language: str) -> handouts.Handout:
        chosen = self.cleaned_data
        return handouts.Handout(
            type=chosen["type"],
            options=() if chosen["type"] else chosen["t"],
            sheets=chosen["sheets"],
            paper=chosen["paper"],
            size=chosen["size"],
            language=language,
        )


@patient_page("GET", for_everyone=True)
def clinicians(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is here for clinicians, with the form for a handout."""
    return _form(request, visit, HandoutForm(visit.library, request.GET))


def _form(request: HttpRequest, visit: Visit, form: HandoutForm, *, tried: bool = False) -> HttpResponse:
    form.is_valid()
    sent = request.GET
    context = {
        "visit": visit,
        "form": form if tried else None,
        "picked": sent.getlist("t") if "t" in sent else handouts.USUAL,
        "papers": PAPERS,
        "sheets": SHEETS,
        "sizes": SIZES,
        "types": form.types,
        "options": form.options,
        "most": handouts.MOST_OPTIONS,
        "longest": CLINIC,
        "sent": {name: sent.get(name, "") for name in ("type", "sheets", "paper", "size", "clinic")},
    }
    return render(request, "pages/clinicians.html", context, status=422 if tried else 200)


@patient_page("GET", for_everyone=True, numbers=True)
def handout_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The sheets chosen. What cannot be printed comes back with the reason and the form as it was."""
    try:
        wanted, clinic = _chosen(request.META.get("QUERY_STRING", ""), visit.language), ""
    except LookupError:
        form = HandoutForm(visit.library, request.GET)
        if not form.is_valid():
            return _form(request, visit, form, tried=True)
        wanted, clinic = form.wanted(visit.language), form.cleaned_data["clinic"]

    def made() -> handouts.File:
        return handouts.handout(visit.library, wanted, address=content.public_url(request), clinic=clinic)

    return _pdf(request, visit, made, name="hair-loss-handout", public=not clinic)


@lru_cache(maxsize=handouts.KEPT)
def _chosen(query: str, language: str) -> handouts.Handout:
    """What an address asks for, remembered because reading a form takes longer than serving a file.

    Raises LookupError, and so remembers nothing, where the address is wrong or holds anything but a choice.
    """
    parameters = QueryDict(query)
    form = HandoutForm(content.library(), parameters)
    if set(parameters) - set(form.fields) or not form.is_valid() or form.cleaned_data["clinic"]:
        raise LookupError
    return form.wanted(language)


@patient_page("GET", for_everyone=True)
def poster_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One page for the waiting room, with the address of the start page."""
    return _on_paper(request, visit, handouts.poster, name="hair-loss-poster")


@patient_page("GET", for_everyone=True)
@same_for_everybody
def product_check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What a seller should be able to show, to tick off on the screen. Nothing is sent."""
    context = {"visit": visit, **handouts.product_check_context(visit.library)}
    return render(request, "pages/product_check.html", context)


@patient_page("GET", for_everyone=True)
def product_check_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same on paper, with boxes to fill by hand."""
    return _on_paper(request, visit, handouts.product_check, name="exosome-product-check")


@patient_page("GET", for_everyone=True)
@same_for_everybody
def script(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How to say "not first", and reminders of what to look for and where to report."""
    told = visit.library.handouts
    tiers = {one.id: one.title for one in visit.library.wording.tier}
    context = {
        "visit": visit,
        "handouts": told,
        "looks": [(one, tiers[one.tier]) for one in told.look],
        "references": visit.library.cited(source for line in told.lines() for source in line.source),
    }
    return render(request, "pages/script.html", context)


def _on_paper(
    request: HttpRequest, visit: Visit, make: Callable[..., handouts.File], *, name: str
) -> HttpResponse:
    form = PaperForm(request.GET)
    if not form.is_valid():
        return _form(request, visit, HandoutForm(visit.library, request.GET), tried=True)
    wanted, address = form.wanted(visit.language), content.public_url(request)
    return _pdf(request, visit, lambda: make(visit.library, wanted, address=address), name=name)


def _pdf(
    request: HttpRequest, visit: Visit, made: Callable[[], handouts.File], *, name: str, public: bool = True
) -> HttpResponse:
    try:
        file = made()
    except documents.Busy:
        response = render(request, "pages/sheet_busy.html", {"visit": visit}, status=503)
        response["Retry-After"] = "10"
        return response
    squeezed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(file.squeezed if squeezed else file.made, content_type="application/pdf")
    patch_vary_headers(response, ["Accept-Encoding"])
    if squeezed:  # once for all, as nothing in it is a secret
        response["Content-Encoding"] = "gzip"
    # In a frame some browsers show a button in place of a PDF, which our own policy then stops.
    shown_as = "attachment" if request.headers.get("Sec-Fetch-Dest") == "iframe" else "inline"
    response["Content-Disposition"] = f'{shown_as}; filename="{name}.pdf"'
    if not public:
        response["Cache-Control"] = "no-store"
        return response
    response["Cache-Control"] = f"public, max-age={FRESH}"
    etag = response["ETag"] = f'"{file.digest}{"-gzip" if squeezed else ""}"'
    kept: HttpResponse = get_conditional_response(request, etag=etag, response=response) or response
    return kept
