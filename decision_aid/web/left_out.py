"""Guidance that gives away none of the answers a person leaves off paper.

Leaving an answer out also leaves out the questions that were asked only because of it, and every
sentence that rests on it: conditions, trials, the quote, marks on the ten questions. What is
urgent stays, without its words. The standing stays too: it rests on all the answers together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from decision_aid.engine.conditions import Every, Node, Not, Some, Test
from decision_aid.engine.guidance import Concern, Guidance, Part, next_steps
from decision_aid.engine.library import Library, Route
from decision_aid.engine.trials import Trial
from decision_aid.engine.wording import TIERS, Tier
from decision_aid.web import content

UNDECIDED = Route(
    row="",
    flag="a reason left out by the patient",
    tier="routine",
    exosomes="defer",
    can_fit=(),
    who="",
    says="",
    because="",
    source=("the person's own answer",),
)


NAMELESS = "left-out"
"""The id of a concern that has lost its words."""


def without(guidance: Guidance, left_out: frozenset[str]) -> Guidance:
    """The same guidance, giving away none of the answers left out.

    A concern that rests on an answer left out keeps its urgency and loses its words.
    """
    if not left_out:
        return guidance
    library = content.library()
    off = _with_followers(library, left_out)
    hidden = [one for one in guidance.concerns if _rests_on(one, off) and one.holds_back]
    shown = [_without_closing(library, one, off) for one in guidance.concerns if not _rests_on(one, off)]
    if hidden:
        shown.append(_nameless(guidance, hidden[0].route, hidden[0].route.tier))
    elif any(one.link_id in off for one in guidance.open_safety):
        shown.append(_nameless(guidance, UNDECIDED, "routine"))
    shown.sort(key=lambda one: (not one.open, TIERS.index(one.route.tier)))
    kept = {one.link_id: frozenset(one.codes) for one in guidance.answers if one.link_id not in off}
    named = [one for one in shown if one.id != NAMELESS]
    return replace(
        guidance,
        concerns=tuple(shown),
        next_steps=next_steps(
            library, guidance.standing, guidance.tier, named, lambda one: kept.get(one, frozenset())
        ),
        open_safety=tuple(one for one in guidance.open_safety if one.link_id not in off),
        parts=tuple(part for part in guidance.parts if not _about(library, part, off)),
        trials=tuple(_trial(library, trial, off) for trial in guidance.trials),
        told=tuple(replace(one, told=one.told and "told" not in off) for one in guidance.told),
        worth_talking=tuple(one for one in guidance.worth_talking if one.id not in off),
        heard=() if "heard" in off else guidance.heard,
        priorities=() if "priorities" in off else guidance.priorities,
        costs=None if off & _stage(library, "offer") else guidance.costs,
        answers=tuple(one for one in guidance.answers if one.link_id not in off),
    )


def _with_followers(library: Library, left_out: frozenset[str]) -> frozenset[str]:
    """The answers left out, and those to questions asked only because of one of them."""
    off = set(left_out)
    # A question can only be enabled by an earlier one, so one pass in order is enough.
    for item in library.questionnaire.items.values():
        if item.enable_when and any(test.question in off for test in item.enable_when.tests()):
            off.add(item.link_id)
    return frozenset(off)


def _stage(library: Library, stage: str) -> frozenset[str]:
    return frozenset(
        item.link_id for page in library.questionnaire.pages for item in page.item if page.stage == stage
    )


def _questions(node: Node) -> Iterator[str]:
    match node:
        case Test(question):
            yield question
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _questions(part)
        case Not(part):
            yield from _questions(part)


def _about(library: Library, part: Part, off: frozenset[str]) -> bool:
    return not off.isdisjoint({*part.words.read_from, *_questions(library.conditions[part.words.id])})


def _trial(library: Library, trial: Trial, off: frozenset[str]) -> Trial:
    if off.isdisjoint({"tried", *_questions(library.conditions[f"fair-trial:{trial.treatment.id}"])}):
        return trial
    return replace(trial, given=False, used=False)


def _rests_on(concern: Concern, off: frozenset[str]) -> bool:
    return any(one.link_id in off for one in concern.said)


def _without_closing(library: Library, concern: Concern, off: frozenset[str]) -> Concern:
    """What would settle a concern tells that it is not settled: left out with its closing answer."""
    rules = (*library.safety.rules, *library.procedure.rules)
    closing = next(rule.closes_when for rule in rules if rule.id == concern.id)
    if closing is None or off.isdisjoint(_questions(closing)):
        return concern
    return replace(concern, route=concern.route.model_copy(update={"closing": ""}))


def _nameless(guidance: Guidance, like: Route, tier: Tier) -> Concern:
    """Somebody to see, and how soon, for a reason that is not told."""
    route = like.model_copy(
        update={
            "tier": tier,
            # For a clinician too: how soon and no more, so that all reasons left out read the same.
            "flag": UNDECIDED.flag,
            "red_flag": False,
            "exosomes": UNDECIDED.exosomes,
            "who": _("a doctor"),
            "says": _("An answer left off this paper also needs a talk with a doctor."),
            "because": "",
            "can_fit": (),
            "closing": "",
            "support": False,
        }
    )
    words = guidance.wording.soon(tier)
    return Concern(id=NAMELESS, route=route, tier=words, open=True, said=(), references=())
