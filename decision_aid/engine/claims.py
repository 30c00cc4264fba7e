"""Sentences people hear from sellers, what is known of them, and what to ask.

The best point first where there is one; no adjective about anybody. A fair-minded doctor who
offers the treatment should be able to hand the page over.
"""

from __future__ import annotations

from pydantic import Field

from decision_aid.engine.evidence import Number
from decision_aid.engine.values import Ageing, Frozen, Level


class Claim(Frozen):
    """``heard`` as people tell it, ``known`` in two or three sentences, ``ask`` as one question."""

    id: str
    heard: str
    known: tuple[str, ...] = Field(min_length=1)
    ask: str
    source: tuple[str, ...] = Field(min_length=1)
    level: Level


class Claims(Ageing):
    id: str
    title: str
    claim: tuple[Claim, ...] = Field(min_length=1)
    numbers: dict[str, Number] = Field(default_factory=dict)
