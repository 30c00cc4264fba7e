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
    return _read(path, questionnaire, before=frozenset())


def _read(
    path: Path, questionnaire: Questionnaire, *, before: frozenset[Path]
) -> tuple[Answers, dict[str, Any]]:
    if path in before:
        raise CaseError(f"{path}: the cases named by like go round in a circle")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CaseError(f"{path}: {error}") from None
    like, given = data.pop("like", ""), data.pop("answers", {})
    if not isinstance(like, str) or not isinstance(given, dict):
        raise CaseError(f"{path}: like takes the name of a case, answers is a table of questions and replies")
    answers = Answers()
    if like:
        answers, _ = _read(path.with_name(f"{like}.toml"), questionnaire, before=before | {path})
    wrong: list[str] = []
    replies: dict[str, Reply | None] = {}
    for link_id, value in given.items():
        item = questionnaire.items.get(link_id)
        reply = _reply(value)
        if item is None:
            wrong.append(f"there is no question {link_id}")
        elif reply is not None and not item.accepts(reply):
            takes = ", ".join(item.codes()) or "a number"
            wrong.append(f"{link_id} does not take {value!r}; it takes {takes}")
        else:
            replies[link_id] = reply
    if wrong:
        raise CaseError(f"{path}: " + "; ".join(wrong))
    return answers.with_(replies), data


def _reply(value: Any) -> Reply | None:
    """A reply as TOML writes it: one code, a list of codes, a number; an empty string takes it away."""
    if value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)
