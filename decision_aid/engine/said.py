"""Answers turned back into words, as the person would read them.

``Said`` is one answer read back; ``AnswersRead`` reads back those of one person. Both know only what is
enabled, so an answer that no longer counts is never read out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from decision_aid.engine.library import Library
from decision_aid.engine.offer import sign_of
from decision_aid.engine.questionnaire import Answers, Item


@dataclass(frozen=True, slots=True)
class Said:
    """An answer read back: the question in short, the reply in codes and words, the page to change it on."""

    link_id: str
    label: str
    codes: tuple[str, ...]
    words: tuple[str, ...]
    page: str
    stage: str
    private: bool


class AnswersRead:
    """The enabled answers of one person."""

    def __init__(self, library: Library, seen: Answers) -> None:
        self.library = library
        self.seen = seen

    def said(self, item: Item, only: Iterable[str] | None = None) -> Said:
        reply = self.seen.given.get(item.link_id, ())
        if only is not None and isinstance(reply, tuple):
            reply = tuple(code for code in reply if code in set(only))
        page = self.library.questionnaire.page_of(item.link_id)
        return Said(
            link_id=item.link_id,
            label=item.short,
            codes=reply if isinstance(reply, tuple) else (),
            words=item.words(reply, sign=sign_of(self.seen)),
            page=page.link_id,
            stage=page.stage,
            private=item.private or self._tells(item),
        )

    def _tells(self, item: Item) -> bool:
        """Is a private option among the replies?"""
        given = self.seen.codes(item.link_id)
        return any(option.private for option in item.answer_option if option.code in given)

    def all(self, link_ids: Iterable[str]) -> tuple[Said, ...]:
        items = self.library.questionnaire.items
        return tuple(self.said(items[one]) for one in link_ids if one in self.seen.given)

    def everything(self) -> tuple[Said, ...]:
        """Every answer given, in the order of the questions."""
        return self.all(self.library.questionnaire.items)
