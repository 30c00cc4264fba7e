"""What every test of the web side can rely on: keys of its own, one day, a person to walk with."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from django.test import Client, override_settings

from tests.web.journey import Journey, Page
from tests.web.whole_journey import through_everything


@pytest.fixture(autouse=True)
def _keys_day_and_static_files(settings) -> None:
    # Static files come from where they are written: nothing is collected for a test.
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    settings.TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def journey(client: Client) -> Journey:
    return Journey(client)


@pytest.fixture(scope="module")
def taken() -> Journey:
    """One such journey, taken once; its pages are only looked at."""
    journey = Journey(Client())
    with override_settings(TOKEN_KEYS=[Fernet.generate_key().decode()], WHITENOISE_AUTOREFRESH=True):
        through_everything(journey)
    return journey


@pytest.fixture(scope="module")
def pages(taken: Journey) -> list[Page]:
    return [
        Page(response.text, address=response.request["PATH_INFO"] + "?" + response.request["QUERY_STRING"])
        for response in taken.responses
        if response.get("Content-Type", "").startswith("text/html") and response.status_code in {200, 422}
    ]


_watching: list[list[str]] = []


def _note_writing(event: str, args: tuple[object, ...]) -> None:
    if event != "open" or not _watching:
        return
    path, _mode, flags = args
    if path == os.devnull or not isinstance(path, str | bytes):  # a number is a pipe or a file open already
        return
    if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR):
        _watching[-1].append(os.fsdecode(path))


sys.addaudithook(_note_writing)  # for the life of the process; it does nothing while nobody watches


@pytest.fixture
def written_to() -> Iterator[list[str]]:
    """Every file this process opens for writing while the test runs."""
    seen: list[str] = []
    _watching.append(seen)
    yield seen
    _watching.pop()
