"""The questions and answers as FHIR: what the validators do not look at, looked at here.

fhir.resources checks shapes only: it lets through made-up codes of closed lists, a linkId used
twice, and an answer to a question nobody asked. So the rules of R4 that matter are written out.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire as Shape
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse as ResponseShape
from hypothesis import given, settings

from decision_aid.engine import fhir
from decision_aid.engine.questionnaire import Answers
from decision_aid.engine.reviews import Review, Reviews
from tests.answers import answers_strategy, library, vignette
from tests.engine import tiny
from tests.engine.fhir_client import Json, enabled, flat, options

ORIGIN = "https://aid.example"
DAY = datetime.date(2026, 12, 1)
PUBLISHED = fhir.questionnaire(library(), origin=ORIGIN)
ASKED = {item["linkId"]: item for item, _ in flat(PUBLISHED["item"])}
PARENTS = {item["linkId"]: parents for item, parents in flat(PUBLISHED["item"])}
QUESTIONS = {key: item for key, item in ASKED.items() if item["type"] not in {"group", "display"}}
TYPES = {"group", "display", "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text",
         "url", "choice", "open-choice", "attachment", "reference", "quantity"}  # fmt: skip
OPERATORS = {"exists", "=", "!=", ">", "<", ">=", "<="}


def written(answers: Answers) -> Json:
    """The response as it comes out of a file."""
    record = fhir.response(library(), answers, origin=ORIGIN, authored=DAY)
    return json.loads(json.dumps(record))


def codes(answers: Answers) -> dict[str, tuple[str, ...]]:
    return {key: reply if isinstance(reply, tuple) else () for key, reply in answers.given.items()}


# ---- The questions ---------------------------------------------------------------------------


def test_no_link_id_is_used_twice():
    ids = [item["linkId"] for item, _ in flat(PUBLISHED["item"])]
    assert len(ids) == len(set(ids))


def test_every_question_of_every_page_is_asked_under_its_own_id():
    assert set(QUESTIONS) == set(library().questionnaire.items)
    for page in library().questionnaire.pages:
        for item in page.item:
            assert PARENTS[item.link_id] == (f"page:{page.link_id}",)
            assert tuple(options(PUBLISHED)[item.link_id]) == item.codes()


def test_every_code_of_a_closed_list_is_on_it():
    assert PUBLISHED["status"] in {"draft", "active", "retired", "unknown"}
    for item in ASKED.values():
        assert item["type"] in TYPES
        assert item.get("enableBehavior", "all") in {"all", "any"}
        assert {row["operator"] for row in item.get("enableWhen", [])} <= OPERATORS


def test_every_condition_asks_for_an_option_of_a_question_that_came_before():
    before: list[str] = []
    for link_id, item in ASKED.items():
        for row in item.get("enableWhen", []):
            assert row["question"] in before
            assert row["answerCoding"] == options(PUBLISHED)[row["question"]][row["answerCoding"]["code"]]
        assert ("enableBehavior" in item) is (len(item.get("enableWhen", [])) > 1)
        before.append(link_id)


def test_only_what_can_be_answered_has_what_belongs_to_answers():
    for item in ASKED.values():
        has = {"required", "repeats", "answerOption", "extension"} & set(item)
        assert item["type"] not in {"group", "display"} or not has
        assert ("answerOption" in item) is (item["type"] == "choice")
        assert item["text"]


def test_numbers_have_their_limits_in_the_unit_they_are_typed_in():
    limits = {
        one["url"].rsplit("/", 1)[1]: {key: value for key, value in one.items() if key != "url"}
        for one in ASKED["rate"]["extension"]
    }
    assert ASKED["rate"]["type"] == "decimal"
    assert limits == {"minValue": {"valueDecimal": 0}, "maxValue": {"valueDecimal": 100}}


def test_a_reply_that_stands_alone_says_so_where_several_can_be_given():
    for link_id, item in library().questionnaire.items.items():
        alone = {
            one["valueCoding"]["code"]
            for one in ASKED[link_id].get("answerOption", [])
            if any(ext["url"].endswith("questionnaire-optionExclusive") for ext in one.get("extension", []))
        }
        assert alone == (set(item.exclusive_codes()) if item.repeats else set())


def test_what_a_hint_says_is_said():
    said = {item["text"] for item in ASKED.values() if item["type"] == "display"}
    assert said == {one.hint for one in library().questionnaire.items.values() if one.hint} | {
        one.text for one in library().questionnaire.pages if one.text
    }


@settings(max_examples=200, deadline=None)
@given(answers_strategy())
def test_another_program_shows_exactly_the_questions_that_our_own_replay_meets(answers: Answers):
    shown = enabled(PUBLISHED, codes(answers))
    assert shown & set(answers.given) == set(library().questionnaire.enabled_answers(answers).given)


def test_what_our_content_does_not_use_yet_is_said_in_fhirs_words_too():
    both = {"all": [{"question": "colour", "in": ["red"]}, {"question": "size", "in": ["big"]}]}
    asked = tiny.questionnaire(
        tiny.page("one", tiny.item("colour", "red"), tiny.item("size", "big"), text="Look closely."),
        tiny.page("two", tiny.item("wait", type="integer", maximum=9, unit="months", enable_when=both)),
    )
    first, second = fhir.questionnaire(replace(library(), questionnaire=asked), origin=ORIGIN)["item"]
    assert (first["item"][0]["type"], first["item"][0]["text"]) == ("display", "Look closely.")
    (wait,) = second["item"]
    assert wait["enableBehavior"] == "all"
    assert [row["question"] for row in wait["enableWhen"]] == ["colour", "size"]
    assert {"display": "months"} in [one.get("valueCoding") for one in wait["extension"]]


def test_it_is_a_draft_until_somebody_has_signed_this_very_version():
    assert PUBLISHED["status"] == "draft"
    version = library().aid.content_version
    for signed, status in ((version, "active"), ("2020.1.1", "draft")):
        review = Review(who="A made-up person", what="all", content_version=signed, date=DAY)
        reviewed = replace(library(), reviews=Reviews(review=(review,)))
        assert fhir.questionnaire(reviewed, origin=ORIGIN)["status"] == status


def test_other_languages_ride_along_once_there_are_any():
    assert '"_' not in json.dumps(PUBLISHED)
    both = fhir.questionnaire(library(), origin=ORIGIN, others={"es": library()})
    texts = [PUBLISHED["title"], *(item["text"] for item in ASKED.values())]
    texts += [one["display"] for each in options(PUBLISHED).values() for one in each.values()]
    found = re.findall(
        r'"_(?:title|text|display)": \{"extension": \[\{"url": "\S+/translation", "extension": '
        r'\[\{"url": "lang", "valueCode": "es"\}, \{"url": "content", "valueString": "((?:[^"\\]|\\.)*)"',
        json.dumps(both, ensure_ascii=False),
    )
    assert sorted(json.loads(f'"{one}"') for one in found) == sorted(texts)


def test_the_shapes_are_those_of_r4():
    Shape.model_validate(PUBLISHED)
    Shape.model_validate(fhir.questionnaire(library(), origin=ORIGIN, others={"es": library()}))
    for name in ("all-four-hold", "nothing-ticked"):
        ResponseShape.model_validate(written(vignette(name)))
    ResponseShape.model_validate(written(Answers()))


# ---- The answers -----------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(answers_strategy())
def test_a_response_answers_only_what_was_asked_with_what_was_offered(answers: Answers):
    record = written(answers)
    shown = enabled(PUBLISHED, codes(answers))
    offered = options(PUBLISHED)
    for item, parents in flat(record.get("item", [])):
        link_id = item["linkId"]
        assert parents == PARENTS[link_id]
        assert link_id in shown
        assert item["text"] == ASKED[link_id]["text"]
        replies = item.get("answer", [])
        assert bool(replies) is (link_id in QUESTIONS)
        assert len(replies) <= 1 or ASKED[link_id]["repeats"]
        for reply in replies:
            if "valueCoding" in reply:
                assert reply["valueCoding"] == offered[link_id][reply["valueCoding"]["code"]]
            else:
                assert list(reply) == [f"value{ASKED[link_id]['type'].title()}"]


@settings(max_examples=200, deadline=None)
@given(answers_strategy())
def test_what_was_written_reads_back_the_same(answers: Answers):
    read = fhir.read(written(answers), library())
    assert read.answers == library().questionnaire.enabled_answers(answers)
    assert (read.mapped, read.gone) == ((), ())
    assert read.content_version == library().aid.content_version


@pytest.mark.parametrize("rate", [0, 1, 29, 999, 2699, 5701, 10_000])
def test_a_fraction_is_written_as_it_was_typed_and_read_back_to_the_cent(rate: int):
    answers = vignette("all-four-hold").with_({"rate": rate})
    (item,) = (one for one, _ in flat(written(answers)["item"]) if one["linkId"] == "rate")
    assert json.dumps(item["answer"]) == f'[{{"valueDecimal": {rate / 100}}}]'
    assert fhir.read(written(answers), library()).answers == answers


def test_a_response_says_when_it_was_given_to_what_and_nothing_of_whom():
    record = written(vignette("all-four-hold"))
    version = library().aid.content_version
    assert record["questionnaire"] == f"{ORIGIN}/fhir/Questionnaire/exosome-hair-loss|{version}"
    assert record["authored"] == "2026-12-01"
    assert set(record) == {"resourceType", "questionnaire", "status", "authored", "item"}


def test_a_response_is_completed_where_the_walk_is():
    whole = vignette("all-four-hold")
    assert written(whole)["status"] == "completed"
    assert written(whole.without(["mood"]))["status"] == "in-progress"
    assert written(Answers({"age": ("12-17",)}))["status"] == "completed"
    assert written(Answers())["status"] == "in-progress"
