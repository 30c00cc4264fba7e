"""The frozen value every piece of content is decoded into, and the words they share.

Unknown fields are refused and nothing can be changed after loading, so a page, a PDF and a
test that hold the same value hold the same truth.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Plain = Annotated[str, Field(pattern=r"^[ -~]+$")]
"""Words for a clinician's records, many of which lose all that is not ASCII."""


class Frozen(BaseModel):
    """A record that cannot change and has no field its type does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Level(StrEnum):
    """How a fact was verified; see docs/updating-the-evidence.md."""

    PRIMARY = "primary"
    ABSTRACT = "abstract"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class Ageing(Frozen):
    """A record that can become untrue by itself: when it was checked, when to check again."""

    checked: date
    review_by: date

    def overdue(self, today: date) -> bool:
        return today > self.review_by
