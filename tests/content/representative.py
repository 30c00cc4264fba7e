"""Some people who stand for everybody: few enough to walk with, different enough to meet every pair.

First one for each approved sequence of pages, then whoever brings most pairs of replies together for
the first time (a covering sample, greedy, as AETG makes it). Each starts from a person who is well
known and changes little or much, so that every standing is met. The same every time: chance is seeded.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations, cycle

from decision_aid.engine.questionnaire import Answers, Item, Reply
from tests.answers import library, vignette
from tests.content.approved import _told_apart, walkers

TRIED = 6
"""Candidates for each person; the one with the most new pairs is taken."""
STARTS = ("nothing-ticked", "all-four-hold")
CHANGES = (0.0, 0.02, 0.06, 0.4)
"""How likely a person is to answer differently from whom they start from, question by question: in turn."""
Pair = frozenset[tuple[str, str]]


def _reply(item: Item, chance: random.Random) -> Reply:
    if item.type == "integer":
        return chance.randint(item.minimum, min(item.maximum, item.minimum + 9_999))
    alone = [code for code in item.codes() if code in item.exclusive_codes()]
    together = [code for code in item.codes() if code not in item.exclusive_codes() | {"self-harm"}]
    if alone and (not together or chance.random() < 0.4):
        return (chance.choice(alone),)
    most = min(len(together), item.maximum or 3, 3)
    return tuple(chance.sample(together, chance.randint(1, most)))


def _somebody(chance: random.Random, fixed: Mapping[str, Reply], change: float) -> Answers:
    """An adult who answers whatever is asked, some of it as fixed, to the end of the walk."""
    questionnaire = library().questionnaire
    start = vignette(chance.choice(STARTS)).given
    answers = Answers({"age": (chance.choice(["18-49", "50-over"]),)})
    while True:
        walk, situation = questionnaire.replay(answers)
        if walk.here is None:
            return answers
        given: dict[str, Reply | None] = {}
        for item in questionnaire.enabled_items(walk.here, situation):
            known = fixed.get(item.link_id) or (
                start.get(item.link_id) if chance.random() >= change else None
            )
            if item.link_id not in answers.given:
                given[item.link_id] = known or _reply(item, chance)
        answers = answers.with_(given)


def with_the_rest(answers: Answers) -> Answers:
    """The same person, who fills in every page beside the walk too: the same replies every time."""
    chance = random.Random(repr(answers.given))
    more: dict[str, Reply | None] = {}
    for page in library().questionnaire.pages:
        for item in page.item if page.stage != "walk" else ():
            if item.required or chance.random() < 0.8:
                more[item.link_id] = _reply(item, chance)
    return answers.with_(more)


def _pairs(answers: Answers) -> set[Pair]:
    said = [
        (link_id, code)
        for link_id, reply in answers.given.items()
        for code in (reply if isinstance(reply, tuple) else ("a number",))
    ]
    return {frozenset(pair) for pair in combinations(said, 2)}


def _people() -> Iterator[Answers]:
    asked = _told_apart(library().questionnaire)
    chance, met = random.Random(20261124), set[Pair]()
    seen: list[Answers] = []
    sequences: list[Mapping[str, Reply]] = [
        {link_id: reply for link_id, reply in answers.given.items() if link_id in asked and link_id != "age"}
        for walked, answers in sorted(walkers().items())
        if not walked.endswith("(ends here)")
    ]
    for change in cycle(CHANGES):
        fixed = sequences.pop() if sequences else {}
        candidates = [_somebody(chance, fixed, change) for _ in range(TRIED)]
        best = max(candidates, key=lambda one: len(_pairs(one) - met))
        if best not in seen:
            seen.append(best)
            met |= _pairs(best)
            yield best


@cache
def people(count: int) -> tuple[Answers, ...]:
    """So many adults who finish the walk. A smaller number gives the first of a larger one."""
    everybody = _people()
    return tuple(next(everybody) for _ in range(count))
