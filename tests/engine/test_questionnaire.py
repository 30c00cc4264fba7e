"""Replay: where a person is follows from the answers alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_aid.engine.conditions import UNANSWERED
from decision_aid.engine.questionnaire import Answers, Walk
from tests.engine.tiny import item, page, questionnaire

RED = {"question": "colour", "in": ["red"]}


def ids(walk: Walk) -> list[str]:
    return [one.link_id for one in walk.met]


def test_nobody_has_answered_so_the_first_page_is_here():
    asked = questionnaire(page("one", item("colour", "red")), page("two", item("size", "big")))
    walk, _ = asked.replay(Answers())
    assert walk.here is asked.page("one")
    assert (ids(walk), walk.total) == (["one"], 2)


def test_here_is_the_first_page_left_open_even_if_later_ones_are_answered():
    asked = questionnaire(
        page("one", item("colour", "red")),
        page("two", item("size", "big")),
        page("three", item("age", "old")),
    )
    walk, _ = asked.replay(Answers({"colour": ("red",), "age": ("old",)}))
    assert walk.here is asked.page("two")
    assert ids(walk) == ["one", "two"]


def test_the_end_is_reached_when_every_enabled_page_is_answered():
    asked = questionnaire(page("one", item("colour", "red")), page("two", item("size", "big")))
    walk, _ = asked.replay(Answers({"colour": ("red",), "size": ("big",)}))
    assert walk.here is None
    assert not walk.ended_early


def test_a_page_none_of_whose_questions_is_enabled_is_not_met_and_not_counted():
    asked = questionnaire(
        page("one", item("colour", "red", "blue")),
        page("two", item("shade", "dark", enable_when=RED)),
        page("three", item("size", "big")),
    )
    walk, _ = asked.replay(Answers({"colour": ("blue",)}))
    assert (walk.here, walk.total) == (asked.page("three"), 2)
    walk, _ = asked.replay(Answers({"colour": ("red",)}))
    assert (walk.here, walk.total) == (asked.page("two"), 3)


def test_a_question_can_enable_the_next_one_on_its_own_page():
    asked = questionnaire(page("one", item("colour", "red", "blue"), item("shade", "dark", enable_when=RED)))
    open_walk, situation = asked.replay(Answers({"colour": ("red",)}))
    assert open_walk.here is asked.page("one")
    assert [one.link_id for one in asked.enabled_items(asked.pages[0], situation)] == ["colour", "shade"]
    assert asked.replay(Answers({"colour": ("blue",)}))[0].here is None


def test_a_question_that_need_not_be_answered_keeps_nobody():
    asked = questionnaire(page("one", item("colour", "red", required=False)))
    walk, situation = asked.replay(Answers())
    assert walk.here is None
    assert situation("colour") == {UNANSWERED}


def test_a_walk_that_ends_early_asks_and_sees_nothing_after_it():
    asked = questionnaire(
        page("one", item("colour", "red", "blue"), ends_when=RED), page("two", item("size", "big"))
    )
    walk, situation = asked.replay(Answers({"colour": ("red",), "size": ("big",)}))
    assert (walk.ended_early, walk.here, walk.total) == (True, None, 1)
    assert situation("size") == frozenset()
    assert not asked.replay(Answers({"colour": ("blue",)}))[0].ended_early


def test_pages_outside_the_walk_are_never_where_a_person_is_but_their_answers_count():
    asked = questionnaire(
        page("one", item("colour", "red")),
        page("price", item("price", type="integer", maximum=9), stage="offer"),
    )
    answers = Answers({"colour": ("red",), "price": 5})
    walk, _ = asked.replay(Answers({"colour": ("red",)}))
    assert (walk.here, walk.total) == (None, 1)
    assert asked.enabled_answers(answers) == answers


def test_a_disabled_answer_is_ignored_until_it_is_enabled_again():
    asked = questionnaire(
        page("one", item("colour", "red", "blue")), page("two", item("shade", "dark", enable_when=RED))
    )
    answers = Answers({"colour": ("blue",), "shade": ("dark",)})
    walk, situation = asked.replay(answers)
    assert walk.here is None
    assert situation("shade") == frozenset()
    assert list(asked.enabled_answers(answers)) == ["colour"]
    again = answers.with_({"colour": ("red",)})
    assert asked.replay(again)[1]("shade") == {"dark"}


def test_a_chain_of_enabling_breaks_where_its_first_link_does():
    dark = {"question": "shade", "in": ["dark"]}
    asked = questionnaire(
        page("one", item("colour", "red", "blue")),
        page("two", item("shade", "dark", enable_when=RED)),
        page("three", item("size", "big", enable_when=dark)),
    )
    answers = Answers({"colour": ("blue",), "shade": ("dark",), "size": ("big",)})
    assert list(asked.enabled_answers(answers)) == ["colour"]


def test_a_question_enabled_only_by_a_later_one_is_never_asked():
    asked = questionnaire(
        page("one", item("shade", "dark", enable_when=RED)), page("two", item("colour", "red"))
    )
    walk, _ = asked.replay(Answers({"colour": ("red",)}))
    assert ids(walk) == ["two"]


@pytest.mark.parametrize("reply", [("pink",), (), ("red", "blue"), 3])
def test_a_reply_the_question_could_not_have_been_given_leaves_it_open(reply):
    asked = questionnaire(page("one", item("colour", "red", "blue")))
    walk, situation = asked.replay(Answers({"colour": reply}))
    assert walk.here is asked.page("one")
    assert situation("colour") == {UNANSWERED}
    assert len(asked.enabled_answers(Answers({"colour": reply}))) == 0


def test_back_leads_to_the_page_met_before():
    asked = questionnaire(*(page(one, item(f"q-{one}", "yes", "no")) for one in ("a", "b", "c")))
    walk, _ = asked.replay(Answers({"q-a": ("yes",), "q-b": ("no",)}))
    assert walk.before("a") is None
    assert walk.before("c") is asked.page("b")


SEVERAL = item("several", "a", "b", "c", "none!", "not-sure!?", repeats=True)
FEW = item("few", "a", "b", "c", repeats=True, maximum=2)
ONE = item("one", "a", "b")
WHOLE = item("whole", type="integer", minimum=2, maximum=5)


@pytest.mark.parametrize(
    ("asked", "reply", "accepted"),
    [
        (SEVERAL, ("a", "c"), True),
        (SEVERAL, ("none",), True),
        (SEVERAL, ("a", "none"), False),
        (SEVERAL, ("none", "not-sure"), False),
        (SEVERAL, (), False),
        (SEVERAL, ("a", "z"), False),
        (SEVERAL, ["a"], False),
        (FEW, ("a", "b"), True),
        (FEW, ("a", "b", "c"), False),
        (ONE, ("a",), True),
        (ONE, ("a", "b"), False),
        (ONE, 1, False),
        (WHOLE, 2, True),
        (WHOLE, 5, True),
        (WHOLE, 1, False),
        (WHOLE, 6, False),
        (WHOLE, ("2",), False),
        (WHOLE, None, False),
    ],
)
def test_a_question_accepts_only_what_it_could_have_been_given(asked, reply, accepted):
    assert asked.accepts(reply) is accepted


def test_a_reply_is_read_back_in_words_with_its_unit_and_fraction():
    rate = item("rate", type="integer", maximum=10_000, decimals=2, unit="percent")
    price = item("price", type="integer", maximum=10_000, unit="$")
    assert rate.words(2699) == ("26.99 percent",)
    assert price.words(4000) == ("$4,000",)
    assert SEVERAL.words(("b", "a")) == ("A", "B")


REPLIES = st.one_of(st.none(), st.integers(0, 9), st.lists(st.sampled_from("abc"), min_size=1).map(tuple))
CHANGES = st.dictionaries(st.sampled_from(["p", "q", "r"]), REPLIES)


@settings(deadline=None)
@given(CHANGES, CHANGES)
def test_answers_are_the_same_whatever_order_they_came_in(first, second):
    second = {key: reply for key, reply in second.items() if key not in first}
    there, back = Answers().with_(first).with_(second), Answers().with_(second).with_(first)
    assert there == back
    assert list(there) == list(back)


@settings(deadline=None)
@given(CHANGES)
def test_an_answer_taken_away_leaves_no_trace(changes):
    given_answers = Answers({"p": ("a",), "q": 3})
    assert given_answers.with_(changes).without(changes) == given_answers.without(changes)


def test_codes_ticked_twice_or_in_another_order_are_the_same_answer():
    assert Answers({"p": ("b", "a", "b")}) == Answers({"p": ("a", "b")})
