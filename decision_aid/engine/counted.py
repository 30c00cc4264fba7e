"""Numbers that a record does not type but counts from the study ledger.

``with_counts`` gives each its value before any sentence borrows it, so that one study changed changes
every page that tells the total.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from decision_aid.engine.evidence import Number, Studied
from decision_aid.engine.studies import TOTAL_NAMES, Study, count
from decision_aid.engine.values import Frozen

Record = TypeVar("Record", bound=Frozen)


def with_counts(record: Record, studies: Iterable[Study]) -> Record:
    """The record with its counted numbers taken from the ledger; unknown totals are left as written."""
    ledger = tuple(studies)

    def taken(one: Number | Studied) -> Number | Studied:
        if one.counted.partition(":")[0] not in TOTAL_NAMES:
            return one
        name = "value" if isinstance(one, Number) else "people"
        return one.model_copy(update={name: count(ledger, one.counted)})

    update: dict[str, Any] = {
        "numbers": {key: taken(number) for key, number in getattr(record, "numbers", {}).items()}
    }
    for name in ("benefit_studied", "harm_studied"):
        if hasattr(record, name):
            update[name] = tuple(taken(one) for one in getattr(record, name))
    return record.model_copy(update=update)
