"""A FHIR QuestionnaireResponse read back, wherever it comes from.

Nothing of its shape is trusted: any JSON gives a ``Read`` or is ``NotOurs``, and how deep and how
far it is followed is bounded. Groups may have been flattened, systems and displays may be missing.
Retired ids are read as what took their place; what no longer exists is listed in the file's words.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from urllib.parse import urlsplit

from decision_aid.engine.fhir.form import CANONICAL
from decision_aid.engine.library import Library
from decision_aid.engine.questionnaire import Answers, Item, Reply
from decision_aid.engine.retired import code_known_as, item_known_as

Reason = Literal["not-a-response", "another-questionnaire", "too-much"]

MOST_NODES = 2_000
"""Items and answers in all. Ours has about three hundred with every box ticked."""
DEEPEST = 12
MOST_GONE = 200
LONGEST, LONGEST_QUESTION = 300, 120
"""Characters of the file's own words that are passed on at a time."""
LONGEST_ADDRESS = 500
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")


class NotOurs(Exception):
    """A record that is not a response to this questionnaire, or is larger than any could be."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Read:
    """What a record says, in today's ids.

    ``content_version`` is empty where the file names none. ``mapped`` are answers under a retired
    id: the words of the file, and how they read now. ``gone`` are those that cannot be given any
    more, in the words of the file; they count as not answered.
    """

    answers: Answers
    content_version: str
    mapped: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """One question as the file has it: its id, its words, its answers unread."""

    link_id: str
    words: str
    answers: tuple[object, ...]

    def said(self, answers: Iterable[object]) -> str:
        replies = ", ".join(filter(None, map(_said, answers)))
        return _tidy(f"{self.words or _tidy(self.link_id, LONGEST_QUESTION)}: {replies}")


def read(record: object, library: Library) -> Read:
    """The answers in a decoded QuestionnaireResponse. Raises NotOurs, and nothing else."""
    if not isinstance(record, Mapping) or record.get("resourceType") != "QuestionnaireResponse":
        raise NotOurs("not-a-response")
    version = _version(record.get("questionnaire"))
    given: dict[str, Reply] = {}
    mapped: list[tuple[str, str]] = []
    gone: list[str] = []
    # Where a file holds a question under its old and its present id, the present one counts.
    current = library.questionnaire.items
    for found in sorted(_found(record), key=lambda one: one.link_id not in current):
        item = item_known_as(library.questionnaire, found.link_id)
        if item is None or item.link_id in given:
            gone.append(found.said(found.answers))
            continue
        reply, lost, renamed = _reply(item, found)
        if reply is not None:
            given[item.link_id] = reply
            if renamed or item.link_id != found.link_id:
                now = ", ".join(item.words(reply, sign=""))
                mapped.append((found.said(found.answers), f"{item.text}: {now}"))
        if lost:
            gone.append(found.said(lost))
    if len(gone) > MOST_GONE:
        raise NotOurs("too-much")
    return Read(Answers(given), version, tuple(mapped), tuple(gone))


def _version(canonical: object) -> str:
    """The content version a canonical names, if it is one of ours below any origin."""
    if not isinstance(canonical, str) or len(canonical) > LONGEST_ADDRESS:
        raise NotOurs("another-questionnaire")
    address, _, version = canonical.partition("|")
    try:
        path = urlsplit(address).path
    except ValueError:
        path = ""
    if not path.endswith(CANONICAL):
        raise NotOurs("another-questionnaire")
    return version if _VERSION.fullmatch(version) else ""


def _found(record: Mapping[object, object]) -> list[_Found]:
    """Every question with an answer, however nested, each once with all its answers."""
    found: dict[str, _Found] = {}
    nodes = 0
    waiting: deque[tuple[object, int]] = deque([(record.get("item"), 0)])
    while waiting:
        nested, depth = waiting.popleft()
        if depth > DEEPEST:
            raise NotOurs("too-much")
        for one in _mappings(nested):
            answers = tuple(_mappings(one.get("answer")))
            nodes += 1 + len(answers)
            if nodes > MOST_NODES:
                raise NotOurs("too-much")
            waiting += [(inner, depth + 1) for inner in (one.get("item"), *(a.get("item") for a in answers))]
            link_id, words = one.get("linkId"), one.get("text")
            if not answers or not isinstance(link_id, str):
                continue
            before = found.get(link_id)
            found[link_id] = _Found(
                link_id,
                _tidy(words, LONGEST_QUESTION) if isinstance(words, str) else "",
                (*(before.answers if before else ()), *answers),
            )
    return list(found.values())


def _mappings(nested: object) -> Iterator[Mapping[object, object]]:
    """The objects of a list, as many as could matter."""
    if isinstance(nested, list):
        if len(nested) > MOST_NODES:
            raise NotOurs("too-much")
        yield from (one for one in nested if isinstance(one, Mapping))


def _reply(item: Item, found: _Found) -> tuple[Reply | None, tuple[object, ...], bool]:
    """The reply as the question takes it now, the answers lost, and whether a code was renamed."""
    if item.type == "integer":
        numbers = [_number(item, one) for one in found.answers]
        reply = numbers[0] if len(numbers) == 1 else None
        return (
            (reply, (), False) if reply is not None and item.accepts(reply) else (None, found.answers, False)
        )
    codes: list[str] = []
    lost: list[object] = []
    renamed = False
    for answer in found.answers:
        told = _code(answer)
        code = code_known_as(item, told) if told is not None else None
        if code is None:
            lost.append(answer)
            continue
        renamed = renamed or code != told
        codes.append(code)
    if item.accepts(tuple(dict.fromkeys(codes))):
        return tuple(dict.fromkeys(codes)), tuple(lost), renamed
    return None, found.answers, False


def _code(answer: object) -> str | None:
    coding = answer.get("valueCoding") if isinstance(answer, Mapping) else None
    code = coding.get("code") if isinstance(coding, Mapping) else None
    return code if isinstance(code, str) else None


def _number(item: Item, answer: object) -> int | None:
    """The number in the item's smallest unit, or None where it is none or not a whole one."""
    value = _plain_number(answer)
    if value is None:
        return None
    kept = value.scaleb(item.decimals)
    return int(kept) if kept == kept.to_integral_value() else None


def _plain_number(answer: object) -> Decimal | None:
    if not isinstance(answer, Mapping):
        return None
    quantity = answer.get("valueQuantity")
    values = [answer.get("valueInteger"), answer.get("valueDecimal")]
    values.append(quantity.get("value") if isinstance(quantity, Mapping) else None)
    for value in values:
        if isinstance(value, int | float) and not isinstance(value, bool):
            # The bounds keep Python from writing out a number of a million digits, and out infinities.
            return Decimal(str(value)) if -1e12 < value < 1e12 else None
    return None


def _said(answer: object) -> str:
    """One answer in the words of the file, as far as it carries any."""
    if not isinstance(answer, Mapping):
        return ""
    coding = answer.get("valueCoding")
    if isinstance(coding, Mapping):
        words = coding.get("display") or coding.get("code")
    elif (number := _plain_number(answer)) is not None:
        words = f"{number:f}"
    else:
        words = answer.get("valueString")
    return _tidy(words) if isinstance(words, str) else ""


def _tidy(words: str, longest: int = LONGEST) -> str:
    """Words of a stranger on one line of bounded length, with nothing in them that cannot be shown."""
    line = "".join(one if one.isprintable() else " " for one in words[: 4 * longest])
    return " ".join(line.split())[:longest]
