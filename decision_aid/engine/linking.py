"""Names and codes in content become conditions and pages; unknown ones become faults."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from decision_aid.engine.askable import check_askable
from decision_aid.engine.checks import Faults
from decision_aid.engine.claims import Claims
from decision_aid.engine.conditions import Clause, Every, Node, Some, Test, compiled
from decision_aid.engine.evidence import Treatment
from decision_aid.engine.gist import Check
from decision_aid.engine.questionnaire import AnswerOption, Item, Page
from decision_aid.engine.regions import Passages, Region
from decision_aid.engine.wording import Wording
from decision_aid.engine.written import NamedCondition, QuestionnaireAsWritten, StandingTable

STANDING_INPUTS = ("blocked", "deferred", "fair-trial", "ready")
MONTHS_THAT_COUNT = {6: frozenset({"6-11", "12-over"}), 12: frozenset({"12-over"})}


def expanded(written: QuestionnaireAsWritten, claims: Claims, faults: Faults) -> tuple[Page, ...]:
    """Standard options joined to items; the items of a ``for_each`` page once for each option.

    One page holds them all, so that no address tells which options were ticked.

    An item with ``options_from = "claims"`` offers the sentences of claims.toml.
    """
    standard = {option.code: option for option in written.standard}
    file = "questionnaire.toml"

    def joined(item: Item) -> Item:
        shared = []
        for code in item.also:
            if code in standard:
                shared.append(standard[code])
            else:
                faults.add(
                    file, f"{item.link_id}.also", f"no standard option {code}", "define it in [[standard]]"
                )
        own = item.answer_option
        if item.options_from == "claims":
            own = tuple(AnswerOption(code=claim.id, text=claim.heard) for claim in claims.claim)
        return item.model_copy(update={"answer_option": (*own, *shared), "also": (), "options_from": ""})

    pages: list[Page] = []
    seen: dict[str, Item] = {}
    for page in written.page:
        if not page.for_each:
            items = tuple(joined(item) for item in page.item)
        elif page.for_each in seen:
            options = [one for one in seen[page.for_each].answer_option if not one.exclusive]
            items = tuple(
                _one_for(page.for_each, option, joined(item)) for option in options for item in page.item
            )
        else:
            faults.add(file, f"{page.link_id}.for_each", f"no question {page.for_each} before it", "name one")
            continue
        pages.append(page.model_copy(update={"item": items, "for_each": ""}))
        seen |= {item.link_id: item for item in items}
    ids = [page.link_id for page in pages]
    links = [item.link_id for page in pages for item in page.item]
    for twice in sorted(
        {one for one in ids if ids.count(one) > 1} | {one for one in links if links.count(one) > 1}
    ):
        faults.add(file, twice, "this id is used twice", "give each page and question its own id")
    for page in pages:
        for item in page.item:
            codes = item.codes()
            for twice in sorted({code for code in codes if codes.count(code) > 1}):
                faults.add(file, f"{item.link_id}.{twice}", "this code is used twice", "rename one")
            if page.stage == "walk" and item.note is None:
                faults.add(file, item.link_id, "no section of the clinician's summary", "add its `note`")
            if item.type == "choice" and not codes:
                faults.add(file, item.link_id, "a choice without options", "add answer_option")
            if item.type == "integer" and item.maximum <= item.minimum:
                faults.add(file, item.link_id, "an integer without a range", "add minimum and maximum")
    return tuple(pages)


def _one_for(question: str, option: AnswerOption, item: Item) -> Item:
    """A question asked about one option of another: "{name}" becomes the option's own text.

    It has been every question that an earlier id of the two would make.
    """
    ids = [f"{code}-{one}" for code in (option.code, *option.was) for one in (item.link_id, *item.was)]
    return item.model_copy(
        update={
            "link_id": ids[0],
            "was": tuple(ids[1:]),
            "text": item.text.replace("{name}", option.text),
            "short": item.short.replace("{name}", option.text),
            "enable_when": Clause.model_validate({"question": question, "in": [option.code]}),
        }
    )


class Links:
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

    def pages(
        self, pages: tuple[Page, ...], named: Mapping[str, Node]
    ) -> tuple[dict[str, Node], dict[str, Node]]:
        """What enables each item, and what ends the walk after each page."""
        check_askable(pages, self.faults)
        file = "questionnaire.toml"
        enabled, ends = {}, {}
        for page in pages:
            for item in page.item:
                if item.enable_when is not None:
                    place = f"{item.link_id}.enable_when"
                    enabled[item.link_id] = self.node(item.enable_when, named, file, place)
            if page.ends_when is not None:
                ends[page.link_id] = self.node(page.ends_when, named, file, f"{page.link_id}.ends_when")
        return enabled, ends

    def conditions(
        self, named: Mapping[str, NamedCondition], treatments: Mapping[str, Treatment]
    ) -> dict[str, Node]:
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
                self.faults.add(
                    "conditions.toml", ", ".join(waiting), "they refer to each other", "break the circle"
                )
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
                    f"treatments/{one.id}.toml",
                    "fair_trial",
                    "it counts but is not asked about",
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

    def standing(self, table: StandingTable) -> bool:
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

    def gist(self, check: Check) -> None:
        """Every gist question is asked, with its right reply among the options."""
        for one in check.gist:
            if one.id not in self.items:
                self.faults.add("check.toml", one.id, f"no question {one.id}", "correct the id")
            elif one.right not in self.items[one.id].codes():
                self.faults.add("check.toml", one.id, f"{one.right} is not an option", "correct `right`")

    def sentences(
        self, wording: Wording, named: Mapping[str, Node], passages: Mapping[str, Passages]
    ) -> dict[str, Node]:
        """When each sentence of guidance.toml that hangs on the answers is said."""
        file, nodes = "guidance.toml", {}
        known = {one.id for one in passages["expectations"].passage} if "expectations" in passages else set()
        read_from = {f"part:{one.id}": set(one.read_from) for one in wording.condition}
        for name, one in wording.conditional().items():
            if one.passage and one.passage not in known:
                self.faults.add(file, name, f"no passage is called {one.passage}", "correct its id")
            if one.when is None:
                continue
            nodes[name] = self.node(one.when, named, file, name)
            part = name.rpartition(":")[0]
            asked = {*one.when.names(), *(test.question for test in one.when.tests())}
            if part in read_from and not asked <= read_from[part]:
                self.faults.add(file, name, "it rests on more than read_from", "ask for those questions only")
        return nodes

    def cross_check(
        self,
        wording: Wording,
        treatments: Mapping[str, Treatment],
        conditions: Mapping[str, Node],
        regions: Mapping[str, Region],
        check: Check,
    ) -> None:
        """Lists that live in two files under the same codes must agree."""
        file = "guidance.toml"
        pairs = [
            ("told", [question.id for question in wording.question]),
            ("priorities", [priority.id for priority in wording.priority]),
            ("tried", [one for one in treatments if one != "no-treatment"]),
            ("place", list(regions)),
            ("here", list(regions)),
            ("sure-of", [one.id for one in check.open]),
        ]
        for question, ids in pairs:
            if question not in self.items:
                self.faults.add("questionnaire.toml", question, f"no question {question}", "put it back")
                continue
            asked = [o.code for o in self.items[question].answer_option if not o.exclusive]
            for code in sorted(set(ids) ^ set(asked)):
                where = {
                    "tried": "treatments/",
                    "place": "regions/",
                    "here": "regions/",
                    "sure-of": "check.toml",
                }.get(question, file)
                self.faults.add(
                    where, code, f"`{question}` and this list disagree on {code}", "add or remove it in one"
                )
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
                    self.faults.add(
                        file, f"condition.{part.id}", f"no question {question}", "correct read_from"
                    )
