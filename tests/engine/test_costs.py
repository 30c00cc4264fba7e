"""The arithmetic, against sums worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_aid.engine.costs import Financing, Quote, deferred, elsewhere, lines, sessions_by, still_to_pay


def totals(quote: Quote) -> dict[tuple[int, str], int]:
    return {(line.months, line.maintenance): line.total for line in lines(quote)}


def row(quote: Quote, months: int) -> list[int]:
    return [totals(quote)[months, one] for one in ("none", "yearly", "six-monthly")]


def test_a_course_for_4000_dollars_over_one_and_three_years():
    quote = Quote(price=4000, priced="course", sessions=3)
    assert row(quote, 12) == [4000, 4000, 5333]
    assert row(quote, 36) == [4000, 6667, 10667]
    sessions = {(line.months, line.maintenance): line.sessions for line in lines(quote)}
    assert sessions[12, "six-monthly"] == 4
    assert (sessions[36, "yearly"], sessions[36, "six-monthly"]) == (5, 8)


def test_three_sessions_at_1000_dollars_each():
    quote = Quote(price=1000, priced="session", sessions=3)
    assert row(quote, 12) == [3000, 3000, 4000]
    assert row(quote, 36) == [3000, 5000, 8000]


def test_a_repeat_costs_what_was_quoted_and_else_an_equal_share():
    share = Quote(price=3000, priced="course", sessions=3)
    quoted = Quote(price=3000, priced="course", sessions=3, maintenance_price=500)
    free = Quote(price=3000, priced="course", sessions=3, maintenance_price=0)
    assert totals(share)[36, "yearly"] == 5000
    assert totals(quoted)[36, "yearly"] == 4000
    assert totals(free)[36, "yearly"] == 3000


def test_extras_are_paid_once_in_every_line():
    plain = Quote(price=1000, priced="session", sessions=2)
    extra = Quote(price=1000, priced="session", sessions=2, extras=300)
    assert {key: total - totals(plain)[key] for key, total in totals(extra).items()} == dict.fromkeys(
        totals(plain), 300
    )


def test_a_course_longer_than_the_year_has_no_repeats_in_it():
    assert sessions_by(12, sessions=8, gap=3, every=6) == 8
    assert sessions_by(36, sessions=8, gap=3, every=6) == 10


def test_repeats_are_counted_from_the_last_session_and_one_due_on_the_last_day_counts():
    assert sessions_by(12, sessions=2, gap=6, every=6) == 3
    assert sessions_by(12, sessions=2, gap=7, every=6) == 2


def test_every_line_adds_up_from_the_parts_it_shows():
    quote = Quote(price=777, priced="session", sessions=5, gap=2, extras=90)
    for line in lines(quote):
        assert line.sessions == quote.sessions + line.repeats
        assert line.total == line.course + line.repeats_cost + line.extras


def test_money_already_paid_comes_off_what_is_still_to_pay_and_never_below_nothing():
    cheap, *_ = lines(Quote(price=1000, priced="course", sessions=2))
    assert still_to_pay(cheap, paid=400) == 600
    assert still_to_pay(cheap, paid=5000) == 0


def test_250_dollars_a_month_leaves_1000_and_about_708_dollars_of_interest():
    owed = deferred(4000, Financing(rate=2699, months=12, monthly=250))
    assert (owed.left, owed.interest, owed.paid_in_time) == (1000, 708, 3000)


def test_paying_334_dollars_a_month_avoids_all_interest():
    owed = deferred(4000, Financing(rate=2699, months=12, monthly=334))
    assert owed.monthly_to_avoid == 334
    assert (owed.left, owed.interest) == (0, 0)


@settings(deadline=None)
@given(st.integers(1, 200_000), st.integers(0, 10_000), st.integers(1, 60))
def test_the_payment_said_to_avoid_interest_does_and_a_dollar_less_does_not(amount, rate, months):
    enough = deferred(amount, Financing(rate=rate, months=months, monthly=1)).monthly_to_avoid
    assert deferred(amount, Financing(rate=rate, months=months, monthly=enough)).left == 0
    if enough > 1:
        assert deferred(amount, Financing(rate=rate, months=months, monthly=enough - 1)).left > 0


def test_4000_dollars_is_57_to_160_months_of_both_medicines():
    both = elsewhere(4000, what="both medicines", low=25, high=70)
    assert (both.fewest, both.most) == (57, 160)


@pytest.mark.parametrize("priced", ["course", "session"])
@settings(deadline=None)
@given(price=st.integers(1, 200_000), sessions=st.integers(1, 24), gap=st.integers(1, 12))
def test_more_often_and_for_longer_never_costs_less(priced, price, sessions, gap):
    quote = Quote(price=price, priced=priced, sessions=sessions, gap=gap)
    for months in (12, 36):
        none, yearly, half = row(quote, months)
        assert quote.course == none <= yearly <= half
    assert all(one <= three for one, three in zip(row(quote, 12), row(quote, 36), strict=True))
