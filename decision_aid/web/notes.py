"""The summary as plain text for a clinician's records: a short note, a long one, a decision note.

ASCII in lines of 80 columns, without tables, under fixed labels, and stamped, so that a text pasted
today can be told from the truth of tomorrow. The short note keeps to 1,000 characters, the least that a
records system was seen to take: flags are never cut, and what has no room is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import TextWrapper

from decision_aid.engine.summary import Entry, Section, Summary
from decision_aid.web.room import fitted

MOST = 1000
WIDTH = 80
DETAILS = 3
"""Treatments told with class, months, steadiness and end before all else has its turn."""


def _wrapped(text: str, *, first: str = "", then: str = "  ") -> str:
    wrapper = TextWrapper(WIDTH, initial_indent=first, subsequent_indent=then, break_on_hyphens=False)
    return wrapper.fill(text)


def short_note(summary: Summary) -> str:
    """At most 1,000 characters: all flags, then the rest as room.py has it."""
    whole = replace(summary, sections=tuple(_all_unknown(summary)))
    if len(note := _short(whole)) <= MOST:
        return note
    bare = replace(whole, sections=tuple(one for one in whole.sections if one.id == "flags"))
    room = MOST - len(_short(bare)) - len(_below(summary, 999)) - 1

    def size(section: Section) -> int:
        return len(_line(section, summary.words.more)) + 1 if section.entries else 0

    return _short(fitted(whole, size, room, details=DETAILS))


def _all_unknown(summary: Summary) -> Iterator[Section]:
    """The sections, with what rules no danger out among the unknown: the flags give its number only."""
    flags, words = summary.section("flags"), summary.words
    entries = flags.entries if flags else ()
    open_ones = tuple(word for one in entries if one.label == words.not_sure for word in one.words)
    for one in words.section:
        found = summary.section(one.id)
        if one.id == "unsure" and open_ones:
            more = found.entries[0].words if found else ()
            yield Section(one.id, one.title, one.label, (Entry("", (*open_ones, *more)),))
        elif found:
            yield found


def _short(summary: Summary) -> str:
    words = summary.words
    told = [one for one in summary.sections if one.id != "flags"]
    text = [words.note_title, *_flag_lines(summary)]
    text += [_line(one, words.more) for one in told if one.entries]
    if below := sum(one.more for one in told if not one.entries):
        text.append(_below(summary, below))
    text += [words.left_out] if summary.left_out else []
    return "\n".join([*text, summary.stamp])


def _below(summary: Summary, number: int) -> str:
    return f"+{number} {summary.words.more_below}"


def _line(section: Section, more: str) -> str:
    """One label and all that stands behind it; how a treatment was used is kept in one piece."""
    pieces = [
        Entry(one.label, (", ".join(one.words),)).text if one.treatment and one.words else one.text
        for one in section.entries
    ]
    counted = [f"+{section.more} {more}"] if section.more else []
    return _wrapped(f"{section.label}: {'; '.join([*pieces, *counted])}")


def _flag_lines(summary: Summary) -> list[str]:
    """Every flag; of what rules nothing out, the number."""
    flags, words = summary.section("flags"), summary.words
    lines = []
    for one in flags.entries if flags else ():
        if one.label == words.not_sure:
            lines.append(f"{words.not_sure_label}: {len(one.words)} ({words.not_sure.lower()})")
        elif flags and one.label in {"", words.today, words.two_weeks, words.other_flags}:
            label = f"{flags.label} {one.label}".strip().upper()
            lines.append(_wrapped(f"{label}: {'; '.join(one.words)}"))
    return lines


def long_note(summary: Summary) -> str:
    """The same sections, whole: a line or more for each question."""
    text = [summary.words.note_title]
    for one in summary.sections:
        text += ["", one.title.upper(), *_listed(one.entries)]
    return "\n".join([*text, "", *_foot(summary)])


def decision_note(summary: Summary) -> str:
    """What a shared decision is written down under; filled in only where the person has said something."""
    text = [summary.words.decision_title]
    for line in summary.words.decision:
        text += ["", f"{line.label}:"]
        if line.aid_used:
            text.append(_wrapped(f"{summary.aid_title}. {summary.stamp}", first="- "))
        for section in summary.sections:
            if section.id in line.from_:
                text += _listed(section.entries)
    return "\n".join([*text, "", *_foot(summary)])


def _listed(entries: Sequence[Entry]) -> list[str]:
    return [_wrapped(one.text, first="- ") for one in entries]


def _foot(summary: Summary) -> list[str]:
    left_out = [summary.words.left_out] if summary.left_out else []
    return [*left_out, summary.words.disclaimer, summary.stamp]


MAKERS = {"short": short_note, "long": long_note, "decision": decision_note}
