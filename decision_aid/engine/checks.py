"""The faults content can have beyond its shape, and the words in which they are reported.

Each check adds to one ``Faults`` list and goes on, so an editor sees everything at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from decision_aid.engine.claims import Claims
from decision_aid.engine.conditions import Domain
from decision_aid.engine.decisions import DecisionTable
from decision_aid.engine.evidence import AskedPrice, Number, Rate, Reference, Studied, Treatment, Verified
from decision_aid.engine.regions import Passages, Region
from decision_aid.engine.sentences import filled, typed_numbers
from decision_aid.engine.studies import TOTAL_NAMES, Study
from decision_aid.engine.types import HairLossType
from decision_aid.engine.values import Frozen, Level

Record = TypeVar("Record", bound=Frozen)
Filling = Mapping[str, "Number | str"]

NOT_PROSE = frozenset(
    {"id", "kind", "drug_class", "contraindications", "balance_because", "level", "numbers", "when", "call"}
    | {"text", "url", "tier", "source", "status_source", "not_for_source", "course_source"}
    | {"harm_source", "exosomes_source"}
)
TECHNICAL = frozenset({"design", "comparator", "time", "population", "outcome", "per", "because"})
"""Fields that describe a study; they may carry figures of their own record."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: which file, where in it, what, and what would fix it."""

    file: str
    path: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.path}" if self.path else self.file
        return f"{place}: {self.wrong}. To fix it: {self.remedy}."


class ContentError(Exception):
    """Content that must not be served. ``faults`` holds every fault found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        listing = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(f"{len(faults)} fault(s) in the content:\n{listing}")


class Faults:
    """The list being filled while content is checked."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, file: str, path: str, wrong: str, remedy: str) -> None:
        self._found.append(Fault(file, path, wrong, remedy))

    def among(self, *files: str) -> bool:
        return any(fault.file in files for fault in self._found)

    def all(self) -> tuple[Fault, ...]:
        return tuple(dict.fromkeys(self._found))

    def references(self, ids: Iterable[str], known: Mapping[str, Reference], file: str, path: str) -> None:
        for one in ids:
            if one not in known:
                self.add(
                    file, path, f"no reference has the id {one}", "add it under references/ or correct it"
                )

    def proof(
        self,
        table: DecisionTable[Any],
        domains: Mapping[str, Domain],
        file: str,
        *,
        may_be_silent: bool = False,
    ) -> None:
        """Every situation decided, and in a unique table decided once."""
        if not may_be_silent:
            for gap in table.gaps(domains):
                self.add(file, "", f"no rule holds when {gap}", "add a rule for it")
        for overlap in table.overlaps(domains):
            both = " and ".join(overlap.rules)
            self.add(file, both, f"both hold when {overlap}", "make them exclude each other")
        for dead in table.dead_rules(domains):
            self.add(file, dead, "no answers can reach this rule", "correct or remove it")

    def verified(self, record: Verified, known: Mapping[str, Reference], file: str, path: str) -> None:
        """A patient may see it only as house rules allow its level of verification."""
        self.references(record.source, known, file, path)
        self.level(record.level, record.source, known, file, path, because=record.second_hand_because)
        counted = getattr(record, "counted", "")
        if counted and counted.partition(":")[0] not in TOTAL_NAMES:
            self.add(file, path, f"the ledger has no total {counted}", "name one it has")

    def level(
        self,
        level: Level | None,
        source: Iterable[str],
        known: Mapping[str, Reference],
        file: str,
        path: str,
        *,
        because: str = "",
    ) -> None:
        if level is Level.UNVERIFIED:
            self.add(file, path, "an unverified fact would be shown", "verify it or take it out")
        if level is Level.SECONDARY:
            quoted = [known[one] for one in source if one in known]
            excused = because and not any(reference.hearsay for reference in quoted)
            if not excused and not all(reference.official for reference in quoted):
                self.add(
                    file,
                    path,
                    "second-hand, and not a label or a regulator's own text",
                    "read the record itself, take it out, or for a warning write second_hand_because",
                )


def _poured(  # noqa: PLR0911 - one return for each kind of value reads best
    value: Any, filling: Filling, faults: Faults, file: str, path: str, *, strict: bool
) -> Any:
    """The same record with every sentence's placeholders filled."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        if strict and (typed := typed_numbers(value)):
            figures = ", ".join(typed)
            faults.add(file, path, f"a number typed in a sentence: {figures}", "borrow it from [numbers]")
        if strict and "%" in value:
            faults.add(file, path, "a percent sign", "write N in 100")
        try:
            return filled(value, filling)
        except KeyError as missing:
            faults.add(file, path, f"no number is called {missing}", "add it to [numbers]")
            return value
    if isinstance(value, tuple):
        return tuple(
            _poured(one, filling, faults, file, f"{path}[{i}]", strict=strict) for i, one in enumerate(value)
        )
    if isinstance(value, Rate):
        own = {"with": str(value.with_treatment), "without": str(value.without), "of": f"{value.of:,}"}
        return pour(value, {**filling, **own}, faults, file, path)
    if isinstance(value, AskedPrice):
        own = {"low": f"${value.low:,}", "high": f"${value.high:,}"}
        return pour(value, {**filling, **own}, faults, file, path)
    if isinstance(value, Frozen) and not isinstance(value, Number):
        return pour(value, filling, faults, file, path)
    return value


def pour(record: Record, filling: Filling, faults: Faults, file: str, path: str) -> Record:
    changed = {}
    for name in type(record).model_fields:
        if name in NOT_PROSE:
            continue
        value = getattr(record, name)
        place = f"{path}.{name}" if path else name
        poured = _poured(value, filling, faults, file, place, strict=name not in TECHNICAL)
        if poured is not value:
            changed[name] = poured
    return record.model_copy(update=changed)


def _numbers(
    numbers: Mapping[str, Number], known: Mapping[str, Reference], faults: Faults, file: str
) -> None:
    for key, number in numbers.items():
        faults.verified(number, known, file, f"numbers.{key}")


def check_treatment(one: Treatment, known: Mapping[str, Reference], faults: Faults) -> Treatment:
    file = f"treatments/{one.id}.toml"
    _numbers(one.numbers, known, faults, file)
    told: tuple[Rate | Studied, ...] = (
        *one.benefit,
        *one.benefit_studied,
        *one.harm,
        *one.harm_studied,
    )
    for record in told:
        faults.verified(record, known, file, record.id)
    faults.references(one.status_source, known, file, "status_source")
    faults.level(one.status_level, one.status_source, known, file, "status_level")
    faults.references(one.not_for_source, known, file, "not_for_source")
    faults.verified(one.warning, known, file, "warning")
    if one.price is not None:
        faults.references(one.price.source, known, file, "price.source")
    if not one.benefit and not one.benefit_studied:
        faults.add(file, "benefit", "no benefit is told", "add a Rate or a Studied record")
    if not one.harm and not one.harm_studied and not one.harm_says:
        faults.add(file, "harm", "no harm is told", "add a Rate, a Studied record or harm_says")
    return pour(one, one.numbers, faults, file, "")


def check_region(one: Region, known: Mapping[str, Reference], faults: Faults) -> Region:
    file = f"regions/{one.id}.toml"
    _numbers(one.numbers, known, faults, file)
    for statement in (one.bottom_line, *one.statement):
        faults.references(statement.source, known, file, statement.id)
        faults.level(statement.level, statement.source, known, file, statement.id)
    for word in one.word:
        faults.references(word.source, known, file, word.word)
        faults.level(word.level, word.source, known, file, word.word)
    return pour(one, one.numbers, faults, file, "")


def check_passages(one: Passages, known: Mapping[str, Reference], faults: Faults, file: str) -> Passages:
    _numbers(one.numbers, known, faults, file)
    for passage in one.passage:
        faults.references(passage.source, known, file, passage.id)
        faults.level(passage.level, passage.source, known, file, passage.id)
    return pour(one, one.numbers, faults, file, "")


def check_claims(one: Claims, known: Mapping[str, Reference], faults: Faults) -> Claims:
    file = f"claims/{one.id}.toml"
    _numbers(one.numbers, known, faults, file)
    for claim in one.claim:
        faults.references(claim.source, known, file, claim.id)
        faults.level(claim.level, claim.source, known, file, claim.id)
    return pour(one, one.numbers, faults, file, "")


def check_type(one: HairLossType, known: Mapping[str, Reference], faults: Faults) -> HairLossType:
    file = f"types/{one.id}.toml"
    _numbers(one.numbers, known, faults, file)
    faults.references(one.course_source, known, file, "course_source")
    faults.level(one.course_level, one.course_source, known, file, "course_level")
    faults.references(one.exosomes_source, known, file, "exosomes_source")
    for option in one.option:
        faults.references(option.status_source, known, file, f"{option.id}.status_source")
        faults.level(option.status_level, option.status_source, known, file, f"{option.id}.status_level")
        faults.references(option.harm_source, known, file, f"{option.id}.harm_source")
        told: tuple[Rate | Studied, ...] = (*option.benefit, *option.benefit_studied, *option.harm)
        for record in told:
            faults.verified(record, known, file, f"{option.id}.{record.id}")
        if set(option.course) - set(one.course):
            faults.add(file, f"{option.id}.course", "not a sentence of the type's course", "copy one of its")
    return pour(one, one.numbers, faults, file, "")


def check_studies(
    studies: Mapping[str, Study], known: Mapping[str, Reference], faults: Faults
) -> dict[str, Study]:
    """The ledger, newest first; it may show any level, because it says which."""
    for name, one in studies.items():
        faults.references([one.reference], known, name, "reference")
        if one.set == "core" and (one.people is None or one.treated is None):
            faults.add(name, "people", "a core study without its numbers", "give people and treated")
        unread = one.level in {Level.SECONDARY, Level.UNVERIFIED}
        if one.set == "core" and unread and (one.people or 0) > 1:
            faults.add(name, "level", "a core study nobody has read", "move it to another set or read it")
    return {one.id: one for one in sorted(studies.values(), key=lambda one: (-one.year, one.id))}
