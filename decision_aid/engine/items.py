"""One question and one screen of questions, as written in questionnaire.toml.

Words are those of FHIR Questionnaire (item, link_id, answer_option, enable_when). Promises that a
question knows by itself which replies it can be given and how they read.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from decision_aid.engine.clinicians import Note
from decision_aid.engine.conditions import UNANSWERED, Clause
from decision_aid.engine.values import Frozen, Plain

Stage = Literal["walk", "offer", "told", "priorities", "claims", "place", "check"]
Codes = tuple[str, ...]
Reply = Codes | int


class AnswerOption(Frozen):
    """One reply. ``exclusive`` stands alone, ``unknown`` leaves a danger open, ``was`` are retired codes."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    text: str
    hint: str = ""
    exclusive: bool = False
    unknown: bool = False
    private: bool = False
    picture: str = ""
    was: Codes = ()
    note: Note | None = None
    note_words: Plain | None = None


class Item(Frozen):
    """One question.

    ``also`` names standard options (none of these, not sure, skip) shared by many questions.
    ``short`` is the label beside the answer in summaries. ``safety`` questions left open keep
    the standing at find-out-first. ``private`` answers stay out of a file unless asked for; an
    option may be private alone, and takes the answer it is part of along.
    ``maximum`` is the largest number, or for ``repeats`` the most replies (0: any).
    ``decimals``: typed with a fraction, kept as a whole number (26.99 with 2 is kept as 2699).
    ``was`` are retired ids of it. ``note`` is its section of a clinician's summary, ``note_label``
    its label there if not ``short``; an option may have a section and words of its own there.
    """

    link_id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    text: str
    short: str
    note: Note | None = None
    note_label: Plain | None = None
    type: Literal["choice", "integer"] = "choice"
    repeats: bool = False
    why: str = ""
    hint: str = ""
    answer_option: tuple[AnswerOption, ...] = ()
    also: tuple[str, ...] = ()
    options_from: Literal["", "claims"] = ""
    safety: bool = False
    private: bool = False
    required: bool = True
    enable_when: Clause | None = None
    minimum: int = 0
    maximum: int = 0
    decimals: int = 0
    unit: str = ""
    was: Codes = ()

    @cached_property
    def _codes(self) -> Codes:
        return tuple(option.code for option in self.answer_option)

    def __copy__(self) -> Item:
        # `model_copy` may be about to change the options: what was worked out from them stays behind.
        copied = super().__copy__()
        copied.__dict__.pop("_codes", None)
        return copied

    def codes(self) -> Codes:
        return self._codes

    def option(self, code: str) -> AnswerOption:
        return next(option for option in self.answer_option if option.code == code)

    def exclusive_codes(self) -> frozenset[str]:
        return frozenset(o.code for o in self.answer_option if o.exclusive or not self.repeats)

    @property
    def possible(self) -> Codes:
        return (*self.codes(), UNANSWERED)

    @property
    def alone(self) -> frozenset[str]:
        return self.exclusive_codes() | {UNANSWERED}

    @property
    def absent(self) -> bool:
        return self.enable_when is not None

    def unknown_codes(self) -> frozenset[str]:
        return frozenset(o.code for o in self.answer_option if o.unknown) | {UNANSWERED}

    def accepts(self, reply: object) -> bool:
        """Is this a reply the question could have been given?"""
        if self.type == "integer":
            return isinstance(reply, int) and self.minimum <= reply <= self.maximum
        if not isinstance(reply, tuple) or not reply:
            return False
        codes = self.codes()
        for code in reply:
            if code not in codes:
                return False
        if self.repeats and self.maximum and len(reply) > self.maximum:
            return False
        return len(reply) == 1 or not set(reply) & self.exclusive_codes()

    def words(self, reply: Reply, *, sign: str = "$") -> tuple[str, ...]:
        """The reply as a person would read it back; ``sign`` stands before an amount of money."""
        if isinstance(reply, int):
            number = f"{reply / 10**self.decimals:,.{self.decimals}f}"
            return (f"{sign}{number}" if self.unit == "$" else f"{number} {self.unit}".strip(),)
        return tuple(option.text for option in self.answer_option if option.code in reply)


class Page(Frozen):
    """One screen of questions. The walk ends after it when ``ends_when`` holds."""

    link_id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    text: str = ""
    stage: Stage = "walk"
    for_each: str = ""
    item: tuple[Item, ...] = Field(min_length=1)
    ends_when: Clause | None = None
