"""One guidance, three ways to read it: what the page says stands in the text, and on paper too.

What a person leaves off paper is on none of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from decision_aid.engine.guidance import Guidance, advise
from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content, documents
from decision_aid.web.seal import seal, unseal
from tests.web.journey import Page
from tests.web.people import ALL_FOUR, BURNING, ON_NOTHING
from tests.web.sampling import FEWER, MORE, SAMPLE, any_answers, replies_to

LIBRARY = content.library()
ITEMS = LIBRARY.questionnaire.items
URGENT = {"same-day", "two-weeks"}


def told(**replies: Any) -> Answers:
    base = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in ON_NOTHING.items()}
    return Answers({**base, **{key.replace("_", "-"): value for key, value in replies.items()}})


def guidance_for(answers: Answers) -> Guidance:
    return advise(LIBRARY, answers, today=datetime.date(2026, 11, 24))


@st.composite
def adults(draw: st.DrawFn) -> Answers:
    """A grown-up who answered most of what was asked; many have something to report."""
    answers = draw(any_answers())
    asked = [one for one in ITEMS.values() if draw(st.integers(0, 3))]
    return Answers(
        {**{one.link_id: draw(replies_to(one)) for one in asked}, **answers.given, "age": ("50-over",)}
    )


# ---- The text -----------------------------------------------------------------------------------


@given(any_answers() | adults())
@MORE
def test_the_text_has_a_thousand_characters_at_most_and_never_loses_what_is_urgent(answers):
    guidance = guidance_for(answers)
    text = documents.as_text(guidance)
    assert len(text) <= documents.MOST_TEXT
    if guidance.kind == "crisis":
        assert all(one.name in text and (one.call or one.text) in text for one in guidance.lines)
        return
    if guidance.kind != "adult":
        page = guidance.wording.child if guidance.kind == "child" else guidance.wording.teen
        assert all(sign in text for sign in page.signs)
        return
    assert guidance.standing.title in text
    assert guidance.next_steps[0].says in text
    assert guidance.region.brief in text
    for one in guidance.routes:
        if one.route.tier in URGENT:
            assert f"{one.tier.title}: {one.route.who}" in text


def test_even_with_everything_ticked_all_that_is_urgent_fits():
    ticked = {
        item.link_id: tuple(code for code in item.codes() if code not in item.exclusive_codes())[
            : item.maximum or None
        ]
        for item in ITEMS.values()
        if item.repeats
    }
    answers = told(**{**ticked, "age": ("50-over",), "pace": ("all",), "mood": ("low",)})
    guidance = guidance_for(answers)
    text = documents.as_text(guidance)
    urgent = {f"{one.tier.title}: {one.route.who}" for one in guidance.routes if one.route.tier in URGENT}
    assert len(urgent) >= 8
    assert all(line in text for line in urgent)
    assert len(text) <= documents.MOST_TEXT
    assert "more on the page" in text


@given(any_answers() | adults())
@FEWER
def test_the_page_says_all_that_its_text_says(client, answers):
    guidance = guidance_for(answers)
    page = Page(client.get("/en/guidance/", {"s": seal(answers)}).text)
    copied = client.get("/en/guidance.txt", {"s": seal(answers)}).text
    private = frozenset(one.link_id for one in guidance.answers if one.private)
    assert copied == documents.as_text(guidance, private), "private answers stay out until asked for"
    if guidance.kind != "adult":
        assert page.h1 in copied
        return
    assert page.h1 == guidance.standing.title
    for one in guidance.routes:
        assert _plain(f"{one.tier.title}: {one.route.who}.") in page.text
    for open_answer in guidance.open_safety:
        assert _plain(open_answer.label) in page.text
    for part in guidance.parts:
        assert _plain(f"{part.words.title}: {'yes' if part.met else 'not yet'}") in page.text
    # and the copy on the page is that very text
    assert _plain(copied) in page.text


@pytest.mark.parametrize(
    "replies", [ALL_FOUR, ON_NOTHING, BURNING], ids=["all four", "on nothing", "burning"]
)
def test_the_paper_says_the_same_as_the_page(client, replies):
    answers = Answers({key: (v,) if isinstance(v, str) else tuple(v) for key, v in replies.items()})
    guidance = guidance_for(answers)
    page = Page(client.get("/en/guidance/", {"s": seal(answers)}).text)
    paper = Page(documents.as_html(guidance))
    assert paper.h1 == page.h1
    shared = [*guidance.standing.summary, *(step.says for step in guidance.next_steps)]
    shared += [guidance.region.bottom_line.says]
    shared += [one.question.ask for one in guidance.told] + [
        one.route.says.removeprefix("See a dermatologist within 2 weeks. ") for one in guidance.routes
    ]
    shared += [*guidance.wording.in_writing, *guidance.wording.stop_when]
    for sentence in shared:
        assert _plain(sentence) in page.text
        assert _plain(sentence) in paper.text


def _plain(text: str) -> str:
    return " ".join(text.split())


# ---- What is left off paper ----------------------------------------------------------------------

PAPERS: dict[str, Callable[..., str]] = {"html": documents.as_html, "text": documents.as_text}

# Two people who differ in one answer, and are otherwise at the same place.
APART = [
    ("money", told(offer=("offered",), money=("hurt",)), ("need",)),
    ("expects", told(offer=("offered",), expects=("clear",)), ("regrow",)),
    ("told-approval", told(offer=("offered",), told_approval=("nothing",)), ("approved",)),
    ("mood", told(mood=("low",)), ("looks",)),
    ("priorities", told(priorities=("proof",)), ("needles", "money")),
    ("told", told(told=("price", "hands")), ("none",)),
    ("price", told(price=4500, sessions=3), 12345),
    ("paid", told(price=4500, sessions=3, paid=500), 4000),
    ("scalp", told(scalp=("pain",)), ("itch",)),
    ("urgent", told(urgent=("reaction",)), ("fever",)),
    ("cancer", told(cancer=("now",)), ("chemo-recent",)),
    ("pregnancy", told(pregnancy=("pregnant",)), ("breastfeeding",)),
    ("examined", told(examined=("no",)), ("unnamed",)),
    ("tried", told(tried=("prp",), prp_months=("under-6",)), ("camouflage",)),
    ("hair-care", told(hair_care=("heat",)), ("none",)),
]


@pytest.mark.parametrize("made", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize(("link_id", "one", "other"), APART, ids=[case[0] for case in APART])
def test_two_people_who_differ_in_an_answer_left_off_get_the_same_paper(made, link_id, one, other):
    first, second = guidance_for(one), guidance_for(one.with_({link_id: other}))
    assert first.answers != second.answers
    assert (first.standing, first.tier) == (second.standing, second.tier)
    off = frozenset({link_id})
    assert made(first, left_out=off) == made(second, left_out=off)
    if made is documents.as_html and link_id != "priorities":  # the paper has no room for these
        assert made(first) != made(second)


@given(adults(), st.data())
@SAMPLE
def test_no_answer_left_off_is_read_back_on_paper(answers, data):
    guidance = guidance_for(answers)
    off = frozenset(data.draw(st.sets(st.sampled_from([one.link_id for one in guidance.answers]))))
    shown = documents.without(guidance, off)
    said = [*shown.answers, *shown.open_safety]
    said += [one for part in shown.parts for one in part.said]
    said += [one for concern in shown.concerns for one in concern.said]
    assert not off & {one.link_id for one in said}
    assert shown.standing == guidance.standing
    assert shown.told == guidance.told or "told" in off
    if off & {"price", "sessions", "paid"}:
        assert shown.costs is None


@given(adults(), st.data())
@SAMPLE
def test_a_warning_that_rests_on_an_answer_left_off_keeps_its_urgency_and_loses_its_words(answers, data):
    guidance = guidance_for(answers)
    off = frozenset(data.draw(st.sets(st.sampled_from([one.link_id for one in guidance.answers]))))
    shown = documents.without(guidance, off)
    tiers = [one.route.tier for one in shown.concerns if one.holds_back]
    before = [one.route.tier for one in guidance.concerns if one.holds_back]
    assert tiers[:1] == before[:1]
    assert bool(tiers) == bool(before)
    for concern in guidance.concerns:
        if concern.holds_back and off & {one.link_id for one in concern.said}:
            assert concern.id not in {one.id for one in shown.concerns}
    nameless = [one for one in shown.concerns if one.id == "left-out"]
    assert len(nameless) <= 1
    assert not [
        one for one in nameless if one.said or one.references or one.route.can_fit or one.route.closing
    ]


def test_a_warning_for_today_stays_on_paper_when_its_answer_is_left_off():
    guidance = guidance_for(told(urgent=("reaction",)))
    for made in PAPERS.values():
        whole, less = made(guidance), made(guidance, left_out=frozenset({"urgent"}))
        assert "911" in whole
        assert "Today" in less
        for word in ("reaction", "Blistering", "rash", "911 or an emergency room"):
            assert word not in less, word


def test_private_answers_stay_off_the_pdf_until_the_person_ticks_them(client):
    """The PDF itself is read elsewhere; here, which answers it is asked to leave out."""
    token = seal(told(mood=("low",), pregnancy=("pregnant",)))
    every = ["mood", "pregnancy", "health", "signs"]
    for include in (every[:0], every[:1], every):
        sent = client.post(f"/en/guidance/file/?s={token}", {"include": include, "paper": "a4"})
        address, _, paper = sent["Location"].partition("?s=")[2].partition("&")
        assert paper == "paper=a4"
        assert unseal(address, LIBRARY.questionnaire).left_out == frozenset(every) - frozenset(include)


def test_a_person_who_leaves_nothing_off_gets_every_answer_on_paper(client):
    """All private answers ticked, none left off: an empty choice is a choice."""
    answers = told(mood=("low",))
    token = seal(answers, left_out=[])
    without_choice = client.get("/en/guidance.pdf", {"s": seal(answers)}).content
    with_choice = client.get("/en/guidance.pdf", {"s": token}).content
    words = ITEMS["mood"].option("low").text
    assert words in _read(with_choice)
    assert words not in _read(without_choice)


def _read(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
