"""Treatments and what is known of them: numbers, findings, certainty, references.

Promises that no number reaches a page without where it was read, against what, in whom, for how
long and how sure we are. Certainty is GRADE's (high, moderate, low, very low); levels of
verification are our own (docs/updating-the-evidence.md). A finding without a controlled event
rate has no icon array: it is a ``Studied``, shown at the same size.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from decision_aid.engine.values import Ageing, Frozen, Level, Plain


class Certainty(StrEnum):
    """GRADE certainty of the evidence."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"


class Status(StrEnum):
    """US regulatory standing of a use; four words explained once in content/guidance.toml."""

    APPROVED = "approved"
    CLEARED = "cleared"
    OFF_LABEL = "off-label"
    NONE = "none"
    NOT_NEEDED = "not needed"


class Reference(Frozen):
    """Where something is written. ``kind`` decides who may be restated second-hand.

    A ``maker`` tells of its own trial; a ``vendor`` or the ``news`` are never restated second-hand.
    """

    id: str
    cite: str
    kind: Literal[
        "paper", "review", "label", "regulator", "registry", "guideline", "news", "vendor", "maker", "law"
    ]
    year: int
    doi: str = ""
    pmid: str = ""
    url: str = ""

    @property
    def address(self) -> str:
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url

    @property
    def official(self) -> bool:
        return self.kind in {"label", "regulator", "law"}

    @property
    def hearsay(self) -> bool:
        return self.kind in {"vendor", "news"}


class Verified(Frozen):
    """Anything stated as true: its sources and how far we checked them.

    ``second_hand_because`` says why something seen only second-hand is told although no label or
    regulator says it. It may only warn, or make the evidence thinner; readers see the reason.
    """

    source: tuple[str, ...] = Field(min_length=1)
    level: Level
    second_hand_because: str = ""

    @model_validator(mode="after")
    def _excused(self) -> Verified:
        if self.second_hand_because and self.level is not Level.SECONDARY:
            raise ValueError("second_hand_because excuses nothing that was read in its own record")
        return self

    @property
    def second_hand(self) -> bool:
        return self.level is Level.SECONDARY


class Number(Verified):
    """One number a sentence may borrow by its key.

    ``counted`` names a total of the study ledger, which then gives the value (studies.count).
    ``measure`` and ``rate`` numbers say against what, when and in whom; a duration, a dose or a
    count of people needs only ``what``.
    """

    value: int | float | date = 0
    counted: str = ""
    what: str
    kind: Literal["count", "duration", "dose", "date", "measure", "rate", "money"]
    comparator: str = ""
    time: str = ""
    population: str = ""
    certainty: Certainty | None = None

    @model_validator(mode="after")
    def _complete(self) -> Number:
        if self.kind in {"measure", "rate"}:
            missing = [n for n in ("comparator", "time", "population", "certainty") if not getattr(self, n)]
            if missing:
                raise ValueError(f"a {self.kind} needs {', '.join(missing)}")
        return self

    @property
    def shown(self) -> str:
        if isinstance(self.value, date):
            return f"{self.value:%B} {self.value.day}, {self.value.year}"
        return f"{self.value:,}"


class Rate(Verified):
    """How many of ``of`` people had an outcome, with the treatment and with the comparator.

    ``without`` is None when nobody was given anything else: then it is no effect of the
    treatment, has no icon array and says so.
    """

    id: str
    outcome: str
    says: str
    good: bool
    with_treatment: int
    without: int | None = None
    of: Literal[100, 1000]
    comparator: str
    time: str
    population: str
    people: int
    design: str
    certainty: Certainty
    because: str

    @model_validator(mode="after")
    def _within(self) -> Rate:
        for count in (self.with_treatment, self.without):
            if count is not None and not 0 <= count <= self.of:
                raise ValueError(f"{count} is not a count of people out of {self.of}")
        return self

    @property
    def controlled(self) -> bool:
        return self.without is not None


class Studied(Verified):
    """What was studied where no reliable number exists: shown at the size of an icon array.

    ``counted`` names a total of the study ledger, which then gives ``people``. ``in_short`` is
    ``says`` for paper: the direction, and a figure only where it is reliable. ``mixed`` where the
    people had several treatments or none: paper does not print their number beside this one.
    """

    id: str
    outcome: str
    says: str
    in_short: str
    mixed: bool = False
    people: int = 0
    counted: str = ""
    design: str
    comparator: str
    time: str
    population: str
    would_settle: str
    certainty: Certainty
    because: str


class AskedPrice(Frozen):
    """What is asked: at least two sources, a dated range, never a quote.

    ``note`` begins with a sentence on where it is asked, because not every price is from a website.
    """

    low: int
    high: int
    per: str
    seen: date
    source: tuple[str, ...] = Field(min_length=2)
    note: str

    @property
    def asked(self) -> str:
        """Where it is asked, in one sentence."""
        return self.note.partition(". ")[0].rstrip(".") + "."


class FairTrial(Frozen):
    """When a treatment counts as fairly tried; months of regular use, and why that many."""

    months: Literal[6, 12]
    because: str


class Warned(Verified):
    """The gravest thing a record says of harm, in one short sentence: on paper it is never left out."""

    says: str


class Living(Frozen):
    """What living with it is like (IPDAS 1.2.1)."""

    physical: str
    emotional: str
    social: str


class Treatment(Ageing):
    """One option. Every option has the same fields in the same order, exosomes and none included.

    ``drug_class`` is for a clinician, on medicines; so are ``contraindications``, in clinical terms
    what ``not_for`` and ``ask_first`` say. ``balance_because`` says why words on benefit
    and harm differ by more than twice, where they do.
    """

    id: str
    name: str
    short_name: str
    order: int
    group: Literal["medicine", "device", "procedure", "surgery", "cover", "none"]
    drug_class: Plain | None = None
    status: Status
    status_says: str
    status_source: tuple[str, ...] = ()
    status_level: Level | None = None
    what: str
    how: str
    for_whom: tuple[str, ...] = Field(min_length=1)
    not_for: tuple[str, ...] = ()
    not_for_source: tuple[str, ...] = ()
    ask_first: str = ""
    evidence_says: str
    benefit: tuple[Rate, ...] = ()
    benefit_studied: tuple[Studied, ...] = ()
    harm: tuple[Rate, ...] = ()
    harm_studied: tuple[Studied, ...] = ()
    harm_says: tuple[str, ...] = ()
    certainty: Certainty | None = None
    certainty_because: str
    time_to_judge: str
    fair_trial_says: str
    fair_trial: FairTrial | None = None
    stopping: str
    burden: str
    needles: str
    pregnancy: str
    side_effects: str
    warning: Warned
    contraindications: Plain
    living: Living
    price: AskedPrice | None = None
    price_says: str = ""
    balance_because: str = ""
    numbers: dict[str, Number] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _classed(self) -> Treatment:
        if (self.group == "medicine") != (self.drug_class is not None):
            raise ValueError("a medicine, and nothing else, has a drug_class")
        return self

    def sources(self) -> tuple[str, ...]:
        """Every reference this option rests on, in order of first use."""
        told = [*self.status_source, *self.not_for_source, *self.warning.source]
        for record in (*self.benefit, *self.benefit_studied, *self.harm, *self.harm_studied):
            told += record.source
        for number in self.numbers.values():
            told += number.source
        return tuple(dict.fromkeys([*told, *(self.price.source if self.price else ())]))
