"""What questions must keep to so that another program can ask them, now and in years to come.

Enabling and ending conditions stay within what FHIR enableWhen can say, and wait only for what was
asked before; a retired id points to one question, and none is in use. All else becomes a fault.
"""

from __future__ import annotations

from collections.abc import Iterable

from decision_aid.engine.checks import Faults
from decision_aid.engine.conditions import Clause
from decision_aid.engine.questionnaire import Page

FILE = "questionnaire.toml"


def in_order(pages: Iterable[Page]) -> list[Page]:
    """As a replay meets them: where a person is, the walk, then all that is asked beside it."""
    return sorted(pages, key=lambda page: {"place": 0, "walk": 1}.get(page.stage, 2))


def check_askable(pages: tuple[Page, ...], faults: Faults) -> None:
    """Add a fault for every condition or retired id that another program could not follow."""
    _check_conditions(pages, faults)
    items = [item for page in pages for item in page.item]
    _check_retired("was", [(one.link_id, one.was) for one in items], faults)
    for item in items:
        options = [(one.code, one.was) for one in item.answer_option]
        _check_retired(f"{item.link_id}.was", options, faults)


def _check_conditions(pages: tuple[Page, ...], faults: Faults) -> None:
    every = {item.link_id for page in pages for item in page.item}
    asked: set[str] = set()
    for page in in_order(pages):
        for item in page.item:
            place = f"{item.link_id}.enable_when"
            for question in _checked(item.enable_when, place, faults) - asked:
                if question in every:
                    faults.add(FILE, place, f"{question} is not asked before it", "ask that one earlier")
            asked.add(item.link_id)
        place = f"{page.link_id}.ends_when"
        if _checked(page.ends_when, place, faults) - {item.link_id for item in page.item}:
            faults.add(FILE, place, "it asks about another page", "put it on that page")
        if page.ends_when is not None and len(page.ends_when.all or ()) > 1:
            # All pages after it must be able to say that it does not hold, beside other such ends.
            faults.add(FILE, place, "more than FHIR enableWhen can say", "use one test, or any")


def _checked(clause: Clause | None, place: str, faults: Faults) -> set[str]:
    """FHIR enableWhen can say a flat list joined by all or any, and no more. Gives the questions asked."""
    if clause is None:
        return set()
    parts = clause.parts() or (clause,)
    if clause.none is not None or any(part.question is None or part.unknown for part in parts):
        faults.add(FILE, place, "more than FHIR enableWhen can say", "use a flat all or any")
    elif clause.all is not None and any(len(part.in_ or ()) != 1 for part in parts):
        faults.add(FILE, place, "`all` over several codes", "use one code per test, or any")
    return {test.question or "" for test in clause.tests()}


def _check_retired(place: str, ids: list[tuple[str, tuple[str, ...]]], faults: Faults) -> None:
    used, seen = {one for one, _ in ids}, set[str]()
    for _, retired in ids:
        for old in retired:
            if old in used:
                faults.add(FILE, place, f"{old} was retired and is in use", "take it out of `was`, or rename")
            if old in seen:
                faults.add(FILE, place, f"{old} was retired twice", "keep it where its meaning went")
            seen.add(old)
