"""All content, decoded, cross-checked and frozen; or a list of every fault at once.

``load(folder)`` returns a ``Library`` or raises ``ContentError`` naming for each fault the file,
the place in it, what is wrong and what would fix it. The process does not start on a fault, so
everything behind this door may trust what it reads.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError

from decision_aid.engine.checks import Faults, ContentError, check_treatment, check_region, check_passages
from decision_aid.engine.conditions import Clause, Every, Node, Some, Test, YesOrNo, compiled
from decision_aid.engine.decisions import DecisionTable, HitPolicy, Rule
from decision_aid.engine.evidence import Certainty, Reference, Status, Treatment
from decision_aid.engine.questionnaire import AnswerOption, Item, Page, Questionnaire
from decision_aid.engine.regions import Passages, Region
from decision_aid.engine.values import Ageing, Frozen
from decision_aid.engine.wording import TIERS, Aid, StandingWords, Tier, Wording

__all__ = ["ContentError", "Library", "Route", "load"]

Model = TypeVar("Model", bound=Frozen)
STANDING_INPUTS = ("blocked", "deferred", "fair-trial", "ready")
MONTHS_THAT_COUNT = {6: frozenset({"6-11", "12-over"}), 12: frozenset({"12-over"})}


class NamedCondition(Frozen):
    """One entry of conditions.toml: a title a reader understands, and what it means."""

    title: str
    all: tuple[Clause, ...] | None = None
    any: tuple[Clause, ...] | None = None
    none: tuple[Clause, ...] | None = None

    def clause(self) -> Clause:
        return Clause(all=self.all, any=self.any, none=self.none)


class Route(Frozen):
    """What follows from one safety rule: who, how soon, and what it means for exosomes.

    ``clear`` is a caution that one's own clinician can lift; ``text`` only adds a sentence.
    A rule with ``sets_standing = false`` is told and does not by itself hold the standing back.
    """

    row: str
    tier: Tier
    exosomes: Literal["block", "defer", "clear", "text", "info"]
    can_fit: tuple[str, ...]
    who: str
    says: str
    because: str
    closing: str = ""
    sets_standing: bool = True
    support: bool = False
    quiet: bool = False
    source: tuple[str, ...] = Field(min_length=1)


class _RouteRule(Route):
    id: str
    when: Clause
    closes_when: Clause | None = None

    def route(self) -> Route:
        return Route(**{name: getattr(self, name) for name in Route.model_fields})


class _RouteTable(Ageing):
    id: str
    hit_policy: HitPolicy
    rule: tuple[_RouteRule, ...] = Field(min_length=1)


class _StandingRule(Frozen):
    id: str
    when: Clause
    because: str


class _StandingTable(Frozen):
    id: str
    hit_policy: HitPolicy
    inputs: tuple[str, ...]
    rule: tuple[_StandingRule, ...] = Field(min_length=1)


class _QuestionnaireAsWritten(Frozen):
    standard: tuple[AnswerOption, ...]
    page: tuple[Page, ...]


class _References(Frozen):
    reference: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """All loaded content. One for the life of the process."""

    aid: Aid
    wording: Wording
    questionnaire: Questionnaire
    conditions: Mapping[str, Node]
    titles: Mapping[str, str]
    safety: DecisionTable[Route]
    procedure: DecisionTable[Route]
    standing: DecisionTable[str]
    treatments: Mapping[str, Treatment]
    regions: Mapping[str, Region]
    passages: Mapping[str, Passages]
    references: Mapping[str, Reference]
    ageing: Mapping[str, Ageing] = field(default_factory=dict)

    def standing_words(self, standing: str) -> StandingWords:
        return next(words for words in self.wording.standing if words.id == standing)

    def overdue(self, today: date) -> tuple[str, ...]:
        """The records past their ``review_by``, by file."""
        return tuple(name for name, record in self.ageing.items() if record.overdue(today))

    def cited(self, ids: Iterable[str]) -> tuple[Reference, ...]:
        return tuple(self.references[one] for one in dict.fromkeys(ids))


def load(folder: Path) -> Library:
    """Read every content file below ``folder``; raise ``ContentError`` with all faults found."""
    faults = Faults()
    reader = _Reader(folder, faults)
    aid = reader.one("aid.toml", Aid)
    wording = reader.one("guidance.toml", Wording)
    written = reader.one("questionnaire.toml", _QuestionnaireAsWritten)
    named = reader.table("conditions.toml", NamedCondition)
    safety = reader.one("decisions/safety.toml", _RouteTable)
    procedure = reader.one("decisions/procedure.toml", _RouteTable)
    standing = reader.one("decisions/standing.toml", _StandingTable)
    treatments = reader.many("treatments", Treatment)
    regions = reader.many("regions", Region)
    passages = reader.many("passages", Passages)
    references: dict[str, Reference] = {}
    for name, listed in reader.many("references", _References).items():
        for reference in listed.reference:
            if reference.id in references:
                faults.add(name, reference.id, "this reference id is used twice", "rename one of the two")
            references[reference.id] = reference
    by_id = _by_id(treatments, faults)
    filled_treatments = {
        one.id: check_treatment(one, references, faults)
        for one in sorted(by_id.values(), key=lambda one: one.order)
    }
    filled_regions = {one.id: check_region(one, references, faults) for one in regions.values()}
    filled_passages = {
        one.id: check_passages(one, references, faults, name) for name, one in passages.items()
    }
    if not (aid and wording and written and safety and procedure and standing):
        raise ContentError(faults.all())

    pages = _expanded(written, faults)
    items = {item.link_id: item for page in pages for item in page.item}
    links = _Links(items, faults)
    conditions = links.conditions(named, by_id)
    enabled, ends = {}, {}
    for page in pages:
        for item in page.item:
            if item.enable_when is not None:
                links.flat(item.enable_when, "questionnaire.toml", f"{item.link_id}.enable_when")
                enabled[item.link_id] = links.node(
                    item.enable_when, conditions, "questionnaire.toml", f"{item.link_id}.enable_when"
                )
        if page.ends_when is not None:
            ends[page.link_id] = links.node(
                page.ends_when, conditions, "questionnaire.toml", f"{page.link_id}.ends_when"
            )

    tables = {}
    for name, source in (("safety", safety), ("procedure", procedure)):
        file = f"decisions/{name}.toml"
        tables[name] = DecisionTable(
            id=source.id,
            hit_policy=source.hit_policy,
            rules=tuple(
                Rule(
                    id=rule.id,
                    when=links.node(rule.when, conditions, file, rule.id),
                    outcome=rule.route(),
                    closes_when=links.node(rule.closes_when, conditions, file, rule.id)
                    if rule.closes_when
                    else None,
                )
                for rule in source.rule
            ),
        )
        for rule in source.rule:
            faults.references(rule.source, references, file, rule.id)
            if rule.closes_when and not rule.closing:
                faults.add(file, rule.id, "it can be closed but does not say how", "write its `closing`")
    sound = links.standing(standing)
    inputs = dict.fromkeys(standing.inputs, YesOrNo())
    standing_table = DecisionTable(
        id=standing.id,
        hit_policy=standing.hit_policy,
        rules=tuple(
            Rule(
                id=rule.id,
                when=compiled(rule.when, named={}, unknown_codes=lambda _: frozenset()),
                outcome=rule.because,
            )
            for rule in standing.rule
            if sound
        ),
    )
    # A table is proved where all it rests on is sound; otherwise a typing error would look like a gap.
    if not faults.among("questionnaire.toml", "conditions.toml", "decisions/safety.toml"):
        faults.proof(tables["safety"], items, "decisions/safety.toml")
    if not faults.among("questionnaire.toml", "conditions.toml", "decisions/procedure.toml"):
        faults.proof(tables["procedure"], items, "decisions/procedure.toml", may_be_silent=True)
    if sound:
        faults.proof(standing_table, inputs, "decisions/standing.toml")

    links.cross_check(wording, by_id, conditions)
    _all_there(faults, wording, standing=standing, regions=filled_regions, passages=filled_passages)
    for elsewhere in aid.elsewhere:
        faults.references(elsewhere.source, references, "aid.toml", "elsewhere")
    passage_when = {}
    for name, one in passages.items():
        for passage in one.passage:
            if passage.when is not None:
                passage_when[f"passage:{one.id}:{passage.id}"] = links.node(
                    passage.when, conditions, name, passage.id
                )
    if faults:
        raise ContentError(faults.all())
    ageing: dict[str, Ageing] = {
        "aid.toml": aid,
        "decisions/safety.toml": safety,
        "decisions/procedure.toml": procedure,
        **treatments,
        **regions,
        **passages,
    }
    return Library(
        aid=aid,
        wording=wording,
        questionnaire=Questionnaire(pages, enabled=enabled, ends=ends),
        conditions={**conditions, **passage_when},
        titles={name: condition.title for name, condition in named.items()},
        safety=tables["safety"],
        procedure=tables["procedure"],
        standing=standing_table,
        treatments=filled_treatments,
        regions=filled_regions,
        passages=filled_passages,
        references=references,
        ageing=ageing,
    )


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of content file, by the name of the file or folder."""
    kinds: dict[str, type[Frozen]] = {
        "aid": Aid,
        "guidance": Wording,
        "questionnaire": _QuestionnaireAsWritten,
        "condition": NamedCondition,
        "decisions": _RouteTable,
        "standing": _StandingTable,
        "treatments": Treatment,
        "regions": Region,
        "passages": Passages,
        "references": _References,
    }
    return {name: model.model_json_schema() for name, model in kinds.items()}


def _all_there(
    faults: Faults,
    wording: Wording,
    *,
    standing: _StandingTable,
    regions: Mapping[str, Region],
    passages: Mapping[str, Passages],
) -> None:
    """What the engine asks for by name exists, so that no page fails on an id somebody removed."""
    needed: tuple[tuple[str, str, Iterable[str], Iterable[str]], ...] = (
        ("guidance.toml", "standing", (rule.id for rule in standing.rule), (one.id for one in wording.standing)),
        ("guidance.toml", "tier", TIERS, (one.id for one in wording.tier)),
        ("guidance.toml", "certainty", Certainty, (one.id for one in wording.certainty)),
        ("guidance.toml", "status", Status, (one.id for one in wording.status)),
        ("regions/", "", ("us",), regions),
        ("passages/", "", ("exosomes", "expectations"), passages),
    )
    for file, path, wanted, there in needed:
        for one in sorted(set(wanted) - set(there)):
            faults.add(file, path or one, f"nothing has the id {one}", "put it back or correct its id")


class _Reader:
    """Reads and decodes files; every decoding error becomes a fault with its place."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self.folder = folder
        self.faults = faults

    def data(self, name: str) -> dict[str, Any] | None:
        try:
            return tomllib.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.faults.add(name, "", "the file is missing", "put it back or correct CONTENT_FOLDER")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.faults.add(name, "", f"it is not valid TOML: {error}", "correct the line named")
        return None

    def decode(self, name: str, path: str, data: Any, model: type[Model]) -> Model | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                place = ".".join(str(part) for part in one["loc"])
                wrong = one["msg"]
                remedy = {
                    "missing": "add the field",
                    "extra_forbidden": "remove the field or correct its spelling",
                }.get(one["type"], "correct the value")
                self.faults.add(name, f"{path}{place}", wrong, remedy)
            return None

    def one(self, name: str, model: type[Model]) -> Model | None:
        data = self.data(name)
        return None if data is None else self.decode(name, "", data, model)

    def table(self, name: str, model: type[Model]) -> dict[str, Model]:
        found = {}
        for key, value in (self.data(name) or {}).items():
            decoded = self.decode(name, f"{key}.", value, model)
            if decoded is not None:
                found[key] = decoded
        return found

    def many(self, subfolder: str, model: type[Model]) -> dict[str, Model]:
        found = {}
        paths = sorted((self.folder / subfolder).glob("*.toml"))
        if not paths:
            self.faults.add(f"{subfolder}/", "", "the folder has no content", "put its files back")
        for path in paths:
            name = f"{subfolder}/{path.name}"
            decoded = self.one(name, model)
            if decoded is not None:
                found[name] = decoded
        return found


def _by_id(treatments: Mapping[str, Treatment], faults: Faults) -> dict[str, Treatment]:
    for name, one in treatments.items():
        if name != f"treatments/{one.id}.toml":
            faults.add(name, "id", f"the id is {one.id}", "give the file the id as its name")
    return {one.id: one for one in treatments.values()}


def _expanded(written: _QuestionnaireAsWritten, faults: Faults) -> tuple[Page, ...]:
    """Standard options joined to items; a ``for_each`` page written out once for each option."""
    standard = {option.code: option for option in written.standard}
    file = "questionnaire.toml"

    def joined(item: Item) -> Item:
        shared = []
        for code in item.also:
            if code in standard:
                shared.append(standard[code])
            else:
                faults.add(file, f"{item.link_id}.also", f"no standard option {code}", "define it in [[standard]]")
        return item.model_copy(update={"answer_option": (*item.answer_option, *shared), "also": ()})

    pages: list[Page] = []
    seen: dict[str, Item] = {}
    for page in written.page:
        if not page.for_each:
            pages.append(page.model_copy(update={"item": tuple(joined(item) for item in page.item)}))
        elif page.for_each not in seen:
            faults.add(file, f"{page.link_id}.for_each", f"no question {page.for_each} before it", "name one")
        else:
            for option in seen[page.for_each].answer_option:
                if not option.exclusive:
                    pages.append(_one_for(page, option, joined))
        for item in pages[-1].item if pages else ():
            seen[item.link_id] = item
    ids = [page.link_id for page in pages]
    links = [item.link_id for page in pages for item in page.item]
    for twice in sorted({one for one in ids if ids.count(one) > 1} | {one for one in links if links.count(one) > 1}):
        faults.add(file, twice, "this id is used twice", "give each page and question its own id")
    for page in pages:
        for item in page.item:
            codes = item.codes()
            for twice in sorted({code for code in codes if codes.count(code) > 1}):
                faults.add(file, f"{item.link_id}.{twice}", "this code is used twice", "rename one")
            if item.type == "choice" and not codes:
                faults.add(file, item.link_id, "a choice without options", "add answer_option")
            if item.type == "integer" and item.maximum <= item.minimum:
                faults.add(file, item.link_id, "an integer without a range", "add minimum and maximum")
    return tuple(pages)


def _one_for(page: Page, option: AnswerOption, joined: Any) -> Page:
    items = tuple(
        joined(item).model_copy(
            update={
                "link_id": f"{option.code}-{item.link_id}",
                "short": item.short.replace("{name}", option.text),
                "enable_when": Clause.model_validate({"question": page.for_each, "in": [option.code]}),
            }
        )
        for item in page.item
    )
    return page.model_copy(
        update={
            "link_id": f"{page.link_id}-{option.code}",
            "title": page.title.replace("{name}", option.text),
            "for_each": "",
            "item": items,
        }
    )


class _Links:
    """Turns names and codes in content into compiled conditions, reporting the unknown ones."""

    def __init__(self, items: Mapping[str, Item], faults: Faults) -> None:
        self.items = items
        self.faults = faults

    def unknown_codes(self, question: str) -> frozenset[str]:
        return self.items[question].unknown_codes() if question in self.items else frozenset()

    def node(self, clause: Clause, named: Mapping[str, Node], file: str, path: str) -> Node:
        sound = True
        for name in clause.names():
            if name not in named:
                sound = False
                self.faults.add(file, path, f"no condition is called {name}", "define it in conditions.toml")
        for test in clause.tests():
            question = test.question or ""
            if question not in self.items:
                sound = False
                self.faults.add(file, path, f"no question has the id {question}", "correct the id")
                continue
            for code in test.in_ or ():
                if code not in self.items[question].codes():
                    self.faults.add(file, path, f"{question} has no option {code}", "correct the code")
        if not sound:
            return Some(())
        return compiled(clause, named=named, unknown_codes=self.unknown_codes)

    def flat(self, clause: Clause, file: str, path: str) -> None:
        """FHIR enableWhen can say a flat list joined by all or any, and no more."""
        parts = clause.parts() or (clause,)
        single = clause.all is not None
        if clause.none is not None or any(part.question is None or part.unknown for part in parts):
            self.faults.add(file, path, "more than FHIR enableWhen can say", "use a flat all or any")
        elif single and any(len(part.in_ or ()) != 1 for part in parts):
            self.faults.add(file, path, "`all` over several codes", "use one code per test, or any")

    def conditions(self, named: Mapping[str, NamedCondition], treatments: Mapping[str, Treatment]) -> dict[str, Node]:
        """Named conditions compiled in order of need, after the two made from the treatments."""
        done = self.from_treatments(treatments)
        waiting = {}
        for name, condition in named.items():
            try:
                waiting[name] = condition.clause()
            except ValidationError:
                self.faults.add("conditions.toml", name, "not exactly one of all, any, none", "write one")
        while waiting:
            ready = [n for n, clause in waiting.items() if not set(clause.names()) & set(waiting)]
            if not ready:
                self.faults.add("conditions.toml", ", ".join(waiting), "they refer to each other", "break the circle")
                break
            for name in ready:
                done[name] = self.node(waiting.pop(name), done, "conditions.toml", name)
        return done

    def from_treatments(self, treatments: Mapping[str, Treatment]) -> dict[str, Node]:
        """``fair-trial`` and ``counted-in-use``, from the treatments that count."""
        each: dict[str, Node] = {}
        in_use = []
        for one in treatments.values():
            if one.fair_trial is None:
                continue
            if f"{one.id}-months" not in self.items:
                self.faults.add(
                    f"treatments/{one.id}.toml", "fair_trial", "it counts but is not asked about",
                    "add it as an option of `tried` in questionnaire.toml",
                )
                continue
            trial = Every(
                (
                    Test(f"{one.id}-months", MONTHS_THAT_COUNT[one.fair_trial.months]),
                    Test(f"{one.id}-regular", frozenset({"as-told"})),
                )
            )
            each[f"fair-trial:{one.id}"] = trial
            in_use.append(Every((trial, Test(f"{one.id}-stopped", frozenset({"still"})))))
        if not each:
            self.faults.add("treatments/", "", "no treatment counts as a fair trial", "add [fair_trial]")
        return {**each, "fair-trial": Some(tuple(each.values())), "counted-in-use": Some(tuple(in_use))}

    def standing(self, table: _StandingTable) -> bool:
        """Its inputs are computed, so a row may ask only for one of them, and only for yes or no."""
        file, before = "decisions/standing.toml", len(self.faults.all())
        if set(table.inputs) != set(STANDING_INPUTS):
            self.faults.add(file, "inputs", f"inputs are not {STANDING_INPUTS}", "list these four")
        for rule in table.rule:
            asked = {test.question or "": test.in_ or () for test in rule.when.tests()}
            for name in (*rule.when.names(), *asked):
                if name not in STANDING_INPUTS:
                    self.faults.add(
                        file, rule.id, f"no input is called {name}", f"use {', '.join(STANDING_INPUTS)}"
                    )
            for name, codes in asked.items():
                if not codes or not set(codes) <= {"yes", "no"}:
                    self.faults.add(file, rule.id, f"{name} is only ever yes or no", "use one of the two")
        return len(self.faults.all()) == before

    def cross_check(
        self, wording: Wording, treatments: Mapping[str, Treatment], conditions: Mapping[str, Node]
    ) -> None:
        """Lists that live in two files under the same codes must agree."""
        file = "guidance.toml"
        pairs = [
            ("told", [question.id for question in wording.question]),
            ("priorities", [priority.id for priority in wording.priority]),
            ("tried", [one for one in treatments if one != "no-treatment"]),
        ]
        for question, ids in pairs:
            if question not in self.items:
                self.faults.add("questionnaire.toml", question, f"no question {question}", "put it back")
                continue
            asked = [o.code for o in self.items[question].answer_option if not o.exclusive]
            for code in sorted(set(ids) ^ set(asked)):
                where = file if question != "tried" else "treatments/"
                self.faults.add(where, code, f"`{question}` and this list disagree on {code}", "add or remove it in one")
        for name in ("examined-pattern", *(part.id for part in wording.condition)):
            if name not in conditions:
                self.faults.add(
                    "conditions.toml", name, "guidance needs this condition and it is not there", "define it"
                )
        for question in wording.in_short:
            if question not in self.items:
                self.faults.add(file, "in_short", f"no question {question}", "correct the id")
        for part in wording.condition:
            for question in part.read_from:
                if question not in self.items:
                    self.faults.add(file, f"condition.{part.id}", f"no question {question}", "correct read_from")
