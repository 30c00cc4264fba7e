"""What an id of older content is called now.

Tokens and files outlive the content they were made with. An id that was retired for another (``was``
in questionnaire.toml) is read as the one that took its place; any other unknown id is nobody's.
"""

from __future__ import annotations

from decision_aid.engine.questionnaire import Item, Questionnaire


def item_known_as(questionnaire: Questionnaire, link_id: str) -> Item | None:
    """The question with this id, or the one that took its place."""
    item = questionnaire.items.get(link_id)
    return item or next((one for one in questionnaire.items.values() if link_id in one.was), None)


def code_known_as(item: Item, code: str) -> str | None:
    """This code of the question, or the one that took its place."""
    if code in item.codes():
        return code
    return next((option.code for option in item.answer_option if code in option.was), None)
