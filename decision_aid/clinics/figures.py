"""Counts as a clinic may see them: by whole weeks and languages, in fives, small ones hidden.

A clinic knows who sat in its waiting room, so a small count can be about somebody. A cell below five is
"fewer than 5", zero included; every other is rounded down to a multiple of five, so that the two or three
who started and did not finish cannot be had by subtraction either. The page, the chart and the file show
the same cells of the same weeks: no days, no dates to choose, no week that still runs, and a total is the
sum of the cells that are shown. What followed a start is hidden where the start is.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from decision_aid.clinics.counts import Counted
from decision_aid.clinics.models import Clinic

FEWEST = 5
WEEKS = 26
HIDDEN = "fewer than 5"
WHAT: tuple[Counted, ...] = ("started", "finished", "pdf")
HEADINGS = ("week from", "language", *WHAT)


@dataclass(frozen=True, slots=True)
class Row:
    """A week in one language: multiples of five. None is a number below five."""

    week: datetime.date
    language: str
    started: int | None = None
    finished: int | None = None
    pdf: int | None = None

    def cells(self) -> tuple[int | str, ...]:
        return tuple(HIDDEN if one is None else one for one in (self.started, self.finished, self.pdf))


@dataclass(frozen=True, slots=True)
class Figures:
    rows: tuple[Row, ...]
    """Newest week first."""

    def total(self, what: Counted) -> int:
        """Of the cells that are shown."""
        return sum(getattr(row, what) or 0 for row in self.rows)

    def totals(self) -> dict[str, int]:
        return {what: self.total(what) for what in WHAT}

    def as_csv(self) -> str:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(HEADINGS)
        writer.writerows((row.week.isoformat(), row.language, *row.cells()) for row in self.rows)
        return text.getvalue()


def monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def figures(clinic: Clinic, *, today: datetime.date) -> Figures:
    """The last whole weeks before ``today``, in every language the clinic offers or was much used in."""
    end = monday(today)
    first = max(end - datetime.timedelta(weeks=WEEKS), monday(timezone.localdate(clinic.created)))
    weeks = [first + datetime.timedelta(weeks=number) for number in range((end - first).days // 7)]
    sums: dict[tuple[datetime.date, str], dict[str, int]] = {}
    for day in clinic.counts.filter(day__gte=first, day__lt=end):
        cell = sums.setdefault((monday(day.day), day.language), dict.fromkeys(WHAT, 0))
        for what in WHAT:
            cell[what] += getattr(day, what)
    # That a language was used at all may be about one person, too.
    used = {language for (_, language), cell in sums.items() if cell["started"] >= FEWEST}
    languages = sorted({*clinic.languages, *used})
    return Figures(
        tuple(
            _row(week, language, sums.get((week, language), {}))
            for week in reversed(weeks)
            for language in languages
        )
    )


def _row(week: datetime.date, language: str, sums: Mapping[str, int]) -> Row:
    if sums.get("started", 0) < FEWEST:
        return Row(week, language)
    started, finished, pdf = (sums[what] // FEWEST * FEWEST or None for what in WHAT)
    return Row(week, language, started, finished, pdf)


@dataclass(frozen=True, slots=True)
class Bar:
    """One week in the chart, in the units of its view box."""

    x: int
    started: int
    finished: int
    title: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    width: int
    most: int


HIGH = 120
STEP = 22


def chart(figures: Figures) -> Chart:
    """The sums of the cells that are shown, week by week, oldest first."""
    weeks: dict[datetime.date, list[Row]] = {}
    for row in reversed(figures.rows):
        weeks.setdefault(row.week, []).append(row)
    started = [sum(row.started or 0 for row in rows) for rows in weeks.values()]
    finished = [sum(row.finished or 0 for row in rows) for rows in weeks.values()]
    most = max([FEWEST, *started])
    bars = tuple(
        Bar(
            x=number * STEP,
            started=round(HIGH * began / most),
            finished=round(HIGH * ended / most),
            title=f"{week.isoformat()}: {began or HIDDEN} started, {ended or HIDDEN} finished",
            hidden=not began,
        )
        for number, (week, began, ended) in enumerate(zip(weeks, started, finished, strict=True))
    )
    return Chart(bars=bars, width=max(1, len(bars)) * STEP, most=most)
