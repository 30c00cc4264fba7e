"""Answers from a file: a vignette, or any TOML file with an [answers] table.

``like = "name"`` starts from the answers of another case in the same folder. Every answer is
checked against the questionnaire; all that is wrong is reported at once.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from decision_aid.engine.questionnaire import Answers, Questionnaire, Reply


class CaseError(Exception):
    """A case file that cannot be read, with a line for each thing wrong."""


def read_case(path: Path, questionnaire: Questionnaire) -> tuple[Answers, dict[str, Any]]:
    """The answers of a case and everything else its file says."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CaseError(f"{path}: {error}") from None
    answers = Answers()
    if like := data.pop("like", ""):
        answers, _ = read_case(path.with_name(f"{like}.toml"), questionnaire)
    wrong, given = [], {}
    for link_id, value in data.pop("answers", {}).items():
        item = questionnaire.items.get(link_id)
        reply: Reply | None = value if isinstance(value, int) else tuple(value) if isinstance(value, list) else (value,)
        if value == "":
            reply = None
        if item is None:
            wrong.append(f"there is no question {link_id}")
        elif reply is not None and not item.accepts(reply):
            wrong.append(f"{link_id} does not take {value!r}; it takes {', '.join(item.codes()) or 'a number'}")
        else:
            given[link_id] = reply
    if wrong:
        raise CaseError(f"{path}: " + "; ".join(wrong))
    return answers.with_(given), data
