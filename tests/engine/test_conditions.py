"""Conditions: what each form means, what is refused, and which answers are its reasons."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from decision_aid.engine.conditions import UNANSWERED, Clause, Node, compiled, holds
from decision_aid.engine.conditions import tests_met as reasons_of
from tests.engine.tiny import answered, item

COLOUR = item("colour", "red", "blue", "not-sure?", repeats=True)
SIZE = item("size", "big", "small")
ITEMS = {one.link_id: one for one in (COLOUR, SIZE)}
RED = {"question": "colour", "in": ["red"]}
BIG = {"question": "size", "in": ["big"]}


def node(clause: dict[str, Any], **named: Node) -> Node:
    return compiled(
        Clause.model_validate(clause), named=named, unknown_codes=lambda one: ITEMS[one].unknown_codes()
    )


@pytest.mark.parametrize(
    ("clause", "true", "false"),
    [
        (RED, {"colour": "red, blue"}, {"colour": "blue"}),
        ({"all": [RED, BIG]}, {"colour": "red", "size": "big"}, {"colour": "red", "size": "small"}),
        ({"any": [RED, BIG]}, {"colour": "blue", "size": "big"}, {"colour": "blue", "size": "small"}),
        ({"none": [RED, BIG]}, {"colour": "blue", "size": "small"}, {"colour": "red", "size": "small"}),
        ({"question": "colour", "unknown": True}, {"colour": "not-sure"}, {"colour": "red"}),
        ({"question": "colour", "unknown": True}, {"colour": ""}, {}),
        ({"none": [RED]}, {"colour": ""}, {"colour": "red"}),
        ({"all": [{"none": [RED]}, {"any": [BIG]}]}, {"colour": "blue", "size": "big"}, {"size": "small"}),
    ],
)
def test_each_form_is_true_where_it_says_and_false_elsewhere(clause, true, false):
    assert holds(node(clause), answered(**true))
    assert not holds(node(clause), answered(**false))


def test_silence_is_unknown_only_while_the_question_is_enabled():
    unknown = node({"question": "size", "unknown": True})
    assert holds(unknown, lambda _: frozenset({UNANSWERED}))
    assert not holds(unknown, lambda _: frozenset())


def test_a_condition_by_name_means_what_the_name_means():
    clause = {"all": [{"condition": "bright"}, BIG]}
    assert holds(node(clause, bright=node(RED)), answered(colour="red", size="big"))
    assert not holds(node(clause, bright=node(RED)), answered(colour="blue", size="big"))


def test_a_clause_lists_the_names_and_the_questions_it_rests_on_however_deep():
    clause = Clause.model_validate({"all": [{"none": [{"condition": "bright"}, RED]}, {"any": [BIG]}]})
    assert list(clause.names()) == ["bright"]
    assert [test.question for test in clause.tests()] == ["colour", "size"]


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        ({}, "exactly one of"),
        ({"all": [RED], "any": [BIG]}, "exactly one of"),
        ({"condition": "bright", "question": "colour", "in": ["red"]}, "exactly one of"),
        ({"question": "colour"}, "either in = "),
        ({"question": "colour", "in": ["red"], "unknown": True}, "either in = "),
        ({"condition": "bright", "in": ["red"]}, "go with a question"),
        ({"question": "colour", "is": ["red"]}, "Extra inputs"),
    ],
)
def test_a_clause_that_says_two_things_or_none_is_refused(clause, message):
    with pytest.raises(ValidationError, match=message):
        Clause.model_validate(clause)


def test_the_reasons_are_the_answers_that_made_it_true_and_no_others():
    clause = node({"any": [{"all": [RED, BIG]}, {"question": "colour", "in": ["blue"]}]})
    reasons = reasons_of(clause, answered(colour="red, blue", size="small"))
    assert reasons == {("colour", "blue")}


def test_an_answer_that_had_to_be_absent_is_no_reason():
    clause = node({"all": [{"none": [BIG]}, RED]})
    assert reasons_of(clause, answered(colour="red", size="small")) == {("colour", "red")}
