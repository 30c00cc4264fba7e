"""Every content file decoded and its facts checked, before anything is linked.

``read`` goes through all files and notes every fault; it gives up only where nothing further could
be said. What belongs together across files is linked in ``library``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from decision_aid.engine.checks import (
    ContentError,
    Faults,
    check_claims,
    check_passages,
    check_region,
    check_studies,
    check_treatment,
    check_type,
)
from decision_aid.engine.claims import Claims
from decision_aid.engine.clinicians import Clinicians
from decision_aid.engine.counted import with_counts
from decision_aid.engine.evidence import Reference, Treatment
from decision_aid.engine.gist import Check
from decision_aid.engine.handouts import (
    Handouts,
    ProductCheck,
    check_handouts,
    check_product_check,
)
from decision_aid.engine.reader import Reader
from decision_aid.engine.regions import Passages, Region
from decision_aid.engine.reviews import Rechecks, Reviews
from decision_aid.engine.standards import Standards
from decision_aid.engine.studies import LabRows, Study
from decision_aid.engine.types import HairLossType
from decision_aid.engine.wording import Aid, Wording
from decision_aid.engine.written import (
    NamedCondition,
    QuestionnaireAsWritten,
    References,
    RouteTable,
    StandingTable,
)


@dataclass(frozen=True, slots=True)
class Files:
    """Every content file decoded, or a ContentError where one could not be."""

    aid: Aid
    wording: Wording
    questionnaire: QuestionnaireAsWritten
    conditions: Mapping[str, NamedCondition]
    safety: RouteTable
    procedure: RouteTable
    standing: StandingTable
    claims: Claims
    laboratory: LabRows
    standards: Standards
    check: Check
    clinicians: Clinicians
    reviews: Reviews
    rechecks: Rechecks
    handouts: Handouts
    product_check: ProductCheck
    treatments: Mapping[str, Treatment]
    types: Mapping[str, HairLossType]
    regions: Mapping[str, Region]
    passages: Mapping[str, Passages]
    studies: Mapping[str, Study]
    references: Mapping[str, Reference]


@dataclass(frozen=True, slots=True)
class Told:
    """Records with their sentences filled and their facts checked, by id."""

    treatments: Mapping[str, Treatment]
    types: Mapping[str, HairLossType]
    regions: Mapping[str, Region]
    passages: Mapping[str, Passages]
    claims: Claims | None
    handouts: Handouts | None
    product_check: ProductCheck | None
    studies: Mapping[str, Study]


def read(reader: Reader, faults: Faults) -> tuple[Files, Told]:
    """Decode and check every file. What cannot be decoded ends here, after all else was looked at."""
    aid = reader.one("aid.toml", Aid)
    wording = reader.one("guidance.toml", Wording)
    questionnaire = reader.one("questionnaire.toml", QuestionnaireAsWritten)
    conditions = reader.table("conditions.toml", NamedCondition)
    safety = reader.one("decisions/safety.toml", RouteTable)
    procedure = reader.one("decisions/procedure.toml", RouteTable)
    standing = reader.one("decisions/standing.toml", StandingTable)
    claims = reader.one("claims/claims.toml", Claims)
    laboratory = reader.one("laboratory.toml", LabRows)
    standards = reader.one("standards.toml", Standards)
    check = reader.one("check.toml", Check)
    clinicians = reader.one("clinicians.toml", Clinicians)
    reviews = reader.one("reviews.toml", Reviews)
    rechecks = reader.one("rechecks.toml", Rechecks)
    handouts = reader.one("handouts.toml", Handouts)
    product = reader.one("product-check.toml", ProductCheck)
    treatments = reader.named("treatments", Treatment)
    types = reader.named("types", HairLossType)
    regions = reader.many("regions", Region)
    passages = reader.many("passages", Passages)
    studies = reader.named("studies", Study)
    references = _references(reader, faults)
    ledger = tuple(studies.values())
    told = Told(
        treatments={
            one.id: check_treatment(with_counts(one, ledger), references, faults)
            for one in sorted(treatments.values(), key=lambda one: one.order)
        },
        types={
            one.id: check_type(with_counts(one, ledger), references, faults)
            for one in sorted(types.values(), key=lambda one: one.order)
        },
        regions={one.id: check_region(one, references, faults) for one in regions.values()},
        passages={
            one.id: check_passages(with_counts(one, ledger), references, faults, name)
            for name, one in passages.items()
        },
        claims=check_claims(claims, references, faults) if claims else None,
        handouts=check_handouts(handouts, references, faults) if handouts else None,
        product_check=check_product_check(product, claims, references, faults) if product else None,
        studies=check_studies(studies, references, faults),
    )
    if not (aid and wording and questionnaire and safety and procedure and standing):
        raise ContentError(faults.all())
    if not (claims and laboratory and standards and check and clinicians and reviews):
        raise ContentError(faults.all())
    if not (rechecks and handouts and product):
        raise ContentError(faults.all())
    files = Files(
        aid=aid,
        wording=wording,
        questionnaire=questionnaire,
        conditions=conditions,
        safety=safety,
        procedure=procedure,
        standing=standing,
        claims=claims,
        laboratory=laboratory,
        standards=standards,
        check=check,
        clinicians=clinicians,
        reviews=reviews,
        rechecks=rechecks,
        handouts=handouts,
        product_check=product,
        treatments=treatments,
        types=types,
        regions=regions,
        passages=passages,
        studies=studies,
        references=references,
    )
    return files, told


def _references(reader: Reader, faults: Faults) -> dict[str, Reference]:
    references: dict[str, Reference] = {}
    for name, listed in reader.many("references", References).items():
        for reference in listed.reference:
            if reference.id in references:
                faults.add(name, reference.id, "this reference id is used twice", "rename one of the two")
            references[reference.id] = reference
    return references
