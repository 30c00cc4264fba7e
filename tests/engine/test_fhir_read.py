"""Records read back: those of other programs, of older content, and of people who mean no good."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision_aid.engine import fhir
from decision_aid.engine.library import Library, load
from decision_aid.engine.questionnaire import Answers
from tests.answers import CONTENT, answers_strategy, library, vignette
from tests.content.faults import swap
from tests.engine.fhir_client import Json, flat

DAY = datetime.date(2026, 12, 1)
WHOLE = vignette("all-four-hold")
ADDRESS = "https://aid.example/fhir/Questionnaire/exosome-hair-loss"


def written(answers: Answers = WHOLE) -> Json:
    record = fhir.response(library(), answers, origin="https://aid.example", authored=DAY)
    return json.loads(json.dumps(record))


def record(*items: Any, **fields: Any) -> Json:
    ours = {"resourceType": "QuestionnaireResponse", "questionnaire": ADDRESS, "item": list(items)}
    return {**ours, **fields}


def coded(link_id: str, *codes: str, **fields: Any) -> Json:
    answers = [{"valueCoding": {"code": code, "display": code.title()}} for code in codes]
    return {"linkId": link_id, "answer": answers, **fields}


def refused(found: object) -> str:
    with pytest.raises(fhir.NotOurs) as caught:
        fhir.read(found, library())
    return caught.value.reason


# ---- Of other programs -----------------------------------------------------------------------


def test_a_program_that_flattens_groups_is_understood():
    loose = written()
    loose["item"] = [one for group in loose["item"] for one in group["item"]]
    assert fhir.read(loose, library()).answers == WHOLE


def test_codes_are_enough_whatever_stands_beside_them():
    bare = written()
    for item, _ in flat(bare["item"]):
        item.pop("text")
        for answer in item.get("answer", []):
            answer["valueCoding"] = {"system": "urn:x", "code": answer["valueCoding"]["code"]}
    assert fhir.read(bare, library()).answers == WHOLE


@pytest.mark.parametrize(
    "value", [{"valueInteger": 3}, {"valueDecimal": 3.0}, {"valueQuantity": {"value": 3}}]
)
def test_a_number_is_a_number_however_it_is_written(value: Json):
    read = fhir.read(record({"linkId": "sessions", "answer": [value]}), library())
    assert read.answers == Answers({"sessions": 3})


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "https://other.example/aid", ""])
def test_any_origin_may_have_written_it(origin: str):
    canonical = f"{origin}/fhir/Questionnaire/exosome-hair-loss|2027.1.1"
    read = fhir.read({**written(), "questionnaire": canonical}, library())
    assert (read.answers, read.content_version) == (WHOLE, "2027.1.1")


@pytest.mark.parametrize("version", ["", "|", "|<b>", "|" + "9" * 60, "|1|2"])
def test_a_version_that_is_none_is_not_passed_on(version: str):
    assert fhir.read({**written(), "questionnaire": ADDRESS + version}, library()).content_version == ""


# ---- Of other content ------------------------------------------------------------------------


def test_what_no_longer_exists_is_listed_in_the_words_of_the_file_and_counts_as_not_answered():
    read = fhir.read(
        record(
            coded("moon", "full", text="Which moon was it?"),
            coded("scalp", "itch", "stars"),
            coded("pace", "warp"),
            {"linkId": "price", "text": "Price?", "answer": [{"valueInteger": -5}]},
            {"linkId": "pets", "answer": [{"valueString": "A  dog\u0000\n\ud800"}, {"valueBoolean": True}]},
        ),
        library(),
    )
    assert read.answers == Answers({"scalp": ("itch",)})
    assert sorted(read.gone) == [
        "Price?: -5", "Which moon was it?: Full", "pace: Warp", "pets: A dog", "scalp: Stars",
    ]  # fmt: skip


@pytest.mark.parametrize("codes", [("none", "itch"), ("none", "not-sure")])
def test_replies_that_cannot_stand_together_are_no_reply(codes: tuple[str, ...]):
    read = fhir.read(record(coded("scalp", *codes, text="Scalp?")), library())
    assert len(read.answers) == 0
    assert read.gone == (f"Scalp?: {', '.join(code.title() for code in codes)}",)


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Content in which some ids have taken the place of older ones."""
    folder = Path(shutil.copytree(CONTENT, tmp_path_factory.mktemp("renamed") / "content"))
    for old, new in (
        ('^link_id = "pace"', 'link_id = "pace"\nwas = ["speed"]'),
        ('^link_id = "months"', 'link_id = "months"\nwas = ["how-long"]'),
        ('code = "half", ', 'code = "half", was = ["much"], '),
        ('code = "finasteride-oral", ', 'code = "finasteride-oral", was = ["finasteride"], '),
    ):
        swap("questionnaire.toml", old, new)(folder)
    return load(folder)


def test_a_retired_id_is_read_as_what_took_its_place_and_said_to_have_been(renamed: Library):
    read = fhir.read(
        record(
            coded("speed", "much", text="How fast?"),
            coded("tried", "finasteride", "prp", text="Tried?"),
            coded("finasteride-how-long", "12-over"),
            coded("finasteride-regular", "as-told"),
            coded("age", "18-49"),
        ),
        renamed,
    )
    assert read.answers.given == {
        "age": ("18-49",),
        "finasteride-oral-months": ("12-over",),
        "finasteride-oral-regular": ("as-told",),
        "pace": ("half",),
        "tried": ("finasteride-oral", "prp"),
    }
    assert read.gone == ()
    assert ("How fast?: Much", "How much has gone?: Half or more, within months") in read.mapped
    assert ("Tried?: Finasteride, Prp", "What have you tried?: Finasteride pills, PRP") in read.mapped
    assert len(read.mapped) == 4


def test_an_answer_under_its_present_id_counts_before_one_under_a_retired_id(renamed: Library):
    read = fhir.read(record(coded("speed", "slow"), coded("pace", "all")), renamed)
    assert read.answers == Answers({"pace": ("all",)})
    assert read.gone == ("speed: Slow",)


# ---- Of people who mean no good --------------------------------------------------------------


@pytest.mark.parametrize("found", [None, [], "x", 3, {}, {"resourceType": "Patient"}, {"resourceType": []}])
def test_what_is_no_response_is_refused(found: object):
    assert refused(found) == "not-a-response"


@pytest.mark.parametrize(
    "canonical",
    [
        *(None, 3, [], "", "http://[", ADDRESS + "-2", "https://a.example/?" + ADDRESS, "x" * 501 + ADDRESS),
        "https://other.example/Questionnaire/1",
    ],
)
def test_a_response_to_another_questionnaire_is_refused(canonical: object):
    assert refused({**written(), "questionnaire": canonical}) == "another-questionnaire"


def nested(depth: int) -> Json:
    item: Json = coded("age", "18-49")
    for _ in range(depth):
        item = {"linkId": "x", "item": [item]}
    return item


def test_a_response_deeper_or_longer_than_any_of_ours_is_refused():
    assert fhir.read(record(nested(10)), library()).answers == Answers({"age": ("18-49",)})
    assert refused(record(nested(20))) == "too-much"
    assert refused(record(nested(900))) == "too-much"
    assert refused(record(*[{}] * 2001)) == "too-much"
    assert refused(record(coded("scalp", *["itch"] * 2001))) == "too-much"
    assert refused(record(*(coded(f"q{number}", "x") for number in range(300)))) == "too-much"
    assert refused(record(*(coded("pace", *["slow"] * 90) for _ in range(90)))) == "too-much"


@pytest.mark.parametrize(
    "number", [True, 1e308, float("inf"), float("nan"), pytest.param(10**5000, id="huge"), "5", 2.5, -1, None]
)
def test_a_number_no_question_takes_is_no_answer(number: object):
    read = fhir.read(record({"linkId": "sessions", "answer": [{"valueInteger": number}]}), library())
    assert len(read.answers) == 0
    assert len(read.gone) == 1


def test_words_of_a_file_are_passed_on_short_and_fit_to_be_shown():
    read = fhir.read(record(coded("x" * 9000, "y" * 9000, text="\u202e" + "z\n" * 9000)), library())
    (gone,) = read.gone
    assert len(gone) <= 300
    assert gone.isprintable()


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["item", "answer", "linkId", "text", "valueCoding", "code", "display", "valueInteger"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(ANY, ANY)
def test_any_json_is_read_or_refused(anything: Any, item: Any):
    for found in (anything, record(item), {**record(), "item": anything}):
        try:
            read = fhir.read(found, library())
        except fhir.NotOurs:
            continue
        assert all(library().questionnaire.items[key].accepts(one) for key, one in read.answers.given.items())


@st.composite
def bent(draw: st.DrawFn) -> Json:
    """A record of ours in which one thing has been replaced by anything at all."""
    found = written(draw(answers_strategy()))
    place: Any = found
    for _ in range(draw(st.integers(0, 8))):
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = draw(st.sampled_from(list(keys))) if keys else None
        if key is None or not isinstance(place[key], dict | list):
            break
        place = place[key]
    if place:
        key = draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        place[key] = draw(ANY)
    return found


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bent())
def test_a_record_of_ours_that_somebody_bent_is_read_or_refused(found: Json):
    try:
        read = fhir.read(found, library())
    except fhir.NotOurs:
        return
    items = library().questionnaire.items
    assert all(items[key].accepts(reply) for key, reply in read.answers.given.items())
    assert all(0 < len(one) <= 300 and one.isprintable() for one in read.gone)
