"""One number changed in one study changes everything that tells it, and nothing is typed twice."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest
from django.test import Client

from decision_aid.engine.library import ContentError, Library, load
from decision_aid.web import content
from tests.answers import CONTENT, library

CORE_PATTERN = sorted(
    one.id
    for one in library().studies.values()
    if one.set == "core" and one.condition == "pattern" and one.people == one.treated
)


def with_more_people(folder: Path, study: str, more: int) -> Library:
    """The real content with ``more`` people in one study, all of them treated."""
    shutil.copytree(CONTENT, folder)
    file = folder / "studies" / f"{study}.toml"
    before = library().studies[study].people or 0
    text = file.read_text(encoding="utf-8")
    for field in ("people", "treated"):
        text, changed = re.subn(rf"^{field} = {before}$", f"{field} = {before + more}", text, flags=re.M)
        assert changed == 1, field
    file.write_text(text, encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize("draw", ["one", "another"])
def test_a_number_changed_in_a_study_changes_every_page_that_tells_it(draw, tmp_path, monkeypatch):
    # Drawn here, not when tests are collected: each worker must collect the same tests.
    study = random.Random().choice(CORE_PATTERN)
    changed = with_more_people(tmp_path / "content", study, 7)
    people, treated = changed.totals().people, changed.totals().treated
    assert people == library().totals().people + 7
    monkeypatch.setattr(content, "_library", changed)
    client = Client()
    ledger = client.get("/en/evidence/").content.decode()
    assert f"{people} people, {treated} of them given" in ledger
    assert f"<title>{people} people studied." in ledger, "the picture's alternative text"
    assert ledger.count("a4 4 0 1 0 8 0") >= people, "one mark for each person"
    assert f"{people} people, of whom {treated}" in client.get("/en/treatments/exosomes/").content.decode()
    compared = client.post("/en/compare/", {"t": ["exosomes"]}).content.decode()
    assert f"{people} people, of whom {treated}" in compared
    pattern = dict(changed.totals().by_condition)["pattern"]
    assert f"They took in {pattern} people" in client.get("/en/guidance/").content.decode()
    assert f",{changed.studies[study].people},{changed.studies[study].treated}," in (
        client.get("/evidence/studies.csv").content.decode()
    )
    rows = client.get("/evidence/studies.json").json()["studies"]
    assert next(row["people"] for row in rows if row["id"] == study) == changed.studies[study].people


def test_totals_nobody_keeps_are_a_fault_of_the_content(tmp_path):
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    file = folder / "treatments" / "exosomes.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('counted = "people"', 'counted = "persons"', 1), encoding="utf-8")
    with pytest.raises(ContentError, match="the ledger has no total persons"):
        load(folder)
