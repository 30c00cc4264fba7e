"""The real tables, proved over every situation rather than over examples."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from decision_aid.engine.conditions import YesOrNo, find_answers
from decision_aid.engine.decisions import Rule
from decision_aid.engine.library import STANDING_INPUTS, Route
from tests.answers import library

ORDER = ("blocked", "deferred", "fair-trial", "ready")
STANDINGS = {
    (True, None, None, None): "see-someone-first",
    (False, True, None, None): "find-out-first",
    (False, False, False, None): "not-first",
    (False, False, True, False): "not-yet",
    (False, False, True, True): "defensible-experiment",
}


def rules() -> list[Rule[Route]]:
    return [*library().safety.rules, *library().procedure.rules]


def test_no_answers_are_left_without_a_safety_row():
    assert library().safety.gaps(library().questionnaire.items) == ()


def test_the_proof_is_no_formality_as_the_table_has_a_gap_without_its_row_for_mixed_answers():
    whole = library().safety
    cut = replace(whole, rules=tuple(rule for rule in whole.rules if rule.id != "unclear"))
    (gap,) = cut.gaps(library().questionnaire.items)
    seen = {question: frozenset(codes.split(", ")) for question, codes in gap.answers.items()}
    (hit,) = whole.hits(lambda question: seen.get(question, frozenset()))
    assert hit.rule.id == "unclear"


@pytest.mark.parametrize("table", ["safety", "procedure"])
def test_every_row_can_be_reached(table):
    assert getattr(library(), table).dead_rules(library().questionnaire.items) == ()


def test_every_closing_answer_can_be_given_while_its_row_holds():
    for rule in rules():
        if rule.closes_when is not None:
            goals = [(rule.when, True), (rule.closes_when, True)]
            assert find_answers(goals, library().questionnaire.items), rule.id


@pytest.mark.parametrize("facts", list(product([False, True], repeat=len(ORDER))))
def test_each_situation_has_one_standing_and_the_earlier_reason_wins(facts):
    known = dict(zip(ORDER, facts, strict=True))
    hits = library().standing.hits(lambda name: frozenset({"yes" if known[name] else "no"}))
    (expected,) = [
        standing
        for pattern, standing in STANDINGS.items()
        if all(want is None or want == fact for want, fact in zip(pattern, facts, strict=True))
    ]
    assert [hit.rule.id for hit in hits] == [expected]


def test_the_standing_table_is_proved_over_all_its_inputs():
    inputs = dict.fromkeys(STANDING_INPUTS, YesOrNo())
    standing = library().standing
    assert (standing.gaps(inputs), standing.overlaps(inputs), standing.dead_rules(inputs)) == ((), (), ())


def test_what_is_urgent_blocks_and_no_answer_closes_it():
    for rule in rules():
        if rule.outcome.tier in {"same-day", "two-weeks"}:
            assert (rule.outcome.exosomes, rule.closes_when) == ("block", None), rule.id


def test_what_sends_a_person_to_somebody_says_to_whom():
    for rule in rules():
        if rule.outcome.exosomes in {"block", "defer", "clear"}:
            assert rule.outcome.who, rule.id
            assert rule.outcome.tier != "none", rule.id


def test_every_caution_for_ones_own_clinician_can_be_cleared_by_that_clinician():
    for rule in rules():
        assert (rule.outcome.exosomes != "clear") or rule.closes_when is not None, rule.id


def test_where_help_may_be_needed_by_ambulance_it_is_told_first():
    """Rows of one tier are told in the order of the table."""
    same_day = [rule for rule in rules() if rule.outcome.tier == "same-day" and rule.id != "crisis"]
    ambulance = ["911" in rule.outcome.who for rule in same_day]
    assert ambulance == sorted(ambulance, reverse=True)
    assert any(ambulance)
