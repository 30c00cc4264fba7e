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


def test_the_page_of_exosomes_counts_with_no_placebo_only_those_who_had_none(tmp_path, monkeypatch):
    changed = with_more_people(tmp_path / "content", "koumprentziotis-2025", 7)
    monkeypatch.setattr(content, "_library", changed)
    page = Client().get("/en/treatments/exosomes/").content.decode()
    in_all, compared = changed.totals().people, changed.totals().in_placebo_comparison
    alone = page.partition("We do not know if exosomes help")[2].partition("</figure>")[0]
    assert f"<dd>{in_all - compared}: " in alone
    studies = sum(not one.in_placebo_comparison for one in changed.studies.values() if one.set == "core")
    assert f"{studies} published studies, none of them with a placebo group" in alone


def test_people_whose_harms_nobody_could_read_are_not_among_those_said_to_be_unharmed():
    core = [one for one in library().studies.values() if one.set == "core"]
    unread = {one.id for one in core if "not seen" in one.own.harms.lower()}
    assert unread == {"wan-2025", "chen-2025", "norooznezhad-2023"}
    read = sum(one.treated or 0 for one in core if one.id not in unread)
    harms = {one.id: one for one in library().treatments["exosomes"].harm_studied}["exosomes-side-effects"]
    assert 0 < harms.people == read < library().totals().treated
    assert harms.design.startswith(f"{len(core) - len(unread)} of {len(core)} published studies")
    references = {one.reference for one in core if one.id in unread}
    assert not references & set(harms.source)


def test_a_study_cannot_count_as_read_on_harms_that_it_does_not_tell(tmp_path):
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    file = folder / "studies" / "wan-2025.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\nblinding", "\nharms_read = true\nblinding", 1), encoding="utf-8")
    with pytest.raises(ContentError, match="its own record's harms are not told"):
        load(folder)
