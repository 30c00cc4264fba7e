"""Which of a person's answers make a quote, and what is worked out on it."""

from __future__ import annotations

from decision_aid.engine.offer import Costs, costs_of
from decision_aid.engine.questionnaire import Answers, Reply
from tests.answers import library

QUOTE: dict[str, Reply] = {"price": 4000, "priced": ("course",), "sessions": 3}
FINANCED: dict[str, Reply] = {**QUOTE, "rate": 2699, "promotion": 12, "monthly": 250}


def worked_out(**more: int) -> Costs:
    found = costs_of(library(), Answers({**FINANCED, **more}))
    assert found is not None
    return found


def test_paying_later_counts_the_price_less_what_is_already_paid():
    owed = worked_out(paid=1000).deferred
    assert owed is not None
    assert (owed.left, owed.interest, owed.monthly_to_avoid) == (0, 0, 250)


def test_nobody_finances_travel_and_time_off_work():
    with_extras, without = worked_out(extras=300).deferred, worked_out().deferred
    assert with_extras == without
    assert without is not None
    assert (without.left, without.interest) == (1000, 708)


def test_paying_later_never_leaves_more_than_is_still_to_pay():
    found = worked_out(paid=500, extras=300)
    assert found.deferred is not None
    assert found.deferred.left == 500
    assert all(one.amount >= found.deferred.left for row in found.still_to_pay() for one in row)


def test_somebody_who_has_paid_all_of_it_owes_nothing():
    owed = worked_out(paid=4500, monthly=1).deferred
    assert owed is not None
    assert (owed.left, owed.interest, owed.monthly_to_avoid) == (0, 0, 0)
