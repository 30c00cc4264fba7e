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


@pytest.mark.parametrize("place", [one for one in content.library().regions if one != "us"])
def test_the_ten_questions_name_no_american_office_where_its_law_does_not_hold(client, place):
    told = guidance_for(BASE.with_({"place": (place,)})).told
    words = " ".join(f"{one.question.ask} {one.question.why}" for one in told)
    assert len(told) == 10
    assert not re.search(r"\b(FDA|IND|state)\b", words), words
    assert "Is it licensed for hair loss here" in words
    assert "Is it licensed for hair loss here" in page(client, "guidance/", BASE.with_({"place": (place,)}))


def test_the_ten_questions_ask_for_the_number_of_the_fda_in_the_united_states():
    words = " ".join(f"{one.question.ask} {one.question.why}" for one in guidance_for(BASE).told)
    assert "Is there an FDA license or an IND number for hair loss?" in words
    assert "licensed for hair loss here" not in words


def test_somebody_with_thoughts_of_suicide_does_not_read_about_a_swollen_throat(client):
    for place, region in content.library().regions.items():
        crisis = page(
            client, "guidance/", Answers({"here": (place,), "age": ("18-49",), "mood": ("self-harm",)})
        )
        assert "if your life is in danger, or if you may harm yourself now" in crisis
        assert region.emergency.name in crisis
        assert not re.search(r"throat|faint|breath", crisis)


def test_a_price_says_once_where_it_is_asked_and_not_websites_where_it_is_a_survey(client):
    for one in content.library().treatments.values():
        if one.price is None:
            continue
        shown = client.get(f"/en/treatments/{one.id}/").content.decode()
        costs = unescape(shown.partition("What it costs")[2].partition("</p>")[0])
        assert one.price.note in costs
        assert costs.count("Asked on websites") == one.price.note.count("Asked on websites") <= 1
    surveyed = client.post("/en/compare/", {"t": ["finasteride-topical"]}).content.decode()
    price = surveyed.partition("Asked price")[2]
    assert "From a survey of pharmacies" in price
    assert "websites" not in price.partition("</table>")[0]


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
