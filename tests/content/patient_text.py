"""Everything a patient may read, gathered from the loaded content, by section.

``running`` text is what is graded; ``short`` text is headings, questions, replies and the
fragments that describe a study: it is held to the length of a sentence and to the words that are
never used, and not graded. ``python -m tests.content.patient_text`` prints the grade of each
section and of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from decision_aid.engine.checks import NOT_PROSE
from decision_aid.engine.evidence import Number
from tests.answers import library
from tests.reading import Grade, grade, sentences

SHORT = frozenset(
    {"title", "name", "short_name", "outcome", "word", "label", "per", "group", "order", "status", "unit"}
    | {"comparator", "time", "population", "design", "short", "regulator", "published"}
)
"""Fields that are a heading, a name or a fragment and no sentence."""
SMALL = 30
"""Sentences below which a screen is graded with the rest of its section."""


@dataclass(frozen=True)
class Screen:
    """One page, or one record that is read as a whole."""

    section: str
    name: str
    running: tuple[str, ...]
    short: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.running)


def _strings(value: object, *, skip: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(field, text) for every sentence or fragment inside a record."""
    if isinstance(value, BaseModel) and not isinstance(value, Number):
        for name in type(value).model_fields:
            if name in NOT_PROSE or name in skip:
                continue
            inner = getattr(value, name)
            if isinstance(inner, str) and type(inner) is str:
                yield name, inner
            elif isinstance(inner, tuple) and all(type(one) is str for one in inner):
                yield from ((name, one) for one in inner)
            else:
                yield from _strings(inner, skip=skip)
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one, skip=skip)


def _screen(section: str, name: str, *records: object, skip: Iterable[str] = ()) -> Screen:
    found = [pair for one in records for pair in _strings(one, skip=frozenset(skip)) if pair[1]]
    return Screen(
        section,
        name,
        running=tuple(text for field, text in found if field not in SHORT),
        short=tuple(text for field, text in found if field in SHORT),
    )


def screens() -> list[Screen]:
    shown = library()
    wording, aid = shown.wording, shown.aid
    found = [_screen("treatments", key, one) for key, one in shown.treatments.items()]
    found += [_screen("passages", key, one) for key, one in shown.passages.items()]
    found += [_screen("regions", key, one) for key, one in shown.regions.items()]
    found += [_screen("types", key, one) for key, one in shown.types.items()]
    found += [
        _screen("claims", "claims", shown.claims),
        _screen("check", "check", shown.check, skip=["right", "talk"]),
    ]
    found += [_screen("guidance", one.id, one) for one in wording.standing]
    found += [
        _screen("guidance", "crisis", wording.crisis),
        _screen("guidance", "child", wording.child),
        _screen("guidance", "teen", wording.teen),
        _screen("guidance", "four conditions", wording.condition, skip=["read_from"]),
        _screen("guidance", "ten questions", wording.question),
        _screen(
            "guidance",
            "words",
            wording.tier,
            wording.certainty,
            wording.status,
            wording.priority,
            skip=["shows"],
        ),
        Screen(
            "guidance",
            "the rest",
            (
                *wording.in_writing,
                *wording.stop_when,
                *wording.other_ways,
                *wording.support,
                wording.only_an_examination,
                wording.not_consent,
                wording.unfinished,
                *(rule.outcome for rule in shown.standing.rules),
            ),
        ),
        # What else handouts.toml and product-check.toml hold is written for clinicians: clinical
        # terms are allowed there, and it is exempt from the grade.
        _screen("handouts", "patient sheet", shown.handouts.confirm_first),
        _screen("handouts", "poster", shown.handouts.poster),
        Screen("handouts", "lead", (shown.handouts.lead, shown.handouts.no_time)),
        _screen("about", "aid", aid, skip=["elsewhere", "content_version"]),
    ]
    for table in (shown.safety, shown.procedure):
        told = [rule.outcome for rule in table.rules]
        found.append(
            Screen(
                "decisions",
                table.id,
                running=tuple(text for one in told for text in (one.says, one.closing) if text),
                short=tuple(text for one in told for text in (one.who, *one.can_fit) if text),
            )
        )
    for page in shown.questionnaire.pages:
        asked = [text for item in page.item for text in (item.text, item.hint, item.why, item.short)]
        replies = [text for item in page.item for o in item.answer_option for text in (o.text, o.hint)]
        found.append(
            Screen(
                "questions",
                page.link_id,
                (),
                tuple(t for t in [page.title, page.text, *asked, *replies] if t),
            )
        )
    return found


def graded() -> dict[str, str]:
    """The texts that are graded: each screen of 30 sentences or more, and the rest by section."""
    texts: dict[str, list[str]] = {}
    for one in screens():
        alone = len(sentences(one.text)) >= SMALL
        texts.setdefault(f"{one.section}: {one.name}" if alone else one.section, []).extend(one.running)
    return {name: "\n".join(lines) for name, lines in texts.items() if lines}


def whole() -> Grade:
    return grade("\n".join(one.text for one in screens()))


if __name__ == "__main__":
    for name, text in graded().items():
        measured = grade(text)
        print(f"{measured.grade:6.2f} {measured.raw:6.2f} {measured.sentences:5} {name}")
    everything = whole()
    print(f"{everything.grade:6.2f} {everything.raw:6.2f} {everything.sentences:5} everything")
    print(f"reading_grade = {everything.grade:.1f}\nreading_raw = {everything.raw:.1f}")
