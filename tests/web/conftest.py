"""What every test of the web side can rely on: keys of its own, one day, a person to walk with."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from django.test import Client, override_settings

from decision_aid.clinics import counts, known
from tests.web import clinics as invented
from tests.web.journey import Journey, Page
from tests.web.toll import written
from tests.web.whole_journey import through_everything


@pytest.fixture(autouse=True)
def _keys_day_and_static_files(settings) -> None:
    # Static files come from where they are written: nothing is collected for a test.
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    settings.TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def clinics(monkeypatch: pytest.MonkeyPatch) -> None:
    """The invented clinics are all there are."""
    monkeypatch.setattr(known, "find", invented.find)
    monkeypatch.setattr(known, "logo", invented.logo)


@pytest.fixture
def counted(clinics: None, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What was counted, in order."""
    seen: list[tuple[str, str, str]] = []
    monkeypatch.setattr(counts, "note", lambda *what: seen.append(what))
    return seen


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


@pytest.fixture
def written_to() -> Iterator[list[str]]:
    """Every file this process opens for writing while the test runs."""
    with written() as seen:
        yield seen
