"""The patient side stores nothing and tells nobody: shown over whole journeys, not promised."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.apps import apps
from django.db import connections
from django.test import Client

from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content, seal
from tests.web.people import BURNING, ON_NOTHING
from tests.web.whole_journey import through_everything

# ---- Nothing stored -----------------------------------------------------------------------------


def test_a_whole_journey_sets_no_cookie(taken):
    assert len(taken.responses) > 50
    assert [one for one in taken.responses if "Set-Cookie" in one.headers or one.cookies] == []
    assert not taken.client.cookies


def test_a_whole_journey_asks_the_database_nothing(journey):
    # Outside tests marked for it any use of a connection is an error here, and so it would be a 500.
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connections["default"].cursor()
    through_everything(journey, BURNING)
    through_everything(journey, ON_NOTHING)


@pytest.mark.django_db
@pytest.mark.usefixtures("clinics")
@pytest.mark.parametrize("door", ["", "/c/demo"], ids=["the aid", "a clinic"])
def test_a_whole_journey_makes_zero_queries(journey, django_assert_num_queries, door):
    journey.home = f"{door}/en/"
    with django_assert_num_queries(0):
        through_everything(journey)


def test_nothing_that_keeps_a_visitor_is_awake_on_a_patients_page(taken):
    """Sessions, users and messages exist below /staff/: see tests/clinics/test_two_sides.py."""
    for response in taken.responses:
        request = response.wsgi_request
        assert not [name for name in ("session", "user", "_messages") if hasattr(request, name)]
        assert "CSRF_COOKIE" not in request.META
        assert "Cookie" not in response.get("Vary", "")


def test_no_model_is_about_a_patient():
    allowed = {"admin", "auth", "axes", "clinics", "contenttypes", "sessions"}
    assert {model._meta.app_label for model in apps.get_models()} == allowed
    assert {model.__name__ for model in apps.get_app_config("clinics").get_models()} == {
        "Clinic",
        "DailyCount",
    }


# ---- Nothing written down -----------------------------------------------------------------------


class Kept(logging.Handler):
    """Everything a handler could write: message, arguments, traceback, and whatever hangs on the record."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        whole = {**record.__dict__, "shown": record.getMessage()}
        if record.exc_info:
            whole["traceback"] = logging.Formatter().formatException(record.exc_info)
        self.lines.append(repr(whole))


@pytest.fixture
def written() -> Iterator[list[str]]:
    handler, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_log_record_of_a_whole_journey_holds_a_token(written, journey):
    through_everything(journey)
    logging.getLogger("decision_aid").info("A record is kept.")
    tokens = {
        value
        for response in journey.responses
        for _, value in parse_qsl(response.request["QUERY_STRING"])
        if len(value) > 100
    }
    assert len(tokens) > 20
    assert any("A record is kept." in line for line in written)
    assert [line for line in written if any(token in line or token[:40] in line for token in tokens)] == []


def test_no_log_record_of_anything_that_goes_wrong_holds_a_token_or_an_answer(written, settings, tmp_path):
    client = Client(raise_request_exception=False)
    token = seal.seal(Answers({"age": ("18-49",), "mood": ("low",), "price": 4321}))
    sent = {"scalp": ["boggy", "self-harm"], "price": "4321987", "s": token}
    seen = [
        client.get(f"/en/nothing/?s={token}"),
        client.get(f"/en/nothing/{token}/"),
        client.get(f"/{token}/"),
        client.get(f"/en/guidance/?s={token[:-9]}"),
        client.put(f"/en/offer/?s={token}"),
        client.post(f"/en/offer/?s={token}", sent, headers={"Origin": f"https://clinic.example/?s={token}"}),
        client.post(f"/en/offer/?s={token}", sent),
        client.post(f"/en/compare/?s={token}", {"t": [token] * 600}),
        client.get(f"/en/?s={token}" + "&a=1" * 600),
        client.get(
            f"/en/?s={token}",
            headers={"Host": "clinic.example", "Referer": f"http://testserver/en/?s={token}"},
        ),
        client.generic("POST", f"/en/offer/?s={token}", "x", "multipart/form-data"),
    ]
    settings.TOKEN_KEYS = []
    settings.TOKEN_KEY_FILE = tmp_path / "keys.json"
    settings.TOKEN_KEY_FILE.write_text("not json")
    seen.append(client.post(f"/en/offer/?s={token}", sent))
    assert [response.status_code for response in seen] == [
        404,
        404,
        404,
        400,
        405,
        403,
        422,
        400,
        400,
        400,
        400,
        500,
    ]
    assert len(written) >= 10
    assert any("Traceback" in line for line in written)
    for secret in (token, token[:40], token[-40:], "4321987", "self-harm", "boggy", "WSGIRequest"):
        assert [line for line in written if secret in line] == [], secret


# ---- Nobody told --------------------------------------------------------------------------------

LOADS = {"link": "href", "form": "action", "object": "data", "use": "href", "image": "href"}
LOADS |= dict.fromkeys(["script", "img", "iframe", "source", "video", "audio", "embed", "input"], "src")


def test_nothing_is_loaded_from_or_posted_to_another_site(pages):
    for page in pages:
        for tag, attributes in page.tags:
            address = attributes.get(LOADS.get(tag, ""), "")
            assert not urlsplit(address).netloc, (page.path, tag, address)
            assert "srcset" not in attributes
            assert "ping" not in attributes
            posted = attributes.get("hx-post", "") + attributes.get("hx-get", "")
            assert not urlsplit(posted).netloc


def test_links_that_leave_the_aid_do_not_say_where_from(pages):
    out = 0
    for page in pages:
        for tag, attributes in page.tags:
            if tag == "a" and urlsplit(attributes.get("href", "")).scheme in {"http", "https"}:
                out += 1
                assert {"noopener", "noreferrer"} <= set(attributes.get("rel", "").split()), attributes
                assert page.token not in attributes["href"] or not page.token
    assert out > len(pages)


def test_no_page_has_script_or_style_of_its_own(pages):
    for page in pages:
        for tag, attributes in page.tags:
            assert tag not in {"style", "iframe", "object", "embed", "base"}, page.path
            assert tag != "script" or attributes.get("src"), page.path
            assert not [name for name in attributes if name == "style" or name.startswith("on")], page.path
            assert not any(value.strip().lower().startswith("javascript:") for value in attributes.values())


def test_nobody_is_asked_for_a_name_an_address_a_photo_or_words_of_their_own(pages):
    items = content.library().questionnaire.items
    numbers = {item.link_id for item in items.values() if item.type == "integer"}
    for page in pages:
        for tag, attributes in page.tags:
            assert tag not in {"textarea", "select"}, page.path
            if tag != "input":
                continue
            kind = attributes.get("type", "text")
            assert kind in {"radio", "checkbox", "text"}, page.path
            if kind == "text":
                assert attributes["name"] in numbers, page.path
                assert attributes["inputmode"] in {"numeric", "decimal"}
                assert attributes["autocomplete"] == "off"


def test_no_answer_is_chosen_for_a_person(journey):
    """Whoever has answered nothing finds nothing ticked and nothing typed."""
    asked = 0
    for page in content.library().questionnaire.pages:
        if page.stage == "walk":
            continue
        place = {"told": "offer/told"}.get(page.stage, page.stage)
        for one in journey.open(f"/en/{place}/").form().controls:
            asked += 1
            assert not one.on
            assert one.kind in {"radio", "checkbox"} or not one.value
    journey.start()
    while "/questions/" in journey.page.path:
        form = journey.page.form()
        assert not [one for one in form.controls if one.on and one.name not in {"cancer"}], journey.page.path
        asked += len(form.controls)
        journey.send({name: ON_NOTHING[name] for name in form.names()})
    assert asked > 100


def test_the_boxes_that_put_private_answers_on_paper_are_not_ticked(journey):
    journey.start()
    journey.walk(ON_NOTHING)
    form = journey.open(f"/en/guidance/file/?s={journey.page.token}").form()
    boxes = [one for one in form.controls if one.kind == "checkbox"]
    assert {"include", "leave-out"} == {one.name for one in boxes}
    assert not [one for one in boxes if one.on]
