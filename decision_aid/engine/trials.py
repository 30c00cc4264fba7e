"""The options that count as a fair trial, for one person: which had one, and how sure studies let us be.

Promises that the certainty told beside an option is the record's own, and that a row of it which is
surer than the whole is told with what it is about.
"""

from __future__ import annotations

from dataclasses import dataclass

from decision_aid.engine.conditions import holds
from decision_aid.engine.evidence import Certainty, Rate, Studied, Treatment
from decision_aid.engine.library import Library
from decision_aid.engine.questionnaire import Situation
from decision_aid.engine.wording import CertaintyWords, Wording

SUREST_FIRST = tuple(Certainty)


@dataclass(frozen=True, slots=True)
class Trial:
    """A treatment that counts, and whether this person gave it a fair trial.

    ``surer`` is the benefit of which studies are surer than of the treatment as a whole, if there is one.
    """

    treatment: Treatment
    given: bool
    used: bool
    certainty: CertaintyWords | None = None
    surer: Rate | Studied | None = None
    surer_certainty: CertaintyWords | None = None


def trials_of(library: Library, situation: Situation) -> tuple[Trial, ...]:
    return tuple(
        _trial(library, one, situation) for one in library.treatments.values() if one.fair_trial is not None
    )


def certainty_of(library: Library, treatment: str) -> CertaintyWords | None:
    """How sure studies let us be that it helps, in words."""
    return _words(library.wording, library.treatments[treatment].certainty)


def _trial(library: Library, one: Treatment, situation: Situation) -> Trial:
    surer = _surer(one)
    return Trial(
        treatment=one,
        given=holds(library.conditions[f"fair-trial:{one.id}"], situation),
        used=one.id in situation("tried"),
        certainty=certainty_of(library, one.id),
        surer=surer,
        surer_certainty=_words(library.wording, surer.certainty) if surer else None,
    )


def _surer(one: Treatment) -> Rate | Studied | None:
    if one.certainty is None:
        return None
    rows: list[Rate | Studied] = [*one.benefit, *one.benefit_studied]
    rows.sort(key=lambda row: SUREST_FIRST.index(row.certainty))
    better = SUREST_FIRST[: SUREST_FIRST.index(one.certainty)]
    return next((row for row in rows if row.certainty in better), None)


def _words(wording: Wording, certainty: Certainty | None) -> CertaintyWords | None:
    return next((one for one in wording.certainty if one.id == certainty), None)
