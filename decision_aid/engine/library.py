"""All content, decoded, cross-checked and frozen; or a list of every fault at once.

``load(folder)`` returns a ``Library`` or raises ``ContentError`` naming for each fault the file,
the place in it, what is wrong and what would fix it. The process does not start on a fault, so
everything behind this door may trust what it reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from decision_aid.engine.checks import (
    ContentError,
    Faults,
)
from decision_aid.engine.claims import Claims
from decision_aid.engine.clinicians import NOTES, Clinicians
from decision_aid.engine.conditions import Node, YesOrNo, compiled
from decision_aid.engine.decisions import DecisionTable, Rule
from decision_aid.engine.evidence import Certainty, Reference, Status, Treatment
from decision_aid.engine.files import Files, Told, read
from decision_aid.engine.gist import Check
from decision_aid.engine.handouts import Handouts, ProductCheck
from decision_aid.engine.linking import STANDING_INPUTS, Links, expanded
from decision_aid.engine.questionnaire import Questionnaire
from decision_aid.engine.reader import Reader
from decision_aid.engine.regions import Passages, Region
from decision_aid.engine.reviews import Rechecks, Reviews
from decision_aid.engine.standards import Standards
from decision_aid.engine.studies import LabRows, Study, Totals, totals
from decision_aid.engine.types import HairLossType
from decision_aid.engine.values import Ageing
from decision_aid.engine.wording import TIERS, Aid, StandingWords, Wording
from decision_aid.engine.written import (
    Route,
    RouteTable,
    StandingTable,
    schemas,
)

__all__ = ["STANDING_INPUTS", "ContentError", "Library", "Route", "load", "schemas"]


@dataclass(frozen=True, slots=True)
class Library:
    """All loaded content. One for the life of the process."""

    aid: Aid
    wording: Wording
    questionnaire: Questionnaire
    conditions: Mapping[str, Node]
    titles: Mapping[str, str]
    safety: DecisionTable[Route]
    procedure: DecisionTable[Route]
    standing: DecisionTable[str]
    treatments: Mapping[str, Treatment]
    types: Mapping[str, HairLossType]
    regions: Mapping[str, Region]
    passages: Mapping[str, Passages]
    claims: Claims
    studies: Mapping[str, Study]
    laboratory: LabRows
    standards: Standards
    check: Check
    clinicians: Clinicians
    reviews: Reviews
    rechecks: Rechecks
    handouts: Handouts
    product_check: ProductCheck
    references: Mapping[str, Reference]
    ageing: Mapping[str, Ageing] = field(default_factory=dict)

    def standing_words(self, standing: str) -> StandingWords:
        return next(words for words in self.wording.standing if words.id == standing)

    def overdue(self, today: date) -> tuple[str, ...]:
        """The records past their ``review_by``, by file."""
        return tuple(name for name, record in self.ageing.items() if record.overdue(today))

    def cited(self, ids: Iterable[str]) -> tuple[Reference, ...]:
        return tuple(self.references[one] for one in dict.fromkeys(ids))

    def totals(self) -> Totals:
        """The headline: sums over the core studies."""
        return totals(self.studies.values())


def load(folder: Path) -> Library:
    """Read every content file below ``folder``; raise ``ContentError`` with all faults found."""
    faults = Faults()
    files, told = read(Reader(folder, faults), faults)
    pages = expanded(files.questionnaire, files.claims, faults)
    items = {item.link_id: item for page in pages for item in page.item}
    links = Links(items, faults)
    conditions = links.conditions(files.conditions, told.treatments)
    enabled, ends = links.pages(pages, conditions)
    safety = _routes("safety", files.safety, links, conditions, references=files.references)
    procedure = _routes("procedure", files.procedure, links, conditions, references=files.references)
    standing = _standing(files.standing, links)

    # A table is proved where all it rests on is sound; otherwise a typing error would look like a gap.
    if not faults.among("questionnaire.toml", "conditions.toml", "decisions/safety.toml"):
        faults.proof(safety, items, "decisions/safety.toml")
    if not faults.among("questionnaire.toml", "conditions.toml", "decisions/procedure.toml"):
        faults.proof(procedure, items, "decisions/procedure.toml", may_be_silent=True)
    if standing.rules:
        faults.proof(standing, dict.fromkeys(files.standing.inputs, YesOrNo()), "decisions/standing.toml")

    links.cross_check(files.wording, told.treatments, conditions, told.regions, files.check)
    links.gist(files.check)
    _all_there(faults, files, told)
    for elsewhere in files.aid.elsewhere:
        faults.references(elsewhere.source, files.references, "aid.toml", "elsewhere")
    passage_when = {
        f"passage:{one.id}:{passage.id}": links.node(passage.when, conditions, name, passage.id)
        for name, one in files.passages.items()
        for passage in one.passage
        if passage.when is not None
    }
    sentences = links.sentences(files.wording, conditions, told.passages)
    if faults:
        raise ContentError(faults.all())
    return Library(
        aid=files.aid,
        wording=files.wording,
        questionnaire=Questionnaire(pages, enabled=enabled, ends=ends),
        conditions={**conditions, **passage_when, **sentences},
        titles={name: condition.title for name, condition in files.conditions.items()},
        safety=safety,
        procedure=procedure,
        standing=standing,
        treatments=told.treatments,
        types=told.types,
        regions=told.regions,
        passages=told.passages,
        claims=told.claims or files.claims,
        studies=told.studies,
        laboratory=files.laboratory,
        standards=files.standards,
        check=files.check,
        clinicians=files.clinicians,
        reviews=files.reviews,
        rechecks=files.rechecks,
        handouts=told.handouts or files.handouts,
        product_check=told.product_check or files.product_check,
        references=files.references,
        ageing=_ageing(files),
    )


def _routes(
    name: str,
    table: RouteTable,
    links: Links,
    conditions: Mapping[str, Node],
    *,
    references: Mapping[str, Reference],
) -> DecisionTable[Route]:
    """A table of routes with its conditions compiled and its sources checked."""
    file, faults = f"decisions/{name}.toml", links.faults
    rules = []
    for rule in table.rule:
        closes = rule.closes_when
        rules.append(
            Rule(
                id=rule.id,
                when=links.node(rule.when, conditions, file, rule.id),
                outcome=rule.route(),
                closes_when=links.node(closes, conditions, file, rule.id) if closes else None,
            )
        )
        faults.references(rule.source, references, file, rule.id)
        if closes and not rule.closing:
            faults.add(file, rule.id, "it can be closed but does not say how", "write its `closing`")
    return DecisionTable(id=table.id, hit_policy=table.hit_policy, rules=tuple(rules))


def _standing(table: StandingTable, links: Links) -> DecisionTable[str]:
    """The standing table, without rules where its inputs are not sound."""
    sound = links.standing(table)
    return DecisionTable(
        id=table.id,
        hit_policy=table.hit_policy,
        rules=tuple(
            Rule(
                id=rule.id,
                when=compiled(rule.when, named={}, unknown_codes=lambda _: frozenset()),
                outcome=rule.because,
            )
            for rule in table.rule
            if sound
        ),
    )


def _statements(told: Told) -> set[str]:
    return {one.id for region in told.regions.values() if region.id == "us" for one in region.statement}


def _all_there(faults: Faults, files: Files, told: Told) -> None:
    """What the engine asks for by name exists, so that no page fails on an id somebody removed."""
    wording = files.wording
    needed: tuple[tuple[str, str, Iterable[str], Iterable[str]], ...] = (
        ("guidance.toml", "standing", (r.id for r in files.standing.rule), (s.id for s in wording.standing)),
        ("guidance.toml", "tier", TIERS, (one.id for one in wording.tier)),
        ("guidance.toml", "certainty", Certainty, (one.id for one in wording.certainty)),
        ("guidance.toml", "status", Status, (one.id for one in wording.status)),
        ("regions/", "", ("us",), told.regions),
        ("clinicians.toml", "section", NOTES, (one.id for one in files.clinicians.section)),
        ("regions/us.toml", "statement", ("needling-devices",), _statements(told)),
        ("treatments/", "", ("exosomes", "no-treatment"), told.treatments),
        ("passages/", "", ("exosomes", "expectations", "science"), told.passages),
    )
    for file, path, wanted, there in needed:
        for one in sorted(set(wanted) - set(there)):
            faults.add(file, path or one, f"nothing has the id {one}", "put it back or correct its id")


def _ageing(files: Files) -> dict[str, Ageing]:
    """Every record that can become untrue by itself, by file."""
    return {
        "aid.toml": files.aid,
        "decisions/safety.toml": files.safety,
        "decisions/procedure.toml": files.procedure,
        "claims/claims.toml": files.claims,
        "laboratory.toml": files.laboratory,
        "check.toml": files.check,
        "handouts.toml": files.handouts,
        "product-check.toml": files.product_check,
        **files.treatments,
        **files.types,
        **files.regions,
        **files.passages,
        **files.studies,
    }
