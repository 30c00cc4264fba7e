"""The evidence for all to check: the study ledger, its downloads, the rules, the standards.

Nothing here depends on answers. Filters and order are readable parameters, because they say
nothing about a person.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from decision_aid.engine.explain import rules_in_words
from decision_aid.engine.studies import REPORTED_FIELDS, Study, totals
from decision_aid.web import content
from decision_aid.web.kept import same_for_everybody
from decision_aid.web.visit import Visit, patient_page

LICENCE = "CC BY 4.0"
COLUMNS: dict[str, str] = {
    "id": "stable identifier of the study in this ledger",
    "name": "first author and year, or registration number",
    "set": "core (the headline), second-hand, review-only, preprint, abstract, look-alike or registered",
    "year": "year of publication or registration",
    "condition": "what people had: pattern, areata, chemotherapy, shaft, grey hair, mixed or other",
    "people": "people in all",
    "treated": "people given something called exosomes",
    "women": "women among them, empty where not known",
    "men": "men among them, empty where not known",
    "in_placebo_comparison": "people in a randomized comparison with placebo",
    "exosomes_alone": "true if they got exosomes and nothing else beside the comparator",
    "harms_read": "true if we could read what its own record tells of harms",
    "follow_up_months": "months of follow-up, empty where not known",
    "design": "design, as the study's own record has it",
    "product": "product",
    "source_of_exosomes": "what the exosomes were made from",
    "route": "how it was given",
    "comparator": "compared with what",
    "blinding": "who did not know what was given",
    "result": "result, with units",
    "harms": "harms reported",
    "interests": "who paid and who had an interest",
    "oxford": "level of evidence, Oxford Centre for Evidence-Based Medicine 2011 (1 best, 5 mechanism)",
    "oxford_because": "why that level",
    "level": "how far we checked: primary, abstract, secondary or unverified",
    "seen": "what was read",
    "differs": "fields in which the review of 2025 disagrees with the study's own record",
    "reference": "citation",
    "address": "where it is written",
    "checked": "day we last checked",
}
ORDERS = ("year", "people", "follow_up_months", "name")


def row(study: Study) -> dict[str, Any]:
    """One study as a flat record, in the order of the data dictionary."""
    reference = content.library().references[study.reference]
    own = study.own.model_dump()
    record = {**study.model_dump(mode="json"), **own, "people": study.people}
    record |= {
        "differs": "; ".join(study.differs),
        "reference": reference.cite,
        "address": reference.address,
    }
    return {name: record[name] for name in COLUMNS}


def _chosen(request: HttpRequest) -> tuple[list[Study], dict[str, str]]:
    studies = list(content.library().studies.values())
    asked = {name: request.GET.get(name, "") for name in ("condition", "set", "order")}
    if asked["condition"]:
        studies = [one for one in studies if one.condition == asked["condition"]]
    if asked["set"]:
        studies = [one for one in studies if one.set == asked["set"]]
    if asked["order"] in ORDERS:
        order = asked["order"]
        if order == "name":
            studies.sort(key=lambda one: one.name)
        else:
            studies.sort(key=lambda one: getattr(one, order) or 0, reverse=True)
    return studies, asked


@patient_page("GET", numbers=True)
@same_for_everybody
def evidence(request: HttpRequest, visit: Visit) -> HttpResponse:
    studies, asked = _chosen(request)
    everything = visit.library.studies.values()
    context = {
        "visit": visit,
        "studies": studies,
        "asked": asked,
        "conditions": list(dict.fromkeys(one.condition for one in everything)),
        "sets": list(dict.fromkeys(one.set for one in everything)),
        "orders": ORDERS,
        "core": totals(everything),
        "wider": totals(everything, "core", "second-hand"),
        "widest": totals(everything, "core", "second-hand", "review-only"),
        "with_preprints": totals(everything, "core", "second-hand", "review-only", "preprint"),
        "fields": REPORTED_FIELDS,
        "laboratory": visit.library.laboratory,
        "columns": COLUMNS,
    }
    return render(request, "pages/evidence.html", context)


def studies_csv(request: HttpRequest) -> HttpResponse:
    """The whole ledger as CSV; the data dictionary is in the JSON file and on the page."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(COLUMNS))
    writer.writeheader()
    writer.writerows(row(one) for one in content.library().studies.values())
    return _download(out.getvalue(), "text/csv; charset=utf-8", "exosome-hair-studies.csv")


def studies_json(request: HttpRequest) -> HttpResponse:
    studies: Iterable[Study] = content.library().studies.values()
    whole = {
        "licence": LICENCE,
        "content_version": content.library().aid.content_version,
        "fields": COLUMNS,
        "studies": [row(one) for one in studies],
    }
    text = json.dumps(whole, indent=1, ensure_ascii=False)
    return _download(text, "application/json", "exosome-hair-studies.json")


def _download(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@patient_page("GET", numbers=True)
@same_for_everybody
def science(request: HttpRequest, visit: Visit) -> HttpResponse:
    page = visit.library.passages["science"]
    references = visit.library.cited(source for passage in page.passage for source in passage.source)
    return render(request, "pages/passages.html", {"visit": visit, "page": page, "references": references})


@patient_page("GET", numbers=True)
@same_for_everybody
def types(request: HttpRequest, visit: Visit) -> HttpResponse:
    return render(request, "pages/types.html", {"visit": visit, "types": visit.library.types.values()})


@patient_page("GET", numbers=True)
@same_for_everybody
def type_page(request: HttpRequest, visit: Visit, type: str) -> HttpResponse:
    one = visit.library.types.get(type)
    if one is None:
        raise Http404
    sources = [*one.course_source, *one.exosomes_source]
    for option in one.option:
        sources += [*option.status_source, *option.harm_source]
        for record in (*option.benefit, *option.benefit_studied, *option.harm):
            sources += record.source
    references = visit.library.cited(sources)
    return render(request, "pages/type.html", {"visit": visit, "type": one, "references": references})


@patient_page("GET")
@same_for_everybody
def how_it_decides(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every rule of every table, with its reason and source, from the tables themselves."""
    library = visit.library
    context = {
        "visit": visit,
        "tables": [
            (_("Who to see, and how soon"), rules_in_words(library, "safety")),
            (_("Before needles and injections"), rules_in_words(library, "procedure")),
            (_("Where exosomes stand"), rules_in_words(library, "standing")),
        ],
    }
    return render(request, "pages/how_it_decides.html", context)


@patient_page("GET")
@same_for_everybody
def standards(request: HttpRequest, visit: Visit) -> HttpResponse:
    return render(request, "pages/standards.html", {"visit": visit, "standards": visit.library.standards})
