"""The texts to paste: 1,000 characters, 80 columns, ASCII, fixed labels, and the flags whatever happens."""

from __future__ import annotations

import re
from functools import cache

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_aid.engine.questionnaire import Answers, Reply
from decision_aid.engine.summary import Summary
from decision_aid.web import documents
from decision_aid.web.notes import MAKERS, decision_note, long_note, short_note
from decision_aid.web.seal import seal
from tests.answers import VIGNETTES, answers_strategy, library, vignette
from tests.content.approved import JOURNEYS, walkers
from tests.content.representative import people as everybody
from tests.content.representative import with_the_rest
from tests.documents.people import ADULTS, OFFERED, TODAY, TOLD, fullest, guidance_of, people, unsure
from tests.web.journey import Page

SECTIONS = [one.label for one in library().clinicians.section]
FLAGS = ["FLAGS", "FLAGS TODAY", "FLAGS WITHIN 2 WEEKS", "FLAGS OTHER"]
SOON = {"same-day": "FLAGS TODAY", "two-weeks": "FLAGS WITHIN 2 WEEKS"}
MORE = re.compile(r"\+[1-9][0-9]* more")


def summary(answers: Answers, left_out: frozenset[str] = frozenset()) -> Summary:
    return documents.summary_for(guidance_of(answers), left_out)


def read(note: str) -> dict[str, list[str]]:
    """What a reader finds who has only the note: the items behind each label."""
    found: dict[str, list[str]] = {}
    for line in note.replace("\n  ", " ").splitlines()[1:-1]:
        label, colon, rest = line.partition(": ")
        if colon and label in {*SECTIONS, *FLAGS, "NOT SURE"}:
            assert label not in found
            found[label] = rest.split("; ")
        else:
            assert line.startswith(("+", "Some answers were left out"))
    return found


def check(answers: Answers, *, all_named: bool = True) -> None:
    """Everything the short note promises of one person. Only the very fullest have a treatment not named."""
    made = summary(answers)
    note = short_note(made)
    assert len(note) <= 1000
    assert all(len(line) <= 80 for line in note.splitlines())
    assert note.isascii()
    title, *_, stamp = note.splitlines()
    assert title == "HAIR LOSS: PATIENT'S OWN SUMMARY"
    version = library().aid.content_version
    assert stamp == f"Self-reported, not examined. {TODAY.isoformat()}. Content {version}."
    found = read(note)
    assert [one for one in found if one in SECTIONS] == [one for one in SECTIONS if one in found]
    _flags_are_whole(answers, found)
    _tried_and_priority_are_found(answers, found, all_named=all_named)
    _nothing_beats_something(made, found)
    for items in found.values():
        assert all(not MORE.search(one) for one in items[:-1])


def _flags_are_whole(answers: Answers, found: dict[str, list[str]]) -> None:
    """Each open concern that is urgent, flagged or sets exosomes aside, under how soon; each other sign."""
    guidance = guidance_of(answers)
    seen = {label: set(items) for label, items in found.items() if label in FLAGS}
    wanted = [
        one
        for one in guidance.concerns
        if one.open and (one.route.tier in SOON or one.route.red_flag or one.route.exosomes == "block")
    ]
    for one in wanted:
        soon = SOON.get(one.route.tier, "FLAGS OTHER")
        above = FLAGS[1 : FLAGS.index(soon) + 1]  # told once, where it is most urgent
        assert any(one.route.flag in seen.get(label, set()) for label in above)
    assert not wanted or "FLAGS" not in found
    left = {link_id for one in wanted for link_id in (said.link_id for said in one.said)}
    for said in guidance.answers:
        item = library().questionnaire.items[said.link_id]
        if item.note == "flags" and said.link_id not in left:
            ticked = {item.option(code).text for code in said.codes if not item.option(code).exclusive}
            assert ticked <= seen.get("FLAGS OTHER", set())
    open_ones = len(guidance.open_safety)
    assert found.get("NOT SURE", []) == ([f"{open_ones} (not sure or not answered)"] if open_ones else [])


def named_in(found: dict[str, list[str]]) -> tuple[set[str], int]:
    """The treatments a reader finds, by name or by a line of their own, and how many more are counted."""
    items = found.get("TRIED", [])
    counted = [one for one in items if MORE.fullmatch(one)]
    more = int(counted[0].strip("+ more")) if counted else 0
    options = library().questionnaire.items["tried"].answer_option
    bare = {one.removeprefix("Also, without details: ").split(" (")[0].split(": ")[0] for one in items}
    return {one.text for one in options} & bare, more


def _nothing_beats_something(made: Summary, found: dict[str, list[str]]) -> None:
    """That nothing was ticked is told only where every caution and pregnancy that was ticked is told."""
    if "NONE" not in found:
        return
    for section in (made.section("pregnancy"), made.section("cautions")):
        for entry in section.entries if section else ():
            first, *rest = entry.words
            told = found[section.label] if section else []
            assert (f"{entry.label}: {first}" if entry.label else first) in told
            assert set(rest) <= set(told)


def _tried_and_priority_are_found(answers: Answers, found: dict[str, list[str]], *, all_named: bool) -> None:
    guidance = guidance_of(answers)
    tried = next((one for one in guidance.answers if one.link_id == "tried"), None)
    if tried:
        names, more = named_in(found)
        wanted = set(tried.words)
        assert names <= wanted
        assert wanted == names if all_named else len(wanted) <= len(names) + more
    if guidance.priorities:
        assert found["MATTERS"][0] == f"Priorities: {guidance.priorities[0].title}"


@cache
def census() -> list[Answers]:
    """One grown-up for every sequence of pages there is."""
    return [one for one in walkers().values() if not library().questionnaire.replay(one)[0].ended_early]


def test_the_census_has_a_person_for_every_journey_that_goes_to_the_end():
    listed = [
        one for one in JOURNEYS.read_text(encoding="utf-8").splitlines() if one.endswith("(to the end)")
    ]
    assert len(census()) == len(listed) > 20


def test_the_short_note_holds_over_the_census_and_for_those_who_stand_for_everybody():
    """With the pages beside the walk filled in too: the quote, what was told, priorities, sentences heard."""
    for answers in (*census(), *everybody(60), *map(with_the_rest, everybody(60))):
        check(answers)


@pytest.mark.parametrize("name", sorted(one.stem for one in VIGNETTES.glob("*.toml")))
def test_the_short_note_holds_for_every_vignette(name):
    answers = vignette(name)
    if guidance_of(answers).kind == "adult":
        check(answers)


@pytest.mark.parametrize("name", ADULTS)
def test_the_short_note_holds_for_everybody_we_know(name):
    check(people()[name], all_named=name != "everything ticked")


@pytest.mark.parametrize("answers", [fullest(), unsure(), fullest().with_({"pace": ("all",)})])
def test_the_short_note_holds_for_the_fullest_and_the_least_sure(answers):
    check(answers, all_named=False)


def test_the_short_note_holds_with_every_reply_of_every_question_in_turn_for_the_fullest_person():
    for item in library().questionnaire.items.values():
        for code in item.exclusive_codes():
            answers = fullest().with_({item.link_id: (code,)})
            if guidance_of(answers).kind == "adult":
                check(answers, all_named=False)


@settings(max_examples=100, deadline=None)
@given(answers_strategy(adults=True))
def test_the_short_note_holds_for_anybody(answers):
    check(answers, all_named=False)


USED: dict[str, Reply] = {
    f"{code}-{question}": (reply,)
    for code in library().questionnaire.items["tried"].codes()
    for question, reply in (("months", "6-11"), ("regular", "often-missed"), ("stopped", "side-effects"))
}
ALL_TRIED: dict[str, Reply] = {
    "tried": tuple(
        one.code for one in library().questionnaire.items["tried"].answer_option if not one.exclusive
    ),
    **USED,
}


def test_whoever_tried_everything_is_told_with_every_name_and_no_name_with_half_its_details():
    found = read(short_note(summary(people()["not yet"].with_({**ALL_TRIED, "caution": ("thinner",)}))))
    names, more = named_in(found)
    assert (len(names), more) == (13, 0)
    at = next(at for at, one in enumerate(found["TRIED"]) if one.startswith("Also, without details: "))
    assert at >= 3
    assert all(
        one.endswith(": 6 to 11 months, often missed, stopped: side effects") for one in found["TRIED"][:at]
    )


@pytest.mark.parametrize(
    ("ticked", "label", "words"),
    [
        ({"pregnancy": ("pregnant",)}, "PREGNANCY", "Could be pregnant, or trying"),
        ({"caution": ("thinner",)}, "CAUTIONS", "Blood thinner or aspirin"),
        (
            {"told-approval": ("approved",)},
            "BELIEFS",
            "was told it is approved, cleared or registered",
        ),
    ],
)
def test_what_was_ticked_is_told_before_all_that_was_not(ticked, label, words):
    """Whoever has tried all there is, has a quote, and has one thing ticked among many that are not."""
    periods: dict[str, Reply] = {"health": ("periods-irregular", "periods-heavy")}
    answers = people()["not yet"].with_({**ALL_TRIED, **TOLD, **periods, **ticked})
    made = summary(answers)
    nothing = made.section("none")
    assert nothing is not None
    assert len(nothing.entries[0].words) > 3
    found = read(short_note(made))
    assert words in found[label]
    assert all("None of these" not in items for items in found.values())


def test_replies_that_nothing_is_there_share_one_line():
    found = read(short_note(summary(vignette("nothing-ticked"))))
    event = "Event 1-6 months before onset"
    assert found["NONE"] == [
        "Hair care",
        "Scalp",
        "Cancer",
        event,
        "Health",
        "Pregnancy",
        "Cautions",
        "Mood",
        "Offer",
    ]
    assert found["TRIED"] == ["None of these"]
    assert not {"SCALP", "TRIGGERS", "PREGNANCY", "HORMONES", "CAUTIONS", "QUOTE"} & set(found)


def test_what_is_not_known_is_counted_and_named():
    found = read(short_note(summary(unsure())))
    assert found["NOT SURE"] == ["9 (not sure or not answered)"]
    assert {"Scalp", "Signs now", "Cancer", "Pregnancy", "Mood"} <= set(found["UNKNOWN"])


def test_a_reader_of_the_short_note_alone_finds_flags_tried_treatments_and_top_priority():
    answers = vignette("nothing-ticked").with_(
        {
            "scalp": ("pain",),
            "urgent": ("reaction",),
            "tried": ("finasteride-oral",),
            "finasteride-oral-months": ("under-6",),
            "finasteride-oral-regular": ("often-missed",),
            "finasteride-oral-stopped": ("worry",),
            "priorities": ("safety",),
        }
    )
    found = read(short_note(summary(answers)))
    assert found["FLAGS TODAY"] == ["blistering rash, swollen face"]
    assert found["FLAGS WITHIN 2 WEEKS"] == ["scalp or skin symptoms"]
    name = "Finasteride pills (5-alpha-reductase inhibitor)"
    assert found["TRIED"] == [f"{name}: under 6 months, often missed, stopped: worry about harm"]
    assert found["MATTERS"][0] == "Priorities: Few side effects"


def test_what_has_no_room_is_counted():
    note = short_note(summary(fullest()))
    made = summary(fullest())
    pieces = 0
    for section in made.sections:
        if section.id != "flags":
            pieces += sum(1 if one.treatment else len(one.words) for one in section.entries)
    pieces += 1  # the one safety question not sure of is named among the unknown
    counted = sum(int(one) for one in re.findall(r"\+([0-9]+)\smore", note))
    shown = sum(
        len([one for one in items if not MORE.fullmatch(one)])
        for label, items in read(note).items()
        if label not in {*FLAGS, "NOT SURE"}
    )
    assert counted + shown == pieces


@settings(max_examples=60, deadline=None)
@given(answers_strategy(adults=True))
def test_the_long_note_and_the_decision_note_are_ascii_in_80_columns_and_stamped(answers):
    made = summary(answers)
    for note in (long_note(made), decision_note(made)):
        assert note.isascii()
        assert all(len(line) <= 80 for line in note.splitlines())
        assert note.splitlines()[-1] == made.stamp
        assert "No diagnosis" in note


@pytest.mark.parametrize("name", ADULTS)
def test_the_long_note_cuts_nothing(name):
    made = summary(people()[name])
    note = " ".join(long_note(made).split())
    for section in made.sections:
        assert section.title.upper() in note
        for entry in section.entries:
            assert " ".join(entry.text.split()) in note


def test_the_decision_note_holds_what_was_said_and_leaves_the_rest_to_type():
    note = decision_note(summary(people()["all four hold, with a quote"]))
    parts = dict(re.findall(r"^([A-Z][^\n]*):\n((?:- .*\n(?:  .*\n)*)*)", note, flags=re.M))
    for blank in ("OPTIONS DISCUSSED", "RISKS, AND WHAT IS NOT KNOWN", "PREFERENCE", "FOLLOW-UP"):
        assert parts[blank] == ""
    assert parts["DECISION ([ ] today  [ ] later)"] == ""
    assert "Finasteride pills" in parts["TRIED SO FAR"]
    assert "Proof that it works" in parts["VALUES AND QUESTIONS"]
    assert library().aid.title in " ".join(parts["DECISION AID USED"].split())


def test_no_text_holds_a_code_or_a_diagnosis():
    """Features that can fit are for the patient's page; a note could be taken for a finding."""
    for answers in (fullest(), *people().values()):
        guidance = guidance_of(answers)
        if guidance.kind != "adult":
            continue
        made = summary(answers)
        for note in (short_note(made), long_note(made), decision_note(made)):
            assert not re.search(r"\bL6[3-6]\b|alopecia|lichen|ringworm|syphilis|arteritis", note)
            assert all(one not in note for one in guidance.can_fit)


# ---- What is left out


@settings(max_examples=60, deadline=None)
@given(answers_strategy(adults=True), st.data())
def test_nothing_left_out_is_in_any_note(answers, data):
    guidance = guidance_of(answers)
    said = sorted(one.link_id for one in guidance.answers)
    off = frozenset(data.draw(st.sets(st.sampled_from(said)))) if said else frozenset()
    made = documents.summary_for(guidance, off)
    whole = documents.summary_for(guidance, frozenset())
    items = library().questionnaire.items
    shown = {one.link_id for one in documents.without(guidance, off).answers}
    kept = [items[one].option(code) for one in shown for code in codes_of(guidance, one)]
    still_said = {option.text for option in kept} | {option.note_words or "" for option in kept}
    notes = " ".join(f"{long_note(made)} {short_note(made)}".split())
    for one in guidance.answers:
        for code in one.codes if one.link_id not in shown else ():
            option = items[one.link_id].option(code)
            words = option.note_words or option.text
            if option.exclusive or len(words) < 12 or any(words in other for other in still_said):
                continue  # the same words were said to another question
            assert words not in notes
    assert made.left_out == bool(off)
    assert (library().clinicians.left_out in short_note(made)) == bool(off)
    assert whole.left_out is False


def codes_of(guidance, link_id: str) -> tuple[str, ...]:
    return next(one.codes for one in guidance.answers if one.link_id == link_id)


@pytest.mark.parametrize(
    ("left_out", "replies"),
    [
        ("money", [("hurt",), ("need",), ("borrow",), ("not-sure",)]),
        ("expects", [("clear",), ("regrow",), ("permanent",)]),
        ("told-approval", [("nothing",), ("approved",), ("not-needed",)]),
        ("hair-care", [("none",), ("heat",), ("skip",)]),
    ],
)
def test_nobody_can_tell_from_the_notes_which_reply_was_left_out(left_out, replies):
    notes = set()
    for reply in replies:
        answers = people()["not yet"].with_({**OFFERED, left_out: reply})
        made = summary(answers, frozenset({left_out}))
        notes.add((short_note(made), long_note(made), decision_note(made)))
    assert len(notes) == 1


def test_a_flag_left_out_keeps_its_urgency_and_loses_its_words():
    found = read(short_note(summary(people()["burning scalp"], frozenset({"scalp"}))))
    assert found["FLAGS WITHIN 2 WEEKS"] == ["a reason left out by the patient"]
    assert "SCALP" not in found


def test_none_ticked_is_not_said_while_an_answer_is_left_out():
    found = read(short_note(summary(people()["nothing ticked"], frozenset({"signs"}))))
    assert found["FLAGS"] == ["none shown"]


# ---- The page


def address(name: str, answers: Answers, *, left_out: frozenset[str] | None = None, **kwargs: str) -> str:
    token = seal(answers, left_out=left_out)
    return f"{reverse(name, kwargs={'language': 'en', **kwargs})}?s={token}"


def test_the_page_shows_the_three_texts_and_a_link_to_each(client):
    answers = people()["not yet"]
    page = client.get(address("guidance-note", answers, left_out=frozenset()))
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    read_page = Page(page.text)
    assert read_page.h1 == "Text for your doctor's records"
    made = summary(answers)
    for kind, maker in MAKERS.items():
        assert " ".join(maker(made).split()) in read_page.text
        text = client.get(address("guidance-note-txt", answers, left_out=frozenset(), kind=kind))
        assert text.content.decode("ascii") == maker(made)
        assert text["Content-Type"].startswith("text/plain")
    links = [link for words, link in read_page.links if words == "Open it as plain text"]
    assert len(links) == 3


def test_private_answers_are_in_no_text_until_the_person_puts_them_there(client):
    answers = people()["low mood"].with_({"health": ("menopause",)})
    for kind in MAKERS:
        kept_back = client.get(address("guidance-note-txt", answers, kind=kind)).text
        assert "Low or hopeless" not in kept_back
        assert "Menopause" not in kept_back
        assert "Some answers were left out by the patient." in kept_back
    chosen = client.get(address("guidance-note-txt", answers, left_out=frozenset(), kind="long")).text
    assert "Low or hopeless most days" in chosen


def test_the_page_about_the_paper_leads_to_the_texts_with_the_same_choice(client):
    answers = people()["low mood"]
    sent = client.post(
        address("guidance-file", answers),
        {"include": ["mood"], "leave-out": ["age"], "make": "note"},
    )
    assert sent.status_code == 303
    note = client.get(sent["Location"])
    assert "Low or hopeless most days" in note.text
    assert "18 to 49" not in note.text


def test_there_is_no_other_kind_of_text(client):
    assert client.get(address("guidance-note-txt", people()["not yet"], kind="other")).status_code == 404


@pytest.mark.parametrize("name", ["crisis", "child", "teen"])
def test_the_crisis_page_and_the_page_for_the_young_come_before_any_note(client, name):
    answers = people()[name]
    for note in (address("guidance-note", answers), address("guidance-note-txt", answers, kind="short")):
        sent = client.get(note)
        assert sent.status_code == 303
        assert sent["Location"].startswith("/en/guidance/?")


def test_guidance_and_the_page_about_the_paper_lead_to_the_texts(client):
    answers = people()["not yet"]
    page = Page(client.get(address("guidance", answers)).text)
    assert page.link("Text for your doctor's records").startswith("/en/guidance/note/")
    assert "Make text for the records" in Page(client.get(address("guidance-file", answers)).text).text


def test_a_hand_without_answers_gets_a_note_and_no_fault(client):
    assert client.get("/en/guidance/note/").status_code == 200
    assert client.get("/en/guidance/note/short.txt").status_code == 200
