"""Pages that are the same for everybody are made once, hold nobody's token, and say when they are old."""

from __future__ import annotations

import datetime
import gzip
import re

import pytest

from decision_aid.engine.questionnaire import Answers
from decision_aid.web import kept
from decision_aid.web.seal import seal

ADDRESSES = [
    "treatments/",
    "treatments/exosomes/",
    "evidence/",
    "science/",
    "types/",
    "types/shedding/",
    "how-it-decides/",
    "about/",
    "about/standards/",
    "about/privacy/",
]
WITH_NUMBERS = ["treatments/", "treatments/exosomes/", "evidence/", "science/", "types/shedding/", "compare/"]
IN_A_FRAME = {"Sec-Fetch-Dest": "iframe"}
LATE = datetime.date(2030, 1, 1)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_kept_page_is_byte_for_byte_the_page_made_anew(client, settings, address):
    token = seal(Answers({"age": ("18-49",), "scalp": ("pain",)}))
    for asked in ({}, {"s": token}):
        kept._pieces.cache_clear()
        first = client.get(f"/en/{address}", asked).content
        again = client.get(f"/en/{address}", asked).content
        settings.DEBUG = True
        anew = client.get(f"/en/{address}", asked).content
        settings.DEBUG = False
        assert first == again == anew


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_without_a_token_is_compressed_once_and_is_the_same_page(client, address):
    plain = client.get(f"/en/{address}")
    small = client.get(f"/en/{address}", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain
    assert (small["Content-Encoding"], "Accept-Encoding" in small["Vary"]) == ("gzip", True)
    assert gzip.decompress(small.content) == plain.content
    assert int(small["Content-Length"]) == len(small.content) < 30_000


def test_nothing_kept_holds_a_token_or_an_answer(client):
    kept._pieces.cache_clear()
    token = seal(Answers({"age": ("18-49",), "scalp": ("pain",)}))
    for address in ADDRESSES:
        assert token.encode() in client.get(f"/en/{address}", {"s": token}).content
    assert kept._pieces.cache_info().currsize == len(ADDRESSES)
    for address in ADDRESSES:
        assert token.encode() not in client.get(f"/en/{address}").content


def test_a_filter_is_never_kept_because_anybody_can_ask_for_any(client):
    kept._pieces.cache_clear()
    client.get("/en/evidence/", {"condition": "areata"})
    client.get("/en/evidence/", {"nonsense": "x"})
    assert kept._pieces.cache_info().currsize == 0


@pytest.mark.parametrize("order", ["year", "people", "follow_up_months", "name", "nonsense"])
def test_the_ledger_can_be_put_in_any_order_and_filtered(client, order):
    page = client.get("/en/evidence/", {"order": order, "condition": "areata"})
    assert page.status_code == 200
    names = re.findall(r'<article class="study" id="([a-z0-9-]+)"', page.content.decode())
    assert {"bento-2025", "nilforoushzadeh-2025"} <= set(names)
    assert "wan-2025" not in names


@pytest.mark.parametrize("address", WITH_NUMBERS)
def test_past_their_check_date_numbers_are_withheld_in_a_frame_and_shown_with_a_warning_elsewhere(
    client, settings, address
):
    page = client.get(f"/en/{address}", headers=IN_A_FRAME).content.decode()
    assert "being updated" not in page
    settings.TODAY = LATE
    framed = client.get(f"/en/{address}", headers=IN_A_FRAME).content.decode()
    alone = client.get(f"/en/{address}").content.decode()
    assert "being updated" in framed
    assert not re.search(r"\d+ (?:people|of 100|studies)", framed)
    assert "past its check date" in alone
    assert "being updated" not in alone


def test_in_a_frame_guidance_past_its_check_date_keeps_its_advice_and_drops_the_figures(client, settings):
    settings.TODAY = LATE
    answers = {"s": seal(Answers({"age": ("18-49",), "scalp": ("pain",)}))}
    page = client.get("/en/guidance/", answers, headers=IN_A_FRAME).content.decode()
    assert "See someone first" in page
    assert "past its check date" in page or page.count("being updated") == 0
    assert "Who has been studied" not in page
