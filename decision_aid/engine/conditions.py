"""Closed true/false statements over answers, and a solver that finds answers making them so.

A condition is ``all`` / ``any`` / ``none`` over two atoms: ``{question, in}`` (one of these
codes was given) and ``{question, unknown}`` (no answer, or one that excludes nothing), plus
other conditions by name. Nothing else can be said in content, which is why a table can be
proved complete: ``find_answers`` either returns a concrete set of answers or proves none exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from pydantic import Field, model_validator

from decision_aid.engine.values import Frozen

UNANSWERED = "(unanswered)"
"""The code a question has while it is enabled and nobody has answered it."""


class Clause(Frozen):
    """A condition as written in content. Exactly one form per clause."""

    all: tuple[Clause, ...] | None = None
    any: tuple[Clause, ...] | None = None
    none: tuple[Clause, ...] | None = None
    condition: str | None = None
    question: str | None = None
    in_: tuple[str, ...] | None = Field(default=None, alias="in")
    unknown: bool | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Clause:
        forms = [self.all, self.any, self.none, self.condition, self.question]
        if sum(form is not None for form in forms) != 1:
            raise ValueError("write exactly one of all, any, none, condition or question")
        tested = (self.in_ is not None) + (self.unknown is True)
        if self.question is not None and tested != 1:
            raise ValueError("a question needs either in = [codes] or unknown = true")
        if self.question is None and tested:
            raise ValueError("in and unknown go with a question")
        return self

    def parts(self) -> tuple[Clause, ...]:
        return self.all or self.any or self.none or ()

    def names(self) -> Iterable[str]:
        """Every condition this one refers to by name."""
        if self.condition:
            yield self.condition
        for part in self.parts():
            yield from part.names()

    def tests(self) -> Iterable[Clause]:
        """Every atom about a question."""
        if self.question:
            yield self
        for part in self.parts():
            yield from part.tests()


@dataclass(frozen=True, slots=True)
class Test:
    """True when the question was answered with one of ``codes``."""

    question: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


Node = Test | Every | Some | Not
ALWAYS: Node = Every(())

Lookup = Callable[[str], frozenset[str]]


def holds(node: Node, answered: Lookup) -> bool:
    """Evaluate over complete answers; ``answered`` gives the codes of a question."""
    match node:
        case Test(question, codes):
            return not codes.isdisjoint(answered(question))
        case Every(parts):
            return all(holds(part, answered) for part in parts)
        case Some(parts):
            return any(holds(part, answered) for part in parts)
        case Not(part):
            return not holds(part, answered)


def tests_met(node: Node, answered: Lookup) -> frozenset[tuple[str, str]]:
    """The (question, code) pairs that make a true condition true: its reasons."""
    match node:
        case Test(question, codes):
            return frozenset((question, code) for code in codes & answered(question))
        case Every(parts) | Some(parts):
            met = (tests_met(part, answered) for part in parts if holds(part, answered))
            return frozenset().union(*met)
        case Not():
            return frozenset()


def compiled(
    clause: Clause, *, named: Mapping[str, Node], unknown_codes: Callable[[str], frozenset[str]]
) -> Node:
    """Resolve names and ``unknown`` into a tree of plain tests."""

    def build(part: Clause) -> Node:
        if part.condition is not None:
            return named[part.condition]
        if part.question is not None:
            codes = frozenset(part.in_) if part.in_ is not None else unknown_codes(part.question)
            return Test(part.question, codes)
        built = tuple(build(inner) for inner in part.parts())
        if part.any is not None:
            return Some(built)
        return Every(built) if part.all is not None else Not(Some(built))

    return build(clause)


class Domain(Protocol):
    """What the solver must know of a question: every code it may show and which stand alone.

    A question that may be left open lists UNANSWERED; one that may be disabled is ``absent``.
    """

    @property
    def possible(self) -> tuple[str, ...]: ...
    @property
    def alone(self) -> frozenset[str]: ...
    @property
    def absent(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class YesOrNo:
    """The domain of a computed input of a table."""

    possible: tuple[str, ...] = ("yes", "no")
    alone: frozenset[str] = frozenset({"yes", "no"})
    absent: bool = False


_Decided = dict[str, tuple[tuple[frozenset[str], bool], ...]]


def _fitting(domain: Domain, decided: Iterable[tuple[frozenset[str], bool]]) -> frozenset[str] | None:
    """A smallest reply to one question for which every decided test comes out as decided."""
    wanted = [codes for codes, value in decided if value]
    refused = frozenset[str]().union(*(codes for codes, value in decided if not value))
    together = [code for code in domain.possible if code not in domain.alone | refused]
    if all(not codes.isdisjoint(together) for codes in wanted) and together:
        picked: set[str] = set()
        for codes in wanted:
            if codes.isdisjoint(picked):
                picked.add(next(code for code in together if code in codes))
        return frozenset(picked or {together[0]})
    for code in domain.possible:
        if code in domain.alone and code not in refused and all(code in codes for codes in wanted):
            return frozenset({code})
    return frozenset() if domain.absent and not wanted else None


def _value(node: Node, decided: _Decided) -> bool | None:
    """Three-valued: None while the decided tests do not settle it."""
    match node:
        case Test(question, codes):
            return next((v for c, v in decided.get(question, ()) if c == codes), None)
        case Not(part):
            inner = _value(part, decided)
            return None if inner is None else not inner
        case Every(parts):
            values = [_value(part, decided) for part in parts]
            return False if False in values else None if None in values else True
        case Some(parts):
            values = [_value(part, decided) for part in parts]
            return True if True in values else None if None in values else False


def _open_test(node: Node, decided: _Decided) -> Test | None:
    match node:
        case Test():
            return node if _value(node, decided) is None else None
        case Not(part):
            return _open_test(part, decided)
        case Every(parts) | Some(parts):
            for part in parts:
                if _value(part, decided) is None and (found := _open_test(part, decided)):
                    return found
    return None


def find_answers(goals: Iterable[tuple[Node, bool]], domains: Mapping[str, Domain]) -> dict[str, str] | None:
    """Answers for which each goal comes out as wanted, or None as proof that none exist.

    Complete for a product of independent questions; which questions enable which is left out,
    so an answer found may be one no walk reaches (never the other way round).
    """
    goals = tuple(goals)

    def search(decided: _Decided) -> _Decided | None:
        test = None
        for node, want in goals:
            value = _value(node, decided)
            if value is (not want):
                return None
            if value is None and test is None:
                test = _open_test(node, decided)
        if test is None:
            return decided
        for value in (False, True):
            line = (*decided.get(test.question, ()), (test.codes, value))
            if _fitting(domains[test.question], line) is None:
                continue
            found = search({**decided, test.question: line})
            if found is not None:
                return found
        return None

    found = search({})
    if found is None:
        return None
    return {
        question: ", ".join(sorted(_fitting(domains[question], line) or ()))
        for question, line in found.items()
    }
