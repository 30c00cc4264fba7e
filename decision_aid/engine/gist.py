"""The check of what a person takes from the aid: kind corrections, no mark and no score.

What is right is a field of the content; a misunderstanding left open is something worth talking
about, and stands on the paper as such.
"""

from __future__ import annotations

from pydantic import Field

from decision_aid.engine.values import Ageing, Frozen


class Gist(Frozen):
    """``right`` is the code of the right reply; ``says`` explains; ``talk`` is for the clinician."""

    id: str
    right: str
    says: str
    talk: str


class Open(Frozen):
    """Something a person may be sure of, and who can help while they are not."""

    id: str
    says: str


class Check(Ageing):
    gist: tuple[Gist, ...] = Field(min_length=5, max_length=5)
    open: tuple[Open, ...] = Field(min_length=1)
