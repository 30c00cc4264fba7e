"""The questions: an ordered list, each with the condition that enables it.

Hides how "where am I?" is found. Promises that position is never stored: it is replayed from
the answers, so any set of answers, in any order, leads to exactly one next page. Words are
those of FHIR Questionnaire (item, link_id, answer_option, enable_when).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from decision_aid.engine.conditions import ALWAYS, UNANSWERED, Node, holds
from decision_aid.engine.items import AnswerOption, Codes, Item, Page, Reply, Stage

__all__ = [
    "AnswerOption",
    "Answers",
    "Codes",
    "Item",
    "Page",
    "Questionnaire",
    "Reply",
    "Situation",
    "Stage",
    "Walk",
]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a patient replied: option codes and whole numbers, never words of their own."""

    given: Mapping[str, Reply] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tidy = {
            link_id: reply if isinstance(reply, int) or len(reply) == 1 else tuple(sorted(set(reply)))
            for link_id, reply in sorted(self.given.items())
        }
        object.__setattr__(self, "given", tidy)

    def with_(self, replies: Mapping[str, Reply | None]) -> Answers:
        """The same answers with some replaced, or taken away where the new reply is None."""
        merged: dict[str, Reply | None] = {**self.given, **replies}
        return Answers({key: reply for key, reply in merged.items() if reply is not None})

    def without(self, link_ids: Iterable[str]) -> Answers:
        return self.with_(dict.fromkeys(link_ids))

    def codes(self, link_id: str) -> Codes:
        reply = self.given.get(link_id, ())
        return reply if isinstance(reply, tuple) else ()

    def number(self, link_id: str) -> int | None:
        reply = self.given.get(link_id)
        return reply if isinstance(reply, int) else None

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)


@dataclass(frozen=True, slots=True)
class Walk:
    """A replay: the pages met so far, the page to answer now (None at the end), how many in all."""

    met: tuple[Page, ...]
    here: Page | None
    total: int
    ended_early: bool = False

    def before(self, link_id: str) -> Page | None:
        """The page the Back link leads to."""
        ids = [page.link_id for page in self.met]
        position = ids.index(link_id) if link_id in ids else len(ids)
        return self.met[position - 1] if position else None


NOTHING: frozenset[str] = frozenset()
SILENCE = frozenset({UNANSWERED})


class Situation:
    """Answers as conditions see them: only enabled questions count, silence is UNANSWERED."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str, frozenset[str]] = {}

    def note(self, item: Item, answers: Answers) -> bool:
        """Take in one enabled item; say whether it has an acceptable answer."""
        reply = answers.given.get(item.link_id)
        answered = reply is not None and item.accepts(reply)
        if isinstance(reply, tuple) and answered:
            self._seen[item.link_id] = frozenset(reply)
        else:
            self._seen[item.link_id] = NOTHING if answered else SILENCE
        return answered

    def __call__(self, question: str) -> frozenset[str]:
        return self._seen.get(question, NOTHING)


class Questionnaire:
    """All pages, with conditions compiled. Built by the library, never by hand outside tests."""

    def __init__(
        self, pages: tuple[Page, ...], *, enabled: Mapping[str, Node], ends: Mapping[str, Node]
    ) -> None:
        self.pages = pages
        self._enabled = enabled
        self._ends = ends
        self.items: dict[str, Item] = {item.link_id: item for page in pages for item in page.item}
        self._page_of = {item.link_id: page for page in pages for item in page.item}
        self._pages = {page.link_id: page for page in pages}
        self.walk_pages = tuple(page for page in pages if page.stage == "walk")
        self._gates = {page.link_id: gate for page in pages if (gate := self._gate(page)) is not None}

    def page(self, link_id: str) -> Page | None:
        return self._pages.get(link_id)

    def page_of(self, link_id: str) -> Page:
        return self._page_of[link_id]

    def stage(self, stage: Stage) -> tuple[Page, ...]:
        return tuple(page for page in self.pages if page.stage == stage)

    def enabled_items(self, page: Page, situation: Situation) -> tuple[Item, ...]:
        return tuple(item for item in page.item if holds(self._enabled.get(item.link_id, ALWAYS), situation))

    def replay(self, answers: Answers) -> tuple[Walk, Situation]:
        """Walk the questions from the first over ``answers`` and stop at the first left open.

        Where a person is counts whatever follows: help lines depend on it.
        """
        situation = Situation()
        for page in self.stage("place"):
            self._meet(page, situation, answers)
        met: list[Page] = []
        here: Page | None = None
        total = 0
        for page in self.walk_pages:
            met_here, complete = self._meet(page, situation, answers)
            if not met_here:
                continue
            total += 1
            if here is None:
                met.append(page)
            if not complete and here is None:
                here = page
            if page.link_id in self._ends and holds(self._ends[page.link_id], situation):
                return Walk(tuple(met), here, total, ended_early=True), situation
        for page in self.pages:
            if page.stage not in {"walk", "place"}:
                self._meet(page, situation, answers)
        return Walk(tuple(met), here, total), situation

    def _gate(self, page: Page) -> Node | None:
        """The one condition that all items of a page wait for, if there is one.

        While it does not hold no item is met, so none can change it: the page is passed over at one look.
        """
        first, *others = (self._enabled.get(item.link_id) for item in page.item)
        return first if all(other == first for other in others) else None

    def _meet(self, page: Page, situation: Situation, answers: Answers) -> tuple[bool, bool]:
        """Note a page's items in order, as one may enable the next: (any enabled, all answered)."""
        gate = self._gates.get(page.link_id)
        if gate is not None and not holds(gate, situation):
            return False, True
        any_enabled, complete = False, True
        for item in page.item:
            condition = self._enabled.get(item.link_id)
            if condition is None or holds(condition, situation):
                any_enabled = True
                complete = (situation.note(item, answers) or not item.required) and complete
        return any_enabled, complete

    def enabled_answers(self, answers: Answers) -> Answers:
        """Only the replies to questions that are enabled: all that guidance may see."""
        _, situation = self.replay(answers)
        return Answers(
            {
                link_id: reply
                for link_id, reply in answers.given.items()
                if link_id in situation._seen and self.items[link_id].accepts(reply)
            }
        )
