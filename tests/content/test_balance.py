"""Every option is told alike: the same fields, and benefit and harm in like measure."""

from __future__ import annotations

from collections.abc import Iterable

from decision_aid.engine.evidence import Rate, Studied, Treatment
from tests.answers import library
from tests.reading import words


def _words_on(records: Iterable[Rate | Studied], sentences: tuple[str, ...] = ()) -> int:
    return sum(len(words(one)) for one in (*(record.says for record in records), *sentences))


def benefit(one: Treatment) -> int:
    return _words_on((*one.benefit, *one.benefit_studied))


def harm(one: Treatment) -> int:
    return _words_on((*one.harm, *one.harm_studied), one.harm_says)


def test_where_benefit_and_harm_differ_by_more_than_twice_the_reason_is_written_down():
    for one in library().treatments.values():
        more, less = sorted([benefit(one), harm(one)], reverse=True)
        if more > 2 * max(less, 1):
            assert len(words(one.balance_because)) >= 5, f"{one.id}: {benefit(one)} against {harm(one)}"


def test_no_reason_is_kept_that_is_no_longer_needed():
    for one in library().treatments.values():
        more, less = sorted([benefit(one), harm(one)], reverse=True)
        assert more > 2 * max(less, 1) or not one.balance_because, one.id


def test_every_option_fills_every_field_a_reader_compares():
    for one in library().treatments.values():
        told = ("what", "how", "evidence_says", "time_to_judge", "fair_trial_says", "stopping", "burden")
        for field in told:
            assert getattr(one, field).strip(), (one.id, field)
        assert one.price is not None or one.price_says, one.id


def test_the_order_of_options_is_declared_and_no_two_share_a_place():
    orders = [one.order for one in library().treatments.values()]
    assert orders == sorted(set(orders))
