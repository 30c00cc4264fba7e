"""What holds for everyone, whatever they answered."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache

import pytest
from django.test import Client
from django.utils.html import escape
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from decision_aid.engine.evidence import Certainty, Number, Rate, Verified
from decision_aid.engine.guidance import Guidance, advise
from decision_aid.engine.library import Library, load
from decision_aid.engine.questionnaire import Answers
from decision_aid.engine.values import Level
from decision_aid.engine.wording import TIERS
from decision_aid.web.documents import as_text
from decision_aid.web.seal import seal
from tests.answers import CONTENT, answers_strategy, library, reply_strategy

DAY = date(2026, 12, 1)
LENIENT = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
EVERYONE = settings(max_examples=150, deadline=None, suppress_health_check=LENIENT)
OUTCOMES = frozenset({"tried", "told", "priorities"})
"""Questions where more ticks are no more danger."""
ORDER = ("see-someone-first", "find-out-first", "not-first", "not-yet", "defensible-experiment")


def told(answers: Answers) -> Guidance:
    return advise(library(), answers, today=DAY)


@cache
def read_again() -> Library:
    return load(CONTENT)


@EVERYONE
@given(answers_strategy())
def test_answers_to_questions_that_are_not_asked_never_matter(answers):
    assert told(answers) == told(library().questionnaire.enabled_answers(answers))


@EVERYONE
@given(answers_strategy(), st.randoms(use_true_random=False))
def test_the_order_in_which_questions_were_answered_never_matters(answers, random):
    shuffled = list(answers.given.items())
    random.shuffle(shuffled)
    one_by_one = Answers()
    for link_id, reply in shuffled:
        one_by_one = one_by_one.with_({link_id: reply})
    assert one_by_one == answers
    assert told(one_by_one) == told(answers)


@settings(EVERYONE, max_examples=50)
@given(answers_strategy())
def test_the_same_answers_and_the_same_content_always_give_the_same_guidance(answers):
    again = advise(read_again(), answers, today=DAY)
    mine = told(answers)
    assert again.standing == mine.standing
    assert again.concerns == mine.concerns
    assert again.open_safety == mine.open_safety
    assert again.answers == mine.answers


@EVERYONE
@given(answers_strategy(), st.data())
def test_from_any_answers_the_walk_goes_on_and_ends(answers, data):
    questionnaire = library().questionnaire
    for _ in range(len(questionnaire.items) + 1):
        walk, situation = questionnaire.replay(answers)
        if walk.here is None:
            return
        asked = questionnaire.enabled_items(walk.here, situation)
        still_open = [one for one in asked if not one.accepts(answers.given.get(one.link_id))]
        assert still_open
        answers = answers.with_({one.link_id: data.draw(reply_strategy(one)) for one in still_open})
    raise AssertionError(f"no end after a reply to every question, at {walk.here}")


@EVERYONE
@given(answers_strategy(adults=True), st.data())
def test_one_more_tick_never_takes_a_warning_away_nor_makes_it_less_urgent(answers, data):
    before = told(answers)
    several = [
        item
        for item in library().questionnaire.items.values()
        if item.repeats
        and item.link_id not in OUTCOMES
        and (reply := library().questionnaire.enabled_answers(answers).codes(item.link_id))
        and not set(reply) & item.exclusive_codes()
    ]
    assume(several)
    item = data.draw(st.sampled_from(several))
    more = [code for code in item.codes() if code not in item.exclusive_codes() and code != "self-harm"]
    code = data.draw(st.sampled_from(more))
    after = told(answers.with_({item.link_id: (*answers.codes(item.link_id), code)}))
    # "Mixed" holds where no other row does, so a row of its own may take its place; "pattern" is no warning.
    lost = {one.id for one in before.open_concerns} - {one.id for one in after.open_concerns}
    assert lost <= {"unclear", "pattern"}
    assert TIERS.index(after.tier.id) <= TIERS.index(before.tier.id)
    assert ORDER.index(after.standing.id) <= ORDER.index(before.standing.id)


@EVERYONE
@given(answers_strategy(), st.sampled_from(["mood", "urgent"]))
def test_what_is_most_urgent_is_told_whatever_else_was_answered(answers, question):
    answers = answers.with_({"age": ("50-over",), "mood": ("none",)})
    added = {"mood": ("self-harm",)} if question == "mood" else {"urgent": ("jaw", "headache")}
    guidance = told(answers.with_(added))
    assert guidance.tier.id == "same-day"
    assert guidance.standing.id == "see-someone-first"
    assert guidance.kind == ("crisis" if question == "mood" else "adult")


@EVERYONE
@given(answers_strategy())
def test_there_is_one_standing_and_it_is_the_first_that_applies(answers):
    """The order of the design, worked out again from what the person is shown."""
    guidance = told(answers)
    still_open = [one.route for one in guidance.concerns if one.open]
    waits = [r for r in still_open if r.sets_standing and r.exosomes in {"defer", "clear"}]
    if any(route.exosomes == "block" for route in still_open):
        expected = "see-someone-first"
    elif guidance.open_safety or waits:
        expected = "find-out-first"
    elif not any(trial.given for trial in guidance.trials):
        expected = "not-first"
    elif not all(part.met for part in guidance.parts) or not guidance.confirmed:
        expected = "not-yet"
    else:
        expected = "defensible-experiment"
    assert guidance.standing.id == expected


@EVERYONE
@given(answers_strategy(adults=True))
def test_the_regulatory_line_is_in_the_text_of_every_adult(answers):
    place = next(iter(answers.codes("place")), "us")
    assert library().regions[place].brief in as_text(told(answers))


@pytest.mark.usefixtures("pages")
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, *LENIENT]
)
@given(answers_strategy(adults=True))
def test_the_regulatory_statement_is_on_the_page_of_every_adult(answers):
    token = seal(answers, content_version=library().aid.content_version)
    response = Client().get("/en/guidance/", {"s": token})
    assert response.status_code == 200
    place = next(iter(answers.codes("place")), "us")
    assert escape(library().regions[place].bottom_line.says) in response.content.decode()


def verified(value: object) -> list[Verified]:
    """Every verified record inside a value, however deep."""
    found = [value] if isinstance(value, Verified) else []
    inner: list[object] = []
    if isinstance(value, BaseModel):
        inner = [getattr(value, name) for name in type(value).model_fields]
    elif is_dataclass(value):
        inner = [getattr(value, one.name) for one in fields(value)]
    elif isinstance(value, dict):
        inner = list(value.values())
    elif isinstance(value, tuple | list):
        inner = list(value)
    return found + [one for each in inner for one in verified(each)]


def test_no_number_a_patient_can_meet_lacks_a_source_that_can_be_looked_up():
    shown = library()
    records = verified([shown.treatments, shown.regions, shown.passages])
    assert len([one for one in records if isinstance(one, Number)]) > 100
    for record in records:
        assert any(shown.references[one].address for one in record.source), record
        assert record.level is not Level.UNVERIFIED
        if record.level is Level.SECONDARY:
            sources = [shown.references[one] for one in record.source]
            excused = record.second_hand_because and not any(one.hearsay for one in sources)
            assert excused or all(one.official for one in sources), record


def test_no_benefit_is_told_second_hand_but_that_of_doing_nothing():
    for name, one in library().treatments.items():
        told: tuple[Verified, ...] = (*one.benefit, *one.benefit_studied)
        assert name == "no-treatment" or not any(record.second_hand_because for record in told), name


def test_five_years_without_treatment_are_told_of_the_few_men_who_were_left():
    one = library().treatments["no-treatment"]
    rows = {record.id: record for record in (*one.benefit_studied, *one.harm_studied)}
    good, bad = rows["steady-men"], rows["loss-goes-on"]
    left, steady, worse = (one.numbers[name].shown for name in ("left", "steady_of_left", "worse_of_left"))
    assert (good.people, bad.people) == (int(left), int(left))
    assert int(steady) + int(worse) == int(left)
    assert good.certainty is bad.certainty is Certainty.LOW
    assert all(f"bout {left} men" in record.says for record in (good, bad))


def test_no_icon_array_lacks_its_comparator_time_people_or_certainty():
    rates = [one for one in verified(library().treatments) if isinstance(one, Rate)]
    assert rates
    for rate in rates:
        assert all([rate.comparator, rate.time, rate.population, rate.people, rate.because]), rate.id
        assert isinstance(rate.certainty, Certainty)
