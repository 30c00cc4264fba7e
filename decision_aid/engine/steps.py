"""The sentences that fit one person: what to do next, what is said of an open condition, passages.

Hides how a sentence of guidance.toml is chosen. Promises that it is chosen from the answers it is
given and nothing else, so that paper which leaves an answer out says what it would say to somebody
who had not given it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from decision_aid.engine.conditions import Lookup, holds
from decision_aid.engine.library import Library
from decision_aid.engine.regions import Passage
from decision_aid.engine.wording import FourthPart, Sentence, StandingWords


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, and the passage of "What to expect" that says more."""

    says: str
    more: Passage | None = None


def steps_of(library: Library, standing: StandingWords, answered: Lookup) -> tuple[NextStep, ...]:
    """The steps of a standing for these answers."""
    return _steps(library, f"step:{standing.id}", standing.next_steps, answered)


def steps_for_today(library: Library, first: str, answered: Lookup) -> tuple[NextStep, ...]:
    """For somebody to be seen today: ``first``, and little else."""
    return (
        NextStep(first),
        *_steps(library, "step:today", library.wording.today_steps, answered),
    )


def passages_for(library: Library, page: str, answered: Lookup) -> tuple[Passage, ...]:
    return tuple(
        passage
        for passage in library.passages[page].passage
        if passage.when is None or holds(library.conditions[f"passage:{page}:{passage.id}"], answered)
    )


def said_of_open(library: Library, part: FourthPart, answered: Lookup) -> str:
    """What is said of a condition that is open."""
    fitting = _fitting(library, f"part:{part.id}", part.answered, answered)
    return next((one.says for one in fitting), part.open)


def _steps(
    library: Library, name: str, sentences: Iterable[Sentence], answered: Lookup
) -> tuple[NextStep, ...]:
    more = {one.id: one for one in library.passages["expectations"].passage}
    fitting = _fitting(library, name, sentences, answered)
    return tuple(NextStep(one.says, more.get(one.passage)) for one in fitting)


def _fitting(
    library: Library, name: str, sentences: Iterable[Sentence], answered: Lookup
) -> Iterable[Sentence]:
    for at, one in enumerate(sentences):
        if one.when is None or holds(library.conditions[f"{name}:{at}"], answered):
            yield one
