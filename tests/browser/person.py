"""A person at the aid: reads what is on the screen, answers it, and notices what goes on around.

``Person`` moves by what it sees, never by knowing addresses, and refuses to go on from a page it
did not expect. ``Witness`` writes down every request, every message of the console and every page
fault, and says at the end whether the person left a trace.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Frame, Page, Request

from decision_aid.engine.questionnaire import Reply

KNOWN_WARNING = "Unrecognized feature: 'web-share'"
"""Chromium's word on a Permissions-Policy feature that only other browsers know."""
MOST_STEPS = 60

STORED = """async () => {
  const count = (name) => { try { return window[name].length } catch (error) { return 0 } };
  const listed = async (ask) => { try { return (await ask()).length } catch (error) { return 0 } };
  return {
    localStorage: count("localStorage"),
    sessionStorage: count("sessionStorage"),
    indexedDB: await listed(() => indexedDB.databases()),
    caches: await listed(() => caches.keys()),
    cookie: document.cookie.length,
  };
}"""


def text_of(words: str) -> str:
    """Words as one line, so that breaks of lines and pages do not matter."""
    return re.sub(r"\s+", " ", words).strip()


class Witness:
    """Watches one context from its first page on."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        context.on("request", self._keep)
        context.on("console", self._note)
        context.on("weberror", lambda fault: self.complaints.append(str(fault.error)))

    def _keep(self, request: Request) -> None:
        self.requests.append(request)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and KNOWN_WARNING not in message.text:
            self.complaints.append(message.text)

    @property
    def tokens(self) -> set[str]:
        """Every sealed token that was in an address."""
        return {token for one in self.requests for token in parse_qs(urlsplit(one.url).query).get("s", [])}

    def assert_nothing_left_behind(self, frame: Frame, *, origins: set[str]) -> None:
        asked = {f"{urlsplit(one.url).scheme}://{urlsplit(one.url).netloc}" for one in self.requests}
        assert asked <= origins, "somebody else was asked for something"
        assert self.complaints == []
        assert self._context.cookies() == []
        # A cookie that the browser refused was still sent.
        offered = [one.url for one in self.requests if self._offers_cookie(one)]
        assert offered == []
        assert set(frame.evaluate(STORED).values()) == {0}
        assert self._context.storage_state(indexed_db=True)["origins"] == []

    @staticmethod
    def _offers_cookie(request: Request) -> bool:
        response = request.response()
        return response is not None and response.header_value("set-cookie") is not None


class Person:
    """Somebody in front of a page of the aid, or of a frame that shows it."""

    def __init__(self, page: Page, frame: Frame | None = None) -> None:
        self.page = page
        self.frame = frame or page.main_frame

    @property
    def path(self) -> str:
        return urlsplit(self.frame.url).path

    @property
    def token(self) -> str:
        return parse_qs(urlsplit(self.frame.url).query).get("s", [""])[0]

    @property
    def heading(self) -> str:
        return text_of(self.frame.locator("h1").inner_text())

    @property
    def words(self) -> str:
        return text_of(self.frame.locator("main").inner_text())

    def follow(self, name: str, *, role: str = "link") -> None:
        """Press a link or a button, and be on the page that comes."""
        target = self.frame.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        with self.frame.expect_navigation():
            target.first.click()

    def press(self, name: str) -> None:
        self.follow(name, role="button")

    def asked(self) -> list[str]:
        """The questions on this screen, by the names of their fields."""
        fields = self.frame.locator("main form input")
        names: list[str] = fields.evaluate_all("all => all.map(one => one.name)")
        return list(dict.fromkeys(names))

    def fill(self, answers: Mapping[str, Reply]) -> None:
        """Answer all that is asked here."""
        questions = self.asked()
        assert questions, f"{self.path} asks nothing"
        for question in questions:
            assert question in answers, f"nobody said what to answer to {question!r} on {self.path}"
            reply = answers[question]
            assert isinstance(reply, tuple)
            for code in reply:
                self.frame.locator(f'input[name="{question}"][value="{code}"]').check()

    def walk(self, answers: Mapping[str, Reply]) -> list[str]:
        """From the question in front to the check page. Gives the paths of the questions met."""
        met: list[str] = []
        while "/questions/" in self.path:
            assert len(met) < MOST_STEPS, f"the questions never end: {met}"
            met.append(self.path)
            self.fill(answers)
            self.press("Continue")
            assert "There is something to fix" not in self.words, f"{met[-1]} refused the answers"
        return met

    def make_pdf(self, file: Path) -> Path:
        """From the guidance to a file on the person's own machine."""
        self.follow("Make the paper for your doctor")
        assert self.heading == "The paper for your doctor"
        with self.page.expect_download() as coming:
            self.frame.get_by_role("button", name="Make the PDF").click()
        assert coming.value.suggested_filename.endswith(".pdf")
        coming.value.save_as(file)
        return file

    def make_pdf_in_vain(self) -> None:
        """Ask for the PDF in a frame that may save nothing, until the browser has thrown it away.

        Whoever goes on earlier may hear of the end of this navigation in place of the next one's.
        """
        with self.page.expect_event("requestfailed", lambda one: "/guidance.pdf" in one.url):
            self.frame.get_by_role("button", name="Make the PDF").click()


def is_refused(frame: Frame) -> bool:
    """Does the browser refuse this frame its storage? It does where third-party cookies are blocked."""
    try:
        frame.evaluate("localStorage.length")
    except Error as refusal:
        return "Access is denied" in str(refusal)
    return False
