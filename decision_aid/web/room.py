"""What of a clinician's summary is kept where there is no room for all of it, and in which order.

One rule for the note of 1,000 characters and for the page: flags whole, then the first priority, the
names of all that was tried, pregnancy and cautions, how the first treatments were used, beliefs, then
all sections in turn, and last that nothing was ticked. How much room a section takes is the caller's to
measure. Whatever is cut is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from decision_aid.engine.clinicians import Note
from decision_aid.engine.summary import Entry, Section, Summary

Size = Callable[[Section], float]
ALL = 1000
Claim = tuple[Note, int]
"""A section, and the step up to which it is served."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section that can be told in steps, a reply more with each.

    A treatment tried takes two: its name among the others, and later an entry with how it was used.
    """

    whole: Section
    also: str
    treatments: tuple[Entry, ...]
    others: tuple[Entry, ...]

    @classmethod
    def of(cls, section: Section, *, also: str) -> Part:
        treatments = tuple(one for one in section.entries if one.treatment)
        others = tuple(one for one in section.entries if not one.treatment)
        return cls(section, also, treatments, others)

    @property
    def told(self) -> int:
        """Steps until all is told but how treatments were used."""
        return len(self.treatments) + _words(self.others)

    @property
    def steps(self) -> int:
        return self.told + len(self.treatments)

    def before(self, labels: frozenset[str]) -> int:
        """Steps until the first entry with one of these labels."""
        at = next((at for at, one in enumerate(self.others) if one.label in labels), len(self.others))
        return self.steps if at == len(self.others) else len(self.treatments) + _words(self.others[:at])

    def at(self, step: int) -> Section:
        """The section after so many steps, with the number of what is not told in it."""
        if step >= self.steps:
            return self.whole
        named, full = self.treatments[:step], max(0, step - self.told)
        also = tuple(one.treatment for one in named[full:])
        others = _first(self.others, step - len(self.treatments))
        label = self.also if full else ""
        entries = (*named[:full], *([Entry(label, also)] if also else []), *others)
        return replace(self.whole, entries=entries, more=max(0, self.told - step))


def _words(entries: Iterable[Entry]) -> int:
    return sum(len(one.words) for one in entries)


def _first(entries: Iterable[Entry], words: int) -> Iterator[Entry]:
    """The entries down to so many words."""
    for one in entries:
        if words > 0:
            yield Entry(one.label, one.words[:words])
        words -= len(one.words)


def fitted(
    summary: Summary, size: Size, room: float, *, details: int | None = None, least: int = 0
) -> Summary:
    """The summary with its sections cut until they take no more than ``room``, in which flags do not count.

    So many ``details`` of treatments, or all, come before the rest has its turn. Of each section at
    ``least`` so many steps are kept, for which there must be room.
    """
    also = summary.words.also_tried
    parts: dict[Note, Part] = {
        one.id: Part.of(one, also=also) for one in summary.sections if one.id != "flags"
    }
    kept = {id: min(least, part.steps) for id, part in parts.items()}
    sizes = {id: size(part.at(kept[id])) for id, part in parts.items()}

    def grow(id: Note, step: int) -> bool:
        larger = size(parts[id].at(step))
        if sum(sizes.values()) - sizes[id] + larger > room:
            return False
        kept[id], sizes[id] = step, larger
        return True

    for claims in _claims(summary, parts, kept, details):
        capped = [(id, min(most, parts[id].steps)) for id, most in claims if id in parts]
        waiting = [(id, most) for id, most in capped if kept[id] < most]
        while waiting:
            waiting = [
                (id, most)
                for id, most in waiting
                if (grow(id, kept[id] + 1) or grow(id, most)) and kept[id] < most
            ]
    sections = (parts[one.id].at(kept[one.id]) if one.id in parts else one for one in summary.sections)
    return replace(summary, sections=tuple(sections))


def _claims(
    summary: Summary, parts: dict[Note, Part], kept: dict[Note, int], details: int | None
) -> Iterator[list[Claim]]:
    """Who is served first, and up to which step; those of one list take turns.

    That nothing was ticked is not told while there was no room for a pregnancy or a caution that was.
    """
    words = summary.words
    late = frozenset({words.still_to_ask, words.heard, words.conditions_hold})
    matters = parts.get("matters")
    chosen = matters.others[0].words if matters and matters.others[0].label == words.priorities else ()
    tried = parts["tried"].told if "tried" in parts else 0
    told = len(parts["tried"].treatments) if "tried" in parts else 0
    first: list[Claim] = [
        ("matters", min(1, len(chosen))),
        ("tried", max(1, told)),  # or that nothing was
        ("pregnancy", ALL),
        ("cautions", ALL),
        ("tried", tried + (told if details is None else min(told, details))),
        ("matters", len(chosen)),
        ("standing", 1),
        ("beliefs", 2),
    ]
    yield from ([one] for one in first)
    whole = all(kept[id] == parts[id].steps for id in ("pregnancy", "cautions") if id in parts)
    yield [(id, part.before(late)) for id, part in parts.items() if id != "none"]
    yield [("none", ALL)] if whole else []
    yield [(id, ALL) for id in parts if id != "none"]
