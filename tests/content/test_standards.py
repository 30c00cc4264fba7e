"""The table of standards claims nothing that no test shows.

Reads decision_aid/content/standards.toml as it is written. A row that says "met" names tests that
exist; a row that does not say it names what is missing and what is planned.
"""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from typing import Any

import pytest

from tests.answers import CONTENT, ROOT
from tests.content.test_reading import never_said
from tests.reading import sentences, words

STATES = {"met", "partly", "not yet", "not applicable"}
IPDAS_QUALIFYING = {"1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.1.5", "1.2.1"}
IPDAS_CERTIFICATION = {
    "2.1.1",
    "2.2.1",
    "2.2.2",
    "2.2.3",
    "2.2.4",
    "2.3.1",
    "2.4.1",
    "2.4.2",
    "2.4.3",
    "2.4.4",
}
IPDAS_QUALITY = {f"Q{number}" for number in range(1, 29)}
NEED_PEOPLE = {"Q12", "Q13", "Q14", "Q15", "Q16", "Q17", "Q20", "Q22", "Q23"}
FOR_TESTS_ONLY = {"2.4.1", "2.4.2", "2.4.3", "2.4.4", "Q24", "Q25", "Q26", "Q27", "Q28"}
HOW_MANY = {"pemat": 24, "cci": 20, "discern": 16, "his": 12}
NOT_SEEN = "wording not seen"
SWITCHED_OFF = re.compile(r"\b(skip|skipif|xfail)\b")

Row = dict[str, Any]


@cache
def standards() -> dict[str, list[Row]]:
    """The rows of each standard, by the id of the standard."""
    written = tomllib.loads((CONTENT / "standards.toml").read_text(encoding="utf-8"))
    return {one["id"]: one["row"] for one in written["standard"]}


def every_row() -> list[tuple[str, Row]]:
    return [(f"{name} {row['id']}", row) for name, rows in standards().items() for row in rows]


@cache
def run_from(file: str) -> frozenset[str]:
    """The tests of one file that pytest runs: collected by name, and not switched off."""
    path = ROOT / file
    collected = path.is_file() and path.is_relative_to(ROOT / "tests") and path.name.startswith("test_")
    if not collected:
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        one.name
        for one in tree.body
        if isinstance(one, ast.FunctionDef)
        and one.name.startswith("test_")
        and not any(SWITCHED_OFF.search(ast.unparse(mark)) for mark in one.decorator_list)
    )


def unproved(row: Row) -> str:
    """What keeps this row from being an honest one; nothing if it is."""
    named = row.get("tests", [])
    if row["state"] not in STATES:
        return f"there is no state {row['state']}"
    if not row["says"].strip() or not row["shown_by"].strip():
        return "it does not say what it asks for, or what shows it"
    if row["state"] == "met" and not named:
        return "it says met and names no test"
    if row["state"] == "met" and NOT_SEEN in row["says"]:
        return "it says met of a criterion nobody here has read"
    for one in named:
        file, _, test = one.partition("::")
        if test not in run_from(file):
            return f"no such test runs: {one}"
    return ""


def test_no_row_says_met_without_a_test_that_runs():
    assert sum(row["state"] == "met" for _, row in every_row()) >= 30
    assert {place: wrong for place, row in every_row() if (wrong := unproved(row))} == {}


A_TEST = "tests/content/test_standards.py::test_no_row_says_met_without_a_test_that_runs"
ROW = {"id": "1", "says": "Says it.", "state": "met", "shown_by": "The first page.", "tests": [A_TEST]}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, ""),
        ({"tests": []}, "names no test"),
        ({"tests": [A_TEST, f"{A_TEST}_at_all"]}, "no such test"),
        ({"tests": ["tests/content/test_nothing.py::test_it"]}, "no such test"),
        ({"tests": ["tests/content/test_standards.py::unproved"]}, "no such test"),
        ({"tests": ["tests/reading.py::grade"]}, "no such test"),
        ({"tests": ["../../somewhere/test_else.py::test_it"]}, "no such test"),
        ({"says": f"It asks for something ({NOT_SEEN})."}, "nobody here has read"),
        ({"state": "nearly"}, "no state"),
        ({"shown_by": " "}, "what shows it"),
        ({"state": "not yet", "tests": []}, ""),
        ({"state": "partly", "tests": ["tests/content/test_nothing.py::test_it"]}, "no such test"),
    ],
)
def test_a_claim_without_proof_is_found(change, wrong):
    found = unproved({**ROW, **change})
    assert wrong in found
    assert bool(found) == bool(wrong)


def test_all_44_items_of_ipdas_are_in_the_table():
    ids = [row["id"] for row in standards()["ipdas"]]
    assert len(ids) == len(set(ids)) == 44
    assert set(ids) == IPDAS_QUALIFYING | IPDAS_CERTIFICATION | IPDAS_QUALITY


def test_every_item_of_the_other_standards_is_in_the_table_once():
    for name, number in HOW_MANY.items():
        ids = [row["id"] for row in standards()[name]]
        assert len(ids) == len(set(ids)) == number, name
    assert "ecd8" in standards()


def test_what_only_people_can_show_is_not_called_met():
    rows = {row["id"]: row for row in standards()["ipdas"]}
    assert {rows[one]["state"] for one in NEED_PEOPLE} == {"not yet"}
    for one in NEED_PEOPLE:
        assert re.match(r"Needs .+\. Plan: .+", rows[one]["shown_by"]), one


def test_what_is_about_tests_and_screening_is_said_not_to_apply():
    rows = standards()["ipdas"]
    assert {row["id"] for row in rows if row["state"] == "not applicable"} == FOR_TESTS_ONLY


def test_every_row_that_is_not_met_says_what_is_missing_and_what_is_planned():
    for place, row in every_row():
        if row["state"] in {"partly", "not yet"}:
            assert "Plan:" in row["shown_by"], place


def test_the_table_is_written_in_plain_words():
    for place, row in every_row():
        for sentence in sentences(f"{row['says']}\n{row['shown_by']}"):
            assert len(words(sentence)) <= 20, (place, sentence)
            assert never_said(sentence) == [], (place, sentence)
            assert not re.search(r"\d", sentence), (place, sentence)
