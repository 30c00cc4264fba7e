"""A person's answers as a FHIR R4 QuestionnaireResponse.

Nested like the Questionnaire and carrying its words, so that it can be listed years later by a
reader that never saw the questions. It holds no name, no subject, no identifier and no time of day.
"""

from __future__ import annotations

import datetime

from decision_aid.engine.askable import in_order
from decision_aid.engine.fhir.form import CANONICAL, Json, coding, group_id, number_of
from decision_aid.engine.library import Library
from decision_aid.engine.questionnaire import Answers, Item, Reply


def response(library: Library, answers: Answers, *, origin: str, authored: datetime.date) -> Json:
    """The enabled ones among ``answers``. An answer to be left out is to be taken away before."""
    asked = library.questionnaire
    walk, _ = asked.replay(answers)
    given = asked.enabled_answers(answers).given
    groups = [
        {
            "linkId": group_id(page),
            "text": page.title,
            "item": [
                {
                    "linkId": item.link_id,
                    "text": item.text,
                    "answer": _answers(origin, item, given[item.link_id]),
                }
                for item in page.item
                if item.link_id in given
            ],
        }
        for page in in_order(asked.pages)
        if any(item.link_id in given for item in page.item)
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{origin}{CANONICAL}|{library.aid.content_version}",
        "status": "completed" if walk.here is None else "in-progress",
        "authored": authored.isoformat(),
        # FHIR has no empty lists.
        **({"item": groups} if groups else {}),
    }


def _answers(origin: str, item: Item, reply: Reply) -> list[Json]:
    if isinstance(reply, int):
        return [number_of(item, reply)]
    chosen = (option for option in item.answer_option if option.code in reply)
    return [{"valueCoding": coding(origin, item, option)} for option in chosen]
