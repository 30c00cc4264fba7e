"""Who has signed the content, and which weak facts were looked up again.

Empty is a true state and is shown as such: no reviewer is ever made up.
"""

from __future__ import annotations

import datetime
from typing import Literal

from decision_aid.engine.values import Frozen


class Review(Frozen):
    """One named person's signature under part of one version of the content."""

    who: str
    what: str
    content_version: str
    date: datetime.date


class Reviews(Frozen):
    review: tuple[Review, ...] = ()


class Recheck(Frozen):
    """A fact that was weak, and what looking it up again brought."""

    fact: str
    was: str
    outcome: Literal["raised", "corrected", "dropped", "kept without a number"]
    now: str
    where: str


class Rechecks(Frozen):
    recheck: tuple[Recheck, ...] = ()
