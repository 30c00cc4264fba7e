"""One browser and one server for all tests of a worker; a new, empty context for each test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    TimeoutError,
    expect,
    sync_playwright,
)

from decision_aid.engine.library import Library, load
from decision_aid.engine.questionnaire import Answers
from decision_aid.web.cases import read_case
from tests.browser.clinic import Clinic
from tests.browser.pages import Place, every_place
from tests.browser.person import Person, Witness
from tests.browser.service import PATIENCE, PROJECT, Service, copy_of_project

VIGNETTES = PROJECT / "tests" / "content" / "vignettes"
QUIET = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--disable-renderer-backgrounding"),
    "--disable-backgrounding-occluded-windows",
    # Strictest of all: a third party gets no storage, not even a partition of its own.
    "--disable-features=ThirdPartyStoragePartitioning",
    # Playwright loses its way in pages that come back from memory.
    "--disable-back-forward-cache",
]
WAIT = 30_000
"""Milliseconds until an absent thing is taken to be absent. Nothing that works ever takes so long."""
expect.set_options(timeout=WAIT)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium with two preferences: third-party cookies are blocked, and a PDF is saved as a file.

    Playwright has no words for preferences, so Chromium is started here and Playwright joins.
    """
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.fail("Chromium was not found. Install it, or set CHROMIUM to its path.")
    profile = tmp_path_factory.mktemp("profile")
    (profile / "Default").mkdir()
    preferences = {
        "plugins": {"always_open_pdf_externally": True},
        "profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True},
    }
    (profile / "Default" / "Preferences").write_text(json.dumps(preferences), encoding="utf-8")
    command = [program, *QUIET, "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = _debugging_address(profile / "DevToolsActivePort", process)
        with sync_playwright() as playwright:
            joined = _join(playwright, address)
            yield joined
            joined.close()
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _debugging_address(file: Path, process: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if file.exists() and (lines := file.read_text(encoding="ascii").splitlines()):
            return f"http://127.0.0.1:{lines[0]}"
        time.sleep(0.05)
    pytest.fail("Chromium did not start.")


def _join(playwright: Playwright, address: str) -> Browser:
    """The browser, to be driven. One just started may leave its first caller waiting for ever."""
    try:
        return playwright.chromium.connect_over_cdp(address, timeout=WAIT)
    except TimeoutError:
        return playwright.chromium.connect_over_cdp(address, timeout=WAIT)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def aid(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The aid as anybody starts it."""
    service = Service(project, tmp_path_factory.mktemp("aid") / "var")
    yield service
    service.stop()


@pytest.fixture(scope="session")
def clinic() -> Iterator[Clinic]:
    clinic = Clinic()
    yield clinic
    clinic.close()


@pytest.fixture(scope="session")
def framed_aid(project: Path, clinic: Clinic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The aid as somebody starts it who lets the clinic frame it."""
    service = Service(project, tmp_path_factory.mktemp("framed") / "var", FRAME_ANCESTORS=clinic.origin)
    yield service
    service.stop()


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    """Makes empty contexts and closes them; the arguments are Playwright's."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"locale": "en-US", **options})
        context.set_default_timeout(WAIT)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def context(new_context: NewContext) -> BrowserContext:
    return new_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def witness(context: BrowserContext) -> Witness:
    """Ask for it before the first page is opened."""
    return Witness(context)


@pytest.fixture
def person(witness: Witness, page: Page) -> Person:
    return Person(page)


@pytest.fixture(scope="session")
def library() -> Library:
    return load(settings.CONTENT_FOLDER)


@pytest.fixture(scope="session")
def case(library: Library) -> Callable[..., Answers]:
    """The answers of a vignette, some of them replaced."""

    def read(name: str, **replies: tuple[str, ...]) -> Answers:
        answers, _ = read_case(VIGNETTES / f"{name}.toml", library.questionnaire)
        return answers.with_({link_id.replace("_", "-"): reply for link_id, reply in replies.items()})

    return read


@pytest.fixture(scope="session")
def places(library: Library, case: Callable[..., Answers]) -> dict[str, Place]:
    return every_place(library, case)
