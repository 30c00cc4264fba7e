"""The walk that is measured: the questions one person meets, page by page, and what that person replies.

Both the aid and the form wizard it is compared with ask exactly these.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from decision_aid.engine.library import Library, load
from decision_aid.engine.questionnaire import Answers, Item
from decision_aid.web.cases import read_case

PROJECT = Path(__file__).resolve().parent.parent.parent
CONTENT = PROJECT / "decision_aid" / "content"
VIGNETTES = PROJECT / "tests" / "content" / "vignettes"
WALKER = "nothing-ticked"


@dataclass(frozen=True, slots=True)
class Asked:
    """One page as this person meets it."""

    page: str
    items: tuple[Item, ...]
    replies: tuple[tuple[str, str], ...]


def answers_of(case: str, library: Library) -> Answers:
    answers, _ = read_case(VIGNETTES / f"{case}.toml", library.questionnaire)
    return answers


def walk(library: Library | None = None) -> tuple[Asked, ...]:
    library = library or load(CONTENT)
    answers = answers_of(WALKER, library)
    met, situation = library.questionnaire.replay(answers)
    asked = []
    for page in met.met:
        items = library.questionnaire.enabled_items(page, situation)
        replies = tuple((item.link_id, code) for item in items for code in answers.codes(item.link_id))
        asked.append(Asked(page.link_id, items, replies))
    return tuple(asked)
