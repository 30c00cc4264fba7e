"""The wording that would make the aid something else stays out of everything patients read."""

from __future__ import annotations

import re

from tests.answers import ROOT
from tests.content.patient_text import screens

DOCUMENT = ROOT / "docs" / "intended-use.md"
TYPES = "pattern hair loss|alopecia|areata|telogen|effluvium|ringworm|scarring|traction|lupus|syphilis|PCOS"


def forbidden() -> list[str]:
    """The phrases in quotes in the last paragraph of docs/intended-use.md."""
    return re.findall(r'"([^"]+)"', DOCUMENT.read_text(encoding="utf-8").split("Wording that would break")[1])


def test_the_document_names_the_wording_that_would_break_it():
    assert {"you have", "you qualify", "recommended for you", "candidate"} <= set(forbidden())


def test_nothing_patients_read_says_so():
    for screen in screens():
        for text in (*screen.running, *screen.short):
            for phrase in forbidden():
                if phrase == "you have":
                    assert not re.search(rf"\byou have (?:an? )?(?:{TYPES})", text, re.I), (screen.name, text)
                else:
                    assert phrase not in text.lower(), (screen.name, text)


def test_the_check_can_fail():
    assert re.search(rf"\byou have (?:an? )?(?:{TYPES})", "It seems you have pattern hair loss.", re.I)
