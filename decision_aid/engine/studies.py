"""The ledger of human studies, and totals that are counted, never typed.

One record for each study, as its own record reports it; for the nine studies of the review's
table also as the review reports it, so that the two can be read side by side. Evidence levels are
those of the Oxford Centre for Evidence-Based Medicine, 2011 (1 best, 5 mechanism only).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, model_validator

from decision_aid.engine.values import Ageing, Frozen, Level

StudySet = Literal["core", "second-hand", "review-only", "preprint", "abstract", "look-alike", "registered"]
"""``core`` is what the headline counts: peer-reviewed, its numbers read in its own record or abstract."""

HairCondition = Literal["pattern", "areata", "chemotherapy", "shaft", "grey hair", "mixed", "other"]


class Reported(Frozen):
    """How somebody reports a study; a field left empty was not reported."""

    citation: str = ""
    design: str = ""
    people: str = ""
    condition: str = ""
    product: str = ""
    route: str = ""
    comparator: str = ""
    follow_up: str = ""
    result: str = ""
    harms: str = ""
    level: str = ""


REPORTED_FIELDS = tuple(Reported.model_fields)


class Study(Ageing):
    """One human study. ``people`` in all, ``treated`` given something called exosomes.

    ``in_placebo_comparison`` counts people in a randomized comparison with placebo;
    ``exosomes_alone`` says if what they got was exosomes and nothing else beside the comparator;
    ``harms_read`` says if anybody could read what its own record tells of harms.
    ``differs`` names the fields in which the review and the study's own record disagree.
    """

    id: str
    name: str
    set: StudySet
    reference: str
    year: int
    condition: HairCondition
    people: int | None = None
    treated: int | None = None
    women: int | None = None
    men: int | None = None
    in_placebo_comparison: int = 0
    exosomes_alone: bool = True
    harms_read: bool = False
    follow_up_months: float | None = None
    own: Reported
    blinding: str
    source_of_exosomes: str
    sessions: str = ""
    interests: str
    oxford: Literal[1, 2, 3, 4, 5] | None = None
    oxford_because: str = ""
    level: Level
    seen: str
    review: Reported | None = None
    differs: tuple[str, ...] = ()
    note: str = ""
    registration: str = ""

    @model_validator(mode="after")
    def _sane(self) -> Study:
        if self.treated is not None and self.people is not None and self.treated > self.people:
            raise ValueError("more people treated than studied")
        if (self.women or 0) + (self.men or 0) > (self.people or 0):
            raise ValueError("more women and men than people")
        unknown = [name for name in self.differs if name not in REPORTED_FIELDS]
        if unknown:
            raise ValueError(f"differs names {unknown}, which are not reported fields")
        if self.differs and self.review is None:
            raise ValueError("it differs from a review that is not told")
        if self.harms_read and (not self.own.harms or "not seen" in self.own.harms.lower()):
            raise ValueError("harms_read, but its own record's harms are not told")
        return self


class LabRow(Frozen):
    """One laboratory or animal study, as the review lists it. Not checked, and no evidence in people."""

    name: str
    source: str
    model: str
    pathway: str


class LabRows(Ageing):
    row: tuple[LabRow, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a set of studies."""

    studies: int
    people: int
    treated: int
    in_placebo_comparison: int
    exosomes_alone_against_placebo: int
    studies_without_placebo: int
    people_without_placebo: int
    studies_harms_read: int
    treated_harms_read: int
    longest_follow_up_months: float
    women: int
    men: int
    by_condition: tuple[tuple[str, int], ...]


TOTAL_NAMES = frozenset(
    {
        "studies",
        "people",
        "treated",
        "in_placebo_comparison",
        "exosomes_alone_against_placebo",
        "studies_without_placebo",
        "people_without_placebo",
        "studies_harms_read",
        "treated_harms_read",
        "longest_follow_up_months",
        "women",
        "men",
    }
)


def totals(studies: Iterable[Study], *sets: StudySet) -> Totals:
    """Counted over the studies of ``sets`` (the core set when none is named)."""
    chosen = [one for one in studies if one.set in (sets or ("core",))]
    uncompared = [one for one in chosen if not one.in_placebo_comparison]
    harms_read = [one for one in chosen if one.harms_read]
    conditions: dict[str, int] = {}
    for one in chosen:
        conditions[one.condition] = conditions.get(one.condition, 0) + (one.people or 0)
    return Totals(
        studies=len(chosen),
        people=sum(one.people or 0 for one in chosen),
        treated=sum(one.treated or 0 for one in chosen),
        in_placebo_comparison=sum(one.in_placebo_comparison for one in chosen),
        exosomes_alone_against_placebo=sum(one.in_placebo_comparison for one in chosen if one.exosomes_alone),
        studies_without_placebo=len(uncompared),
        people_without_placebo=sum(one.people or 0 for one in uncompared),
        studies_harms_read=len(harms_read),
        treated_harms_read=sum(one.treated or 0 for one in harms_read),
        longest_follow_up_months=max((one.follow_up_months or 0 for one in chosen), default=0),
        women=sum(one.women or 0 for one in chosen),
        men=sum(one.men or 0 for one in chosen),
        by_condition=tuple(sorted(conditions.items(), key=lambda pair: -pair[1])),
    )


def count(studies: Iterable[Study], name: str) -> int | float:
    """A total of the core set by name, or of one condition in it as ``people:pattern``.

    KeyError for a name that is no total.
    """
    what, _, condition = name.partition(":")
    if what not in TOTAL_NAMES:
        raise KeyError(what)
    chosen = [one for one in studies if not condition or one.condition == condition]
    number: float = getattr(totals(chosen), what)
    return int(number) if number == int(number) else number
