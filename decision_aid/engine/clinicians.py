"""The fixed words of what a clinician reads, as decoded from clinicians.toml.

English and plain ASCII whatever the patient's language: a note is pasted into records that lose all
else. Which words stand where is decided in ``summary``.
"""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from decision_aid.engine.values import Frozen, Plain

Note = Literal[
    "flags",
    "onset",
    "scalp",
    "triggers",
    "pregnancy",
    "hormones",
    "health",
    "family",
    "tried",
    "cautions",
    "none",
    "unsure",
    "quote",
    "matters",
    "beliefs",
    "standing",
]
NOTES: tuple[Note, ...] = get_args(Note)
"""The sections of the summary, in the order in which a clinician reads them.

Two of them name questions alone: those answered with nothing, and those not answered."""


class SectionWords(Frozen):
    """One section: ``title`` on the page and in the long note, ``label`` in the short one."""

    id: Note
    title: Plain
    label: Plain = Field(max_length=10)


class Writing(Frozen):
    """A line to write on by hand."""

    label: Plain


class DecisionLine(Frozen):
    """A heading of the decision note, and what is put under it: sections of the summary, or the aid."""

    label: Plain
    from_: tuple[Note, ...] = Field(default=(), alias="from")
    aid_used: bool = False


class Clinicians(Frozen):
    """Everything in clinicians.toml."""

    title: Plain
    note_title: Plain
    decision_title: Plain
    stamp: Plain
    disclaimer: Plain
    content: Plain
    today: Plain
    two_weeks: Plain
    other_flags: Plain
    none_ticked: Plain
    none_shown: Plain
    not_sure: Plain
    not_sure_label: Plain
    also_tried: Plain
    still_to_ask: Plain
    all_told: Plain
    talk: Plain
    heard: Plain
    priorities: Plain
    standing: Plain
    open_conditions: Plain
    conditions_hold: Plain
    to_settle: Plain
    unfinished: Plain
    left_out: Plain
    more: Plain
    more_below: Plain
    section: tuple[SectionWords, ...]
    writing: tuple[Writing, ...] = Field(min_length=1)
    decision: tuple[DecisionLine, ...] = Field(min_length=1)
