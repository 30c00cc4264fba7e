"""Numbers carry where they come from, and sentences borrow them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from decision_aid.engine.checks import Faults
from decision_aid.engine.evidence import Number, Rate, Reference, Verified
from decision_aid.engine.sentences import filled, typed_numbers
from decision_aid.engine.values import Ageing, Level

RATE: dict[str, Any] = {
    "id": "growth",
    "outcome": "more hair",
    "says": "{with} in {of}, against {without} with a dummy",
    "good": True,
    "with_treatment": 40,
    "without": 25,
    "of": 100,
    "comparator": "placebo",
    "time": "a year",
    "population": "men",
    "people": 300,
    "design": "trial",
    "certainty": "moderate",
    "because": "one trial",
    "source": ["paper"],
    "level": "abstract",
}
COUNT: dict[str, Any] = {"value": 12, "what": "men", "kind": "count", "source": ["paper"], "level": "primary"}
KNOWN = {
    "paper": Reference(id="paper", cite="A paper", kind="paper", year=2020),
    "label": Reference(id="label", cite="A label", kind="label", year=2020),
    "registry": Reference(id="registry", cite="A registry", kind="registry", year=2020),
    "shop": Reference(id="shop", cite="A shop", kind="vendor", year=2020),
}


@pytest.mark.parametrize("kind", ["measure", "rate"])
@pytest.mark.parametrize("missing", ["comparator", "time", "population", "certainty"])
def test_a_measured_number_without_its_setting_is_refused(kind, missing):
    whole = {**COUNT, "kind": kind, "comparator": "placebo", "time": "a year", "population": "men"}
    whole["certainty"] = "low"
    assert Number.model_validate(whole).value == 12
    del whole[missing]
    with pytest.raises(ValidationError, match=f"needs {missing}"):
        Number.model_validate(whole)


@pytest.mark.parametrize("field", ["source", "level", "what", "kind"])
def test_no_number_is_accepted_without_its_source_or_level(field):
    with pytest.raises(ValidationError):
        Number.model_validate({key: value for key, value in COUNT.items() if key != field})


def test_an_empty_list_of_sources_is_no_source():
    with pytest.raises(ValidationError, match="at least 1"):
        Number.model_validate({**COUNT, "source": []})


def test_a_number_is_shown_as_people_write_it():
    assert Number.model_validate({**COUNT, "value": 12345}).shown == "12,345"
    assert Number.model_validate({**COUNT, "value": 0.3}).shown == "0.3"
    assert Number.model_validate({**COUNT, "value": date(2025, 9, 4)}).shown == "September 4, 2025"


@pytest.mark.parametrize(
    "change",
    [
        {"with_treatment": 101},
        {"without": -1},
        {"of": 50},
        {"comparator": None},
        {"source": []},
        {"certainty": "quite sure"},
        {"stars": 5},
    ],
)
def test_a_rate_that_is_no_count_of_people_or_lacks_its_setting_is_refused(change):
    assert Rate.model_validate(RATE).controlled
    with pytest.raises(ValidationError):
        Rate.model_validate({**RATE, **change})


def test_a_rate_nobody_compared_is_not_controlled():
    assert not Rate.model_validate({**RATE, "without": None}).controlled


def test_a_sentence_borrows_its_numbers():
    numbers: dict[str, Number | str] = {"men": Number.model_validate({**COUNT, "value": 1234}), "of": "100"}
    assert filled("{men} men in {of}.", numbers) == "1,234 men in 100."


def test_a_sentence_cannot_borrow_a_number_nobody_recorded():
    with pytest.raises(KeyError, match="women"):
        filled("{women} women", {})


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("{men} men took part.", []),
        ("12 men took part.", ["12"]),
        ("About 4.5 hairs, or 20% more, with {n} men.", ["4.5", "20%"]),
        ("Call 911, or use Form 3500B after COVID-19.", []),
        ("Call 9112.", ["9112."]),
    ],
)
def test_a_number_typed_into_a_sentence_is_found_and_a_name_is_not(text, typed):
    assert typed_numbers(text) == typed


@pytest.mark.parametrize(
    ("level", "source", "wrong"),
    [
        ("primary", "shop", ""),
        ("abstract", "paper", ""),
        ("secondary", "label", ""),
        ("secondary", "paper", "second-hand"),
        ("secondary", "shop", "second-hand"),
        ("unverified", "label", "unverified"),
        ("primary", "nowhere", "no reference has the id nowhere"),
    ],
)
def test_only_what_was_read_or_restates_an_official_text_may_be_shown(level, source, wrong):
    faults = Faults()
    faults.verified(Verified(source=(source,), level=Level(level)), KNOWN, "file.toml", "place")
    assert [wrong in fault.wrong for fault in faults.all()] == ([True] if wrong else [])


@pytest.mark.parametrize(("source", "told"), [("paper", True), ("registry", True), ("shop", False)])
def test_a_warning_seen_second_hand_may_be_told_with_its_reason_but_not_from_a_seller(source, told):
    faults = Faults()
    record = Verified(
        source=(source,), level=Level.SECONDARY, second_hand_because="Its own table is not open."
    )
    faults.verified(record, KNOWN, "file.toml", "place")
    assert (not faults) is told


def test_what_was_read_itself_needs_no_excuse():
    with pytest.raises(ValidationError, match="excuses nothing"):
        Verified(source=("paper",), level=Level.ABSTRACT, second_hand_because="Not needed.")


def test_second_hand_from_an_official_text_and_a_shop_together_is_not_enough():
    faults = Faults()
    faults.verified(Verified(source=("label", "shop"), level=Level.SECONDARY), KNOWN, "file.toml", "place")
    assert len(faults.all()) == 1


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ({"doi": "10.1/x", "pmid": "7", "url": "https://a.example"}, "https://doi.org/10.1/x"),
        ({"pmid": "7", "url": "https://a.example"}, "https://pubmed.ncbi.nlm.nih.gov/7/"),
        ({"url": "https://a.example"}, "https://a.example"),
    ],
)
def test_a_reference_leads_to_the_most_lasting_address_it_has(reference, address):
    made = Reference.model_validate({"id": "x", "cite": "X", "kind": "paper", "year": 2020, **reference})
    assert made.address == address


def test_a_record_is_overdue_from_the_day_after_its_review():
    record = Ageing(checked=date(2026, 1, 1), review_by=date(2026, 7, 1))
    assert not record.overdue(date(2026, 7, 1))
    assert record.overdue(date(2026, 7, 2))
