"""The summary as plain text for a clinician's records: a short note, a long one, a decision note.

ASCII in lines of 80 columns, without tables, under fixed labels, and stamped, so that a text pasted
today can be told from the truth of tomorrow. The short note keeps to 1,000 characters, the least that a
records system was seen to take: flags are never cut, and what has no room is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import TextWrapper

from decision_aid.engine.clinicians import Note
from decision_aid.engine.summary import Entry, Section, Summary

MOST = 1000
WIDTH = 80


@dataclass(frozen=True, slots=True)
class _Line:
    """One label of the short note and all that could stand behind it, the most telling first."""

    label: str
    pieces: tuple[str, ...]

    def text(self, keep: int, more: str) -> str:
        left = len(self.pieces) - keep
        counted = [f"+{left} {more}"] if left else []
        return _wrapped(f"{self.label}: {'; '.join([*self.pieces[:keep], *counted])}")


def _wrapped(text: str, *, first: str = "", then: str = "  ") -> str:
    wrapper = TextWrapper(WIDTH, initial_indent=first, subsequent_indent=then, break_on_hyphens=False)
    return wrapper.fill(text)


def short_note(summary: Summary) -> str:
    """At most 1,000 characters: all flags, then tried, what matters most, and the rest as room allows."""
    others = [one for one in summary.sections if one.id != "flags"]
    lines: dict[Note, _Line] = {one.id: _Line(one.label, _pieces(one)) for one in others}
    keep: dict[Note, int] = dict.fromkeys(lines, 0)
    priorities = _count_of(summary, "matters", summary.words.priorities)
    if priorities:
        keep["matters"] = 1  # told even of a person who has tried everything
    whole: list[tuple[Note, int]] = [(id, len(one.pieces)) for id, one in lines.items()]
    first: list[tuple[Note, int]] = [("matters", priorities), ("standing", 1)]
    for id, most in [*(one for one in whole if one[0] == "tried"), *first, *whole]:
        while id in keep and keep[id] < most:
            keep[id] += 1
            if len(_short(summary, lines, keep)) > MOST:
                keep[id] -= 1
                break
    return _short(summary, lines, keep)


def _count_of(summary: Summary, id: Note, label: str) -> int:
    section = summary.section(id)
    return sum(len(one.words) for one in section.entries if one.label == label) if section else 0


def _short(summary: Summary, lines: Mapping[Note, _Line], keep: Mapping[Note, int]) -> str:
    words = summary.words
    text = [words.note_title, *_flag_lines(summary)]
    text += [one.text(keep[id], words.more) for id, one in lines.items() if keep[id]]
    below = sum(len(one.pieces) for id, one in lines.items() if not keep[id])
    text += [f"+{below} {words.more_below}"] if below else []
    text += [words.left_out] if summary.left_out else []
    return "\n".join([*text, summary.stamp])


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


def _pieces(section: Section) -> tuple[str, ...]:
    """The entries of a section cut into what can be kept or counted: a treatment tried stays whole."""
    pieces: list[str] = []
    for one in section.entries:
        if section.id == "tried" and one.words:
            pieces.append(Entry(one.label, (", ".join(one.words),)).text)
        elif one.words:
            pieces += [Entry(one.label, one.words[:1]).text, *one.words[1:]]
        else:
            pieces.append(one.label)
    return tuple(pieces)


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
