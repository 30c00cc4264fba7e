"""What is written for clinicians: the sheets they print, a neutral script, the product check.

Numbers on the sheets come from the treatments, types and regions; what stands here is only what no
other record says. A clinician may see what was seen second-hand, marked as such; nobody sees what
was not verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import Field

from decision_aid.engine.checks import Faults, pour
from decision_aid.engine.claims import Claims
from decision_aid.engine.evidence import Number, Reference, Verified
from decision_aid.engine.values import Ageing, Frozen, Level


class Line(Verified):
    """One sentence or two, with where they were read."""

    id: str
    says: str


class Prompt(Line):
    """A reminder of an examination or a test: its name and when it is thought of. No thresholds."""

    title: str


class Look(Verified):
    """Something to look for, what it can be a sign of, and how soon it should be seen."""

    id: str
    look: str
    think: str
    tier: Literal["same-day", "two-weeks"]


class ConfirmFirst(Frozen):
    """ "Have the type named first", told in the same fields as every option beside it."""

    name: str
    status: str
    benefit: str
    harm: str
    unknown: str
    time_to_judge: str
    cost: str
    not_for: str


class FirstOfAll(Verified):
    """What stands on page 1 of every patient sheet, whatever is chosen and however large the print.

    ``nothing`` is left out for a named type: not every type can wait.
    """

    nothing: str
    pregnant: str


class Poster(Frozen):
    """The waiting-room poster: what the aid is, and nothing about any clinic."""

    title: str
    says: tuple[str, ...] = Field(min_length=1)
    how: str
    other_way: str


class Script(Frozen):
    """How to say "not first": three sentences, and one more for two situations."""

    not_first: tuple[str, ...] = Field(min_length=3, max_length=3)
    promised: str
    paid: str


class Handouts(Ageing):
    """Everything in handouts.toml."""

    lead: str
    no_number: str
    first_of_all: FirstOfAll
    set_aside: str
    confirm_first: ConfirmFirst
    no_time: str
    poster: Poster
    script: Script
    first_minute: tuple[Line, ...] = Field(min_length=1)
    look: tuple[Look, ...] = Field(min_length=1)
    look_note: str
    prompt: tuple[Prompt, ...] = Field(min_length=1)
    state_law: Line
    report: tuple[Line, ...] = Field(min_length=1)
    numbers: dict[str, Number] = Field(default_factory=dict)

    def lines(self) -> tuple[Line | Look, ...]:
        """Everything with a source, in the order in which it is written."""
        return (*self.first_minute, *self.look, *self.prompt, self.state_law, *self.report)


class Shown(Verified):
    """A document a seller should be able to show: what it proves, and what it does not."""

    id: str
    ask: str
    proves: str
    proves_not: str


class ProductCheck(Ageing):
    """Everything in product-check.toml. ``claim`` names claims of claims.toml, in order."""

    title: str
    intro: tuple[str, ...] = Field(min_length=1)
    item: tuple[Shown, ...] = Field(min_length=1)
    claim: tuple[str, ...] = Field(min_length=1)
    numbers: dict[str, Number] = Field(default_factory=dict)


def check_handouts(one: Handouts, known: Mapping[str, Reference], faults: Faults) -> Handouts:
    _sourced(((line.id, line) for line in one.lines()), known, faults, "handouts.toml")
    _sourced([("first_of_all", one.first_of_all)], known, faults, "handouts.toml")
    _sourced(one.numbers.items(), known, faults, "handouts.toml")
    return pour(one, one.numbers, faults, "handouts.toml", "")


def check_product_check(
    one: ProductCheck, claims: Claims | None, known: Mapping[str, Reference], faults: Faults
) -> ProductCheck:
    file = "product-check.toml"
    _sourced(((item.id, item) for item in one.item), known, faults, file)
    _sourced(one.numbers.items(), known, faults, file)
    there = {claim.id for claim in claims.claim} if claims else set(one.claim)
    for wanted in one.claim:
        if wanted not in there:
            faults.add(file, "claim", f"no claim is called {wanted}", "correct or remove it")
    return pour(one, one.numbers, faults, file, "")


def _sourced(
    told: Iterable[tuple[str, Verified]], known: Mapping[str, Reference], faults: Faults, file: str
) -> None:
    for path, record in told:
        faults.references(record.source, known, file, path)
        if record.level is Level.UNVERIFIED:
            faults.add(file, path, "an unverified fact would be shown", "verify it or take it out")
