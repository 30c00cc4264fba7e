"""The person's own offer, read from their answers and worked out.

The sums are those of ``costs``; here it is decided which answers make a quote, and what is assumed
where one is missing: a month between sessions, and an equal share of the course for a repeat.
"""

from __future__ import annotations

from dataclasses import dataclass

from decision_aid.engine import costs
from decision_aid.engine.library import Library
from decision_aid.engine.questionnaire import Answers


@dataclass(frozen=True, slots=True)
class StillToPay:
    """One cell of the table and the dollars still to pay in it."""

    line: costs.Line
    amount: int


@dataclass(frozen=True, slots=True)
class Costs:
    """The person's own quote over both horizons, and the same money elsewhere."""

    quote: costs.Quote
    rows: tuple[tuple[costs.Line, ...], ...]
    elsewhere: tuple[costs.Elsewhere, ...]
    deferred: costs.Deferred | None
    assumed_gap: bool
    assumed_share: bool
    sign: str
    """The currency's sign: of dollars in the United States; elsewhere amounts stand as typed."""

    def still_to_pay(self) -> tuple[tuple[StillToPay, ...], ...]:
        """What is left from today on, for each cell."""
        paid = self.quote.paid
        return tuple(
            tuple(StillToPay(line, costs.still_to_pay(line, paid=paid)) for line in row) for row in self.rows
        )


def sign_of(answers: Answers) -> str:
    """The dollar sign while the treatment would be in the United States, else none."""
    return "$" if answers.codes("place") in {(), ("us",)} else ""


def costs_of(library: Library, answers: Answers) -> Costs | None:
    """The quote in these answers worked out, or None while price or sessions are missing."""
    price, sessions = answers.number("price"), answers.number("sessions")
    if price is None or sessions is None:
        return None
    rate, promotion, monthly = (answers.number(one) for one in ("rate", "promotion", "monthly"))
    financing = None
    if rate and promotion and monthly:
        financing = costs.Financing(rate=rate, months=promotion, monthly=monthly)
    gap = answers.number("gap")
    repeat = answers.number("repeat-price")
    quote = costs.Quote(
        price=price,
        priced="session" if answers.codes("priced") == ("session",) else "course",
        sessions=sessions,
        gap=gap or 1,
        maintenance_price=repeat,
        extras=answers.number("extras") or 0,
        paid=answers.number("paid") or 0,
        financing=financing,
    )
    lines = costs.lines(quote)
    width = len(costs.EVERY)
    whole = quote.course + quote.extras
    # Travel and time off work are paid as they come; only what is left of the price is put off.
    put_off = max(0, quote.course - quote.paid)
    return Costs(
        quote=quote,
        rows=tuple(lines[at : at + width] for at in range(0, len(lines), width)),
        # The prices of other things were asked in dollars, so they say nothing about other money.
        elsewhere=tuple(
            costs.elsewhere(whole, what=one.what, low=one.low, high=one.high)
            for one in (library.aid.elsewhere if sign_of(answers) else ())
        ),
        deferred=costs.deferred(put_off, financing) if financing else None,
        assumed_gap=gap is None,
        assumed_share=repeat is None,
        sign=sign_of(answers),
    )
