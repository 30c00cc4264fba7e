"""Questionnaires of a few lines, for tests that need one feature and nothing else."""

from __future__ import annotations

from typing import Any

from decision_aid.engine.conditions import UNANSWERED, Clause, Lookup, Node, compiled
from decision_aid.engine.questionnaire import AnswerOption, Item, Page, Questionnaire


def item(link_id: str, *codes: str, **fields: Any) -> Item:
    """A choice; a code ending in "!" stands alone and one ending in "?" excludes nothing."""
    options = tuple(
        AnswerOption(
            code=code.rstrip("!?"), text=code.rstrip("!?").title(), exclusive="!" in code, unknown="?" in code
        )
        for code in codes
    )
    return Item.model_validate(
        {"link_id": link_id, "text": f"{link_id}?", "short": link_id, "answer_option": options, **fields}
    )


def page(link_id: str, *items: Item, **fields: Any) -> Page:
    return Page.model_validate({"link_id": link_id, "title": link_id, "item": items, **fields})


def questionnaire(*pages: Page) -> Questionnaire:
    """Its conditions compiled from what its pages and items say of themselves."""
    items = {one.link_id: one for each in pages for one in each.item}

    def node(clause: Clause) -> Node:
        return compiled(clause, named={}, unknown_codes=lambda asked: items[asked].unknown_codes())

    return Questionnaire(
        pages,
        enabled={key: node(one.enable_when) for key, one in items.items() if one.enable_when is not None},
        ends={each.link_id: node(each.ends_when) for each in pages if each.ends_when is not None},
    )


def answered(**replies: str) -> Lookup:
    """What a condition sees: ``colour="red, blue"``; a question not named is not enabled."""
    seen = {
        question: frozenset(codes.split(", ")) if codes else frozenset({UNANSWERED})
        for question, codes in replies.items()
    }
    return lambda question: seen.get(question, frozenset())
