"""What each regulator says, when it was said and when we last looked.

A region never says "allowed": it says what was found, and unknown is written as unknown.
"""

from __future__ import annotations

import datetime

from pydantic import Field

from decision_aid.engine.conditions import Clause
from decision_aid.engine.evidence import Number
from decision_aid.engine.values import Ageing, Frozen, Level


class Statement(Frozen):
    """One thing a regulator, or a study, is on record as saying."""

    id: str
    says: str
    date: datetime.date | None = None
    source: tuple[str, ...] = Field(min_length=1)
    level: Level


class Word(Frozen):
    """A word sellers use and what it means."""

    word: str
    says: str
    source: tuple[str, ...] = ()
    level: Level | None = None


class Contact(Frozen):
    """Who to reach, and how: ``call`` as it is dialled, ``text`` as it is texted, ``url`` to open."""

    name: str
    says: str
    call: str = ""
    text: str = ""
    url: str = ""

    @property
    def dial(self) -> str:
        """The number without spaces, as an address takes it."""
        return self.call.replace(" ", "")

    @property
    def send(self) -> str:
        return self.text.replace(" ", "")


class Region(Ageing):
    """One regulatory area."""

    id: str
    name: str
    regulator: str
    brief: str
    bottom_line: Statement
    statement: tuple[Statement, ...] = Field(min_length=1)
    word: tuple[Word, ...] = ()
    report: tuple[Contact, ...] = Field(min_length=1)
    crisis: tuple[Contact, ...] = Field(min_length=1)
    emergency: Contact
    numbers: dict[str, Number] = Field(default_factory=dict)


class Passage(Frozen):
    """A few sentences under one heading, shown to everyone or only ``when`` the answers fit."""

    id: str
    title: str
    says: tuple[str, ...] = Field(min_length=1)
    when: Clause | None = None
    source: tuple[str, ...] = ()
    level: Level | None = None


class Passages(Ageing):
    """A page of passages and the numbers they borrow; ``in_short`` is what paper has room for."""

    id: str
    title: str
    intro: str = ""
    in_short: tuple[str, ...] = ()
    passage: tuple[Passage, ...] = Field(min_length=1)
    numbers: dict[str, Number] = Field(default_factory=dict)
