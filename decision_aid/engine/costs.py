"""What an offer costs over 1 and 3 years, and what the same money is elsewhere.

Whole dollars in, whole dollars out, one number of days nowhere: months only. Nobody knows how
often exosomes would have to be repeated, so maintenance is three scenarios of equal weight and
never one number. Money is never divided by hairs or by chances.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HORIZONS = (12, 36)
"""Months: 1 year and 3 years."""

Maintenance = Literal["none", "yearly", "six-monthly"]
EVERY: dict[Maintenance, int | None] = {"none": None, "yearly": 12, "six-monthly": 6}


@dataclass(frozen=True, slots=True)
class Financing:
    """A promotion with deferred interest: nothing is charged if all is paid in time.

    ``rate`` is in hundredths of a percent a year; ``months`` is the length of the promotion;
    ``monthly`` is what the person would pay each month.
    """

    rate: int
    months: int
    monthly: int


@dataclass(frozen=True, slots=True)
class Quote:
    """The person's own offer, in whole dollars and months, as typed.

    ``price`` is for the whole course when ``priced`` is "course", else for one session.
    """

    price: int
    priced: Literal["course", "session"]
    sessions: int
    gap: int = 1
    maintenance_price: int | None = None
    extras: int = 0
    paid: int = 0
    financing: Financing | None = None

    @property
    def course(self) -> int:
        return self.price if self.priced == "course" else self.price * self.sessions

    @property
    def one_more(self) -> float:
        """What one repeat session costs: as quoted, else an equal share of the course."""
        if self.maintenance_price is not None:
            return float(self.maintenance_price)
        return self.course / self.sessions


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of the table, with the sum a sceptic can redo."""

    months: int
    maintenance: Maintenance
    sessions: int
    repeats: int
    course: int
    repeats_cost: int
    extras: int

    @property
    def total(self) -> int:
        return self.course + self.repeats_cost + self.extras


@dataclass(frozen=True, slots=True)
class Deferred:
    """What the financing does: left unpaid at the end of the promotion, and the interest then added."""

    paid_in_time: int
    left: int
    interest: int
    monthly_to_avoid: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How many whole months the same money would pay for something, at a low and a high price."""

    what: str
    fewest: int
    most: int


def sessions_by(months: int, *, sessions: int, gap: int, every: int | None) -> int:
    """Sessions had by ``months``: the course, then one each ``every`` months after its last."""
    if every is None:
        return sessions
    return sessions + max(0, (months - (sessions - 1) * gap) // every)


def lines(quote: Quote) -> tuple[Line, ...]:
    """Six cells: each horizon by each maintenance scenario."""
    made = []
    for months in HORIZONS:
        for maintenance, every in EVERY.items():
            count = sessions_by(months, sessions=quote.sessions, gap=quote.gap, every=every)
            repeats = count - quote.sessions
            made.append(
                Line(
                    months=months,
                    maintenance=maintenance,
                    sessions=count,
                    repeats=repeats,
                    course=quote.course,
                    repeats_cost=round(repeats * quote.one_more),
                    extras=quote.extras,
                )
            )
    return tuple(made)


def still_to_pay(line: Line, *, paid: int) -> int:
    """From today on: money already paid is the same whether the person goes on or stops."""
    return max(0, line.total - paid)


def deferred(amount: int, financing: Financing) -> Deferred:
    """Interest charged back to the first day when anything is left at the end of the promotion.

    Simple interest on what was still owed each month, before that month's payment. A card that
    compounds adds more; the consumer bureau explains the mechanism (reference ``cfpb-deferred``).
    """
    monthly_rate = financing.rate / 10_000 / 12
    balance, interest = float(amount), 0.0
    for _ in range(financing.months):
        interest += balance * monthly_rate
        balance = max(0.0, balance - financing.monthly)
    left = round(balance)
    return Deferred(
        paid_in_time=amount - left,
        left=left,
        interest=round(interest) if left else 0,
        monthly_to_avoid=-(-amount // financing.months),
    )


def elsewhere(amount: int, *, what: str, low: int, high: int) -> Elsewhere:
    """``amount`` as whole months of something asked at ``low`` to ``high`` dollars a month."""
    return Elsewhere(what=what, fewest=amount // high, most=amount // low)
