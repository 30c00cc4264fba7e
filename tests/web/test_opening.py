"""A clinician opens a patient's file: what they see of this person, and where it comes from."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content, opened
from decision_aid.web.record import answers_file
from decision_aid.web.seal import seal
from tests.documents.people import STANDINGS, guidance_of, people
from tests.web.journey import Page
from tests.web.sending import ADDRESS, ORIGIN, changed, given_in, pdf_of, record_of, send


@pytest.mark.parametrize("name", [one for one in STANDINGS if one != "everything ticked"])
def test_the_record_opens_to_the_standing_the_person_was_given_with_every_answer(name):
    response = send(json.dumps(record_of(name)).encode())
    page, guidance = Page(response.text), guidance_of(name)
    assert response.status_code == 200
    assert page.h1 == guidance.standing.title
    assert page.text.partition(page.h1)[2].strip().startswith(f"{guidance.tier.title}. ")
    assert given_in(page) == content.library().questionnaire.enabled_answers(people()[name])
    for one in guidance.answers:
        assert f"{one.label}{' '}{'; '.join(one.words)}".replace("  ", " ") in page.text


def test_the_pdf_opens_to_the_same_page_as_the_record_in_it():
    by_pdf, by_record = send(pdf_of("not yet")), send(json.dumps(record_of("not yet")).encode())
    assert by_pdf.status_code == by_record.status_code == 200
    assert Page(by_pdf.text).text == Page(by_record.text).text


def test_a_pdf_that_other_software_has_saved_again_still_opens():
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf_of("not yet"))) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    response = send(out.getvalue())
    assert response.status_code == 200
    assert Page(response.text).h1 == "Not yet"


def test_the_page_says_whose_word_it_is_and_that_what_was_left_out_is_not_excluded():
    text = Page(send(json.dumps(record_of("not yet")).encode()).text).text
    assert "Self-reported, not examined." in text
    assert "An answer the person left out counts as not excluded." in text
    version = content.library().aid.content_version
    assert f"Content {version} when the file was made, and the same now." in text


def test_an_answer_left_out_reopens_as_not_excluded():
    guidance = guidance_of("all four hold")
    made = answers_file(people()["all four hold"], guidance, left_out=frozenset({"scalp"}), origin=ORIGIN)
    assert made is not None
    assert b'"scalp"' not in made
    page = Page(send(made).text)
    assert page.h1 == "Find out first"
    assert "Still open." in page.text


def test_a_file_of_older_content_says_so_and_lists_what_is_no_longer_asked():
    older = record_of("not yet")
    group = older["item"][0]
    asked = {"linkId": "moon", "text": "Phase of the moon", "answer": [{"valueCoding": {"display": "Full"}}]}
    made = {
        **older,
        "questionnaire": older["questionnaire"].partition("|")[0] + "|2024.1",
        "item": [*older["item"], {**group, "linkId": "page:sky", "item": [asked]}],
    }
    text = Page(send(json.dumps(made).encode()).text).text
    now = content.library().aid.content_version
    assert f"Content 2024.1 when the file was made, {now} now. This page follows the content of now." in text
    assert "No longer asked, so not used: Phase of the moon: Full" in text


def test_words_of_a_stranger_in_the_file_are_words_on_the_page_and_nothing_else():
    words = "<script>alert(1)</script><b>Moon</b>"
    asked = {"linkId": "moon", "text": words, "answer": [{"valueString": "&<"}]}
    response = send(changed("not yet", {"item": [asked]}))
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert "<b>Moon" not in response.text
    assert f"{words}: &<" in Page(response.text).text


def test_an_answer_to_a_question_that_was_never_asked_is_named_and_not_used():
    record = record_of("all four hold")
    alone = {"linkId": "oncology", "answer": [{"valueCoding": {"code": "cleared"}}]}
    text = Page(send(json.dumps({**record, "item": [*record["item"], alone]}).encode()).text).text
    assert "In the file, but not asked of somebody with these answers, so not used: oncology" in text


def test_the_crisis_comes_first_and_then_the_rest_for_the_clinician():
    record = record_of("nothing ticked")
    mood = {"linkId": "mood", "answer": [{"valueCoding": {"code": "self-harm"}}]}
    items = [one for one in record["item"] if one["linkId"] != "page:mood"]
    page = Page(send(json.dumps({**record, "item": [*items, mood]}).encode()).text)
    guidance = guidance_of("crisis")
    assert page.h1 == guidance.wording.crisis.title
    assert page.text.index("thoughts of self-harm") < page.text.index(page.h1)
    assert page.text.index(page.h1) < page.text.index("For the clinician")
    for one in guidance.lines:
        assert one.name in page.text
    assert "What the person answered" in page.text


@pytest.mark.parametrize("age", ["under-12", "12-17"])
def test_somebody_young_opens_to_the_page_for_the_young_without_product_or_price(age):
    record = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": record_of("not yet")["questionnaire"],
        "item": [{"linkId": "age", "answer": [{"valueCoding": {"code": age}}]}],
    }
    page = Page(send(json.dumps(record).encode()).text)
    assert page.h1 == guidance_of("child" if age == "under-12" else "teen").wording.child.title or page.h1
    main = page.html.partition("<main")[2].partition("</main>")[0]
    assert "$" not in main
    assert "/en/treatments/" not in main
    assert "This person is under 18." in page.text


# ---- Where it is --------------------------------------------------------------------------------


def test_the_address_without_a_language_leads_to_the_visitors_own(client):
    response = client.get("/clinicians/open/", headers={"Accept-Language": "xx"})
    assert response.status_code == 302
    assert response["Location"] == ADDRESS
    page = Page(client.get(ADDRESS).text)
    assert page.h1 == "Open a patient's file"
    (form,) = page.forms
    assert (form.method, form.names()) == ("post", ["file"])
    assert "never kept" in page.text
    assert "2 MB at most" in page.text


def test_a_clinician_who_came_with_answers_of_their_own_does_not_mix_them_in():
    token = seal(Answers({"age": ("50-over",), "scalp": ("pain",)}))
    upload = SimpleUploadedFile("f", json.dumps(record_of("all four hold")).encode())
    response = Client().post(f"{ADDRESS}?s={token}", {"file": upload})
    assert given_in(Page(response.text)) == people()["all four hold"]
    assert token not in response.text


def test_the_program_that_reads_pdfs_needs_nothing_of_the_project():
    source = Path(opened._READER).read_text(encoding="utf-8")
    assert "decision_aid" not in source
