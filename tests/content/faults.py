"""Ways to break the real content, one at a time, and what must then be said of each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from tests.answers import CONTENT

Break = Callable[[Path], None]


def swap(file: str, old: str, new: str) -> Break:
    """Replace the first place that fits a pattern; a pattern that fits nowhere is an error of the test."""

    def broken(folder: Path) -> None:
        path = folder / file
        text, count = re.subn(old, lambda _: new, path.read_text(encoding="utf-8"), count=1, flags=re.M)
        assert count == 1, f"nothing in {file} looks like {old}"
        path.write_text(text, encoding="utf-8")

    return broken


def put(file: str, text: str, *, first: bool = False) -> Break:
    def broken(folder: Path) -> None:
        path = folder / file
        there = path.read_text(encoding="utf-8")
        path.write_text(f"{text}\n{there}" if first else f"{there}\n{text}\n", encoding="utf-8")

    return broken


def gone(file: str) -> Break:
    return lambda folder: (folder / file).unlink()


def without_block(file: str, start: str) -> Break:
    """Take out one ``[[...]]`` block, from the line that starts it to the next one."""
    return swap(file, rf"^\[\[\w+\]\]\n{start}\n(?:(?!\[).*\n)*?(?=\n*^\[)", "")


def a_vendor() -> str:
    for path in sorted((CONTENT / "references").glob("*.toml")):
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["reference"]:
            if one["kind"] == "vendor":
                return str(one["id"])
    raise AssertionError("no vendor among the references")


PIECE = '{ value = 7, what = "made up", kind = "count", source = ["SOURCE"], level = "LEVEL" }'
MINOXIDIL = "treatments/minoxidil-topical.toml"
VENDOR = PIECE.replace("SOURCE", a_vendor()).replace("LEVEL", "secondary")
UNVERIFIED = PIECE.replace("SOURCE", "rx-label-minoxidil-2").replace("LEVEL", "unverified")
SOURCELESS = PIECE.replace('"SOURCE"', "").replace("LEVEL", "primary")
CIRCLE = '[a]\ntitle = "A"\nall = [{ condition = "b" }]\n\n[b]\ntitle = "B"\nall = [{ condition = "a" }]'

LATER = 'question = "mood", in = ["low"]'
NONE_OF_AGE = 'ends_when = { none = [{ question = "age", in = ["under-12"] }] }'
BOTH_AGES = (
    'ends_when = { all = [{ question = "age", in = ["under-12"] }, { question = "age", in = ["12-17"] }] }'
)
TWICE = 'code = "slow", was = ["a-bit"], text = "Some, slowly" },\n  { code = "shedding", was = ["a-bit"]'

FAULTS: dict[str, tuple[Break, str, str, str]] = {
    "a reminder from nowhere": (
        swap("handouts.toml", r'^source = \["cn-afp-2003"\]', 'source = ["nowhere"]'),
        "handouts.toml",
        "pull",
        "nowhere",
    ),
    "an unverified row of the product check": (
        swap("product-check.toml", r'^level = "abstract"', 'level = "unverified"'),
        "product-check.toml",
        "gmp",
        "unverified",
    ),
    "a claim to check that nobody makes": (
        swap("product-check.toml", r'^claim = \["fda-approved"', 'claim = ["never-made"'),
        "product-check.toml",
        "claim",
        "never-made",
    ),
    "a sentence on a condition that rests on another question": (
        swap("guidance.toml", r'question = "money", in = \["hurt"\]', 'question = "mood", in = ["low"]'),
        "guidance.toml",
        "part:spare-money",
        "more than read_from",
    ),
    "a step that leads to no passage": (
        swap("guidance.toml", r'passage = "paid-already"', 'passage = "paid"'),
        "guidance.toml",
        "step:",
        "no passage is called paid",
    ),
    # name: how it is broken; then the file, the place and the words it must be reported with
    "an unknown question": (
        swap(
            "decisions/safety.toml",
            r'question = "mood", in = \["self-harm"\]',
            'question = "mod", in = ["x"]',
        ),
        "decisions/safety.toml",
        "crisis",
        "no question has the id mod",
    ),
    "an unknown code": (
        swap("decisions/safety.toml", r'"self-harm"', '"selfharm"'),
        "decisions/safety.toml",
        "crisis",
        "mood has no option selfharm",
    ),
    "an unknown condition": (
        swap("decisions/safety.toml", r'condition = "scalp-signs"', 'condition = "scalp-sings"'),
        "decisions/safety.toml",
        "scalp-symptoms",
        "no condition is called scalp-sings",
    ),
    "a misspelled input of the standing": (
        swap(
            "decisions/standing.toml",
            r'question = "blocked", in = \["yes"\]',
            'question = "bloked", in = ["yes"]',
        ),
        "decisions/standing.toml",
        "see-someone-first",
        "no input is called bloked",
    ),
    "a value the standing never has": (
        swap(
            "decisions/standing.toml",
            r'question = "blocked", in = \["yes"\]',
            'question = "blocked", in = ["y"]',
        ),
        "decisions/standing.toml",
        "see-someone-first",
        "only ever yes or no",
    ),
    "a source nobody listed": (
        swap("decisions/safety.toml", r'source = \["lifeline-988"\]', 'source = ["lifeline"]'),
        "decisions/safety.toml",
        "crisis",
        "no reference has the id lifeline",
    ),
    "a number without a source": (
        swap(MINOXIDIL, r"^\[numbers\]", f"[numbers]\nmade_up = {SOURCELESS}"),
        MINOXIDIL,
        "numbers.made_up.source",
        "at least 1",
    ),
    "a rule without a source": (
        swap("decisions/safety.toml", r'source = \["lifeline-988"\]', "source = []"),
        "decisions/safety.toml",
        "rule.0.source",
        "at least 1",
    ),
    "a gap in the safety table": (
        without_block("decisions/safety.toml", 'id = "unclear"'),
        "decisions/safety.toml",
        "",
        "no rule holds when",
    ),
    "a rule nobody can reach": (
        swap(
            "decisions/safety.toml",
            r'^when = \{ question = "mood", in = \["self-harm"\] \}',
            'when = { all = [{ question = "age", in = ["12-17"] }, { question = "age", in = ["18-49"] }] }',
        ),
        "decisions/safety.toml",
        "crisis",
        "no answers can reach this rule",
    ),
    "an overlap in the standing table": (
        swap(
            "decisions/standing.toml",
            r'^when = \{ all = \[\{ question = "blocked", .*"deferred", in = \["yes"\] \}\] \}$',
            'when = { question = "deferred", in = ["yes"] }',
        ),
        "decisions/standing.toml",
        "see-someone-first and find-out-first",
        "both hold when blocked = yes; deferred = yes",
    ),
    "an unverified number": (
        swap(MINOXIDIL, r"^\[numbers\]", f"[numbers]\nmade_up = {UNVERIFIED}"),
        MINOXIDIL,
        "numbers.made_up",
        "an unverified fact",
    ),
    "a fact told second-hand by a seller": (
        swap(MINOXIDIL, r"^\[numbers\]", f"[numbers]\nmade_up = {VENDOR}"),
        MINOXIDIL,
        "numbers.made_up",
        "second-hand",
    ),
    "a number typed in a sentence": (
        swap("treatments/exosomes.toml", r'^what = "', 'what = "About 40 people tried it. '),
        "treatments/exosomes.toml",
        "what",
        "a number typed in a sentence: 40",
    ),
    "a percent sign": (
        swap("treatments/exosomes.toml", r'^what = "', 'what = "Half a % of people tried it. '),
        "treatments/exosomes.toml",
        "what",
        "a percent sign",
    ),
    "a number nobody recorded": (
        swap("passages/exosomes.toml", r"\{reviewed\}", "{revewed}"),
        "passages/exosomes.toml",
        "passage[1].says[0]",
        "no number is called 'revewed'",
    ),
    "an unknown field": (put("aid.toml", 'colour = "red"', first=True), "aid.toml", "colour", "Extra inputs"),
    "a code used twice": (
        swap("questionnaire.toml", r'\{ code = "itch"', '{ code = "pain"'),
        "questionnaire.toml",
        "scalp.pain",
        "used twice",
    ),
    "an id used twice": (
        swap("questionnaire.toml", r'^link_id = "pace"', 'link_id = "onset"'),
        "questionnaire.toml",
        "onset",
        "used twice",
    ),
    "conditions in a circle": (
        put("conditions.toml", CIRCLE),
        "conditions.toml",
        "a, b",
        "refer to each other",
    ),
    "a condition that guidance needs": (
        swap("conditions.toml", r"^\[spare-money\]", "[spare-cash]"),
        "conditions.toml",
        "spare-money",
        "is not there",
    ),
    "words for a standing": (
        without_block("guidance.toml", 'id = "not-yet"'),
        "guidance.toml",
        "standing",
        "nothing has the id not-yet",
    ),
    "a question asked for a rule that FHIR cannot say": (
        swap(
            "questionnaire.toml",
            r'^enable_when = \{ any = \[\{ question = "cancer"',
            'enable_when = { none = [{ question = "cancer"',
        ),
        "questionnaire.toml",
        "oncology.enable_when",
        "more than FHIR enableWhen can say",
    ),
    "a question that waits for a later one": (
        swap("questionnaire.toml", 'question = "cancer", in = \\["chemo-past", "past"\\]', LATER),
        "questionnaire.toml",
        "oncology.enable_when",
        "mood is not asked before it",
    ),
    "an end of the walk that FHIR cannot say": (
        swap("questionnaire.toml", r'^ends_when = \{ question = "age".*$', NONE_OF_AGE),
        "questionnaire.toml",
        "age.ends_when",
        "more than FHIR enableWhen can say",
    ),
    "an end of the walk that FHIR cannot say beside another": (
        swap("questionnaire.toml", r'^ends_when = \{ question = "age".*$', BOTH_AGES),
        "questionnaire.toml",
        "age.ends_when",
        "more than FHIR enableWhen can say",
    ),
    "an end of the walk that asks about another page": (
        swap("questionnaire.toml", r'^ends_when = \{ question = "mood"', 'ends_when = { question = "age"'),
        "questionnaire.toml",
        "mood.ends_when",
        "another page",
    ),
    "a retired question that is in use": (
        swap("questionnaire.toml", r'^link_id = "pace"', 'link_id = "pace"\nwas = ["onset"]'),
        "questionnaire.toml",
        "was",
        "onset was retired and is in use",
    ),
    "a retired code that two replies claim": (
        swap("questionnaire.toml", r'code = "(slow)"(.*\n.*)code = "shedding"', TWICE),
        "questionnaire.toml",
        "pace.was",
        "a-bit was retired twice",
    ),
    "a day of publishing that is none": (
        swap("aid.toml", r"^published = .*$", 'published = "last autumn"'),
        "aid.toml",
        "published",
        "November 24, 2026",
    ),
    "a rule that closes without saying how": (
        swap("decisions/safety.toml", r"^closing = .*\n", ""),
        "decisions/safety.toml",
        "crown-slow",
        "does not say how",
    ),
    "a treatment that is not asked about": (
        gone("treatments/prp.toml"),
        "treatments/",
        "prp",
        "disagree on prp",
    ),
    "a question with no section of the clinician's summary": (
        swap("questionnaire.toml", r'^note = "scalp"\n', ""),
        "questionnaire.toml",
        "scalp",
        "no section of the clinician's summary",
    ),
    "a flag longer than the note has room for": (
        swap("decisions/safety.toml", r'^flag = "hair breaks off"', f'flag = "{"long " * 8}"'),
        "decisions/safety.toml",
        "flag",
        "at most 36",
    ),
    "a rule without its flag": (
        swap("decisions/procedure.toml", r'^flag = "raised scars"\n', ""),
        "decisions/procedure.toml",
        "flag",
        "Field required",
    ),
    "a flag a records system would lose": (
        swap("decisions/safety.toml", r'^flag = "hair breaks off"', 'flag = "hair breaks\u2019 off"'),
        "decisions/safety.toml",
        "flag",
        "should match pattern",
    ),
    "a medicine without its class": (
        swap(MINOXIDIL, r'^drug_class = "vasodilator"\n', ""),
        MINOXIDIL,
        "",
        "drug_class",
    ),
    "a section of the clinician's summary taken out": (
        swap("clinicians.toml", r'^id = "scalp"', 'id = "family"'),
        "clinicians.toml",
        "section",
        "nothing has the id scalp",
    ),
    "a missing file": (gone("guidance.toml"), "guidance.toml", "", "the file is missing"),
    "a missing region": (gone("regions/us.toml"), "regions/", "us", "nothing has the id us"),
    "a file that is no TOML": (put("conditions.toml", "[open"), "conditions.toml", "", "not valid TOML"),
}
