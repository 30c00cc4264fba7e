"""How the aid measures up to the standards of the field, row by row.

A row that says ``met`` names the tests that show it; a test of our own reads this table and holds
it to that.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from decision_aid.engine.values import Frozen

State = Literal["met", "partly", "not yet", "not applicable"]
STATES: tuple[State, ...] = ("met", "partly", "not yet", "not applicable")


class StandardRow(Frozen):
    id: str
    says: str
    state: State
    shown_by: str
    tests: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _shown(self) -> StandardRow:
        if self.state == "met" and not self.tests:
            raise ValueError("a row that says met names a test")
        return self


class Standard(Frozen):
    id: str
    name: str
    row: tuple[StandardRow, ...] = Field(min_length=1)

    @property
    def counts(self) -> tuple[tuple[State, int], ...]:
        """How many rows are in each state, states without rows left out."""
        found = tuple((state, sum(row.state == state for row in self.row)) for state in STATES)
        return tuple(pair for pair in found if pair[1])


class Standards(Frozen):
    standard: tuple[Standard, ...] = Field(min_length=1)
