"""The real content, broken in one way at a time: each is reported with place and remedy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from decision_aid.engine.library import ContentError, load
from tests.answers import CONTENT, ROOT
from tests.content.faults import FAULTS, MINOXIDIL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def faults_in(folder: Path) -> ContentError:
    with pytest.raises(ContentError) as caught:
        load(folder)
    return caught.value


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_reported_with_its_file_its_place_what_is_wrong_and_a_remedy(folder, name):
    broken, file, place, wrong = FAULTS[name]
    broken(folder)
    error = faults_in(folder)
    fitting = [
        fault for fault in error.faults if fault.file == file and place in fault.path and wrong in fault.wrong
    ]
    assert fitting, str(error)
    (fault, *_) = fitting
    assert fault.remedy
    assert all(part in str(error) for part in (fault.file, fault.path, fault.wrong, fault.remedy))


@pytest.mark.parametrize(
    "together",
    [
        [
            "a gap in the safety table",
            "an overlap in the standing table",
            "an unverified number",
            "a number typed in a sentence",
            "a number nobody recorded",
            "a treatment that is not asked about",
        ],
        [
            "an unknown field",
            "a missing file",
            "an unverified number",
            "a percent sign",
            "a number nobody recorded",
        ],
        [
            "an unknown question",
            "a misspelled input of the standing",
            "conditions in a circle",
            "a code used twice",
        ],
    ],
    ids=["of meaning", "of shape and of meaning", "of names"],
)
def test_faults_in_several_files_are_all_reported_at_once(folder, together):
    for name in together:
        FAULTS[name][0](folder)
    found = faults_in(folder).faults
    for name in together:
        _, file, place, wrong = FAULTS[name]
        assert any(one.file == file and place in one.path and wrong in one.wrong for one in found), name


def test_the_counter_example_of_a_gap_can_be_read_by_a_clinician(folder):
    FAULTS["a gap in the safety table"][0](folder)
    (gap,) = [fault for fault in faults_in(folder).faults if "no rule holds" in fault.wrong]
    assert re.search(r"\bwhere = [a-z-]+", gap.wrong)
    assert gap.remedy == "add a rule for it"


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "CONTENT_FOLDER": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [["manage.py", "check"], ["-c", "import decision_aid.wsgi"]], ids=["check", "start"]
)
def test_the_process_does_not_start_on_a_fault_and_says_where_to_mend_it(folder, command):
    assert run(command, folder).returncode == 0
    FAULTS["an unverified number"][0](folder)
    stopped = run(command, folder)
    assert stopped.returncode != 0
    said = stopped.stdout + stopped.stderr
    assert "The content is not fit to be served." in said
    assert f"{MINOXIDIL}: numbers.made_up: an unverified fact would be shown" in said
    assert "To fix it: verify it or take it out." in said
    assert "Traceback" not in said
