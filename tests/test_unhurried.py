"""No test of many examples can fail because the machine was busy."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FEW = settings(max_examples=2)
"""Made as other tests make theirs: when the module is read, with nothing said of time."""


@FEW
@given(st.none())
def test_an_example_may_take_longer_than_hypothesis_itself_would_wait(nothing):
    time.sleep(0.3)
    assert nothing is None
    assert FEW.deadline is None
    assert HealthCheck.too_slow in FEW.suppress_health_check
