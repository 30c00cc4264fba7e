"""PostgreSQL for real, and a patient who goes on when it stops."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from cryptography.fernet import Fernet
from django.db import connection, connections
from django.test import Client

from decision_aid.clinics import counts, figures, files, known
from decision_aid.clinics.logos import take_in
from decision_aid.clinics.models import Clinic, DailyCount
from decision_aid.database import SECONDS, database
from tests.answers import library
from tests.browser.service import PROJECT, Service, manage
from tests.clinics.cluster import Cluster
from tests.clinics.conftest import found
from tests.clinics.test_logos import LOGO
from tests.documents.paper import Pdf
from tests.web.journey import Journey
from tests.web.people import ALL_FOUR
from tests.web.whole_journey import through_everything

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    cluster = Cluster()
    yield cluster
    cluster.remove()


@pytest.fixture
def on_postgresql(cluster: Cluster, tmp_path: Path, settings) -> Iterator[None]:
    """This process speaks to PostgreSQL, migrated and empty, instead of to its test database."""
    manage(PROJECT, tmp_path / "var", "migrate", "--verbosity", "0", DATABASE_URL=cluster.url, DEBUG="1")
    mine = connections["default"]
    ours = type(connections)({"default": database(cluster.url)})["default"]
    connections["default"] = ours
    yield
    ours.close()
    connections["default"] = mine


def test_clinics_counts_and_files_are_kept_in_postgresql_as_in_sqlite(on_postgresql):
    assert connection.vendor == "postgresql"
    text = '[[clinic]]\nslug = "north"\nname = "North"\nsells_exosomes = true\nprice_from = 1800\n'
    text += 'origins = ["https://north.example"]\n'
    assert files.read(text).added == ("north",)
    assert files.read(text).unchanged == ("north",)
    clinic = Clinic.objects.get()
    clinic.wear(take_in(LOGO))
    clinic.save()
    assert found("north").origins == ("https://north.example",)
    picture, _ = known.logo("north") or (b"", "")
    assert b"<path" in picture
    for _ in range(7):
        counts.note("north", "en", "started")
    counts.flush()
    counts.note("north", "en", "started")
    counts.flush()
    assert DailyCount.objects.get().started == 8
    assert figures.figures(clinic, today=clinic.created.date()).rows == ()
    Clinic.objects.all().delete()


def test_when_postgresql_stops_a_journey_and_its_pdf_finish(
    cluster, on_postgresql, client, settings, monkeypatch
):
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    Clinic(slug="north", name="North", sells_exosomes=False).save()
    assert found("north").name == "North"
    journey = Journey(client, "/c/north/en/")
    journey.open("/c/north/en/")
    journey.start()

    cluster.stop()
    try:
        journey.walk(ALL_FOUR)
        another = Journey(Client(), "/c/north/en/")
        through_everything(another)
        papers = [one for one in another.responses if one.get("Content-Type") == "application/pdf"]
        assert papers
        assert {one.status_code for one in papers} == {200}
        assert papers[0].content.startswith(b"%PDF")
        before = time.monotonic()
        assert found("north").name == "North"
        counts.flush()
        monkeypatch.setattr(known, "PAUSE", 0)
        with pytest.raises(known.Unreachable):
            known.find("nobody-knows")
        monkeypatch.setattr(known, "FRESH", 0)
        assert found("north").name == "North"
        assert known.logo("north") is None
        assert time.monotonic() - before < SECONDS * 3
    finally:
        cluster.start()
    monkeypatch.undo()
    connection.close()
    counts.flush()
    assert DailyCount.objects.values_list("started", "finished").get() == (2, 2)
    Clinic.objects.all().delete()


@dataclass(frozen=True)
class Answer:
    status_code: int
    content: bytes
    headers: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.headers[name]

    @property
    def text(self) -> str:
        return self.content.decode()


class Visitor:
    """Walks through a running service, as ``Journey`` does with Django's client."""

    def __init__(self, port: int) -> None:
        self._port = port

    def get(self, address: str, **options: Any) -> Answer:
        return self._ask("GET", address)

    def post(self, address: str, body: Any, **options: Any) -> Answer:
        sent = body if isinstance(body, str) else urlencode(body, doseq=True)
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        return self._ask("POST", address, sent, kind)

    def _ask(self, method: str, address: str, body: str = "", headers: Any = None) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)) as asking:
            asking.request(method, address, body or None, headers or {})
            with asking.getresponse() as answer:
                return Answer(answer.status, answer.read(), dict(answer.getheaders()))


@pytest.mark.browser
def test_a_clinics_patient_goes_on_to_the_pdf_when_postgresql_stops_under_a_running_service(
    cluster, tmp_path
):
    """The print process, the threads beside the pages and gunicorn are all there, as in production."""
    environment = {"DATABASE_URL": cluster.url, "DEBUG": "1"}
    make = (
        "from decision_aid.clinics.models import Clinic\n"
        "Clinic.objects.all().delete()\n"
        "Clinic(slug='north', name='North Street', sells_exosomes=True, price_from=1800).save()"
    )
    manage(PROJECT, tmp_path / "var", "migrate", "--verbosity", "0", **environment)
    manage(PROJECT, tmp_path / "var", "shell", "--verbosity", "0", "--command", make, **environment)
    service = Service(PROJECT, tmp_path / "var", **environment)
    interest = "This clinic sells exosome treatment, from $1,800."
    try:
        journey = Journey(Visitor(service.port), "/c/north/en/")  # type: ignore[arg-type]
        journey.start()
        journey.walk(ALL_FOUR, until="scalp")
        cluster.stop()
        journey.walk({key: value for key, value in ALL_FOUR.items() if key not in _before("scalp")})
        page = journey.follow("See what this means")
        assert interest in page.text
        journey.follow("Make the paper for your doctor")
        sent = journey.client.post(journey.page.path + journey.page.form().action, {"paper": "a4"})
        assert sent.status_code == 303
        paper = journey.client.get(sent["Location"])
        assert paper.status_code == 200
        assert paper.content.startswith(b"%PDF")
        assert interest.replace(" ", "") in Pdf(paper.content).text().replace(" ", "")
        # Whoever comes now finds the clinic; where nobody can say who it is, the aid stands without it.
        assert interest in journey.open("/c/north/en/").text
        time.sleep(known.PAUSE + 0.5)  # until the last reading no longer answers for it
        assert "cannot be shown now" in journey.open("/c/nobody-knows/en/").text
    finally:
        service.stop()
        cluster.start()


def _before(page: str) -> set[str]:
    asked: set[str] = set()
    for one in library().questionnaire.walk_pages:
        if one.link_id == page:
            break
        asked |= {item.link_id for item in one.item}
    return asked


@pytest.mark.browser
def test_a_running_service_goes_on_when_postgresql_stops_and_says_so_without_its_address(cluster, tmp_path):
    environment = {"DATABASE_URL": cluster.url, "DEBUG": "1"}
    manage(PROJECT, tmp_path / "var", "migrate", "--verbosity", "0", **environment)
    service = Service(PROJECT, tmp_path / "var", **environment)

    def ask(path: str) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)) as asking:
            asking.request("GET", path)
            with asking.getresponse() as answer:
                return answer.status

    try:
        assert ask("/staff/sign-in/") == 200
        assert ask("/staff/") == 302
        cluster.stop()
        for path in ("/en/", "/en/questions/age/", "/readyz", "/healthz", "/en/evidence/"):
            assert ask(path) == 200, path
        assert ask("/staff/sign-in/") == 200
    finally:
        service.stop()
        cluster.start()
    assert not re.search("postgresql://", service.console())
