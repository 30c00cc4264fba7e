"""Made-up people, one for every kind of paper, and the fullest one there can be."""

from __future__ import annotations

import datetime
from functools import cache

from decision_aid.engine.guidance import Guidance, advise
from decision_aid.engine.questionnaire import Answers, Reply
from tests.answers import library, vignette

TODAY = datetime.date(2026, 11, 24)
LONG_AFTER = datetime.date(2036, 1, 1)
"""A day on which every part of the content is past its check date."""

QUOTE: dict[str, Reply] = {
    "price": 4000,
    "sessions": 3,
    "gap": 1,
    "paid": 500,
    "rate": 2699,
    "promotion": 12,
    "monthly": 250,
}
OFFERED: dict[str, Reply] = {
    "offer": ("offered",),
    "told-approval": ("nothing",),
    "expects": ("regrow",),
    "money": ("need",),
}
TOLD: dict[str, Reply] = {"told": ("product", "tissue", "price"), "priorities": ("money", "proof", "speed")}


def fullest() -> Answers:
    """Everything ticked that can be ticked together, and the longest reply to all else."""
    given: dict[str, Reply] = {}
    for item in library().questionnaire.items.values():
        together = [code for code in item.codes() if code not in item.exclusive_codes()]
        if item.type == "integer":
            given[item.link_id] = item.maximum
        elif item.repeats:
            given[item.link_id] = tuple(together[: item.maximum or None])
        else:
            given[item.link_id] = (max(item.answer_option, key=lambda option: len(option.text)).code,)
    grown_up: dict[str, Reply] = {
        "age": ("50-over",),
        "onset": ("weeks",),
        "pace": ("not-sure",),
        "mood": ("low", "looks"),
        "oncology": ("not-asked",),
        "asked-own-clinician": ("not-asked",),
        "examined": ("other",),
        "place": ("us",),
        "here": ("us",),
    }
    return Answers({**given, **grown_up})


def unsure() -> Answers:
    """Not sure, cannot check or skip, wherever that can be said."""
    given: dict[str, Reply] = {"age": ("50-over",)}
    for item in library().questionnaire.items.values():
        unknown = [option.code for option in item.answer_option if option.unknown]
        if unknown:
            given[item.link_id] = (unknown[0],)
    return Answers(given)


@cache
def people() -> dict[str, Answers]:
    nothing, four = vignette("nothing-ticked"), vignette("all-four-hold")
    return {
        "nothing ticked": nothing,
        "nothing tried, with a quote": nothing.with_({**OFFERED, **QUOTE}),
        "all four hold": four,
        "all four hold, with a quote": four.with_({**QUOTE, **TOLD}),
        "not yet": four.with_({**OFFERED, **QUOTE}),
        "find out first": four.with_(
            {**QUOTE, "caution": ("thinner", "keloid"), "asked-own-clinician": ("not-asked",)}
        ),
        "burning scalp": nothing.with_({"scalp": ("pain",)}),
        "low mood": nothing.with_({"mood": ("low",)}),
        "unsure": unsure(),
        "hardly begun": Answers({"age": ("18-49",)}),
        "everything ticked": fullest(),
        "crisis": nothing.with_({"mood": ("self-harm",)}),
        "child": Answers({"age": ("under-12",)}),
        "teen": Answers({"age": ("12-17",)}),
    }


STANDINGS = {
    "nothing ticked": "not-first",
    "nothing tried, with a quote": "not-first",
    "all four hold": "defensible-experiment",
    "all four hold, with a quote": "defensible-experiment",
    "not yet": "not-yet",
    "find out first": "find-out-first",
    "burning scalp": "see-someone-first",
    "low mood": "not-first",
    "unsure": "find-out-first",
    "hardly begun": "find-out-first",
    "everything ticked": "see-someone-first",
}
"""Where exosomes stand for each grown-up, so that no test is about another person than it says."""

ADULTS = tuple(STANDINGS)
ORDINARY = tuple(name for name in ADULTS if name != "everything ticked")
EVERYBODY = (*ADULTS, "crisis", "child", "teen")


def guidance_of(answers: Answers | str, *, today: datetime.date = TODAY) -> Guidance:
    given = people()[answers] if isinstance(answers, str) else answers
    guidance = advise(library(), given, today=today)
    if isinstance(answers, str) and answers in STANDINGS:
        assert guidance.standing.id == STANDINGS[answers]
    return guidance
