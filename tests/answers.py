"""The real content, read once, and a Hypothesis strategy for answers a person could give to it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from decision_aid.engine.library import Library, load
from decision_aid.engine.questionnaire import Answers, Item, Reply
from decision_aid.web.cases import read_case

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "decision_aid" / "content"
VIGNETTES = ROOT / "tests" / "content" / "vignettes"


@cache
def library() -> Library:
    return load(CONTENT)


@cache
def vignette(name: str) -> Answers:
    return read_case(VIGNETTES / f"{name}.toml", library().questionnaire)[0]


def reply_strategy(item: Item) -> st.SearchStrategy[Reply]:
    """Any one reply the question accepts."""
    if item.type == "integer":
        return st.integers(item.minimum, item.maximum)
    alone = [(code,) for code in item.codes() if code in item.exclusive_codes()]
    together = [code for code in item.codes() if code not in item.exclusive_codes()]
    several = st.lists(
        st.sampled_from(together), min_size=1, max_size=item.maximum or len(together), unique=True
    ).map(tuple)
    if not together:
        return st.sampled_from(alone)
    return st.one_of(st.sampled_from(alone), several) if alone else several


def answers_strategy(*, adults: bool = False) -> st.SearchStrategy[Answers]:
    """Answers to the real questionnaire: enabled or not, finished or not, each reply a valid one.

    They start from nothing or from a person who is well known and change some replies, so that
    every standing is met and not the warnings alone. ``adults`` keeps to those who go all the
    way: 18 or over and without a crisis.
    """
    items = list(library().questionnaire.items.values())
    starts = [Answers(), vignette("nothing-ticked"), vignette("all-four-hold")]
    changes = st.lists(
        st.sampled_from(items).flatmap(
            lambda item: st.tuples(st.just(item.link_id), st.one_of(reply_strategy(item), st.none()))
        ),
        max_size=10,
    ).map(dict)
    everything = st.fixed_dictionaries({}, optional={one.link_id: reply_strategy(one) for one in items})
    found = st.one_of(
        st.builds(Answers.with_, st.sampled_from(starts), changes), st.builds(Answers, everything)
    )
    return found.map(_grown_up) if adults else found


def _grown_up(answers: Answers) -> Answers:
    age = answers.codes("age") if answers.codes("age") in {("18-49",), ("50-over",)} else ("18-49",)
    mood = tuple(code for code in answers.codes("mood") if code != "self-harm")
    return answers.with_({"age": age, "mood": mood or None})
