"""A measured figure with its goal, and the two forms it is shown in: a table and bench.json."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """``most`` or ``least`` is the goal; without either the figure is there for context."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    elsewhere: str = ""

    @property
    def goal(self) -> str | None:
        if self.most is not None:
            return f"at most {self.most:g}"
        return None if self.least is None else f"at least {self.least:g}"

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        within = self.most is None or self.value <= self.most
        enough = self.least is None or self.value >= self.least
        return "met" if within and enough else "not met"


def save(figures: Iterable[Figure], file: Path) -> None:
    rows = [
        {"name": one.name, "value": round(one.value, 3), "unit": one.unit, "goal": one.goal}
        for one in figures
    ]
    file.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def table(figures: Iterable[Figure]) -> str:
    head = ("measured", "value", "", "goal", "", "elsewhere")
    rows = [
        (one.name, f"{one.value:.4g}", one.unit, one.goal or "", one.verdict, one.elsewhere)
        for one in figures
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    ruler = tuple("-" * width for width in widths)
    return "\n".join(_line(row, widths) for row in (head, ruler, *rows))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if column == 1 else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()
