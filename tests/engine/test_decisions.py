"""Decision tables: what is hit, and proofs that come with a case a reader can check."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from decision_aid.engine.conditions import Every, Not, Some, YesOrNo
from decision_aid.engine.conditions import Test as Asked
from decision_aid.engine.decisions import Counterexample, DecisionTable, HitPolicy, Rule
from tests.engine.tiny import answered, item

COLOUR = item("colour", "red", "blue", "green", repeats=True)
SIZE = item("size", "big", "small")
DOMAINS = {"colour": COLOUR, "size": SIZE}
RED = Asked("colour", frozenset({"red"}))
BLUE = Asked("colour", frozenset({"blue"}))
BIG = Asked("size", frozenset({"big"}))


def table(policy: HitPolicy, *rules: Rule[str]) -> DecisionTable[str]:
    return DecisionTable(id="made-up", hit_policy=policy, rules=rules)


def seen(fault: Counterexample) -> Mapping[str, str]:
    return {question: codes for question, codes in fault.answers.items() if codes}


def test_rule_order_returns_every_rule_that_holds_in_the_order_written():
    rules = table("R", Rule("blue", BLUE, "b"), Rule("red", RED, "r"), Rule("big", BIG, "g"))
    hits = rules.hits(answered(colour="red, blue", size="small"))
    assert [(hit.rule.id, hit.outcome) for hit in hits] == [("blue", "b"), ("red", "r")]


def test_unique_decides_for_the_one_rule_that_holds():
    rules = table("U", Rule("big", BIG, "g"), Rule("not-big", Not(BIG), "n"))
    assert rules.decide(answered(size="small")).outcome == "n"


@pytest.mark.parametrize("rules", [[Rule("red", RED, "r")], [Rule("b", BIG, "1"), Rule("s", BIG, "2")]])
def test_unique_refuses_to_decide_where_no_rule_or_two_hold(rules):
    with pytest.raises(ValueError, match="unpack"):
        table("U", *rules).decide(answered(colour="blue", size="big"))


def test_a_hit_names_the_answers_that_led_to_it():
    (hit,) = table("R", Rule("either", Some((RED, BIG)), "")).hits(answered(colour="red", size="small"))
    assert hit.reasons == {("colour", "red")}


def test_a_rule_is_closed_by_its_own_closing_answer_and_by_no_other():
    rules = table(
        "R",
        Rule("red", RED, "", closes_when=BIG),
        Rule("blue", BLUE, "", closes_when=Asked("size", frozenset({"small"}))),
        Rule("any", Some((RED, BLUE)), ""),
    )
    hits = rules.hits(answered(colour="red, blue", size="big"))
    assert {hit.rule.id: hit.open for hit in hits} == {"red": False, "blue": True, "any": True}


def test_a_gap_is_shown_by_answers_for_which_no_rule_holds():
    rules = table("R", Rule("red", RED, ""), Rule("big", BIG, ""))
    (gap,) = rules.gaps(DOMAINS)
    assert rules.hits(answered(**seen(gap))) == ()
    assert gap.rules == ()
    assert "colour" in str(gap)
    assert "size" in str(gap)


def test_a_table_without_a_gap_has_no_counter_example():
    assert table("R", Rule("red", RED, ""), Rule("rest", Not(RED), "")).gaps(DOMAINS) == ()


def test_an_unanswered_question_is_a_gap_unless_a_rule_speaks_of_it():
    whole = Asked("size", frozenset({"big", "small"}))
    (gap,) = table("R", Rule("size", whole, "")).gaps(DOMAINS)
    assert gap.answers == {"size": "(unanswered)"}


def test_an_overlap_is_shown_by_answers_for_which_both_rules_hold():
    rules = table("U", Rule("red", RED, ""), Rule("blue", BLUE, ""), Rule("rest", Not(Some((RED, BLUE))), ""))
    (overlap,) = rules.overlaps(DOMAINS)
    assert overlap.rules == ("red", "blue")
    assert {hit.rule.id for hit in rules.hits(answered(**seen(overlap)))} == {"red", "blue"}


def test_single_choices_do_not_overlap_where_several_choices_do():
    single = {"colour": item("colour", "red", "blue")}
    rules = table("U", Rule("red", RED, ""), Rule("blue", BLUE, ""))
    assert rules.overlaps(single) == ()
    assert len(rules.overlaps(DOMAINS)) == 1


def test_rules_in_order_may_overlap():
    assert table("R", Rule("red", RED, ""), Rule("also-red", RED, "")).overlaps(DOMAINS) == ()


def test_a_rule_no_answers_can_reach_is_dead():
    never = Every((BIG, Asked("size", frozenset({"small"}))))
    rules = table("R", Rule("red", RED, ""), Rule("big-and-small", never, ""))
    assert rules.dead_rules(DOMAINS) == ("big-and-small",)


def test_computed_inputs_are_yes_or_no_and_nothing_else():
    yes, no = (Asked("ready", frozenset({code})) for code in ("yes", "no"))
    domains = {"ready": YesOrNo()}
    whole = table("U", Rule("yes", yes, ""), Rule("no", no, ""))
    assert (whole.gaps(domains), whole.overlaps(domains)) == ((), ())
    (gap,) = table("U", Rule("yes", yes, "")).gaps(domains)
    assert gap.answers == {"ready": "no"}
