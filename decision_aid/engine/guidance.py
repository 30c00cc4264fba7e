"""What one person is shown: a single frozen value every rendering is made from.

``advise`` is pure: the same library, answers and day give the same ``Guidance``. It reads
no clock, names no type of hair loss, gives no score and recommends nothing. Standing and its
order come from content/decisions/standing.toml.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from decision_aid.engine.claims import Claim
from decision_aid.engine.conditions import Lookup, holds
from decision_aid.engine.decisions import Hit
from decision_aid.engine.evidence import Reference
from decision_aid.engine.gist import Gist
from decision_aid.engine.library import Library, Route
from decision_aid.engine.offer import Costs, costs_of
from decision_aid.engine.questionnaire import Answers, Item, Situation, Walk
from decision_aid.engine.regions import Contact, Passage, Region
from decision_aid.engine.said import AnswersRead, Said
from decision_aid.engine.steps import NextStep, passages_for, said_of_open, steps_for_today, steps_of
from decision_aid.engine.trials import Trial, certainty_of, trials_of
from decision_aid.engine.wording import (
    TIERS,
    Aid,
    CertaintyWords,
    FourthPart,
    Priority,
    Question,
    StandingWords,
    Tier,
    TierWords,
    Wording,
)

Kind = Literal["crisis", "child", "teen", "adult"]


@dataclass(frozen=True, slots=True)
class Concern:
    """A safety rule that holds for this person, with the answers that led to it."""

    id: str
    route: Route
    tier: TierWords
    open: bool
    said: tuple[Said, ...]
    references: tuple[Reference, ...]

    @property
    def holds_back(self) -> bool:
        """Does it, by itself, keep the standing from going further?"""
        return self.open and self.route.sets_standing and self.route.exosomes in {"block", "defer", "clear"}


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four conditions, as it stands."""

    words: FourthPart
    met: bool
    says: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One of the ten questions, and whether the clinic has answered it."""

    question: Question
    told: bool


@dataclass(frozen=True, slots=True)
class Guidance:
    """Everything one rendering may say, and nothing it has to work out."""

    kind: Kind
    today: date
    aid: Aid
    wording: Wording
    region: Region
    here: Region
    standing: StandingWords
    because: str
    finished: bool
    tier: TierWords
    next_steps: tuple[NextStep, ...]
    concerns: tuple[Concern, ...]
    open_safety: tuple[Said, ...]
    parts: tuple[Part, ...]
    confirmed: bool
    trials: tuple[Trial, ...]
    exosomes_certainty: CertaintyWords | None
    priorities: tuple[Priority, ...]
    told: tuple[Told, ...]
    worth_talking: tuple[Gist, ...]
    heard: tuple[Claim, ...]
    costs: Costs | None
    known_in_short: tuple[str, ...]
    passages: tuple[Passage, ...]
    expectations: tuple[Passage, ...]
    answers: tuple[Said, ...]
    overdue: tuple[str, ...]

    @property
    def open_concerns(self) -> tuple[Concern, ...]:
        return tuple(one for one in self.concerns if one.open)

    @property
    def routes(self) -> tuple[Concern, ...]:
        """The open concerns that send a person to somebody, most urgent first."""
        return tuple(one for one in self.open_concerns if one.route.who)

    @property
    def cautions(self) -> tuple[Concern, ...]:
        """Text that adds a sentence and sends nobody anywhere."""
        return tuple(one for one in self.open_concerns if one.route.exosomes == "text")

    @property
    def in_short(self) -> tuple[Said, ...]:
        """The answers that say whose guidance this is."""
        return tuple(one for one in self.answers if one.link_id in self.wording.in_short)

    @property
    def lines(self) -> tuple[Contact, ...]:
        """Crisis lines and the emergency line, for where the person is now."""
        return (*self.here.crisis, self.here.emergency)

    @property
    def emergency(self) -> tuple[Contact, ...]:
        """Whom to call for somebody who has to be seen today."""
        return (self.here.emergency,) if self.tier.id == "same-day" else ()

    @property
    def support(self) -> bool:
        return any(one.route.support for one in self.concerns)

    @property
    def untold(self) -> tuple[Question, ...]:
        return tuple(one.question for one in self.told if not one.told)

    @property
    def can_fit(self) -> tuple[str, ...]:
        """What features like these can fit, of the most urgent that say so, each once."""
        for tier in TIERS:
            fits = [fit for one in self.open_concerns if one.route.tier == tier for fit in one.route.can_fit]
            if fits:
                return tuple(dict.fromkeys(fits))
        return ()


def advise(library: Library, answers: Answers, *, today: date) -> Guidance:
    """Guidance for these answers on this day.

    The rules are those of the place of treatment, the help lines those of where the person is;
    both are the United States until told otherwise.
    """
    walk, situation = library.questionnaire.replay(answers)
    seen = library.questionnaire.enabled_answers(answers)
    read = AnswersRead(library, seen)
    hits = (*library.safety.hits(situation), *library.procedure.hits(situation))
    concerns = tuple(
        sorted((_concern(library, read, hit) for hit in hits if not hit.outcome.quiet), key=_urgency)
    )
    open_safety = tuple(read.said(item) for item in _open_safety_items(library, walk, situation))
    parts = tuple(_part(library, read, words, situation) for words in library.wording.condition)
    confirmed = holds(library.conditions["examined-pattern"], situation)
    facts = {
        "blocked": any(one.open and one.route.exosomes == "block" for one in concerns),
        "deferred": bool(open_safety) or any(one.holds_back for one in concerns),
        "fair-trial": holds(library.conditions["fair-trial"], situation),
        "ready": confirmed and all(part.met for part in parts),
    }
    hit = library.standing.decide(lambda name: frozenset({"yes" if facts[name] else "no"}))
    # An answer that rules nothing out is worth a look by somebody, if without haste.
    least: Tier = "routine" if open_safety else "none"
    tier = library.wording.soon(
        min([least, *(one.route.tier for one in concerns if one.open)], key=TIERS.index)
    )
    standing = library.standing_words(hit.rule.id)
    chosen = seen.codes("priorities")
    told = seen.codes("told")
    region = _region(library, answers, "place")
    return Guidance(
        kind=_kind(situation),
        today=today,
        aid=library.aid,
        wording=library.wording,
        region=region,
        here=_region(library, answers, "here"),
        standing=standing,
        because=hit.outcome,
        finished=walk.here is None,
        tier=tier,
        next_steps=next_steps(library, standing, tier, concerns, situation),
        concerns=concerns,
        open_safety=open_safety,
        parts=parts,
        confirmed=confirmed,
        trials=trials_of(library, situation),
        exosomes_certainty=certainty_of(library, "exosomes"),
        priorities=tuple(one for one in library.wording.priority if one.id in chosen),
        told=tuple(Told(one.where(region.id), one.id in told) for one in library.wording.question),
        worth_talking=tuple(
            one for one in library.check.gist if seen.codes(one.id) and one.right not in seen.codes(one.id)
        ),
        heard=tuple(one for one in library.claims.claim if one.id in seen.codes("heard")),
        costs=costs_of(library, seen),
        known_in_short=library.passages["exosomes"].in_short,
        passages=library.passages["exosomes"].passage,
        expectations=passages_for(library, "expectations", situation),
        answers=read.everything(),
        overdue=library.overdue(today),
    )


def read_back(library: Library, answers: Answers) -> tuple[Said, ...]:
    """Every enabled answer in words, in the order of the questions."""
    return AnswersRead(library, library.questionnaire.enabled_answers(answers)).everything()


def next_steps(
    library: Library,
    standing: StandingWords,
    tier: TierWords,
    concerns: Iterable[Concern],
    answered: Lookup,
) -> tuple[NextStep, ...]:
    """What to do next. What has to be done today comes first, and alone where somebody must be seen."""
    today = TIERS.index(tier.id) < TIERS.index("two-weeks")
    first = [one.route.says for one in concerns if one.open and today and one.route.tier == tier.id]
    if tier.id == "same-day":
        return steps_for_today(library, first[0] if first else tier.says, answered)
    return (*map(NextStep, first[:1]), *steps_of(library, standing, answered))


def _region(library: Library, answers: Answers, question: str) -> Region:
    """Asked apart from the walk, so it holds when the walk ends early too: help lines depend on it."""
    return library.regions[next((code for code in answers.codes(question) if code in library.regions), "us")]


def _kind(situation: Situation) -> Kind:
    if "self-harm" in situation("mood"):
        return "crisis"
    if "under-12" in situation("age"):
        return "child"
    return "teen" if "12-17" in situation("age") else "adult"


def _urgency(concern: Concern) -> tuple[bool, int]:
    return (not concern.open, TIERS.index(concern.route.tier))


def _open_safety_items(library: Library, walk: Walk, situation: Situation) -> Iterable[Item]:
    """Safety questions that exclude nothing: not answered, not sure, cannot check, skipped."""
    if walk.ended_early:
        return
    for item in library.questionnaire.items.values():
        if item.safety and not item.unknown_codes().isdisjoint(situation(item.link_id)):
            yield item


def _concern(library: Library, read: AnswersRead, hit: Hit[Route]) -> Concern:
    items = library.questionnaire.items
    met: dict[str, set[str]] = {}
    for question, code in hit.reasons:
        met.setdefault(question, set()).add(code)
    return Concern(
        id=hit.rule.id,
        route=hit.outcome,
        tier=library.wording.soon(hit.outcome.tier, support=hit.outcome.support),
        open=hit.open,
        said=tuple(read.said(items[one], met[one]) for one in items if one in met),
        references=library.cited(hit.outcome.source),
    )


def _part(library: Library, read: AnswersRead, words: FourthPart, situation: Situation) -> Part:
    met = holds(library.conditions[words.id], situation)
    says = words.met if met else said_of_open(library, words, situation)
    return Part(words=words, met=met, says=says, said=read.all(words.read_from))
