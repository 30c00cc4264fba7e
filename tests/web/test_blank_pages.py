"""Blank question pages are kept in memory: they are what would be rendered, and hold nobody's answers."""

from __future__ import annotations

import datetime
import gc
import re

import pytest
from django.test import Client

from decision_aid.engine.questionnaire import Answers
from decision_aid.web import question_page
from decision_aid.web.seal import seal
from tests.answers import library, vignette

CHECKED = re.compile(rb"<input[^>]* checked")
CASES = ("nothing-ticked", "all-four-hold")


def _arrivals(case: str) -> list[tuple[str, Answers]]:
    """Each page of a walk with the answers given before it: as a person arrives there, it is blank."""
    questionnaire, answers = library().questionnaire, vignette(case)
    walk, _ = questionnaire.replay(answers)
    arrivals = []
    for at, page in enumerate(walk.met):
        left = [item.link_id for later in walk.met[at:] for item in later.item]
        arrivals.append((f"/en/questions/{page.link_id}/", answers.without(left)))
    return arrivals


def _kept_in_memory() -> list[bytes]:
    """Every piece of a page that the process holds, found as the garbage collector finds it."""
    pieces: list[bytes] = []
    seen: set[int] = set()
    left: list[object] = [question_page._pieces]
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, bytes):
            pieces.append(one)
        elif isinstance(one, dict | tuple) or type(one).__name__ in {"_lru_cache_wrapper", "_lru_list_elem"}:
            left += gc.get_referents(one)
    return pieces


@pytest.fixture(autouse=True)
def _nothing_kept_yet() -> None:
    question_page._pieces.cache_clear()


@pytest.mark.parametrize("more", ["", "&back=answers"])
@pytest.mark.parametrize("case", CASES)
def test_a_kept_page_is_byte_for_byte_the_page_that_would_be_rendered(client: Client, settings, case, more):
    for path, answers in _arrivals(case):
        address = f"{path}?s={seal(answers)}{more}"
        client.get(address)
        kept = client.get(address).content
        settings.DEBUG = True  # nothing is kept while templates are being worked on
        assert client.get(address).content == kept, path
        settings.DEBUG = False
    assert question_page._pieces.cache_info().hits


def test_the_first_page_without_a_token_is_kept_as_it_would_be_rendered(client: Client, settings):
    client.get("/en/questions/age/")
    kept = client.get("/en/questions/age/").content
    settings.DEBUG = True
    assert client.get("/en/questions/age/").content == kept
    assert b"?s=" not in kept


def test_a_page_out_of_memory_carries_the_token_of_the_person_who_asked_and_no_other(client: Client):
    for path, answers in _arrivals("all-four-hold")[1:]:
        first, second = seal(answers), seal(answers)
        assert first != second
        client.get(f"{path}?s={first}")
        page = client.get(f"{path}?s={second}").content.decode()
        tokens = set(re.findall(r"[?&;]s=([A-Za-z0-9_-]+)", page)) | set(re.findall(r"gAAAA[\w-]+", page))
        assert tokens == {second}, path


def test_no_token_and_no_reply_is_kept_in_memory_however_people_walk(client: Client):
    tokens = []
    for case in CASES:
        everything = seal(vignette(case))
        for path, answers in _arrivals(case):
            tokens += [seal(answers), everything]
            for token in tokens[-2:]:
                assert client.get(f"{path}?s={token}").status_code == 200
                assert client.post(f"{path}?s={token}", {}).status_code in {303, 422}
    memory = b"\n".join(_kept_in_memory())
    assert memory.count(b"<main") >= len(_arrivals(CASES[0]))  # it is the memory that we looked into
    assert not CHECKED.search(memory)
    assert b"gAAAA" not in memory  # how every token begins
    assert not any(token.encode() in memory for token in tokens)


def test_a_page_that_shows_a_reply_is_never_kept(client: Client):
    token = seal(vignette("nothing-ticked"))
    for path, _ in _arrivals("nothing-ticked"):
        assert CHECKED.search(client.get(f"{path}?s={token}").content)
    assert question_page._pieces.cache_info().currsize == 0


def test_a_page_with_something_to_fix_is_never_kept(client: Client):
    for path, answers in _arrivals("nothing-ticked"):
        assert client.post(f"{path}?s={seal(answers)}", {}).status_code == 422
    assert question_page._pieces.cache_info().currsize == 0


def test_the_next_day_a_page_wears_the_new_date(client: Client, settings):
    settings.TODAY = datetime.date(2026, 11, 24)
    assert "Page of November 24, 2026" in client.get("/en/questions/age/").content.decode()
    settings.TODAY = datetime.date(2026, 11, 25)
    assert "Page of November 25, 2026" in client.get("/en/questions/age/").content.decode()


def test_a_page_asked_for_from_the_check_page_leads_back_there_and_no_other_does(client: Client):
    path, answers = _arrivals("nothing-ticked")[3]
    plain = f"{path}?s={seal(answers)}"
    for address in (plain, f"{plain}&back=answers", plain):
        page = client.get(address).content.decode()
        assert ("&amp;back=answers" in page) == ("&back=answers" in address)


@pytest.mark.parametrize("dressed", ['"><script>', "'", "<b>", "&amp;", "%"])
def test_a_token_with_anything_more_on_it_reaches_no_page(client: Client, dressed: str):
    path, answers = _arrivals("nothing-ticked")[2]
    token = seal(answers)
    response = client.get(path, {"s": token + dressed})
    assert response.status_code == 400
    assert token not in response.content.decode()
