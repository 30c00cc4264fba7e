"""The decision tables in words, made from the tables themselves.

What the page "How this aid decides" shows is read from the same compiled rules that decide, so
it cannot say anything else than they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from decision_aid.engine.conditions import UNANSWERED, Every, Node, Not, Some, Test
from decision_aid.engine.evidence import Reference
from decision_aid.engine.library import Library, Route

TableName = Literal["safety", "procedure", "standing"]
INPUT_WORDS = {
    "blocked": "a warning that sets exosomes aside is open",
    "deferred": "a visit or an answer is still due",
    "fair-trial": "a treatment with evidence had a fair trial",
    "ready": "the four conditions hold and a doctor named pattern hair loss",
}


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """One row of a table as a reader sees it."""

    id: str
    title: str
    when: str
    says: str
    because: str
    closing: str
    references: tuple[Reference, ...]


def rules_in_words(library: Library, table: TableName) -> tuple[RuleInWords, ...]:
    """Every rule of a table, in its order; rules that add nothing of their own are left out."""
    if table == "standing":
        return tuple(
            RuleInWords(
                id=rule.id,
                title=library.standing_words(rule.id).title,
                when=_words(library, rule.when),
                says=" ".join(library.standing_words(rule.id).summary),
                because=rule.outcome,
                closing="",
                references=(),
            )
            for rule in library.standing.rules
        )
    rules = library.safety.rules if table == "safety" else library.procedure.rules
    return tuple(
        RuleInWords(
            id=rule.id,
            title=f"{_soon(library, rule.outcome)}: {rule.outcome.who or rule.outcome.says}",
            when=_words(library, rule.when),
            says=rule.outcome.says,
            because=rule.outcome.because,
            closing=rule.outcome.closing,
            references=library.cited(rule.outcome.source),
        )
        for rule in rules
        if not rule.outcome.quiet
    )


def _soon(library: Library, route: Route) -> str:
    return library.wording.soon(route.tier, support=route.support).title


def _words(library: Library, node: Node) -> str:
    match node:
        case Test(question, codes):
            return _test_words(library, question, codes)
        case Every(parts):
            return " and ".join(f"({_words(library, part)})" for part in parts)
        case Some(parts):
            return " or ".join(_words(library, part) for part in parts)
        case Not(part):
            return f"none of: {_words(library, part)}"


def _test_words(library: Library, question: str, codes: frozenset[str]) -> str:
    item = library.questionnaire.items.get(question)
    if item is None:
        words = INPUT_WORDS[question]
        return words if "yes" in codes else f"not so that {words}"
    shown = [option.text for option in item.answer_option if option.code in codes]
    if UNANSWERED in codes:
        shown.append("no answer")
    return f"{item.short}: {' or '.join(shown)}"
