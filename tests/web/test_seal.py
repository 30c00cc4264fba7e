"""Answers to and from the token in an address: nothing lost, nothing told, nothing broken."""

from __future__ import annotations

import json
import time
import zlib
from typing import Any

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from decision_aid.engine.questionnaire import Answers, Reply
from decision_aid.web import content
from decision_aid.web.seal import LIFETIME, LONGEST, STEP, WORDS, Expired, Unreadable, Unsealed, seal, unseal
from tests.engine import tiny
from tests.web.sampling import ITEMS, MORE, SAMPLE, any_answers

QUESTIONNAIRE = content.library().questionnaire


def _plain(token: str, settings: Any) -> bytes:
    return Fernet(settings.TOKEN_KEYS[0]).decrypt((token + "=" * (-len(token) % 4)).encode())


def squeezed(text: bytes) -> bytes:
    """Compressed as a token is."""
    squeezer = zlib.compressobj(level=9, zdict=WORDS)
    return squeezer.compress(text) + squeezer.flush()


@given(any_answers(), st.none() | st.frozensets(st.sampled_from([item.link_id for item in ITEMS])))
@SAMPLE
def test_what_was_sealed_comes_out_again(answers, left_out):
    token = seal(answers, left_out=left_out, content_version="2026.11.1")
    assert unseal(token, QUESTIONNAIRE) == Unsealed(answers, left_out)


@given(any_answers())
@SAMPLE
def test_any_answers_fit_in_an_address(answers):
    assert (
        len(seal(answers, left_out=[item.link_id for item in ITEMS], content_version="2026.11.1")) <= LONGEST
    )


def test_every_answer_ticked_and_every_answer_left_off_paper_still_fits_in_an_address():
    """The longest replies there are: every box of every question, the longest code, the largest number."""
    fullest: dict[str, Reply] = {}
    for item in ITEMS:
        together = [code for code in item.codes() if code not in item.exclusive_codes()]
        if item.type == "integer":
            fullest[item.link_id] = item.maximum - 1
        elif item.repeats and together:
            fullest[item.link_id] = tuple(sorted(together, key=len)[-(item.maximum or len(together)) :])
        else:
            fullest[item.link_id] = (max(item.codes(), key=len),)
    assert len(fullest) == len(ITEMS)
    token = seal(Answers(fullest), left_out=fullest, content_version="2026.11.1")
    assert len(token) <= LONGEST
    assert unseal(token, QUESTIONNAIRE).answers == Answers(fullest)


@given(any_answers())
@SAMPLE
def test_the_length_of_a_token_tells_little(answers):
    token = seal(answers)
    raw_length = len(token) * 3 // 4
    # Fernet adds a version, a date, a vector, a full block of padding and a signature.
    assert (raw_length - (1 + 8 + 16 + 16 + 32)) % STEP == 0


def test_people_who_answer_differently_have_addresses_of_the_same_length():
    quiet = {"scalp": ("none",), "mood": ("none",), "pregnancy": ("none",), "health": ("none",)}
    telling = {"scalp": ("pain",), "mood": ("low",), "pregnancy": ("pregnant",), "health": ("lupus",)}
    assert len(seal(Answers(quiet))) == len(seal(Answers(telling))) == len(seal(Answers({"age": ("18-49",)})))


def test_the_same_answers_never_make_the_same_token():
    answers = Answers({"age": ("18-49",)})
    assert len({seal(answers) for _ in range(20)}) == 20


def test_a_token_holds_only_codes_and_whole_numbers(settings):
    answers = Answers({"scalp": ("pain", "itch"), "price": 4500})
    padded = _plain(seal(answers, content_version="2026.11.1"), settings)
    assert len(padded) % STEP == 0
    size = int.from_bytes(padded[:2], "big")
    assert set(padded[2 + size :]) <= {0}
    record = json.loads(zlib.decompressobj(zdict=WORDS).decompress(padded[2 : 2 + size]))
    assert record == {"f": 1, "v": "2026.11.1", "a": {"price": 4500, "scalp": "itch.pain"}}


def test_no_token_means_no_answers():
    assert unseal("", QUESTIONNAIRE) == Unsealed(Answers(), None)


# ---- Hostile tokens ---------------------------------------------------------------------------


@given(st.text(max_size=300))
@MORE
def test_any_text_is_refused_as_unreadable(text):
    if text:
        with pytest.raises((Unreadable, Expired)):
            unseal(text, QUESTIONNAIRE)


@given(st.data(), any_answers())
@SAMPLE
def test_one_changed_character_makes_a_token_unreadable(data, answers):
    token = seal(answers)
    # The very last character may hold bits that no byte uses.
    place = data.draw(st.integers(9, len(token) - 2))
    other = data.draw(st.sampled_from("ABCxyz019-_=%!. ").filter(lambda one: one != token[place]))
    with pytest.raises((Unreadable, Expired)):
        unseal(token[:place] + other + token[place + 1 :], QUESTIONNAIRE)


@given(any_answers(), st.integers(1, 60))
@SAMPLE
def test_a_token_cut_short_is_unreadable(answers, cut):
    with pytest.raises((Unreadable, Expired)):
        unseal(seal(answers)[:-cut], QUESTIONNAIRE)


def _sealed_bytes(settings: Any, padded: bytes) -> str:
    return Fernet(settings.TOKEN_KEYS[0]).encrypt(padded).decode().rstrip("=")


@given(st.binary(max_size=400))
@SAMPLE
def test_sealed_rubbish_is_unreadable(settings, rubbish):
    with pytest.raises(Unreadable):
        unseal(_sealed_bytes(settings, rubbish), QUESTIONNAIRE)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["a", "f", "v", "o", "age"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["a", "f", "v", "o", "age", "price", "scalp", "x"]), inner, max_size=5
        )
    ),
    max_leaves=12,
)
ALMOST = st.fixed_dictionaries(
    {
        "f": st.sampled_from([1, 1, 1, 2, "1"]),
        "a": st.dictionaries(st.sampled_from([*QUESTIONNAIRE.items, "x"]), JSON),
    },
    optional={"o": JSON, "v": JSON},
)


@given(JSON | ALMOST)
@MORE
def test_a_record_of_another_version_gives_acceptable_answers_or_is_unreadable(settings, record):
    packed = squeezed(json.dumps(record).encode())
    token = _sealed_bytes(settings, len(packed).to_bytes(2, "big") + packed)
    try:
        opened = unseal(token, QUESTIONNAIRE)
    except Unreadable:
        return
    for link_id, reply in opened.answers.given.items():
        assert QUESTIONNAIRE.items[link_id].accepts(reply)
    assert (opened.left_out or set()) <= set(QUESTIONNAIRE.items)
    QUESTIONNAIRE.replay(opened.answers)


def test_a_token_made_before_an_id_was_retired_opens_under_the_id_that_took_its_place(settings):
    option = {"code": "half", "text": "Half", "was": ["much", "a-lot"]}
    pace = tiny.item("pace", answer_option=[option], was=["speed"])
    asked = tiny.questionnaire(tiny.page("one", pace))
    for link_id, code in (("speed", "much"), ("pace", "a-lot"), ("speed", "half")):
        token = seal(Answers({link_id: (code,)}), left_out=[link_id, "gone"])
        assert unseal(token, asked) == Unsealed(Answers({"pace": ("half",)}), frozenset({"pace"}))
    assert unseal(seal(Answers({"pace": ("never",)})), asked) == Unsealed()


def test_a_format_of_the_future_is_unreadable(settings):
    packed = squeezed(json.dumps({"f": 2, "a": {}}).encode())
    with pytest.raises(Unreadable):
        unseal(_sealed_bytes(settings, len(packed).to_bytes(2, "big") + packed), QUESTIONNAIRE)


def test_a_small_token_cannot_unfold_into_a_huge_one(settings):
    bomb = squeezed(b'{"f":1,"a":{"age":"' + b"x" * 1_000_000 + b'"}}')
    token = _sealed_bytes(settings, len(bomb).to_bytes(2, "big") + bomb)
    assert len(token) <= LONGEST
    with pytest.raises(Unreadable):
        unseal(token, QUESTIONNAIRE)


def test_a_token_opens_for_a_day_and_not_longer(settings):
    padded = _plain(seal(Answers({"age": ("18-49",)})), settings)
    key = Fernet(settings.TOKEN_KEYS[0])

    def made(ago: int) -> str:
        return key.encrypt_at_time(padded, int(time.time()) - ago).decode().rstrip("=")

    assert unseal(made(LIFETIME - 30), QUESTIONNAIRE).answers.codes("age") == ("18-49",)
    with pytest.raises(Expired):
        unseal(made(LIFETIME + 30), QUESTIONNAIRE)
