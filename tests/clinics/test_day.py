"""One day for papers, notes, the file and the counts: that of the people whom the service is for."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from decision_aid.clinics import counts
from decision_aid.clinics.models import DailyCount
from decision_aid.web import content
from decision_aid.web.seal import seal
from tests.documents.paper import Pdf, squeezed
from tests.documents.people import people

MOMENTS = [
    (datetime(2026, 11, 24, 21, 30, tzinfo=UTC), date(2026, 11, 24)),  # half past four in the afternoon
    (datetime(2026, 11, 25, 1, 0, tzinfo=UTC), date(2026, 11, 24)),  # eight in the evening
    (datetime(2026, 11, 25, 4, 59, 59, tzinfo=UTC), date(2026, 11, 24)),
    (datetime(2026, 11, 25, 5, 0, tzinfo=UTC), date(2026, 11, 25)),
    (datetime(2026, 7, 1, 3, 59, 59, tzinfo=UTC), date(2026, 6, 30)),  # in summer an hour earlier
    (datetime(2026, 7, 1, 4, 0, tzinfo=UTC), date(2026, 7, 1)),
]


@pytest.fixture(params=MOMENTS, ids=lambda moment: f"{moment[0]:%m-%dT%H:%M:%SZ}")
def day(request, monkeypatch, settings):
    moment, expected = request.param
    settings.TODAY = None
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return expected


def test_the_day_ends_at_midnight_where_the_people_are_for_text_file_note_and_count(day, north):
    client, token = Client(), {"s": seal(people()["not yet"])}
    assert content.today() == day
    for address in ("/en/guidance.txt", "/en/guidance/note/short.txt"):
        assert f"{day:%Y-%m-%d}" in client.get(address, token).text
    saved = json.loads(client.get("/en/guidance.json", token).content)
    assert saved["authored"].startswith(f"{day:%Y-%m-%d}")
    counts.note("north", "en", "started")
    counts.flush()
    assert DailyCount.objects.get().day == day


def test_the_paper_and_the_blank_sheet_have_the_same_day(monkeypatch, settings):
    settings.TODAY = None
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 25, 1, 0, tzinfo=UTC))
    papers = [
        Client().get("/en/guidance.pdf", {"s": seal(people()["not yet"])}),
        Client().get("/en/clinicians/handout.pdf"),
    ]
    for paper in papers:
        text = Pdf(paper.content).text()
        assert squeezed("November 24, 2026") in text
        assert squeezed("November 25, 2026") not in text


def test_a_service_elsewhere_has_the_day_of_elsewhere(monkeypatch, settings):
    settings.TODAY = None
    settings.TIME_ZONE = "Asia/Seoul"
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    assert content.today() == date(2026, 11, 25)
