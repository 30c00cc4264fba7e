"""Plain words: the grade, the length of sentences, and what is never said to a patient."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from decision_aid.web.seal import seal
from tests.answers import library, vignette
from tests.content.patient_text import SMALL, graded, screens, whole
from tests.reading import grade, sentences, words

HIGHEST_GRADE = 6
LONGEST = 20

BANNED = re.compile(
    r"""\b(you\ qualify|qualified\ for|candidates?|recommended\ for\ you|we\ recommend|best\ for\ you
    |don[’']t\ worry|do\ not\ worry|no\ need\ to\ worry|miracle|cures?|cured|guaranteed?|breakthrough
    |revolutionary|state\ of\ the\ art|cutting[\ -]edge|clinically\ proven|risk[\ -]free|painless
    |safe\ and\ effective|act\ now|limited\ time|you\ have\ (pattern\ hair\ loss|alopecia)|you\ are\ suffering
    |rejuvenat\w*|anti-aging|winner)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Where one of these words is the name of something, or is said to be false or absent.
ALLOWED = re.compile(r"Supreme Rejuvenation|There is no total and no winner here")
ODDS = re.compile(r"\d (?:in|out of) (\d[\d,]*\d|\d)\b")


def every_sentence() -> list[tuple[str, str]]:
    return [
        (f"{screen.section}: {screen.name}", sentence)
        for screen in screens()
        for text in (*screen.running, *screen.short)
        for sentence in sentences(text)
    ]


def too_long(found: list[tuple[str, str]]) -> list[tuple[int, str, str]]:
    return [(len(words(text)), place, text) for place, text in found if len(words(text)) > LONGEST]


def never_said(text: str) -> list[str]:
    found = [match[0] for match in BANNED.finditer(ALLOWED.sub("", text))]
    found += ["%"] if "%" in text else []
    return found + [match[0] for match in ODDS.finditer(text) if match[1] not in {"100", "1,000"}]


@pytest.mark.parametrize("section", sorted(graded()))
def test_what_a_patient_reads_is_at_grade_6_or_below(section):
    measured = grade(graded()[section])
    assert measured.grade <= HIGHEST_GRADE, measured


def test_every_section_that_is_graded_is_long_enough_for_a_grade_to_mean_something():
    """Screens under 30 sentences are pooled; what is still short after that has nothing to join."""
    lengths = {name: len(sentences(text)) for name, text in graded().items()}
    assert all(length >= SMALL for name, length in lengths.items() if ":" in name)
    assert sum(length for name, length in lengths.items() if ":" in name) > 0.8 * sum(lengths.values())


def test_no_sentence_a_patient_reads_is_longer_than_20_words():
    assert too_long(every_sentence()) == []


def test_no_percent_sign_no_changing_denominator_and_no_promise_is_in_the_content():
    assert [(place, found) for place, text in every_sentence() if (found := never_said(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "You qualify for it.",
        "You are a good candidate.",
        "It will cure you.",
        "Don’t worry.",
        "20% did.",
        "1 in 7 did.",
    ],
)
def test_the_net_for_words_that_are_never_used_has_no_hole(text):
    assert never_said(text)


def test_frequencies_out_of_100_and_1000_are_how_numbers_are_told():
    assert never_said("About 12 in 100 did, and 3 in 1,000 stopped.") == []


def test_the_published_reading_grade_is_the_one_measured():
    """When this fails: python -m tests.content.patient_text prints the two figures for aid.toml."""
    measured, aid = whole(), library().aid
    assert (aid.reading_grade, aid.reading_raw) == (round(measured.grade, 1), round(measured.raw, 1))


class Paragraphs(HTMLParser):
    """The running text of a page: paragraphs and list items, without headings, replies and tables."""

    BLOCKS = frozenset({"p", "li", "dd"})
    SKIPPED = frozenset(
        {
            "h1",
            "h2",
            "h3",
            "summary",
            "legend",
            "label",
            "button",
            "nav",
            "table",
            "pre",
            "dt",
            "script",
            "svg",
        }
    )
    # The person's own answers read back, and where things are written.
    SKIPPED_CLASSES = frozenset(
        {"said", "over", "check", "references", "source", "progress", "unseen", "fits"}
    )
    VOID = frozenset({"input", "br", "img", "meta", "link", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.VOID:
            return
        classes = set((dict(attrs).get("class") or "").split())
        self._open.append((tag, tag in self.SKIPPED or bool(classes & self.SKIPPED_CLASSES)))
        if tag in self.BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = [tag for tag, _ in self._open if tag in self.BLOCKS]
        if inside and not any(skipped for _, skipped in self._open):
            self.blocks[-1] += data


def running_text(html: str) -> str:
    parser = Paragraphs()
    parser.feed(html)
    return "\n".join(text for block in parser.blocks if (text := " ".join(block.split())))


ADDRESSES = (
    "",
    "answers/",
    "guidance/",
    "guidance/file/",
    "offer/",
    "offer/told/",
    "treatments/",
    "compare/",
    "expectations/",
    "priorities/",
    "about/",
    "about/privacy/",
)
PEOPLE = ("nothing-ticked", "row-07-burning", "row-32-pregnant", "not-yet-money", "all-four-hold")
QUOTE = {"price": 4000, "sessions": 3, "paid": 500, "rate": 2699, "promotion": 12, "monthly": 250}


def page(address: str, person: str) -> str:
    answers = vignette(person).with_({**QUOTE, "told": ("product",), "priorities": ("proof",)})
    response = Client().get(f"/en/{address}", {"s": seal(answers)})
    assert response.status_code == 200, (address, person)
    return running_text(response.content.decode())


def test_the_text_of_a_page_is_its_paragraphs_and_not_its_headings_or_replies():
    html = (
        "<h1>No</h1><p>Yes <b>and</b> yes.</p><p class='said x'>No.</p><label><p>No</p></label><li>Too.</li>"
    )
    assert running_text(html) == "Yes and yes.\nToo."


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("person", PEOPLE)
def test_the_pages_as_they_are_shown_are_plain_too(person):
    pages = {address: page(address, person) for address in ADDRESSES}
    small = []
    for address, text in pages.items():
        found = [(address, sentence) for sentence in sentences(text)]
        assert too_long(found) == [], address
        assert [never_said(sentence) for _, sentence in found if never_said(sentence)] == [], address
        if len(found) < SMALL:
            small.append(text)
        else:
            assert grade(text).grade <= HIGHEST_GRADE, address
    assert grade("\n".join(small)).grade <= HIGHEST_GRADE
