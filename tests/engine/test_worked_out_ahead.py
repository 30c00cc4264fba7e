"""What is worked out once, for speed, is what would be worked out each time."""

from __future__ import annotations

from decision_aid.engine.questionnaire import AnswerOption, Answers
from tests.engine.tiny import item, page, questionnaire


def test_a_copy_of_a_question_with_other_options_accepts_those_and_not_the_old_ones():
    before = item("colour", "red", "blue")
    assert before.codes() == ("red", "blue")
    after = before.model_copy(update={"answer_option": (AnswerOption(code="green", text="Green"),)})
    assert after.codes() == ("green",)
    assert after.accepts(("green",))
    assert not after.accepts(("red",))
    assert before.accepts(("red",))


def test_a_page_all_of_whose_questions_wait_for_one_answer_comes_and_goes_with_it():
    shown = {"enable_when": {"question": "pet", "in": ["cat"]}}
    asked = questionnaire(
        page("pet", item("pet", "cat", "dog")),
        page("cat", item("name", "tom", "kit", **shown), item("age", "young", "old", **shown)),
        page("end", item("end", "yes")),
    )
    cat = Answers({"pet": ("cat",), "name": ("tom",)})
    walk, situation = asked.replay(cat)
    assert (walk.here, walk.total) == (asked.page("cat"), 3)
    assert situation("name") == {"tom"}
    walk, situation = asked.replay(cat.with_({"pet": ("dog",)}))
    assert (walk.here, walk.total) == (asked.page("end"), 2)
    assert not situation("name")


def test_a_page_is_met_for_a_question_that_waits_for_less_than_its_first():
    both = questionnaire(
        page("pet", item("pet", "cat", "dog")),
        page(
            "more",
            item("name", "tom", enable_when={"question": "pet", "in": ["cat"]}),
            item("walks", "long", enable_when={"question": "pet", "in": ["dog"]}),
        ),
    )
    walk, situation = both.replay(Answers({"pet": ("dog",)}))
    assert walk.here == both.page("more")
    assert situation("walks")
    assert not situation("name")
