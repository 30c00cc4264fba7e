"""The patient's own summary: every answer in its section, every flag told, nothing worked out anew."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from decision_aid.engine.clinicians import NOTES
from decision_aid.engine.guidance import Guidance
from decision_aid.engine.questionnaire import Answers, Reply
from decision_aid.engine.summary import Summary, plain, summary_of
from tests.answers import answers_strategy, library, vignette
from tests.documents.people import OFFERED, QUOTE, fullest, guidance_of, people, unsure

TRIED: dict[str, Reply] = {
    "tried": ("minoxidil-topical", "prp"),
    "minoxidil-topical-months": ("6-11",),
    "minoxidil-topical-regular": ("often-missed",),
    "minoxidil-topical-stopped": ("side-effects",),
    "prp-months": ("under-6",),
    "prp-regular": ("as-told",),
    "prp-stopped": ("cost",),
}


def summary(answers: Answers) -> Summary:
    return summary_of(library(), guidance_of(answers))


def of(answers: Answers, note: str) -> dict[str, tuple[str, ...]]:
    """The entries of one section by their labels."""
    found = next((one for one in summary(answers).sections if one.id == note), None)
    entries: dict[str, tuple[str, ...]] = {}
    for one in found.entries if found else ():
        entries[one.label] = (*entries.get(one.label, ()), *one.words)
    return entries


def test_sections_come_in_the_order_a_clinician_reads_them_and_none_is_empty():
    whole = [one.id for one in summary(fullest()).sections]
    assert whole == [one for one in NOTES if one not in {"none", "unsure"}]
    nothing = [one.id for one in summary(vignette("nothing-ticked")).sections]
    assert nothing == ["flags", "onset", "tried", "none", "standing"]
    few = summary(Answers({"age": ("18-49",)})).sections
    assert [one.id for one in few] == ["flags", "onset", "standing"]
    assert all(section.entries for section in few)


def test_flags_come_first_by_how_soon_somebody_should_look():
    flags = of(fullest(), "flags")
    assert list(flags)[:3] == ["Today", "Within 2 weeks", "Other"]
    assert "blistering rash, swollen face" in flags["Today"]
    assert "fast new hair, deep voice or lump" in flags["Within 2 weeks"]
    assert "pulls or twists hair" in flags["Other"]


def test_without_a_flag_the_summary_says_none_ticked_and_names_what_is_open():
    assert of(vignette("nothing-ticked"), "flags") == {"": ("none ticked",)}
    open_ones = of(unsure(), "flags")
    assert open_ones[""] == ("none ticked",)
    assert {"Scalp", "Cancer", "Signs now"} <= set(open_ones["Not sure or not answered"])


def test_one_new_sign_of_head_or_sight_is_a_flag_though_it_is_not_urgent_by_itself():
    flags = of(vignette("nothing-ticked").with_({"urgent": ("headache",)}), "flags")
    assert flags["Other"] == ("new headache, jaw or sight sign",)


@pytest.mark.parametrize(
    ("ticked", "flags"),
    [
        ({"urgent": ("chest",)}, ["chest, breath or leg signs"]),
        ({"urgent": ("fever",)}, ["fever, or very unwell"]),
        ({"scalp": ("boggy",)}, ["boggy scalp or pus"]),
        ({"scalp": ("growth",)}, ["growing sore or lump"]),
        (
            {"where": ("patches",), "cancer": ("past",), "oncology": ("cleared",)},
            ["patch with cancer history", "patchy hair loss"],
        ),
        ({"where": ("patches",)}, ["patchy hair loss"]),
        ({"health": ("autoimmune",)}, ["thyroid or autoimmune"]),
        ({"where": ("moth-eaten",)}, ["uneven patches"]),
        ({"signs": ("sexual",)}, ["possible STI"]),
        ({"signs": ("palms",)}, ["mouth sores or palm rash"]),
    ],
)
def test_a_flag_tells_of_what_was_ticked_and_not_of_what_was_denied(
    ticked: dict[str, Reply], flags: list[str]
):
    shown = of(vignette("nothing-ticked").with_(ticked), "flags")
    soon = ("Today", "Within 2 weeks", "Other")
    assert [flag for label in soon for flag in shown.get(label, ())] == flags


def test_a_hair_medicine_that_its_label_warns_of_is_a_flag_without_being_an_emergency():
    flags = of(vignette("label-pregnancy-finasteride-oral"), "flags")
    assert flags == {"Other": ("hair drug and pregnancy",)}
    flags = of(vignette("label-mood-dutasteride"), "flags")
    assert flags == {"Other": ("hair drug and low mood",)}


def test_a_sign_no_rule_flags_is_still_told_and_never_none_ticked():
    answers = vignette("nothing-ticked").with_({"where": ("parting",), "signs": ("face-bumps",)})
    assert not [one for one in guidance_of(answers).open_concerns if one.route.exosomes == "block"]
    assert of(answers, "flags")["Other"] == ("Small face bumps",)


@settings(max_examples=100, deadline=None)
@given(answers_strategy(adults=True))
def test_every_sign_ticked_and_every_urgent_concern_is_among_the_flags(answers: Answers):
    guidance = guidance_of(answers)
    (flags,) = [one for one in summary(answers).sections if one.id == "flags"]
    said = {word for one in flags.entries for word in one.words}
    for one in guidance.open_concerns:
        if one.tier.id in {"same-day", "two-weeks"} or one.route.exosomes == "block":
            assert one.route.flag in said
    items = library().questionnaire.items
    signs = {
        items[one.link_id].option(code).text
        for one in guidance.answers
        if one.link_id in {"urgent", "signs"}
        for code in one.codes
        if not items[one.link_id].option(code).exclusive
    }
    assert signs <= said
    raised = {one.label for one in flags.entries} & {"Today", "Within 2 weeks", "Other"}
    assert ("none ticked" in said) == (not raised)


@settings(max_examples=100, deadline=None)
@given(answers_strategy(adults=True))
def test_every_answer_of_the_walk_stands_in_the_summary(answers: Answers):
    items, made = library().questionnaire.items, summary(answers)
    entries = [entry for one in made.sections for entry in one.entries]
    text = "; ".join(word for one in entries for word in (one.label, *one.words))
    names = {
        told: [word for one in made.sections if one.id == told for word in one.entries[0].words]
        for told in ("none", "unsure")
    }
    names["unsure"] += of(answers, "flags").get("Not sure or not answered", ())
    for said in guidance_of(answers).answers:
        item = items[said.link_id]
        for code in said.codes if said.stage in {"walk", "offer"} else ():
            option = item.option(code)
            if plain(option.note_words or option.text) in text and not option.exclusive:
                continue
            if item.note == "flags" and not option.unknown:
                continue  # said by "none ticked"
            told = names["unsure" if option.unknown else "none"]
            by_name = {plain(item.short), plain(item.note_label or "")} & set(told)
            assert by_name or plain(option.note_words or option.text) in text


def test_dates_are_those_the_person_gave():
    triggers = of(vignette("nothing-ticked").with_({"before": ("birth", "weight-medicine")}), "triggers")
    assert triggers["Event 1-6 months before onset"] == ("Birth or miscarriage", "Weight-loss medicine")


def test_an_option_can_stand_in_another_section_than_its_question():
    answers = vignette("nothing-ticked").with_({"health": ("family", "menopause", "lupus")})
    assert of(answers, "family")[""] == ("Pattern hair loss in family",)
    assert of(answers, "hormones")[""] == ("Menopause",)
    assert of(answers, "health")[""] == ("Lupus",)


def test_words_without_a_label_come_before_the_labelled_ones():
    """Behind a label they would read as a part of that answer."""
    for section in summary(fullest()).sections:
        labelled = [bool(one.label) for one in section.entries]
        assert labelled == sorted(labelled)


def test_what_was_tried_is_told_with_class_months_steadiness_and_why_it_was_stopped():
    tried = of(vignette("nothing-ticked").with_(TRIED), "tried")
    assert tried["Minoxidil on the scalp (vasodilator)"] == (
        "6 to 11 months",
        "often missed",
        "stopped: side effects",
    )
    assert tried["PRP"] == ("under 6 months", "steady use", "stopped: cost")


def test_what_the_aid_flags_as_a_misunderstanding_is_set_apart_from_the_offer():
    answers = people()["all four hold"].with_({**OFFERED, **QUOTE, "told-approval": ("approved",)})
    beliefs = of(answers, "beliefs")
    assert beliefs[""] == ("was told it is approved, cleared or registered", "expects most of the hair back")
    assert "Told about approval" not in of(answers, "quote")
    assert of(answers, "quote")["Price"] == ("$4,000",)


def test_questions_still_to_ask_are_known_only_once_somebody_has_ticked_what_was_told():
    answers = people()["all four hold"]
    assert "Still to ask the seller" not in of(answers, "matters")
    asked = of(answers.with_({"told": ("price", "hands")}), "matters")["Still to ask the seller"]
    assert len(asked) == 8
    assert "What I get back if nothing changes" in asked


def test_standing_and_open_conditions_close_the_summary():
    standing = of(people()["not yet"], "standing")
    assert standing["Where exosomes stand today"] == ("Not yet",)
    assert standing["Open conditions"] == (
        "Money you could lose",
        "Approval talked through",
        "What you expect fits the studies",
    )


@settings(max_examples=50, deadline=None)
@given(answers_strategy(adults=True))
def test_every_word_is_plain_ascii_and_none_holds_what_parts_them(answers: Answers):
    made = summary(answers)
    for section in made.sections:
        for entry in section.entries:
            for text in (entry.label, *entry.words):
                assert text.isascii()
                assert ";" not in text
                assert text == text.strip()
    version = library().aid.content_version
    assert made.stamp == f"Self-reported, not examined. 2026-11-24. Content {version}."


def test_it_is_the_same_value_for_the_same_guidance():
    guidance: Guidance = guidance_of("everything ticked")
    assert summary_of(library(), guidance) == summary_of(library(), guidance)
    assert summary_of(library(), guidance, left_out=True) != summary_of(library(), guidance)
