"""Content as it is written in files, before anything is linked.

Each model here is one kind of file or one record in it; unknown fields are refused. The rules of
the decision tables keep their conditions as clauses until ``linking`` compiles them.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from decision_aid.engine.claims import Claims
from decision_aid.engine.clinicians import Clinicians
from decision_aid.engine.conditions import Clause
from decision_aid.engine.decisions import HitPolicy
from decision_aid.engine.evidence import Reference, Treatment
from decision_aid.engine.gist import Check
from decision_aid.engine.handouts import Handouts, ProductCheck
from decision_aid.engine.questionnaire import AnswerOption, Page
from decision_aid.engine.regions import Passages, Region
from decision_aid.engine.reviews import Rechecks, Reviews
from decision_aid.engine.standards import Standards
from decision_aid.engine.studies import LabRows, Study
from decision_aid.engine.types import HairLossType
from decision_aid.engine.values import Ageing, Frozen, Plain
from decision_aid.engine.wording import Aid, Tier, Wording

FLAG_ROOM = 36
"""Characters: the flags of somebody who ticks every box stand in a note of 1,000 with room for more."""


class NamedCondition(Frozen):
    """One entry of conditions.toml: a title a reader understands, and what it means."""

    title: str
    all: tuple[Clause, ...] | None = None
    any: tuple[Clause, ...] | None = None
    none: tuple[Clause, ...] | None = None

    def clause(self) -> Clause:
        return Clause(all=self.all, any=self.any, none=self.none)


class Route(Frozen):
    """What follows from one safety rule: who, how soon, and what it means for exosomes.

    ``clear`` is a caution that one's own clinician can lift; ``text`` only adds a sentence.
    A rule with ``sets_standing = false`` is told and does not by itself hold the standing back.
    ``flag`` is what a clinician reads of it: features, in so few words that all flags fit a note.
    ``red_flag`` makes it a flag although it is neither urgent nor sets exosomes aside.
    """

    row: str
    flag: Plain = Field(max_length=FLAG_ROOM)
    red_flag: bool = False
    tier: Tier
    exosomes: Literal["block", "defer", "clear", "text", "info"]
    can_fit: tuple[str, ...]
    who: str
    says: str
    because: str
    closing: str = ""
    sets_standing: bool = True
    support: bool = False
    quiet: bool = False
    source: tuple[str, ...] = Field(min_length=1)


class RouteRule(Route):
    id: str
    when: Clause
    closes_when: Clause | None = None

    def route(self) -> Route:
        return Route(**{name: getattr(self, name) for name in Route.model_fields})


class RouteTable(Ageing):
    id: str
    hit_policy: HitPolicy
    rule: tuple[RouteRule, ...] = Field(min_length=1)


class StandingRule(Frozen):
    id: str
    when: Clause
    because: str


class StandingTable(Frozen):
    id: str
    hit_policy: HitPolicy
    inputs: tuple[str, ...]
    rule: tuple[StandingRule, ...] = Field(min_length=1)


class QuestionnaireAsWritten(Frozen):
    standard: tuple[AnswerOption, ...]
    page: tuple[Page, ...]


class References(Frozen):
    reference: tuple[Reference, ...]


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of content file, by the name of the file or folder."""
    kinds: dict[str, type[Frozen]] = {
        "aid": Aid,
        "check": Check,
        "claims": Claims,
        "clinicians": Clinicians,
        "condition": NamedCondition,
        "decisions": RouteTable,
        "guidance": Wording,
        "handouts": Handouts,
        "laboratory": LabRows,
        "passages": Passages,
        "product-check": ProductCheck,
        "questionnaire": QuestionnaireAsWritten,
        "references": References,
        "rechecks": Rechecks,
        "regions": Region,
        "reviews": Reviews,
        "standards": Standards,
        "standing": StandingTable,
        "studies": Study,
        "treatments": Treatment,
        "types": HairLossType,
    }
    return {name: model.model_json_schema() for name, model in kinds.items()}
