"""What another program would make of our FHIR resources, written from the specification alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]


def flat(items: list[Json], parents: tuple[str, ...] = ()) -> Iterator[tuple[Json, tuple[str, ...]]]:
    """Every item in the order of the document, with the linkIds it is nested in."""
    for item in items:
        yield item, parents
        yield from flat(item.get("item", []), (*parents, item["linkId"]))


def _holds(row: Json, given: Mapping[str, tuple[str, ...]]) -> bool:
    """R4 and R5 agree: "=" is for at least one answer, "!=" for none; silence is no answer."""
    there = row["answerCoding"]["code"] in given.get(row["question"], ())
    return there if row["operator"] == "=" else not there


def enabled(questionnaire: Json, given: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The linkIds a client would show. An answer to a question that is not shown counts as none."""
    shown: set[str] = set()
    for item, parents in flat(questionnaire["item"]):
        counted = {key: codes for key, codes in given.items() if key in shown}
        rows = [_holds(row, counted) for row in item.get("enableWhen", [])]
        joined = any if item.get("enableBehavior") == "any" else all
        if set(parents) <= shown and (not rows or joined(rows)):
            shown.add(item["linkId"])
    return shown


def options(questionnaire: Json) -> dict[str, dict[str, Json]]:
    """The codings a question offers, by its linkId and their code."""
    return {
        item["linkId"]: {
            one["valueCoding"]["code"]: one["valueCoding"] for one in item.get("answerOption", [])
        }
        for item, _ in flat(questionnaire["item"])
    }
