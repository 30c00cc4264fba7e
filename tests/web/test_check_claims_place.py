"""The gist questions, the sentences heard and the country: what each changes, and where."""

from __future__ import annotations

import re
from html import unescape

import pytest

from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content, documents
from decision_aid.web.seal import seal
from tests.web.test_parity import guidance_for

BASE = Answers({"age": ("18-49",)})


def page(client, address: str, answers: Answers) -> str:
    return unescape(client.get(f"/en/{address}", {"s": seal(answers)}).content.decode())


def test_a_misunderstanding_is_corrected_kindly_and_without_a_mark(client):
    gist = next(one for one in content.library().check.gist if one.id == "gist-approved")
    shown = page(client, "check/", BASE.with_({gist.id: ("yes",)}))
    assert gist.says in shown
    assert "Worth another look." in shown
    assert "score" not in shown.lower()
    assert "That is how it stands." in page(client, "check/", BASE.with_({gist.id: (gist.right,)}))


def test_a_misunderstanding_left_open_is_on_the_page_and_on_paper_as_worth_talking_about(client):
    answers = BASE.with_({"gist-photo": ("yes",), "gist-type": ("no",)})
    talk = {one.id: one.talk for one in content.library().check.gist}
    for text in (page(client, "guidance/", answers), documents.as_html(guidance_for(answers))):
        assert talk["gist-photo"] in text
        assert talk["gist-type"] not in text


def test_what_is_not_settled_is_listed_with_who_can_help(client):
    shown = page(client, "check/", BASE.with_({"sure-of": ("type", "cost")}))
    for one in content.library().check.open:
        assert (one.says in shown) is (one.id not in {"type", "cost"}), one.id


@pytest.mark.parametrize("link_id", ["gist-photo", "heard"])
def test_what_is_left_off_paper_gives_away_neither_answer_nor_what_follows_from_it(link_id):
    answers = BASE.with_({"gist-photo": ("yes",), "heard": ("billions",)})
    guidance = guidance_for(answers)
    claim = next(one for one in content.library().claims.claim if one.id == "billions")
    talk = next(one.talk for one in content.library().check.gist if one.id == "gist-photo")
    html = documents.as_html(guidance, left_out=frozenset({link_id}))
    assert (claim.heard in html) is (link_id != "heard")
    assert (talk in html) is (link_id != "gist-photo")


def test_a_sentence_heard_comes_back_with_what_to_ask(client):
    shown = page(client, "guidance/", BASE.with_({"heard": ("registered-lab",)}))
    claim = next(one for one in content.library().claims.claim if one.id == "registered-lab")
    assert claim.ask in shown


def test_rules_follow_the_place_of_treatment_and_help_lines_where_the_person_is():
    guidance = guidance_for(BASE.with_({"place": ("japan",), "here": ("uk",)}))
    assert (guidance.region.id, guidance.here.id) == ("japan", "uk")
    assert (guidance_for(BASE).region.id, guidance_for(BASE).here.id) == ("us", "us")


def test_the_crisis_page_has_the_lines_of_where_the_person_is(client):
    answers = Answers({"here": ("australia",), "age": ("18-49",), "mood": ("self-harm",)})
    assert guidance_for(answers).here.id == "australia"
    young = page(client, "guidance/", Answers({"here": ("australia",), "age": ("12-17",)}))
    assert "13 11 14" in young
    assert "tel:131114" in young
    assert "988" not in young


def test_no_region_ever_says_that_something_is_allowed():
    for region in content.library().regions.values():
        told = " ".join(one.says for one in (region.bottom_line, *region.statement)).lower()
        assert not re.search(
            r"(it|this|use|exosomes?|treatment) (is|are) (legal|lawful|allowed|permitted)", told
        )


def test_money_stands_as_it_was_typed_and_only_dollars_get_a_sign(client):
    here = BASE.with_({"price": 4000, "sessions": 3, "priced": ("course",)})
    abroad = here.with_({"place": ("uk",)})
    assert "$4,000" in page(client, "offer/", here)
    assert "months of finasteride" in page(client, "offer/", here)
    shown = page(client, "offer/", abroad)
    assert "4,000" in shown
    assert "$" not in shown
    assert "months of finasteride" not in shown, "prices asked in dollars say nothing about other money"
    assert "$" not in documents.as_html(guidance_for(abroad))
