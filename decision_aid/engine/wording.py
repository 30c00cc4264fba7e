"""The sentences guidance is put together from, as decoded from guidance.toml and aid.toml.

No logic lives here: which sentences a person sees is decided in ``guidance``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field, field_validator

from decision_aid.engine.conditions import Clause
from decision_aid.engine.evidence import Certainty, Status
from decision_aid.engine.values import Ageing, Frozen, Level

StandingId = Literal["see-someone-first", "find-out-first", "not-first", "not-yet", "defensible-experiment"]
Tier = Literal["same-day", "by-phone", "two-weeks", "routine", "none"]
TIERS: tuple[Tier, ...] = ("same-day", "by-phone", "two-weeks", "routine", "none")
"""Highest first."""
_DAY = "%B %d, %Y"


class Sentence(Frozen):
    """Something said to everyone, or only ``when`` the answers fit.

    ``passage`` is the passage of "What to expect" that says more.
    """

    says: str
    when: Clause | None = None
    passage: str = ""


class StandingWords(Frozen):
    """What a page says for one standing: in one line, in a few sentences, and what to do next."""

    id: StandingId
    title: str
    summary: tuple[str, ...] = Field(min_length=1)
    next_steps: tuple[Sentence, ...] = Field(min_length=1)


class TierWords(Frozen):
    """How soon, in words: ``title`` on its own, ``says`` as a sentence.

    ``repeats`` is a sentence of rules that says no more than title and "{who}" beside each other.
    """

    id: Tier
    title: str
    says: str
    repeats: str = ""


class FourthPart(Frozen):
    """One of the four conditions of "when the math works". ``id`` names its condition.

    While it is open the first of ``answered`` that fits is said, and ``open`` where none does.
    """

    id: str
    title: str
    read_from: tuple[str, ...] = Field(min_length=1)
    met: str
    open: str
    answered: tuple[Sentence, ...] = ()
    closes: str


class Question(Frozen):
    """One of the ten questions before paying; ``id`` is the option of ``told`` that answers it.

    ``elsewhere_ask`` and ``elsewhere_why`` are its words where the law of the United States does
    not hold; where they are empty the words are the same everywhere.
    """

    id: str
    ask: str
    why: str
    elsewhere_ask: str = ""
    elsewhere_why: str = ""

    def where(self, region: str) -> Question:
        """The question as it is put in ``region``."""
        if region == "us":
            return self
        return Question(id=self.id, ask=self.elsewhere_ask or self.ask, why=self.elsewhere_why or self.why)


class CertaintyWords(Frozen):
    """The one template of words for a GRADE level."""

    id: Certainty
    title: str
    says: str


class StatusWords(Frozen):
    """One US status, explained once."""

    id: Status
    title: str
    says: str


class Priority(Frozen):
    """Something that may matter, and the field of every treatment that bears on it."""

    id: str
    title: str
    shows: Literal[
        "certainty_line",
        "side_effects",
        "price_line",
        "burden",
        "needles",
        "pregnancy",
        "time_to_judge",
        "stopping",
    ]


class Page(Frozen):
    """A short page of its own: the crisis page and the page for the young."""

    title: str
    says: tuple[str, ...] = Field(min_length=1)
    signs_title: str = ""
    signs: tuple[str, ...] = ()


class Wording(Frozen):
    """Everything in guidance.toml."""

    standing: tuple[StandingWords, ...]
    today_steps: tuple[Sentence, ...] = Field(min_length=1)
    tier: tuple[TierWords, ...]
    any_time: str
    in_short: tuple[str, ...]
    only_an_examination: str
    condition: tuple[FourthPart, ...] = Field(min_length=4, max_length=4)
    question: tuple[Question, ...] = Field(min_length=10, max_length=10)
    in_writing: tuple[str, ...]
    stop_when: tuple[str, ...]
    other_ways: tuple[str, ...]
    mood_warning: tuple[str, ...]
    not_consent: str
    support: tuple[str, ...]
    unfinished: str
    certainty: tuple[CertaintyWords, ...]
    status: tuple[StatusWords, ...]
    priority: tuple[Priority, ...]
    crisis: Page
    child: Page
    teen: Page

    def soon(self, tier: Tier, *, support: bool = False) -> TierWords:
        """How soon in words. To talk with somebody is no visit, and has no time of one."""
        words = next(one for one in self.tier if one.id == tier)
        return words.model_copy(update={"title": self.any_time}) if support else words

    def conditional(self) -> dict[str, Sentence]:
        """Every sentence that may hang on the answers, by the name its condition is known under."""
        lists = {f"step:{one.id}": one.next_steps for one in self.standing}
        lists |= {"step:today": self.today_steps}
        lists |= {f"part:{one.id}": one.answered for one in self.condition}
        return {f"{name}:{at}": one for name, these in lists.items() for at, one in enumerate(these)}


class Elsewhere(Frozen):
    """Something else the same money could go to, at an asked monthly price in dollars."""

    what: str
    low: int
    high: int
    source: tuple[str, ...] = Field(min_length=2)
    level: Level


class Aid(Ageing):
    """What the aid says about itself (IPDAS 2.2.2, 2.2.3, 2.3.1)."""

    title: str
    decision: str
    for_whom: str
    content_version: str
    published: str
    reading_grade: float
    reading_raw: float
    funding: str
    interests: str
    review_note: str
    update_policy: tuple[str, ...]
    privacy: tuple[str, ...]
    about: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]
    elsewhere_note: str
    deferred_note: str

    @field_validator("published")
    @classmethod
    def _is_a_day(cls, published: str) -> str:
        try:
            datetime.strptime(published, _DAY)
        except ValueError:
            raise ValueError("write the day as in November 24, 2026") from None
        return published

    @property
    def published_on(self) -> date:
        return datetime.strptime(self.published, _DAY).date()
