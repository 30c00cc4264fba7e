"""Somebody else's program asks our questions: NLM's LForms, on a site of its own, by keyboard.

It fetches the Questionnaire from the aid as any site may, and what it makes of the replies reads
back to the same guidance as the pages of the aid give to the same person.
"""

from __future__ import annotations

import datetime
import functools
import http.server
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from decision_aid.engine import fhir
from decision_aid.engine.guidance import advise
from decision_aid.engine.library import Library
from decision_aid.engine.questionnaire import Answers, Item, Reply
from tests.browser.person import Person, Witness
from tests.browser.service import Service
from tests.lforms import FOLDER

pytestmark = pytest.mark.browser
Case = Callable[..., Answers]
DAY = datetime.date(2026, 12, 1)
FAR = 400
"""Presses of a key after which a thing counts as out of reach. LForms shows all questions at once."""
SITE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A hospital</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="styles.css"></head>
<body><main id="form"></main><script src="zone.min.js"></script><script src="lhc-forms.js"></script>
<script src="lformsFHIR.min.js"></script></body></html>"""
SHOW = """async (address) => {
  const questionnaire = await (await fetch(address)).json();
  await LForms.Util.addFormToPage(questionnaire, "form", { prepopulate: false });
}"""
RESPONSE = "LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4')"
# LForms draws its own marks, and says only in a class which choice is taken.
FOCUSED = """() => {
  const one = document.activeElement, label = one.closest("label");
  return { id: label ? label.id : one.id, checked: /-wrapper-checked/.test(label ? label.className : "") };
}"""


class Hospital(http.server.SimpleHTTPRequestHandler):
    """A site that shows LForms, served from the folder it was fetched to."""

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(SITE.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing of this site belongs into the output of the tests."""


@pytest.fixture(scope="module")
def hospital() -> Iterator[str]:
    """The origin of that site."""
    if not (FOLDER / "lhc-forms.js").exists():
        pytest.fail("LForms is not there. Run: make setup")
    handler = functools.partial(Hospital, directory=str(FOLDER))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Patient:
    """Somebody who fills the form of LForms with nothing but the keyboard."""

    def __init__(self, page: Page, library: Library) -> None:
        self.page = page
        self.site = page.url
        self.library = library
        self.items = library.questionnaire.items

    def choose(self, item: Item, code: str) -> None:
        """Tab to the question; Space ticks a box, the arrows move among choices."""
        wanted = f"#{item.link_id}|{code}"
        for _ in range(FAR):
            at = self.page.evaluate(FOCUSED)
            if at["id"].endswith(wanted):
                break
            inside = not item.repeats and at["id"].startswith(f"{item.link_id}/")
            self.page.keyboard.press("ArrowDown" if inside else "Tab")
        else:
            raise AssertionError(f"{wanted} is out of reach")
        if not at["checked"]:
            self.page.keyboard.press("Space")
        assert self.page.evaluate(FOCUSED)["checked"], wanted

    def type(self, item: Item, text: str) -> None:
        for _ in range(FAR):
            if self.page.evaluate(FOCUSED)["id"].startswith(f"{item.link_id}/"):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"{item.link_id} is out of reach")
        self.page.keyboard.type(text)

    def fill(self, answers: Mapping[str, Reply]) -> None:
        """From the top to the bottom."""
        for link_id, item in self.items.items():
            reply = answers.get(link_id, ())
            if isinstance(reply, int):
                self.type(item, f"{reply / 10**item.decimals:.{item.decimals}f}")
                continue
            for option in item.answer_option:
                if option.code in reply:
                    self.choose(item, option.code)

    def question(self, text: str) -> Locator:
        return self.page.locator("span.question", has_text=text)

    def record(self) -> dict[str, Any]:
        """What this program would save."""
        found: dict[str, Any] = self.page.evaluate(RESPONSE)
        return found


@pytest.fixture
def patient(witness: Witness, page: Page, aid: Service, hospital: str, library: Library) -> Patient:
    page.goto(hospital)
    page.evaluate(SHOW, aid.address(fhir.CANONICAL))
    expect(page.get_by_text("How old are you?")).to_be_visible()
    return Patient(page, library)


@pytest.mark.parametrize(
    "somebody",
    [
        (
            "all-four-hold",
            {"place": ("us",), "price": 4500, "sessions": 3, "rate": 2699},
            "defensible-experiment",
        ),
        ("nothing-ticked", {"where": ("parting",), "priorities": ("proof", "money")}, "not-first"),
        ("nothing-ticked", {"scalp": ("pain", "scale"), "urgent": ("reaction",)}, "see-someone-first"),
        ("all-four-hold", {"caution": ("thinner",), "asked-own-clinician": ("not-asked",)}, "find-out-first"),
    ],
    ids=lambda one: one[2],
)
def test_a_form_filled_elsewhere_by_keyboard_gives_the_standing_that_our_own_pages_give(
    patient: Patient,
    witness: Witness,
    aid: Service,
    case: Case,
    somebody: tuple[str, dict[str, Reply], str],
):
    name, more, stands = somebody
    answers, library = case(name).with_(more), patient.library
    assert advise(library, answers, today=DAY).standing.id == stands
    patient.fill(answers.given)
    record = patient.record()
    read = fhir.read(record, library)
    assert (read.answers, read.mapped, read.gone) == (answers, (), ())
    assert read.content_version == library.aid.content_version
    asked = {one.url for one in witness.requests if not one.url.startswith(("data:", patient.site))}
    assert asked == {aid.address(fhir.CANONICAL)}
    assert witness.complaints == []

    person = Person(patient.page)
    person.page.goto(aid.address("/en/questions/age/"))
    person.walk(answers.given)
    person.follow("See what this means")
    standing = person.heading
    assert advise(library, read.answers, today=DAY).standing.title == standing

    person.page.goto(aid.address("/en/clinicians/open/"))
    text = json.dumps(record).encode()
    file = FilePayload(name="record.json", mimeType="application/fhir+json", buffer=text)
    person.page.get_by_label("The PDF, or the file of answers").set_input_files(file)
    person.press("Open the file")
    assert person.heading == standing


@pytest.mark.parametrize(
    ("question", "code", "after"),
    [
        ("age", "12-17", "How long ago did it start?"),
        ("mood", "self-harm", "Has a clinic offered you exosomes?"),
    ],
)
def test_another_program_stops_where_our_own_walk_stops(
    patient: Patient, question: str, code: str, after: str
):
    expect(patient.question(after)).to_be_visible()
    patient.choose(patient.items[question], code)
    expect(patient.question(after)).not_to_be_visible()


def test_a_question_appears_elsewhere_when_the_answer_that_enables_it_is_given(patient: Patient):
    followed = patient.question("Has your cancer team said")
    expect(followed).not_to_be_visible()
    patient.choose(patient.items["cancer"], "past")
    expect(followed).to_be_visible()
