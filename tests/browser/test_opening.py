"""A clinician opens a file in a browser, without script and on a small screen; a server turns bodies away."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from decision_aid.engine.guidance import advise
from decision_aid.engine.library import Library
from decision_aid.engine.questionnaire import Answers
from decision_aid.web.record import answers_file
from tests.browser.conftest import NewContext
from tests.browser.pages import OPEN_ALL, everything_ticked
from tests.browser.service import Service
from tests.browser.test_axe import violations
from tests.browser.test_layout import CUT_OFF, STICKING_OUT, TOO_SMALL

pytestmark = pytest.mark.browser
ADDRESS = "/en/clinicians/open/"
CRISIS = {"linkId": "mood", "answer": [{"valueCoding": {"code": "self-harm"}}]}


@pytest.fixture
def files(library: Library, tmp_path: Path) -> Callable[..., Path]:
    """A file of answers as a person saves it."""

    def saved(answers: Answers, *more: object) -> Path:
        guidance = advise(library, answers, today=date(2026, 11, 24))
        made = answers_file(answers, guidance, left_out=frozenset(), origin="https://aid.example")
        assert made is not None
        record = json.loads(made)
        record["item"] += more
        file = tmp_path / "exosome-answers.fhir.json"
        file.write_text(json.dumps(record))
        return file

    return saved


def opened(page: Page, aid: Service, file: Path) -> None:
    page.goto(f"{aid.origin()}{ADDRESS}")
    page.get_by_label("The PDF, or the file of answers").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name="Open the file").press("Enter")


def test_axe_finds_nothing_on_an_opened_file_a_crisis_or_a_refusal(
    page: Page, aid: Service, library: Library, case: Callable[..., Answers], files: Callable[..., Path]
):
    long = files(everything_ticked(library))
    for file in (long, files(case("nothing-ticked", mood=("low",)), CRISIS), Path(__file__)):
        page.emulate_media(color_scheme="light")
        opened(page, aid, file)
        page.evaluate(OPEN_ALL)
        assert violations(page.main_frame) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page.main_frame, ["color-contrast", "link-in-text-block"]) == []
    assert page.get_by_role("alert").is_visible()
    assert page.locator("#problem").evaluate("(one) => one === document.activeElement")


def test_a_file_opens_without_script_and_nothing_breaks_on_a_small_screen(
    new_context: NewContext, aid: Service, library: Library, files: Callable[..., Path]
):
    plain = new_context(java_script_enabled=False).new_page()
    opened(plain, aid, files(everything_ticked(library)))
    assert plain.get_by_role("heading", level=1).text_content() == "See someone first"
    assert plain.url == f"{aid.origin()}{ADDRESS}"
    small = new_context(viewport={"width": 320, "height": 640}).new_page()
    small.goto(f"{aid.origin()}{ADDRESS}")
    assert small.evaluate(STICKING_OUT) == [False, []]
    opened(small, aid, files(everything_ticked(library)))
    small.evaluate(OPEN_ALL)
    assert small.evaluate(STICKING_OUT) == [False, []]
    assert small.evaluate(CUT_OFF) == []
    assert small.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ("Content-Length: 3000000", 413),
        ("Content-Length: 99999999999", 413),
        ("Transfer-Encoding: chunked", 411),
    ],
)
def test_the_server_answers_before_a_body_too_large_has_been_sent(aid: Service, headers: str, status: int):
    with socket.create_connection(("127.0.0.1", aid.port), timeout=20) as line:
        head = (
            f"POST {ADDRESS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        )
        line.sendall(f"{head}{headers}\r\n\r\n".encode())
        assert line.recv(64).decode().startswith(f"HTTP/1.1 {status} ")
