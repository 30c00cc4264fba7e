"""The questions as a FHIR R4 Questionnaire that another program can ask as we do.

A group for each page and an item for each question, in the order a replay meets them. The walk ends
early in FHIR's words too: every page after such an end waits for the replies that would end it not
to be there. Texts of other languages ride along in the translation extension.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from decision_aid.engine.askable import in_order
from decision_aid.engine.conditions import Clause
from decision_aid.engine.library import Library
from decision_aid.engine.questionnaire import AnswerOption, Item, Page

CANONICAL = "/fhir/Questionnaire/exosome-hair-loss"
"""Where the questionnaire is published below any origin, and the end of its name for ever."""
EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
CONTROL = "http://hl7.org/fhir/questionnaire-item-control"
NO_OTHERS: Mapping[str, Library] = MappingProxyType({})
Json = dict[str, Any]


def group_id(page: Page) -> str:
    """The linkId of a page. Ids of questions have no colon, so the two never meet."""
    return f"page:{page.link_id}"


def coding(origin: str, item: Item, option: AnswerOption) -> Json:
    return {"system": f"{origin}{CANONICAL}#{item.link_id}", "code": option.code, "display": option.text}


def questionnaire(library: Library, *, origin: str, others: Mapping[str, Library] = NO_OTHERS) -> Json:
    """The Questionnaire as published below ``origin``, with the words of ``others`` by language.

    It is a draft until somebody has signed this version of the content: FHIR's "active" would say
    that it is ready for normal use. It is not "experimental", which is for tests and training.
    """
    aid = library.aid
    signed = any(one.content_version == aid.content_version for one in library.reviews.review)
    return {
        "resourceType": "Questionnaire",
        "language": "en",
        "url": f"{origin}{CANONICAL}",
        "version": aid.content_version,
        "name": "ExosomeHairLoss",
        "title": aid.title,
        **_translated("title", others, lambda other: other.aid.title),
        "status": "active" if signed else "draft",
        "experimental": False,
        "subjectType": ["Patient"],
        "date": aid.published_on.isoformat(),
        "description": f"{aid.decision} {aid.for_whom} {aid.review_note}",
        "copyright": "CC BY 4.0",
        "item": _Form(library, origin, others).groups(),
    }


def _translated(field: str, others: Mapping[str, Library], words: Callable[[Library], str | None]) -> Json:
    """The companion of a primitive field that carries it in other languages; empty without any."""
    extensions = [
        {
            "url": f"{EXTENSION}translation",
            "extension": [
                {"url": "lang", "valueCode": language},
                {"url": "content", "valueString": words(other)},
            ],
        }
        for language, other in others.items()
    ]
    return {f"_{field}": {"extension": extensions}} if extensions else {}


class _Form:
    """One questionnaire being written out."""

    def __init__(self, library: Library, origin: str, others: Mapping[str, Library]) -> None:
        self._asked = library.questionnaire
        self._origin = origin
        self._others = others

    def groups(self) -> list[Json]:
        groups: list[Json] = []
        ends: list[Json] = []
        for page in in_order(self._asked.pages):
            groups.append(self._group(page, ends))
            if page.stage == "walk" and page.ends_when is not None:
                ends = [*ends, *self._rows(page.ends_when, "!=")]
        return groups

    def _group(self, page: Page, ends: list[Json]) -> Json:
        name = group_id(page)
        return {
            "linkId": name,
            "text": page.title,
            **_translated("text", self._others, lambda other: _page(other, page).title),
            "type": "group",
            **({"enableWhen": ends} if ends else {}),
            **({"enableBehavior": "all"} if len(ends) > 1 else {}),
            "item": [
                *self._note(name, page.text, lambda other: _page(other, page).text),
                *(self._item(item) for item in page.item),
            ],
        }

    def _item(self, item: Item) -> Json:
        written: Json = {
            "linkId": item.link_id,
            "text": item.text,
            **_translated("text", self._others, lambda other: other.questionnaire.items[item.link_id].text),
            "type": _type(item),
            "required": item.required,
            "repeats": item.repeats,
        }
        if extensions := _extensions(item):
            written["extension"] = extensions
        if item.enable_when is not None:
            written["enableWhen"] = rows = self._rows(item.enable_when, "=")
            if len(rows) > 1:
                written["enableBehavior"] = "any" if item.enable_when.all is None else "all"
        if item.answer_option:
            written["answerOption"] = [self._option(item, option) for option in item.answer_option]
        if note := self._note(
            item.link_id, item.hint, lambda other: other.questionnaire.items[item.link_id].hint
        ):
            written["item"] = note
        return written

    def _option(self, item: Item, option: AnswerOption) -> Json:
        def words(other: Library) -> str:
            return other.questionnaire.items[item.link_id].option(option.code).text

        written: Json = {
            "valueCoding": {
                **coding(self._origin, item, option),
                **_translated("display", self._others, words),
            }
        }
        if option.exclusive and item.repeats:
            written["extension"] = [
                {"url": f"{EXTENSION}questionnaire-optionExclusive", "valueBoolean": True}
            ]
        return written

    def _rows(self, clause: Clause, operator: str) -> list[Json]:
        """A row for each code that a flat clause asks for; the loader lets no other clause through."""
        rows = []
        for test in clause.tests():
            item = self._asked.items[test.question or ""]
            for code in test.in_ or ():
                answer = coding(self._origin, item, item.option(code))
                rows.append({"question": item.link_id, "operator": operator, "answerCoding": answer})
        return rows

    def _note(self, name: str, text: str, words: Callable[[Library], str]) -> list[Json]:
        """A sentence beside a question or at the head of a page."""
        if not text:
            return []
        return [
            {
                "linkId": f"{name}:note",
                "text": text,
                **_translated("text", self._others, words),
                "type": "display",
            }
        ]


def _page(library: Library, page: Page) -> Page:
    found = library.questionnaire.page(page.link_id)
    return found if found is not None else page


def _type(item: Item) -> str:
    if item.type == "choice":
        return "choice"
    # A number typed with a fraction is kept as a whole one here and written as it was typed there.
    return "decimal" if item.decimals else "integer"


def number_of(item: Item, kept: int) -> Json:
    """A number as FHIR writes it: in the unit in which it was typed."""
    return {"valueDecimal": kept / 10**item.decimals} if item.decimals else {"valueInteger": kept}


def _extensions(item: Item) -> list[Json]:
    if item.type == "choice":
        control = {"system": CONTROL, "code": "check-box" if item.repeats else "radio-button"}
        shown: Json = {"url": f"{EXTENSION}questionnaire-itemControl"}
        shown["valueCodeableConcept"] = {"coding": [control]}
        most = {"url": f"{EXTENSION}questionnaire-maxOccurs", "valueInteger": item.maximum}
        return [shown, most] if item.repeats and item.maximum else [shown]
    limits = [
        {"url": f"{EXTENSION}minValue", **number_of(item, item.minimum)},
        {"url": f"{EXTENSION}maxValue", **number_of(item, item.maximum)},
    ]
    # Money is that of the place of treatment, which nobody has told yet: it has no unit of its own.
    if item.unit and item.unit != "$":
        limits.append({"url": f"{EXTENSION}questionnaire-unit", "valueCoding": {"display": item.unit}})
    return limits
