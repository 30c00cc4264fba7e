"""Every paper can be read aloud, walked through by heading, and is valid PDF/UA-1."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.documents.paper import PAPERS, paper_of
from tests.documents.people import ADULTS, EVERYBODY
from tests.verapdf import ua1_failures

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", EVERYBODY)
def test_every_paper_is_valid_pdf_ua_1(name, paper):
    assert paper_of(name, paper).ua1_failures() == []


@pytest.mark.slow
def test_the_reference_validator_finds_no_fault_with_any_paper(tmp_path):
    files = {}
    for name in EVERYBODY:
        for paper in PAPERS:
            file = tmp_path / f"{name.replace(' ', '-')}-{paper}.pdf"
            file.write_bytes(paper_of(name, paper).made)
            files[file] = (name, paper)
    failures = ua1_failures(files)
    assert failures.keys() == files.keys()
    assert {files[file]: found for file, found in failures.items() if found} == {}


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_paper_tells_its_language_and_its_title(name):
    assert paper_of(name).language() == "en"
    assert "talk over with your doctor" in paper_of(name).title()


@pytest.mark.parametrize("name", EVERYBODY)
def test_headings_begin_with_the_only_h1_and_skip_no_level(name):
    levels = [HEADINGS.index(one.tag) for one in paper_of(name).structure.tags(*HEADINGS)]
    assert levels[0] == 0
    assert levels.count(0) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", EVERYBODY)
def test_bookmarks_lead_to_every_heading(name):
    pdf = paper_of(name)
    assert len(pdf.bookmarks()) == len(pdf.structure.tags(*HEADINGS))


def test_bookmarks_name_the_parts_a_clinician_looks_for():
    first, *others = paper_of("not yet").bookmarks()
    assert first == "Not yet"
    for part in (
        "What you told us",
        "Ten questions to ask before you pay",
        "The quote",
        "For the clinician: the patient's own summary",
    ):
        assert part in others


def test_cautions_alone_stand_under_a_heading_that_is_about_them():
    assert "Before needles" in paper_of("all four hold").bookmarks()
    assert "Who to see, and how soon" not in paper_of("all four hold").bookmarks()
    assert "Who to see, and how soon" in paper_of("find out first").bookmarks()
    assert "Before needles" not in paper_of("find out first").bookmarks()


def test_header_cells_say_whether_they_head_a_row_or_a_column():
    (table,) = paper_of("all four hold, with a quote").structure.tags("Table")
    (head,) = table.tags("THead")
    assert [one.scope for one in head.tags("TH")] == ["/Column"] * 4
    (body,) = table.tags("TBody")
    assert [one.scope for one in body.tags("TH")] == ["/Row"] * 2


def test_data_cells_name_their_headers_and_the_id_tree_finds_them():
    pdf = paper_of("all four hold, with a quote")
    (table,) = pdf.structure.tags("Table")
    headers = {one.id for one in table.tags("TH")}
    assert len(headers) == 6
    assert "" not in headers
    assert pdf.named_elements() == dict.fromkeys(headers, "/TH")
    for cell in table.tags("TD"):
        assert len(cell.headers) == 2  # its row and its column
        assert set(cell.headers) <= headers


@pytest.mark.parametrize("name", EVERYBODY)
def test_lists_hold_nothing_but_items_and_lists(name):
    for one in paper_of(name).structure.tags("L"):
        assert one.parts
        assert {part.tag for part in one.parts} <= {"LI", "L"}


@pytest.mark.parametrize("name", ADULTS)
def test_the_ten_questions_are_a_list_of_ten(name):
    lists = paper_of(name).structure.tags("L")
    numbered = [one for one in lists if one.parts[0].tags("Lbl")]
    assert 10 in [len(one.parts) for one in numbered]


@pytest.mark.parametrize("name", EVERYBODY)
def test_nothing_is_told_by_a_picture_alone(name):
    assert paper_of(name).images() == 0
    assert paper_of(name).structure.tags("Figure") == []
