"""Decision tables in the sense of DMN, with the two hit policies this house uses.

``U`` (unique): exactly one rule holds. ``R`` (rule order): every rule that holds is returned,
in the order written. ``gaps`` and ``overlaps`` return a concrete set of answers that proves the
fault, so a clinician can read it; an empty result is a proof, not a sample.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, Literal, TypeVar

from decision_aid.engine.conditions import Domain, Lookup, Node, find_answers, holds, tests_met

HitPolicy = Literal["U", "R"]
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Outcome]):
    """One row: when it holds, what follows. ``closes_when`` is its own closing answer, if any."""

    id: str
    when: Node
    outcome: Outcome
    closes_when: Node | None = None

    def open(self, answered: Lookup) -> bool:
        """Does it hold, and has its own closing answer not been given?"""
        return holds(self.when, answered) and not self.closed(answered)

    def closed(self, answered: Lookup) -> bool:
        return self.closes_when is not None and holds(self.closes_when, answered)


@dataclass(frozen=True, slots=True)
class Hit(Generic[Outcome]):
    """A rule that holds, the answers that made it hold, and whether it is still open."""

    rule: Rule[Outcome]
    reasons: frozenset[tuple[str, str]]
    open: bool

    @property
    def outcome(self) -> Outcome:
        return self.rule.outcome


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A situation a table decides wrongly: answers by question, and the rules that hold there."""

    answers: Mapping[str, str]
    rules: tuple[str, ...]

    def __str__(self) -> str:
        return "; ".join(f"{question} = {codes}" for question, codes in sorted(self.answers.items()))


@dataclass(frozen=True, slots=True)
class DecisionTable(Generic[Outcome]):
    """A named list of rules over declared inputs."""

    id: str
    hit_policy: HitPolicy
    rules: tuple[Rule[Outcome], ...]

    def hits(self, answered: Lookup) -> tuple[Hit[Outcome], ...]:
        return tuple(
            Hit(
                rule=rule,
                reasons=tests_met(rule.when, answered),
                open=not rule.closed(answered),
            )
            for rule in self.rules
            if holds(rule.when, answered)
        )

    def decide(self, answered: Lookup) -> Hit[Outcome]:
        """The one hit of a ``U`` table. A table that loaded has no gap, so there is one."""
        (hit,) = self.hits(answered)
        return hit

    def gaps(self, domains: Mapping[str, Domain]) -> tuple[Counterexample, ...]:
        """A situation for which no rule holds."""
        found = find_answers(((rule.when, False) for rule in self.rules), domains)
        return () if found is None else (Counterexample(found, ()),)

    def overlaps(self, domains: Mapping[str, Domain]) -> tuple[Counterexample, ...]:
        """For ``U``: situations in which two rules hold, one for each such pair."""
        if self.hit_policy == "R":
            return ()
        faults = []
        for one, other in combinations(self.rules, 2):
            found = find_answers([(one.when, True), (other.when, True)], domains)
            if found is not None:
                faults.append(Counterexample(found, (one.id, other.id)))
        return tuple(faults)

    def dead_rules(self, domains: Mapping[str, Domain]) -> tuple[str, ...]:
        """Rules that no answers can reach."""
        return tuple(rule.id for rule in self.rules if find_answers([(rule.when, True)], domains) is None)
