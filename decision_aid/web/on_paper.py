"""How guidance is set on paper: the same words as the page, brought together to save room.

``visits`` puts one person to see on one line, on the page too; ``read_back`` puts answers that say
the same, or that belong together, on one line. Nothing is left out here but what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from decision_aid.engine.guidance import Concern
from decision_aid.engine.said import Said
from decision_aid.engine.wording import TierWords
from decision_aid.web import content

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
NAMED = re.compile(r"[,;]")
"""What parts whom to see from what there is to say of them."""
ROOM = (7600, 8200, 9700)
"""Characters of HTML that the first, second and third layout nearly always have room for."""
HALF = 48
"""Characters that fit on half a line."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody to see by some time, with every reason for it."""

    tier: TierWords
    who: str
    says: tuple[str, ...]
    closing: tuple[str, ...]
    said: tuple[Said, ...]
    again: bool
    """Is the time the same as that of the visit before it?"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of answers: what they are about, what was said, and how many answers it holds."""

    label: str
    words: str
    answers: int

    @property
    def wide(self) -> bool:
        """Is it too long for half the width of the sheet?"""
        return len(self.label) + len(self.words) > HALF


def visits(concerns: Iterable[Concern]) -> tuple[Visit, ...]:
    """The concerns by who is to be seen and how soon, in the order given, each sentence once.

    A sentence that only repeats who and how soon is left to the label before it.
    """
    together: dict[tuple[str, str], list[Concern]] = {}
    for one in concerns:
        together.setdefault((one.route.tier, one.route.who), []).append(one)
    told: set[str] = set()
    made: list[Visit] = []
    for (_tier, who), group in together.items():
        tier = group[0].tier
        says = [one for one in _sentences(one.route.says for one in group) if one not in told]
        says = [one for one in says if not _repeats(one, tier, who)]
        told.update(says)
        made.append(
            Visit(
                tier=tier,
                who=who,
                says=tuple(says),
                closing=_sentences(one.route.closing for one in group),
                said=_merged(said for one in group for said in one.said),
                again=bool(made) and made[-1].tier.title == tier.title,
            )
        )
    return tuple(made)


def _repeats(sentence: str, tier: TierWords, who: str) -> bool:
    """Does it say no more than the label of its row?"""
    return sentence in {tier.says, tier.repeats.replace("{who}", NAMED.split(who)[0])}


def _sentences(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for text in texts for part in SENTENCE_END.split(text) if part))


def _merged(said: Iterable[Said]) -> tuple[Said, ...]:
    """Each question once, with all the words said to it."""
    by_question: dict[str, Said] = {}
    for one in said:
        known = by_question.get(one.link_id)
        words = dict.fromkeys((*known.words, *one.words) if known else one.words)
        by_question[one.link_id] = replace(one, words=tuple(words))
    return tuple(by_question.values())


def read_back(answers: Sequence[Said], *, most: int | None = None) -> tuple[tuple[Line, ...], int]:
    """Answers as lines of at most so many characters in all, and the number of answers left over.

    What the clinic told, what matters most and what is worth talking about are set elsewhere. Answers
    such as "none of these" come last, their questions side by side. How a treatment was used stands behind
    its name, which is then not listed among those tried once more.
    """
    used = {name for name, colon, _rest in (one.label.partition(": ") for one in answers) if colon}
    gist = {one.id for one in content.library().check.gist}
    telling: dict[str, list[str]] = {}
    empty: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for one in answers:
        if one.stage in {"told", "priorities"} or one.link_id in gist:
            continue
        here = tuple(word for word in one.words if word not in used)
        words = ", ".join(here).replace(".,", ".")  # some replies are sentences
        if not words:
            continue
        if _says_nothing(one):
            label = words
            empty.setdefault(label, []).append(one.label)
        elif one.stage == "offer":
            label = _("Quote")
            telling.setdefault(label, []).append(f"{one.label}: {words}")
        else:
            # "Finasteride pills: how long" and its like belong to one treatment.
            label = one.label.partition(": ")[0]
            telling.setdefault(label, []).append(words)
        counts[label] = counts.get(label, 0) + 1
    lines = [Line(label, "; ".join(words), counts[label]) for label, words in telling.items()]
    lines.sort(key=lambda line: line.wide)
    lines += [Line(label, ", ".join(words), counts[label]) for label, words in empty.items()]
    kept, room = [], most
    for line in lines:
        if room is not None:
            room -= len(line.label) + len(line.words)
            if room < 0:
                break
        kept.append(line)
    return tuple(kept), sum(line.answers for line in lines[len(kept) :])


def _says_nothing(one: Said) -> bool:
    """Is this reply "none of these", "not sure", "skip" or the like?"""
    options = content.library().questionnaire.items[one.link_id].answer_option
    return any(
        option.exclusive and (option.unknown or option.code == "none") and one.words == (option.text,)
        for option in options
    )


def patient_part(html: str) -> str:
    """A document without the clinician's sheet, which is laid out the same however full the rest is."""
    return html.partition('<section class="clinician"')[0]


def roomiest(html: str) -> int:
    """The first layout worth trying: a guess from the length, which saves laying out most papers twice."""
    return sum(len(patient_part(html)) > most for most in ROOM)
