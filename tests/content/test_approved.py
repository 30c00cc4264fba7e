"""The sequence of pages and the ids change only when somebody approves it."""

from __future__ import annotations

from hypothesis import given, settings

from decision_aid.engine.questionnaire import Answers
from tests.answers import answers_strategy, library
from tests.content.approved import IDS, JOURNEYS, _walked, approved_ids, flat, ids, journeys, replaced

HOW = "read the difference, then approve it: python -m tests.content.approved"


def listed() -> list[str]:
    lines = JOURNEYS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_the_journeys_that_exist_are_those_that_were_approved():
    there, approved = set(journeys()), set(listed())
    assert there - approved == set(), HOW
    assert approved - there == set(), HOW


def test_the_list_of_journeys_can_be_read_in_one_sitting():
    assert 10 < len(listed()) < 100


@settings(max_examples=150, deadline=None)
@given(answers_strategy())
def test_every_finished_walk_is_one_of_the_approved_journeys(answers: Answers):
    walk, _ = library().questionnaire.replay(answers)
    if walk.here is None:
        assert _walked(library().questionnaire, answers) in listed()


def test_no_id_is_taken_away_or_used_again_after_it_was_retired():
    used, retired = approved_ids(IDS.read_text(encoding="utf-8"))
    there = flat(ids())
    assert used - there == set(), "retire it in ids.txt instead; an id is for ever"
    assert there & retired == set(), "it is retired; choose another id"


def test_only_what_was_once_in_use_is_said_to_have_been_replaced():
    _, retired = approved_ids(IDS.read_text(encoding="utf-8"))
    assert replaced() <= retired, "`was` names retired ids and codes only"


def test_a_new_id_is_written_down_before_anybody_can_answer_it():
    used, _ = approved_ids(IDS.read_text(encoding="utf-8"))
    assert flat(ids()) - used == set(), HOW


def test_the_list_of_ids_tells_used_from_retired():
    used, retired = approved_ids("# x\nage: young old\nretired where: back\nretired mood\n")
    assert used == {"age", "age young", "age old"}
    assert retired == {"where back", "mood"}
