"""Named people: what they answered, and what a clinician expects them to be told.

``[expect]`` names the standing, the tier and every open concern (``rules``), no more and no
fewer; ``closed`` the concerns their own closing answer settled; ``open`` the safety questions
that rule nothing out; ``parts_open`` the conditions still open; ``who`` words of whom the most
urgent route names.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from decision_aid.engine.guidance import Guidance, advise
from decision_aid.engine.library import Library
from decision_aid.web.cases import read_case
from tests.answers import library

FOLDER = Path(__file__).parent / "vignettes"
CASES = sorted(path.stem for path in FOLDER.glob("*.toml"))
KEYS = {"standing", "tier", "rules", "kind", "closed", "open", "parts_open", "support", "who"}
DAY = date(2026, 12, 1)


@cache
def told(case: str) -> tuple[Guidance, dict[str, Any]]:
    loaded: Library = library()
    answers, rest = read_case(FOLDER / f"{case}.toml", loaded.questionnaire)
    return advise(loaded, answers, today=DAY), rest["expect"]


@pytest.mark.parametrize("case", CASES)
def test_a_person_is_told_what_a_clinician_expects(case):
    guidance, expect = told(case)
    assert set(expect) <= KEYS
    assert guidance.standing.id == expect["standing"]
    assert guidance.tier.id == expect["tier"]
    assert sorted(one.id for one in guidance.open_concerns) == sorted(expect["rules"])
    assert guidance.kind == expect.get("kind", "adult")
    assert guidance.support is expect.get("support", False)
    assert {one.link_id for one in guidance.open_safety} == set(expect.get("open", []))
    if "closed" in expect:
        assert {one.id for one in guidance.concerns if not one.open} == set(expect["closed"])
    if "parts_open" in expect:
        assert {part.words.id for part in guidance.parts if not part.met} == set(expect["parts_open"])
    if "who" in expect:
        assert expect["who"] in guidance.routes[0].route.who


def test_every_rule_is_expected_by_somebody():
    expected = {rule for case in CASES for rule in told(case)[1]["rules"]}
    loaded = library()
    rules = (*loaded.safety.rules, *loaded.procedure.rules)
    silent = {rule.id for rule in rules if not rule.outcome.quiet} - expected
    assert silent == set()


def test_every_closing_answer_is_seen_to_close_its_rule_and_every_such_rule_to_be_open():
    loaded = library()
    closable = {rule.id for rule in (*loaded.safety.rules, *loaded.procedure.rules) if rule.closes_when}
    closed = {rule for case in CASES for rule in told(case)[1].get("closed", [])}
    opened = {rule for case in CASES for rule in told(case)[1]["rules"]}
    assert closed == closable
    assert closable <= opened


def test_every_standing_and_every_tier_is_reached_by_somebody():
    reached = [told(case)[1] for case in CASES]
    wording = library().wording
    assert {one["standing"] for one in reached} == {one.id for one in wording.standing}
    assert {one["tier"] for one in reached} == {one.id for one in wording.tier}


@pytest.mark.parametrize("case", CASES)
def test_every_concern_shows_the_answers_that_led_to_it(case):
    guidance, _ = told(case)
    given = {one.link_id: set(one.words) for one in guidance.answers}
    for concern in guidance.open_concerns:
        # What no answer made true is the row for answers that fit nothing: it has no reason to show.
        assert concern.said or concern.id == "unclear"
        for said in concern.said:
            assert set(said.words) <= given.get(said.link_id, set())
