"""Addresses and titles stay in histories and logs: neither of them says what was answered."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content, seal
from tests.web.journey import Page
from tests.web.people import ALL_FOUR, ON_NOTHING


def test_answers_are_in_no_address_but_sealed(taken):
    codes = {code for reply in ALL_FOUR.values() for code in ([reply] if isinstance(reply, str) else reply)}
    for response in taken.responses:
        query = dict(parse_qsl(response.request["QUERY_STRING"]))
        assert set(query) <= {"s", "back", "paper", "attach"}
        assert not codes & set(query.values())
        assert "4500" not in response.request["QUERY_STRING"].replace(query.get("s", ""), "")
        location = dict(parse_qsl(urlsplit(response.get("Location", "")).query))
        assert set(location) <= {"s", "back", "paper", "attach"}


def test_the_title_of_a_page_says_nothing_of_the_answers(client):
    """They are the same for everybody, but for the standing on top of guidance."""
    quiet = seal.seal(Answers(_codes(ON_NOTHING)))
    more = {"scalp": ("pain",), "mood": ("low",), "told": ("price",), "priorities": ("proof",)}
    telling = seal.seal(Answers({**_codes(ALL_FOUR), **more, "price": 4500, "sessions": 3}))
    places = (
        "questions/scalp/ questions/mood/ answers/ guidance/file/ treatments/ compare/ treatments/exosomes/"
    )
    for place in ["", *places.split(), "expectations/", "priorities/", "offer/", "offer/told/", "about/"]:
        titles = {Page(client.get(f"/en/{place}", {"s": token}).text).title for token in (quiet, telling, "")}
        if place in {"questions/scalp/", "questions/mood/", "answers/"}:
            titles = {Page(client.get(f"/en/{place}", {"s": token}).text).title for token in (quiet, telling)}
        assert len(titles) == 1, place
    standings = {words.title for words in content.library().wording.standing}
    for token in (quiet, telling, ""):
        title = Page(client.get("/en/guidance/", {"s": token}).text).title
        assert title.split(" - ")[0] in standings


def _codes(replies: object) -> dict[str, tuple[str, ...]]:
    given = dict(replies)  # type: ignore[call-overload]
    return {key: (value,) if isinstance(value, str) else tuple(value) for key, value in given.items()}


def test_a_sealed_address_shows_no_answer_to_whoever_looks_at_it():
    token = seal.seal(Answers(_codes(ALL_FOUR)))
    assert re.fullmatch(r"[A-Za-z0-9_-]+", token)
    assert not [code for code in ("finasteride", "at-peace", "pattern") if code in token]
