"""Two lists that somebody approved: every sequence of pages, and every id there has ever been.

``python -m tests.content.approved`` writes both anew from the questionnaire; read the difference
before committing it. It never takes an id out: one that is gone is put down as retired, and stays
so for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from decision_aid.engine.conditions import Every, Node, Not, Some, Test
from decision_aid.engine.questionnaire import Answers, Item, Questionnaire, Reply
from tests.answers import library

JOURNEYS = Path(__file__).parent / "journeys.txt"
IDS = Path(__file__).parent / "ids.txt"
EACH = "used"
"""The page with the same questions for each treatment ticked: told as for one or for several."""


def _tests(node: Node) -> Iterator[Test]:
    match node:
        case Test():
            yield node
        case Not(part):
            yield from _tests(part)
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _tests(part)


def _told_apart(questionnaire: Questionnaire) -> dict[str, set[frozenset[str]]]:
    """For each question, the sets of codes that some enabling or ending condition asks for."""
    asked: dict[str, set[frozenset[str]]] = {}
    for node in (*questionnaire._enabled.values(), *questionnaire._ends.values()):
        for test in _tests(node):
            asked.setdefault(test.question, set()).add(test.codes)
    return asked


def _classes(item: Item, asked: Iterable[frozenset[str]]) -> list[Reply]:
    """One reply for each way the conditions can see this question."""
    if item.type == "integer":
        return [item.minimum]
    together = [code for code in item.codes() if code not in item.exclusive_codes()]
    replies = [(code,) for code in item.codes()] + list(combinations(together, 2))
    seen: dict[tuple[bool, ...], Reply] = {}
    for reply in replies:
        seen.setdefault(tuple(not codes.isdisjoint(reply) for codes in sorted(asked, key=sorted)), reply)
    return list(seen.values())


def _walked(questionnaire: Questionnaire, answers: Answers) -> str:
    walk, situation = questionnaire.replay(answers)
    steps: list[str] = []
    for page in walk.met:
        asked = questionnaire.enabled_items(page, situation)
        more = [one.link_id for one in asked if one.enable_when is not None]
        if page.link_id == EACH:
            treatments = {one.rpartition("-")[0] for one in more}
            more = ["one treatment" if len(treatments) == 1 else "several treatments"]
        steps.append(page.link_id + "".join(f" +{one}" for one in more))
    return " > ".join([*steps, "(ends here)" if walk.ended_early else "(to the end)"])


def journeys() -> list[str]:
    """Every sequence of pages there is, over the classes of answers that conditions can tell apart."""
    return sorted(walkers(), key=lambda one: (one.count(">"), one))


def walkers() -> dict[str, Answers]:
    """Each of those sequences, with somebody who takes it."""
    questionnaire = library().questionnaire
    asked = _told_apart(questionnaire)
    found: dict[str, Answers] = {}
    begun = [Answers()]
    while begun:
        answers = begun.pop()
        walk, situation = questionnaire.replay(answers)
        if walk.here is None:
            found.setdefault(_walked(questionnaire, answers), answers)
            continue
        item = next(
            one
            for one in questionnaire.enabled_items(walk.here, situation)
            if one.link_id not in answers.given
        )
        for reply in _classes(item, asked.get(item.link_id, ())):
            begun.append(answers.with_({item.link_id: reply}))
    return found


def ids() -> dict[str, tuple[str, ...]]:
    """Every question there is, with its codes."""
    return {key: item.codes() for key, item in library().questionnaire.items.items()}


def replaced() -> set[str]:
    """What some question or code says to have taken the place of, flat."""
    items = library().questionnaire.items.values()
    codes = {f"{item.link_id} {was}" for item in items for option in item.answer_option for was in option.was}
    return {was for item in items for was in item.was} | codes


def flat(ids: dict[str, tuple[str, ...]]) -> set[str]:
    """``question`` for each question and ``question code`` for each of its codes."""
    return {key for key in ids} | {f"{key} {code}" for key, codes in ids.items() for code in codes}


def approved_ids(text: str) -> tuple[set[str], set[str]]:
    """The ids in use and the retired ones, flat."""
    used: set[str] = set()
    retired: set[str] = set()
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        question, _, codes = line.removeprefix("retired ").partition(":")
        if line.startswith("retired "):
            retired |= {f"{question} {code}" for code in codes.split()} or {question}
        else:
            used |= {question} | {f"{question} {code}" for code in codes.split()}
    return used, retired


def _write() -> None:
    JOURNEYS.write_text(
        "# Every sequence of pages. Approved by reading it; written by python -m tests.content.approved\n"
        + "\n".join(journeys())
        + "\n",
        encoding="utf-8",
    )
    before, retired = approved_ids(IDS.read_text(encoding="utf-8")) if IDS.exists() else (set(), set())
    gone = (before - flat(ids())) | retired
    lines = [f"{question}: {' '.join(codes)}".rstrip() for question, codes in ids().items()]
    lines += [f"retired {one.replace(' ', ': ')}" for one in sorted(gone)]
    IDS.write_text(
        "# Every question and code. Never reused: what is no longer asked stays here as retired.\n"
        "# Written by python -m tests.content.approved\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    _write()
