"""PostgreSQL for real, and a patient who goes on when it stops."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.db import connection, connections
from django.test import Client

from decision_aid.clinics import counts, figures, files, known
from decision_aid.clinics.logos import take_in
from decision_aid.clinics.models import Clinic, DailyCount
from decision_aid.database import SECONDS, database
from tests.browser.service import PROJECT, Service, manage
from tests.clinics.cluster import Cluster
from tests.clinics.conftest import found
from tests.clinics.test_logos import LOGO
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
