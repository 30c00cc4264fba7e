"""What a person leaves off paper is not on it, not in other words, and not to be guessed from it."""

from __future__ import annotations

import pytest

from decision_aid.web import documents
from tests.documents.paper import Pdf, squeezed
from tests.documents.people import OFFERED, guidance_of, people


def html(name: str, *left_out: str) -> str:
    return documents.as_html(guidance_of(name), left_out=frozenset(left_out))


def test_an_answer_left_off_is_not_in_the_file_and_the_paper_says_that_something_is_missing():
    guidance = guidance_of("not yet")
    whole = Pdf(documents.as_pdf(guidance)).text()
    paper = Pdf(documents.as_pdf(guidance, left_out=frozenset({"expects", "price"}))).text()
    for words in ("Most of my hair back", "$4,000", "The quote"):
        assert squeezed(words) in whole
        assert squeezed(words) not in paper
    assert squeezed("Some answers were left off this paper.") in paper
    assert squeezed("Some answers were left off this paper.") not in whole


def test_a_question_asked_only_because_of_an_answer_goes_with_it():
    paper = html("find out first", "caution")
    assert "Own doctor asked" in html("find out first")
    assert "Own doctor asked" not in paper
    paper = html("all four hold", "tried")
    assert "12 months or more" in html("all four hold")
    assert "12 months or more" not in paper
    assert "Finasteride pills" not in paper


def test_a_condition_that_rests_on_an_answer_left_off_is_neither_open_nor_closed():
    assert "Money you could lose: not yet" in html("not yet")
    paper = html("not yet", "money")
    assert "Money you could lose" not in paper
    assert "You need this money for other things" not in paper
    assert "What you expect fits the studies: not yet" in paper
    assert "A point that rests on an answer left off this paper is not shown." in paper


def test_leaving_off_who_looked_hides_that_somebody_did():
    assert "A doctor has looked and named pattern hair loss." in html("all four hold")
    paper = html("all four hold", "examined")
    assert "A doctor has looked" not in paper
    assert "no doctor has looked" not in paper


def test_trials_and_marks_go_with_the_answers_they_rest_on():
    answers = people()["nothing ticked"].with_(
        {
            "tried": ("minoxidil-topical",),
            "minoxidil-topical-months": ("under-6",),
            "minoxidil-topical-regular": ("as-told",),
            "minoxidil-topical-stopped": ("still",),
            "told": ("price",),
            "priorities": ("needles",),
        }
    )
    guidance = guidance_of(answers)
    whole = documents.as_html(guidance)
    paper = documents.as_html(guidance, left_out=frozenset({"tried", "told", "priorities"}))
    for words in ("used, not yet a fair trial", "you said they told you", "No needles"):
        assert words in whole
        assert words not in paper


@pytest.mark.parametrize("off", ["price", "paid", "monthly", "gap"])
def test_no_figure_is_left_from_which_a_part_of_the_quote_could_be_worked_out(off):
    paper = html("all four hold, with a quote", off)
    assert "Still to pay" not in paper
    assert "$5,333" not in paper


def test_an_urgent_reason_left_off_keeps_its_urgency_in_front_and_loses_its_words():
    guidance = guidance_of(people()["burning scalp"].with_({"caution": ("keloid",)}))
    shown = documents.without(guidance, frozenset({"scalp"}))
    first, *others = shown.routes
    assert (first.tier.id, first.route.who) == ("two-weeks", "a doctor")
    assert [one.tier.id for one in others if one.tier.id in {"same-day", "two-weeks"}] == []
    paper = documents.as_html(guidance, left_out=frozenset({"scalp"}))
    assert "See someone within 2 weeks." in paper
    assert "An answer left off this paper also needs a talk with a doctor." in paper
    assert "scars" not in paper.partition("What you told us")[0].replace("Raised scars", "").replace(
        "raised scars", ""
    )


def test_an_open_answer_left_off_still_sends_a_person_to_a_doctor():
    guidance = guidance_of(people()["all four hold"].with_({"pregnancy": ("skip",)}))
    assert guidance.standing.id == "find-out-first"
    paper = documents.as_html(guidance, left_out=frozenset({"pregnancy"}))
    assert "Pregnancy" in documents.as_html(guidance)
    assert "Pregnancy" not in paper
    assert "An answer left off this paper also needs a talk with a doctor." in paper


def test_what_would_settle_a_concern_is_not_told_when_its_answer_is_left_off():
    settling = "Your own doctor says needles in the scalp are safe for you."
    assert settling in html("find out first")
    assert settling not in html("find out first", "asked-own-clinician")


@pytest.mark.parametrize(
    ("left_out", "replies"),
    [
        ("money", [("hurt",), ("need",), ("borrow",), ("not-sure",)]),
        ("expects", [("clear",), ("regrow",), ("permanent",)]),
        ("told-approval", [("nothing",), ("approved",), ("not-needed",)]),
        ("mood", [("none",), ("skip",)]),
        ("hair-care", [("none",), ("heat",), ("skip",)]),
    ],
)
def test_nobody_can_tell_from_the_paper_which_reply_was_left_off(left_out, replies):
    papers = set()
    for reply in replies:
        guidance = guidance_of(people()["not yet"].with_({**OFFERED, left_out: reply}))
        assert guidance.standing.id == "not-yet"
        papers.add(documents.as_html(guidance, left_out=frozenset({left_out})))
    assert len(papers) == 1
