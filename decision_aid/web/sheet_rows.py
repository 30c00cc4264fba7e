"""Options as rows of a printed sheet: one template for each, made from the records of the web pages.

A rate is told as a natural frequency in both groups. Where there is none the row tells the direction
in the record's own short words, and how many people were studied. Each row has one form only: what
stands in it is never shortened for want of room, and the gravest harm stands first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from django.utils.translation import gettext as _

from decision_aid.engine.evidence import AskedPrice, Certainty, Rate, Reference, Studied, Treatment, Verified
from decision_aid.engine.handouts import Handouts
from decision_aid.engine.library import Library
from decision_aid.engine.types import HairLossType, TypeOption
from decision_aid.web.templatetags.aid import certainty_words, status_words

SOURCES_EACH = 2
LONG = 90
"""Characters of an official title before it is cut; the pages have it whole."""
ROWS_WITH_ROOM = 3
"""Up to so many rows each has SOURCES_EACH references on paper, else one; the pages list them all."""


@dataclass(frozen=True, slots=True)
class Told:
    """One finding, or a sentence without a study. The template ends a finding with its study.

    ``shared`` where the next finding is of the same people: a clinician is told of them once.
    """

    text: str
    people: str = ""
    time: str = ""
    design: str = ""
    certainty: str = ""
    second_hand: bool = False
    shared: bool = False

    @property
    def study(self) -> tuple[str, ...]:
        return (self.people, self.time, self.design, self.certainty)


@dataclass(frozen=True, slots=True)
class Row:
    """One option. Every row has the same fields, so that none looks better for being told at length."""

    id: str
    name: str
    status: str
    second_hand: bool
    for_whom: str
    benefit: tuple[Told, ...]
    certainty: str
    warning: Told
    harm: tuple[Told, ...]
    unknown: str
    time_to_judge: str
    stopping: str
    cost: str
    quote: bool
    not_for: tuple[str, ...]
    contraindications: str
    source: tuple[str, ...] = ()

    @property
    def harm_second_hand(self) -> bool:
        return any(one.second_hand for one in (self.warning, *self.harm))


def of_treatment(library: Library, one: Treatment) -> Row:
    words = certainty_words(library.wording, one.certainty) if one.certainty else None
    return Row(
        id=one.id,
        name=one.short_name,
        status=status_words(library.wording, one.status).title,
        second_hand=one.status_level == "secondary",
        for_whom="",
        benefit=_told(one.benefit, one.benefit_studied),
        certainty=(words.title if words else one.certainty_because).rstrip("."),
        warning=Told(one.warning.says, second_hand=one.warning.second_hand),
        harm=(Told(one.side_effects), *_told(one.harm, one.harm_studied)),
        unknown="",
        time_to_judge=one.time_to_judge,
        stopping=one.stopping,
        cost=_price(one.price) if one.price else one.price_says.partition(". ")[0].rstrip(".") + ".",
        quote=one.id != "no-treatment",
        not_for=one.not_for,
        contraindications=one.contraindications,
        source=_few(one.benefit, one.benefit_studied, [one.warning], one.harm, one.harm_studied),
    )


def of_type_option(library: Library, one: TypeOption) -> Row:
    """Something used for one type. All but the gravest of its harms stand under the table."""
    rated = [rate.certainty for rate in one.benefit] + [record.certainty for record in one.benefit_studied]
    rated += [one.course_certainty] if one.course_certainty else []
    lowest = max(rated, key=list(Certainty).index, default=None)
    words = certainty_words(library.wording, lowest) if lowest else None
    course = tuple(Told(line) for line in one.course)
    return Row(
        id=one.id,
        name=one.name,
        status=status_words(library.wording, one.status).title,
        second_hand=one.status_level == "secondary",
        for_whom=one.for_whom,
        benefit=(*course, *_told(one.benefit, one.benefit_studied)) or (Told(one.what),),
        certainty=words.title.rstrip(".") if words else "",
        warning=Told(one.harm_says[0]),
        harm=_told(one.harm, ()),
        unknown="",
        time_to_judge="",
        stopping=one.stopping,
        cost="",
        quote=False,
        not_for=one.harm_says[1:],
        contraindications=one.contraindications or "",
        source=_few(one.benefit, one.benefit_studied, one.harm),
    )


def exosomes_for(library: Library, one: HairLossType) -> Row:
    """Exosomes on the sheet of a type: what is known for that type, which is often nothing.

    Where they are set aside nothing invites a purchase: no price, no room for one, no
    time to judge, and nobody is told who it is not for, as that would leave it open to the rest.
    """
    row = of_treatment(library, library.treatments["exosomes"])
    row = replace(row, benefit=(Told(one.exosomes),), source=one.exosomes_source)
    if not one.exosomes_set_aside:
        return row
    status = library.handouts.set_aside
    return replace(row, status=status, cost="", quote=False, time_to_judge="", stopping="", not_for=())


def confirm_first(handouts: Handouts) -> Row:
    first = handouts.confirm_first
    return Row(
        id="confirm-first",
        name=first.name,
        status=first.status,
        second_hand=False,
        for_whom="",
        benefit=(Told(first.benefit),),
        certainty="",
        warning=Told(first.harm),
        harm=(),
        unknown=first.unknown,
        time_to_judge=first.time_to_judge,
        stopping="",
        cost=first.cost,
        quote=False,
        not_for=(first.not_for,),
        contraindications="",
    )


def _price(price: AskedPrice) -> str:
    """A dated range; that it is what websites ask is said once for all of them."""
    return _("$%(low)s to $%(high)s per %(per)s.") % {
        "low": f"{price.low:,}",
        "high": f"{price.high:,}",
        "per": price.per,
    }


def _told(rates: Iterable[Rate], studied: Iterable[Studied]) -> tuple[Told, ...]:
    told: list[Told] = []
    for where, found in groupby(rates, key=_where):
        run = tuple(found)
        if where and len(run) > 1:
            told.append(_found(run[0], _together(run), people=run[0].people))
        else:
            near = zip((None, *run), run, (*run[1:], None), strict=False)
            told += [_found(one, _rate(one, before, after), people=one.people) for before, one, after in near]
    told += [_found(one, one.in_short.rstrip("."), people=0 if one.mixed else one.people) for one in studied]
    for at, (one, following) in enumerate(pairwise(told)):
        told[at] = replace(one, shared=one.study == following.study)
    return tuple(told)


def _where(one: Rate) -> tuple[object, ...]:
    """What counts of one source have in common, where the outcome's last words name the source."""
    where = one.outcome.rpartition(", ")[0] and one.outcome.rpartition(", ")[2]
    return (where, one.of, one.comparator, one.people, one.time) if where and one.controlled else ()


def _together(run: Sequence[Rate]) -> str:
    """Counts of one source, which is named once, with their denominator and comparator."""
    first, *rest = run
    what, _comma, where = first.outcome.rpartition(", ")
    told = _("%(where)s, in %(of)s: %(what)s %(with)s, against %(without)s with %(comparator)s") % {
        "where": where[:1].upper() + where[1:],
        "of": f"{first.of:,}",
        "what": _inside(what),
        "with": first.with_treatment,
        "without": first.without,
        "comparator": _inside(first.comparator),
    }
    again = _("%(what)s %(with)s, against %(without)s")
    more = [
        again
        % {
            "what": one.outcome.rpartition(", ")[0],
            "with": one.with_treatment,
            "without": one.without,
        }
        for one in rest
    ]
    return ". ".join([told, *more])


def _rate(one: Rate, before: Rate | None, after: Rate | None) -> str:
    """A natural frequency. What several in a row were compared with is named once.

    With the first where there is a count, and with the last where there is none.
    """
    counts = {"outcome": one.outcome, "with": one.with_treatment, "of": f"{one.of:,}"}
    counts |= {"without": one.without, "comparator": _inside(one.comparator)}
    if one.controlled and before and before.controlled and before.comparator == one.comparator:
        return _("%(outcome)s: %(with)s in %(of)s, against %(without)s") % counts
    if one.controlled:
        return _("%(outcome)s: %(with)s in %(of)s, against %(without)s with %(comparator)s") % counts
    if after and not after.controlled and after.comparator == one.comparator:
        return _("%(outcome)s: %(with)s in %(of)s") % counts
    return _("%(outcome)s: %(with)s in %(of)s; %(comparator)s") % counts


def _found(one: Rate | Studied, text: str, *, people: int) -> Told:
    return Told(
        text=text,
        people=f"{people:,}" if people else "",
        time=_inside(one.time),
        design=one.design,
        certainty=one.certainty.value,
        second_hand=one.second_hand,
    )


def _inside(text: str) -> str:
    """A fragment in the middle of a sentence: no capital, unless it is that of a name."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[0].lower() + text[1:]


def _few(*groups: Iterable[Verified]) -> tuple[str, ...]:
    cited = dict.fromkeys(source for group in groups for one in group for source in one.source)
    return tuple(cited)


def brief(reference: Reference) -> str:
    """A reference short enough for paper: first author and where; of officials the title, or its start."""
    sentences = reference.cite.split(". ")
    venue = next((one for one in sentences[2:] if str(reference.year) in one), "")
    identifier = (
        f"doi:{reference.doi}" if reference.doi else f"PMID {reference.pmid}" if reference.pmid else ""
    )
    if reference.official or not (identifier or venue):
        whole = reference.cite.replace("US Food and Drug Administration", "FDA")
        return whole if len(whole) <= LONG else f"{whole[:LONG].rpartition(' ')[0]}... {reference.year}."
    author, comma, _rest = sentences[0].partition(",")
    first = f"{author} et al." if comma else f"{author.rstrip('.')}."
    return f"{first} {reference.year}. {identifier}" if identifier else f"{first} {venue.rstrip('.')}"
