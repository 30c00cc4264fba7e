"""The clinicians' pages: a form that keeps what was sent, sheets anybody may cache, nothing stored."""

from __future__ import annotations

import gzip
import re

import pytest

from decision_aid.web import clinicians, documents, handouts
from tests.answers import library
from tests.documents.paper import Pdf, squeezed
from tests.reading import words
from tests.web.journey import Page
from tests.web.test_links import _follow_all

PDF = "/en/clinicians/handout.pdf"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    handouts._kept.cache_clear()
    clinicians._chosen.cache_clear()


def test_without_a_language_the_visitor_is_sent_to_theirs(client):
    response = client.get("/clinicians/")
    assert (response.status_code, response["Location"]) == (302, "/en/clinicians/")


def test_every_link_on_the_clinicians_pages_works(journey):
    assert _follow_all(journey, journey.open("/en/clinicians/")) == []


def test_the_empty_form_prints_the_usual_sheet(client):
    page = client.get("/en/clinicians/").text
    ticked = re.findall(r'name="t" value="([\w-]+)" checked', page)
    assert set(ticked) == set(handouts.USUAL)
    assert "exosomes" in ticked
    by_hand = client.get(PDF, {"t": [*ticked, "no-treatment"], "sheets": "both", "paper": "letter"})
    assert by_hand.content == client.get(PDF).content


def test_a_sheet_may_be_cached_and_is_not_sent_again_while_it_is_the_same(client):
    first = client.get(PDF)
    assert first["Content-Type"] == "application/pdf"
    assert first["Cache-Control"] == "public, max-age=3600"
    assert "Cookie" not in first.get("Vary", "")
    again = client.get(PDF, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_compressed_once_for_those_who_can_read_that(client):
    plain, squeezed_ = client.get(PDF), client.get(PDF, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(squeezed_.content) == plain.content
    assert squeezed_["ETag"] != plain["ETag"]


def test_a_sheet_is_made_once_for_the_same_choice_and_day_and_anew_the_next_day(client, settings):
    import datetime

    client.get(PDF)
    client.get(PDF, {"paper": "letter", "size": "normal"})
    assert handouts._kept.cache_info().misses == 1
    settings.TODAY = datetime.date(2026, 11, 25)
    clinicians._chosen.cache_clear()
    client.get(PDF)
    assert handouts._kept.cache_info().misses == 2


def test_no_more_than_a_bounded_number_of_sheets_is_kept():
    assert handouts._kept.cache_info().maxsize == clinicians._chosen.cache_info().maxsize == handouts.KEPT


def test_a_clinic_line_is_printed_and_kept_nowhere(client):
    response = client.get(PDF, {"clinic": "Núñez Hair & Skin", "sheets": "patient"})
    assert squeezed("Núñez Hair & Skin") in squeezed(Pdf(response.content).text(1))
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert handouts._kept.cache_info().currsize == clinicians._chosen.cache_info().currsize == 0


def test_an_address_with_anything_else_in_it_is_not_remembered(client):
    assert client.get(PDF, {"name": "John Doe"}).status_code == 200
    assert clinicians._chosen.cache_info().currsize == 0


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"type": "nothing-known"}, "type"),
        ({"t": ["minoxidil-topical", "no-such"]}, "t"),
        ({"t": ["minoxidil-topical", "prp", "laser", "transplant", "exosomes"]}, "t"),
        ({"sheets": "three"}, "sheets"),
        ({"paper": "a5"}, "paper"),
        ({"size": "huge"}, "size"),
        ({"clinic": "x" * 81}, "clinic"),
        ({"clinic": "日本"}, "clinic"),
        ({"clinic": "a\x00b"}, "clinic"),
    ],
)
def test_what_cannot_be_printed_comes_back_with_the_reason_and_the_form_as_it_was(client, sent, field):
    response = client.get(PDF, {"paper": "a4", "clinic": "Our clinic", "t": ["prp"]} | sent)
    assert response.status_code == 422
    page = Page(response.text)
    assert "There is something to fix" in page.text
    assert f'href="#{field}"' in response.text
    assert 'value="prp" checked' in response.text or "t" in sent
    assert "Our clinic" in response.text or "clinic" in sent
    assert '<option value="a4" selected>' in response.text or "paper" in sent


def test_what_was_typed_comes_back_escaped(client):
    response = client.get(PDF, {"clinic": '"><script>alert(1)</script>', "paper": "a5"})
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("name", ["poster", "product-check"])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_poster_and_the_product_check_come_in_both_papers(client, name, paper):
    response = client.get(f"/en/clinicians/{name}.pdf", {"paper": paper})
    assert response["Cache-Control"] == "public, max-age=3600"
    width, _height = Pdf(response.content).size()
    assert round(width) == {"letter": 612, "a4": 595}[paper]
    assert client.get(f"/en/clinicians/{name}.pdf", {"paper": "a5"}).status_code == 422


def test_the_poster_leads_to_the_public_address(client, settings):
    settings.PUBLIC_URL = "https://hair.example.org"
    pdf = Pdf(client.get("/en/clinicians/poster.pdf").content)
    assert "hair.example.org" in pdf.text()
    assert "localhost" not in pdf.text()
    assert "testserver" not in pdf.text()


def test_when_too_many_sheets_are_being_made_the_answer_is_a_kind_503(client, monkeypatch):
    def busy(*_args: object, **_kwargs: object) -> None:
        raise documents.Busy

    monkeypatch.setattr(documents, "_printed", busy)
    response = client.get(PDF)
    assert (response.status_code, response["Retry-After"]) == (503, "10")


def test_the_product_check_is_filled_on_the_page_alone(client):
    html = client.get("/en/clinicians/product-check/").text
    main = html[html.index("<main") : html.index("</main")]
    assert "<form" not in main
    assert "<button" not in main
    boxes = re.findall(r"<input [^>]*>", main)
    items = library().product_check.item
    assert len(boxes) == 3 * len(items)
    assert all("name=" not in one and 'type="checkbox"' in one for one in boxes)


@pytest.mark.parametrize("address", ["product-check/", "script/"])
def test_each_row_shows_its_source_and_says_where_it_was_seen_second_hand(client, address):
    page = Page(client.get(f"/en/clinicians/{address}").text).text
    check, told = library().product_check, library().handouts
    rows = check.item if address == "product-check/" else (*told.prompt, told.state_law, *told.report)
    for one in rows:
        for source in one.source:
            assert library().references[source].cite in page
    claims = [one for one in library().claims.claim if one.id in check.claim]
    second = sum(one.second_hand for one in rows)
    if address == "product-check/":
        second += sum(one.level == "secondary" for one in claims)
    assert page.count("seen second-hand") == second


def test_the_script_says_not_first_in_three_sentences_of_at_most_20_words(client):
    script = library().handouts.script
    page = Page(client.get("/en/clinicians/script/").text).text
    for one in (*script.not_first, script.promised, script.paid):
        assert len(words(one)) <= 20
        assert one in page
    assert len(script.not_first) == 3


def test_the_clinicians_pages_set_no_cookie_and_ask_for_no_patient(client):
    for address in ("", "product-check/", "script/"):
        response = client.get(f"/en/clinicians/{address}")
        assert response.cookies == {}
    html = client.get("/en/clinicians/").text
    names = set(re.findall(r'<(?:input|select)[^>]* name="([\w-]+)"', html))
    assert names == {"type", "t", "sheets", "paper", "size", "clinic"}


def test_reminders_name_no_threshold():
    for one in library().handouts.prompt:
        assert not re.search(r"\d", one.says)


def test_the_page_for_clinicians_leads_to_a_note_with_nothing_filled_in(journey):
    journey.open("/en/clinicians/")
    note = journey.fetch("A shared-decision note to fill in (plain text)").content.decode("ascii")
    assert note.startswith("SHARED DECISION NOTE")
    headings = [line for line in note.splitlines() if line.endswith(":")]
    assert {"OPTIONS DISCUSSED:", "TRIED SO FAR:", "PREFERENCE:", "FOLLOW-UP:"} <= set(headings)
    filled = [line for line in note.splitlines() if line.startswith("- ")]
    assert len(filled) == 1  # the aid itself
    assert "deciding with the facts" in filled[0]
