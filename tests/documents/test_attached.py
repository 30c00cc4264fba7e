"""A paper that carries the answers says so on page 1, stays valid, and is the same every time."""

from __future__ import annotations

import json
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from decision_aid.web import attached, documents, record
from decision_aid.web.print_process import Paper
from tests.documents.paper import PAPERS, Pdf, paper_of, squeezed
from tests.documents.people import ADULTS, EVERYBODY, LONG_AFTER, fullest, guidance_of, people
from tests.verapdf import a3a_failures, ua1_failures

ORIGIN = "https://aid.example"
SAYS_SO = "This file contains your answers."


def answers_of(name: str, *, left_out: frozenset[str] = frozenset()) -> bytes | None:
    return record.answers_file(people()[name], guidance_of(name), left_out=left_out, origin=ORIGIN)


@cache
def carrying(name: str, paper: Paper = "letter") -> Pdf:
    """The whole paper of one of our people, with their answers in it."""
    return Pdf(documents.as_pdf(guidance_of(name), paper=paper, attachment=answers_of(name)))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ADULTS)
def test_a_paper_that_carries_the_answers_is_valid_pdf_ua_1(name, paper):
    assert carrying(name, paper).ua1_failures() == []


@pytest.mark.slow
def test_the_reference_validator_finds_it_valid_pdf_a_3a_and_pdf_ua_1_at_once(tmp_path):
    files = []
    for name in ADULTS:
        for paper in PAPERS:
            file = tmp_path / f"{name.replace(' ', '-')}-{paper}.pdf"
            file.write_bytes(carrying(name, paper).made)
            files.append(file)
    for found in (ua1_failures(files), a3a_failures(files)):
        assert len(found) == len(files)
        assert {file.name: failed for file, failed in found.items() if failed} == {}


@pytest.mark.parametrize("name", ADULTS)
def test_page_1_says_that_the_answers_are_in_the_file_and_only_where_they_are(name):
    assert squeezed(SAYS_SO) in carrying(name).text(1)
    assert squeezed(SAYS_SO) not in paper_of(name).text()


@pytest.mark.parametrize("name", ADULTS)
def test_what_is_attached_is_the_record_under_its_name_and_kind(name):
    with pikepdf.open(BytesIO(carrying(name).made)) as pdf:
        (reference,) = pdf.Root.AF
        names = pdf.Root.Names.EmbeddedFiles.Names
        assert [str(names[0]), names[1].objgen] == [attached.NAME, reference.objgen]
        assert len(names) == 2
        assert reference.AFRelationship == "/Data"
        assert str(reference.UF) == attached.NAME
        assert reference.EF.F.Subtype == "/application/json"
        assert "/CreationDate" not in reference.EF.F.Params
        assert "/ModDate" not in reference.EF.F.Params
        assert reference.EF.F.read_bytes() == answers_of(name)


@pytest.mark.parametrize("name", ["not yet", "everything ticked"])
def test_the_same_answers_give_the_same_bytes(name):
    again = documents.as_pdf(guidance_of(name), attachment=answers_of(name))
    assert again == carrying(name).made


@pytest.mark.parametrize("name", ADULTS)
def test_the_paper_is_tagged_as_it_is_without(name):
    with_it, without = carrying(name), paper_of(name)
    assert with_it.language() == "en"
    assert with_it.title() == without.title()
    assert with_it.bookmarks() == without.bookmarks()
    tables = [one.scope for one in with_it.structure.tags("TH")]
    assert tables == [one.scope for one in without.structure.tags("TH")]
    headers = {one.id for one in with_it.structure.tags("TH")}
    assert with_it.named_elements() == dict.fromkeys(headers, "/TH")


@pytest.mark.parametrize("name", ADULTS)
def test_it_has_as_many_pages_as_without(name):
    assert carrying(name).pages == paper_of(name).pages


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("place", ["us", "uk", "canada", "japan", "elsewhere"])
def test_the_fullest_paper_has_room_to_say_so_even_when_the_content_is_overdue(paper, place):
    guidance = guidance_of(fullest().with_({"place": (place,), "here": (place,)}), today=LONG_AFTER)
    made = Pdf(documents.as_pdf(guidance, paper=paper, attachment=b"{}"))
    assert made.pages <= documents.MOST_PAGES
    assert squeezed(SAYS_SO) in made.text(1)


@pytest.mark.parametrize("name", [one for one in EVERYBODY if one not in ADULTS])
def test_there_is_no_record_of_a_crisis_or_of_somebody_young(name):
    assert answers_of(name) is None


def test_an_answer_left_out_and_what_was_asked_because_of_it_are_not_in_the_record():
    whole, part = answers_of("all four hold"), answers_of("all four hold", left_out=frozenset({"tried"}))
    assert whole is not None
    assert part is not None
    for word in (b"tried", b"finasteride-oral-months", b"Finasteride", b"12-over"):
        assert word in whole
        assert word not in part


def test_the_record_tells_the_day_and_no_name_and_no_clock():
    made = answers_of("not yet")
    assert made is not None
    told = json.loads(made)
    assert told["authored"] == "2026-11-24"
    assert set(told) == {"resourceType", "questionnaire", "status", "authored", "item"}


def test_a_paper_without_answers_carries_no_file():
    for name in EVERYBODY:
        with pikepdf.open(BytesIO(paper_of(name).made)) as pdf:
            assert "/AF" not in pdf.Root
            assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
        assert b"EmbeddedFile" not in paper_of(name).made


def test_the_printing_process_makes_the_same_file_as_the_press_beside_it():
    guidance, attachment = guidance_of("not yet"), answers_of("not yet")
    apart = documents.as_pdf(guidance, attachment=attachment, apart=True)
    assert apart == carrying("not yet").made
