"""No number that a clinic is shown can be about one person."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_aid.clinics import figures
from decision_aid.clinics.figures import HIDDEN
from decision_aid.clinics.models import Clinic, DailyCount

TODAY = datetime.date(2026, 11, 25)  # a Wednesday
LAST = datetime.date(2026, 11, 16)
"""The Monday of the last whole week."""


@pytest.fixture
def old(north) -> Clinic:
    Clinic.objects.filter(pk=north.pk).update(created="2026-10-01T00:00Z")
    north.refresh_from_db()
    return north


def add(clinic: Clinic, day: datetime.date, *sums: int, language: str = "en") -> None:
    DailyCount.objects.create(
        clinic=clinic, day=day, language=language, started=sums[0], finished=sums[1], pdf=sums[2]
    )


def shown(clinic: Clinic, *, today: datetime.date = TODAY) -> dict[tuple[str, str], tuple[int | str, ...]]:
    found = figures.figures(clinic, today=today)
    return {(row.week.isoformat(), row.language): row.cells() for row in found.rows}


def test_days_are_added_up_to_whole_weeks_in_fives(old):
    add(old, LAST, 4, 3, 1)
    add(old, LAST + datetime.timedelta(days=6), 19, 9, 4)
    assert shown(old)["2026-11-16", "en"] == (20, 10, 5)


@pytest.mark.parametrize("few", [0, 1, 4])
def test_fewer_than_five_look_the_same_whether_nobody_or_four(old, few):
    add(old, LAST, few, few, few)
    assert shown(old)["2026-11-16", "en"] == (HIDDEN, HIDDEN, HIDDEN)


def test_what_followed_a_hidden_start_is_hidden_too(old):
    add(old, LAST, 4, 9, 9)  # begun the week before
    assert shown(old)["2026-11-16", "en"] == (HIDDEN, HIDDEN, HIDDEN)


def test_the_week_that_runs_is_not_shown_so_nobody_can_watch_a_number_change(old):
    add(old, TODAY, 50, 50, 50)
    assert max(week for week, _ in shown(old)) == "2026-11-16"
    assert shown(old) == shown(old, today=TODAY + datetime.timedelta(days=4))


def test_every_week_since_the_clinic_began_is_there_whether_used_or_not(old):
    weeks = sorted(week for week, _ in shown(old))
    assert weeks[0] == "2026-09-28"
    assert len(weeks) == 8


def test_a_language_that_is_not_offered_is_only_there_if_it_was_much_used(old):
    add(old, LAST, 3, 0, 0, language="es")
    assert {language for _, language in shown(old)} == {"en"}
    add(old, LAST, 7, 0, 0, language="fr")
    assert {language for _, language in shown(old)} == {"en", "fr"}


@given(st.lists(st.tuples(*[st.integers(0, 12)] * 3), min_size=2, max_size=6))
@settings(deadline=None)
def test_nothing_hidden_can_be_had_by_subtraction(weeks):
    """Whoever changes a hidden or a rounded-off person's share changes nothing that is shown."""
    rows = tuple(
        figures._row(
            LAST - datetime.timedelta(weeks=number), "en", dict(zip(figures.WHAT, sums, strict=True))
        )
        for number, sums in enumerate(weeks)
    )
    rounded = tuple(
        figures._row(
            LAST - datetime.timedelta(weeks=number),
            "en",
            {w: s // 5 * 5 for w, s in zip(figures.WHAT, sums, strict=True)},
        )
        for number, sums in enumerate(weeks)
    )
    one, other = figures.Figures(rows), figures.Figures(rounded)
    assert one.totals() == other.totals()
    assert one.as_csv() == other.as_csv()
    assert figures.chart(one) == figures.chart(other)


def test_a_total_is_the_sum_of_what_is_shown_and_the_file_shows_the_same(old):
    add(old, LAST, 23, 11, 6)
    add(old, LAST - datetime.timedelta(weeks=1), 4, 4, 4)
    add(old, LAST - datetime.timedelta(weeks=2), 9, 4, 0)
    found = figures.figures(old, today=TODAY)
    assert found.totals() == {"started": 25, "finished": 10, "pdf": 5}
    lines = list(csv.reader(io.StringIO(found.as_csv())))
    assert lines[0] == ["week from", "language", "started", "finished", "pdf"]
    assert lines[1:4] == [
        ["2026-11-16", "en", "20", "10", "5"],
        ["2026-11-09", "en", HIDDEN, HIDDEN, HIDDEN],
        ["2026-11-02", "en", "5", HIDDEN, HIDDEN],
    ]
    bars = figures.chart(found).bars
    assert [bar.hidden for bar in bars[-3:]] == [False, True, False]
    assert bars[-2].started == bars[-2].finished == 0


def test_a_clinic_that_began_this_week_has_nothing_to_show(north):
    assert figures.figures(north, today=north.created.date()).rows == ()
    assert figures.chart(figures.Figures(())).bars == ()
