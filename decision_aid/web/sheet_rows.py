"""Options as rows of a printed sheet: one template for each, made from the records of the web pages.

A rate is told as a natural frequency in both groups. Where no reliable number exists the row says so
and how many people were studied, as the pages do. ``full`` lines give way to ``short`` ones where
the paper is full; neither holds a figure that is not in the record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decision_aid.engine.evidence import AskedPrice, Certainty, Rate, Reference, Studied, Treatment
from decision_aid.engine.handouts import Handouts
from decision_aid.engine.library import Library
from decision_aid.engine.types import HairLossType, TypeOption
from decision_aid.web.templatetags.aid import certainty_words, status_words

SOURCES_EACH = 2
ROWS_WITH_ROOM = 5
"""Up to so many rows each has SOURCES_EACH references on paper, else one; the pages list them all."""


@dataclass(frozen=True, slots=True)
class Told:
    """One finding: what is said where there is room, and where there is little.

    The template ends the sentence where ``people`` stand behind it.
    """

    full: str
    short: str
    people: str = ""
    time: str = ""
    design: str = ""
    certainty: str = ""
    second_hand: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One option. Every row has the same fields, so that none looks better for being told at length."""

    id: str
    name: str
    status: str
    second_hand: bool
    benefit: tuple[Told, ...]
    certainty: str
    harm: tuple[Told, ...]
    unknown: str
    time_to_judge: str
    stopping: str
    cost: str
    cost_short: str
    quote: bool
    not_for: tuple[str, ...]
    source: tuple[str, ...] = ()

    @property
    def harm_second_hand(self) -> bool:
        return any(one.second_hand for one in self.harm)


def of_treatment(library: Library, one: Treatment) -> Row:
    wording = library.wording
    words = certainty_words(wording, one.certainty) if one.certainty else None
    price = _price(one.price) if one.price else ""
    return Row(
        id=one.id,
        name=one.short_name,
        status=status_words(wording, one.status).title,
        second_hand=one.status_level == "secondary",
        benefit=_told(library, one.benefit, one.benefit_studied),
        certainty=words.title if words else one.certainty_because,
        harm=(_plain(one.side_effects), *_told(library, one.harm, one.harm_studied)),
        unknown="",
        time_to_judge=one.time_to_judge,
        stopping=one.stopping,
        cost=price or one.price_says,
        cost_short=price or one.price_says.partition(". ")[0].rstrip(".") + ".",
        quote=one.id != "no-treatment",
        not_for=one.not_for,
        source=_few(one.benefit, one.benefit_studied, one.harm, one.harm_studied),
    )


def of_type_option(library: Library, one: TypeOption) -> Row:
    """Something used for one type. Its harms stand where other options say who it is not for."""
    rated = [rate.certainty for rate in one.benefit] + [record.certainty for record in one.benefit_studied]
    lowest = max(rated, key=list(Certainty).index, default=None)
    words = certainty_words(library.wording, lowest) if lowest else None
    harm = _told(library, one.harm, ())
    return Row(
        id=one.id,
        name=one.name,
        status=status_words(library.wording, one.status).title,
        second_hand=one.status_level == "secondary",
        benefit=_told(library, one.benefit, one.benefit_studied) or (_plain(one.what),),
        certainty=words.title if words else "",
        harm=harm or (_plain(one.harm_says[0]),),
        unknown="",
        time_to_judge="",
        stopping=one.stopping,
        cost="",
        cost_short="",
        quote=False,
        not_for=one.harm_says if harm else one.harm_says[1:],
        source=_few(one.benefit, one.benefit_studied, one.harm),
    )


def exosomes_for(library: Library, one: HairLossType) -> Row:
    """Exosomes on the sheet of a type: what is known for that type, which is often nothing."""
    row, known = of_treatment(library, library.treatments["exosomes"]), _plain(one.exosomes)
    return Row(
        **{name: getattr(row, name) for name in Row.__slots__}
        | {"benefit": (known,), "source": one.exosomes_source}
    )


def confirm_first(handouts: Handouts) -> Row:
    first = handouts.confirm_first
    return Row(
        id="confirm-first",
        name=first.name,
        status=first.status,
        second_hand=False,
        benefit=(_plain(first.benefit),),
        certainty="",
        harm=(_plain(first.harm),),
        unknown=first.unknown,
        time_to_judge=first.time_to_judge,
        stopping="",
        cost=first.cost,
        cost_short=first.cost,
        quote=False,
        not_for=(first.not_for,),
    )


def _price(price: AskedPrice) -> str:
    """A dated range; that it is what websites ask is said once for all of them."""
    return _("$%(low)s to $%(high)s per %(per)s.") % {
        "low": f"{price.low:,}",
        "high": f"{price.high:,}",
        "per": price.per,
    }


def _plain(text: str) -> Told:
    return Told(full=text, short=text)


def _told(library: Library, rates: Iterable[Rate], studied: Iterable[Studied]) -> tuple[Told, ...]:
    found = [_rate(library, one) for one in rates]
    return (*found, *(_studied(library, one) for one in studied))


def _rate(library: Library, one: Rate) -> Told:
    counts = {"with": one.with_treatment, "without": one.without, "of": f"{one.of:,}"}
    told = (
        _("%(with)s in %(of)s, against %(without)s with ") % counts + _inside(one.comparator)
        if one.controlled
        else _("%(with)s in %(of)s, and nobody was compared") % counts
    )
    text = f"{one.outcome}: {told}"
    return _found(library, one, full=text, short=text)


def _studied(library: Library, one: Studied) -> Told:
    reliable = one.certainty in {Certainty.HIGH, Certainty.MODERATE}
    none = _("no count for each group") if reliable else _("no reliable number")
    short = f"{one.outcome}: {none}"
    return _found(library, one, full=one.says.rstrip(".") if reliable else short, short=short)


def _found(library: Library, one: Rate | Studied, *, full: str, short: str) -> Told:
    return Told(
        full=full,
        short=short,
        people=f"{one.people:,}",
        time=_inside(one.time),
        design=one.design,
        certainty=one.certainty.value,
        second_hand=one.second_hand,
    )


def _inside(text: str) -> str:
    """A fragment in the middle of a sentence: no capital, unless it is that of a name."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[0].lower() + text[1:]


def _few(*groups: Iterable[Rate | Studied]) -> tuple[str, ...]:
    cited = dict.fromkeys(source for group in groups for one in group for source in one.source)
    return tuple(cited)


def brief(reference: Reference) -> str:
    """A reference short enough for paper: first author and where; of officials the whole title."""
    sentences = reference.cite.split(". ")
    venue = next((one for one in sentences[2:] if str(reference.year) in one), "")
    identifier = (
        f"doi:{reference.doi}" if reference.doi else f"PMID {reference.pmid}" if reference.pmid else ""
    )
    if reference.official or not (identifier or venue):
        return reference.cite.replace("US Food and Drug Administration", "FDA")
    author, comma, _rest = sentences[0].partition(",")
    first = f"{author} et al." if comma else f"{author.rstrip('.')}."
    return f"{first} {reference.year}. {identifier}" if identifier else f"{first} {venue.rstrip('.')}"
