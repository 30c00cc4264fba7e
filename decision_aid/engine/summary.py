"""The patient's own summary, as a clinician reads it: one frozen value, sections in a fixed order.

Made from what a ``Guidance`` shows and nothing else, so that whatever was left out of the guidance is
left out here as well. Hides which answer stands in which section, which is data. Every word is plain
ASCII. Features and answers only: no diagnosis, no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from decision_aid.engine.clinicians import NOTES, Clinicians, Note
from decision_aid.engine.guidance import Concern, Guidance
from decision_aid.engine.library import Library
from decision_aid.engine.questionnaire import AnswerOption, Item
from decision_aid.engine.said import Said

BY_NAME = frozenset({"none", "unsure"})
"""Sections that tell which questions had such an answer, not what it was."""
TYPOGRAPHIC = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", ";": ","}
)
"""Typographer's marks to plain ones; a semicolon parts the words of a note and may not stand in one."""


def plain(text: str) -> str:
    return text.translate(TYPOGRAPHIC).encode("ascii", "ignore").decode()


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said to one question: its label, which may be empty, and the replies.

    ``treatment`` is the bare name of one that was tried, which can be told without the rest.
    """

    label: str
    words: tuple[str, ...]
    treatment: str = ""

    @property
    def text(self) -> str:
        return ": ".join(filter(None, (self.label, "; ".join(self.words))))


@dataclass(frozen=True, slots=True)
class Section:
    """One section with its entries; ``more`` counts what a page had no room for."""

    id: Note
    title: str
    label: str
    entries: tuple[Entry, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """All a clinician's page or note may say. Sections without any entry are not there."""

    words: Clinicians
    aid_title: str
    content_version: str
    today: date
    sections: tuple[Section, ...]
    left_out: bool

    def section(self, id: Note) -> Section | None:
        return next((one for one in self.sections if one.id == id), None)

    @property
    def stamp(self) -> str:
        """What every text made from this says of itself, whole, in one line of a note."""
        content = f"{self.words.content} {plain(self.content_version)}"
        return f"{self.words.stamp}. {self.today.isoformat()}. {content}."


def summary_of(library: Library, guidance: Guidance, *, left_out: bool = False) -> Summary:
    """The summary of what this guidance shows; ``left_out`` when the person kept answers back."""
    words = library.clinicians
    found: dict[Note, list[Entry]] = {note: [] for note in NOTES}
    found["flags"] += _flags(words, guidance, _lone_signs(library, guidance), left_out=left_out)
    found["matters"] += _priorities(words, guidance)
    for note, entry in _answered(library, guidance):
        found[note].append(entry)
    for name in ("none", "unsure"):
        found[name] = _in_one(found[name])
    found["matters"] += _still_to_ask(library, guidance)
    found["beliefs"] += _beliefs(words, guidance)
    found["standing"] += _standing(words, guidance)
    return Summary(
        words=words,
        aid_title=plain(guidance.aid.title),
        content_version=guidance.aid.content_version,
        today=guidance.today,
        sections=tuple(
            Section(one.id, one.title, one.label, _in_order(one.title, one.label, found[one.id]))
            for one in words.section
            if found[one.id]
        ),
        left_out=left_out,
    )


def _in_order(title: str, label: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Labels that only repeat the section's name go; what has none comes first, or it would read as a
    part of the entry before it.
    """
    again = {title.lower(), label.lower()}
    bare = [Entry("", one.words) if one.label.lower() in again else one for one in entries]
    return tuple(sorted(bare, key=lambda one: bool(one.label)))


def _in_one(entries: Iterable[Entry]) -> list[Entry]:
    words = tuple(dict.fromkeys(word for one in entries for word in one.words))
    return [Entry("", words)] if words else []


def _flags(words: Clinicians, guidance: Guidance, signs: Iterable[str], *, left_out: bool) -> Iterator[Entry]:
    """The flags by how soon, each once and where it is most urgent; then what rules nothing out."""
    soon = {"same-day": words.today, "two-weeks": words.two_weeks}
    flags: dict[str, list[str]] = {words.today: [], words.two_weeks: [], words.other_flags: []}
    for one in filter(_flagged, guidance.concerns):
        flags[soon.get(one.route.tier, words.other_flags)].append(one.route.flag)
    flags[words.other_flags] += signs
    told: set[str] = set()
    for label, these in flags.items():
        if new := tuple(flag for flag in dict.fromkeys(these) if flag not in told):
            yield Entry(label, new)
            told.update(new)
    if not told:
        yield Entry("", (words.none_shown if left_out else words.none_ticked,))
    if guidance.open_safety:
        labels = tuple(plain(one.label) for one in guidance.open_safety)
        yield Entry(words.not_sure, labels)


def _lone_signs(library: Library, guidance: Guidance) -> Iterator[str]:
    """Signs that were ticked and that no flag tells of: a sign is never passed over."""
    told = {
        (said.link_id, code)
        for one in guidance.concerns
        if _flagged(one)
        for said in one.said
        for code in said.codes
    }
    for said in guidance.answers:
        item = library.questionnaire.items[said.link_id]
        for code in said.codes if item.note == "flags" else ():
            if not item.option(code).exclusive and (said.link_id, code) not in told:
                yield _words(item.option(code))


def _flagged(one: Concern) -> bool:
    """Is it urgent, or a reason to set exosomes aside?"""
    urgent = one.route.tier in {"same-day", "two-weeks"}
    return one.open and (urgent or one.route.red_flag or one.route.exosomes == "block")


def _answered(library: Library, guidance: Guidance) -> Iterator[tuple[Note, Entry]]:
    """Every answer that has a section, in the order of the questions."""
    items = library.questionnaire.items
    open_ones = {one.link_id for one in guidance.open_safety}
    shown = {one.link_id: one for one in guidance.answers}
    for said in shown.values():
        item = items[said.link_id]
        if item.note is None or _about(item) is not None:
            continue
        name = plain(item.note_label or item.short)
        by_note: dict[Note, list[AnswerOption]] = {}
        for option in (one for one in item.answer_option if one.code in said.codes):
            if _about_each(option, item, items.values()):
                yield item.note, _used(library, item, option, shown)
            else:
                by_note.setdefault(_section_of(option, item.note), []).append(option)
        if not said.codes:
            yield item.note, Entry(name, tuple(map(plain, said.words)))
        for note, options in by_note.items():
            if note in BY_NAME:
                # Said by the flags themselves: that no sign was ticked, and what rules no danger out.
                if item.note != "flags" and not (note == "unsure" and item.link_id in open_ones):
                    yield note, Entry("", (name,))
                continue
            yield note, Entry(name if note == item.note else "", tuple(map(_words, options)))


def _section_of(option: AnswerOption, usual: Note) -> Note:
    """Where a reply stands: "none" and "not sure" with their like, unless that is what a reader looks for."""
    if not option.exclusive or usual == "tried" or (usual in {"onset", "matters"} and not option.unknown):
        return option.note or usual
    return "unsure" if option.unknown else "none"


def _words(option: AnswerOption) -> str:
    return plain(option.note_words or option.text)


def _about(item: Item) -> tuple[str, str] | None:
    """The one reply, if any, that this question asks more about: (question, code)."""
    asked = item.enable_when
    if asked is None or asked.question is None or asked.in_ is None or len(asked.in_) != 1:
        return None
    return asked.question, asked.in_[0]


def _about_each(option: AnswerOption, item: Item, items: Iterable[Item]) -> bool:
    return any(_about(one) == (item.link_id, option.code) for one in items)


def _used(library: Library, item: Item, option: AnswerOption, shown: dict[str, Said]) -> Entry:
    """A treatment tried: its class where it is a medicine, how long, how steadily, why stopped."""
    treatment = library.treatments.get(option.code)
    name = _words(option)
    of_class = f"{name} ({treatment.drug_class})" if treatment and treatment.drug_class else name
    more = [
        _words(one.option(code))
        for one in library.questionnaire.items.values()
        if _about(one) == (item.link_id, option.code) and one.link_id in shown
        for code in shown[one.link_id].codes
    ]
    return Entry(of_class, tuple(more), treatment=name)


def _priorities(words: Clinicians, guidance: Guidance) -> Iterator[Entry]:
    if guidance.priorities:
        yield Entry(words.priorities, tuple(plain(one.title) for one in guidance.priorities))


def _still_to_ask(library: Library, guidance: Guidance) -> Iterator[Entry]:
    """What the clinic has not told, where the person has said what it has."""
    for said in (one for one in guidance.answers if one.stage == "told"):
        options = library.questionnaire.items[said.link_id].answer_option
        left = tuple(_words(one) for one in options if not one.exclusive and one.code not in said.codes)
        yield Entry(library.clinicians.still_to_ask, left or (library.clinicians.all_told,))


def _beliefs(words: Clinicians, guidance: Guidance) -> Iterator[Entry]:
    if guidance.worth_talking:
        yield Entry("", tuple(plain(one.talk) for one in guidance.worth_talking))
    if guidance.heard:
        yield Entry(words.heard, tuple(f'"{plain(one.heard)}"' for one in guidance.heard))


def _standing(words: Clinicians, guidance: Guidance) -> Iterator[Entry]:
    title = plain(guidance.standing.title)
    yield Entry(words.standing, (title,) if guidance.finished else (title, words.unfinished))
    for label, met in ((words.open_conditions, False), (words.conditions_hold, True)):
        these = tuple(plain(part.words.title) for part in guidance.parts if part.met is met)
        if these:
            yield Entry(label, these)
    settle = dict.fromkeys(one.route.flag for one in guidance.routes if not _flagged(one) and _due(one))
    if settle:
        yield Entry(words.to_settle, tuple(settle))


def _due(one: Concern) -> bool:
    return one.route.tier != "none"
