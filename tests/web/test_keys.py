"""Keys that die: two at a time, renewed daily, and what the older ones sealed is gone for everybody."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.core.management.base import CommandError

from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content
from decision_aid.web.seal import LIFETIME, Expired, Unreadable, rotate, seal, unseal

AGE = Answers({"age": ("18-49",)})


@pytest.fixture
def key_file(settings, tmp_path: Path) -> Path:
    settings.TOKEN_KEYS = []
    settings.TOKEN_KEY_FILE = tmp_path / "var" / "keys.json"
    return settings.TOKEN_KEY_FILE


def opened(token: str) -> Answers:
    return unseal(token, content.library().questionnaire).answers


def keys(path: Path) -> list[str]:
    return json.loads(path.read_text())["keys"]


def days_pass(path: Path, days: float) -> None:
    then = time.time() - days * LIFETIME
    os.utime(path, (then, then))


def test_the_first_token_makes_the_key_and_only_its_owner_can_read_it(key_file):
    assert opened(seal(AGE)) == AGE
    assert len(keys(key_file)) == 1
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(key_file.parent.stat().st_mode) == 0o700


def test_after_one_new_key_an_old_token_opens_and_after_two_it_never_does_again(key_file):
    token = seal(AGE)
    assert rotate(key_file, even_if_fresh=True)
    assert opened(token) == AGE
    assert len(keys(key_file)) == 2
    assert rotate(key_file, even_if_fresh=True)
    assert len(keys(key_file)) == 2
    with pytest.raises(Unreadable):
        opened(token)


def test_a_new_token_is_sealed_with_the_newest_key(key_file):
    seal(AGE)
    rotate(key_file, even_if_fresh=True)
    token = seal(AGE)
    rotate(key_file, even_if_fresh=True)
    assert opened(token) == AGE


def test_a_key_is_renewed_when_it_is_a_day_old_and_not_before(key_file):
    seal(AGE)
    first = keys(key_file)
    days_pass(key_file, 0.99)
    seal(AGE)
    assert keys(key_file) == first
    days_pass(key_file, 1.01)
    seal(AGE)
    second = keys(key_file)
    assert second[1:] == first
    assert second[0] not in first


def test_reading_an_address_renews_the_key_too(key_file):
    token = seal(AGE)
    before = keys(key_file)
    days_pass(key_file, 1.01)
    assert opened(token) == AGE
    assert keys(key_file) != before


def test_a_machine_that_slept_for_two_days_keeps_no_old_key(key_file):
    token = seal(AGE)
    days_pass(key_file, 2.01)
    seal(AGE)
    assert len(keys(key_file)) == 1
    with pytest.raises((Unreadable, Expired)):
        opened(token)


def test_a_destroyed_key_is_on_no_file_in_its_folder(key_file):
    seal(AGE)
    (first,) = keys(key_file)
    rotate(key_file, even_if_fresh=True)
    rotate(key_file, even_if_fresh=True)
    for file in key_file.parent.iterdir():
        assert first not in file.read_text(), file.name


def test_a_fresh_key_is_left_alone(key_file):
    seal(AGE)
    before = keys(key_file)
    assert not rotate(key_file)
    assert keys(key_file) == before


def test_a_process_waits_while_another_renews_the_key_and_then_leaves_it_alone(key_file):
    seal(AGE)
    before = keys(key_file)
    days_pass(key_file, 1.5)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(time.time).result()  # the other process has started
        with key_file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            renewed = pool.submit(rotate, key_file)
            with pytest.raises(TimeoutError):
                renewed.result(timeout=0.5)
            days_pass(key_file, 0)
        assert renewed.result(timeout=10) is False
    assert keys(key_file) == before


def test_of_many_processes_that_start_on_an_empty_folder_one_makes_the_key_and_all_share_it(key_file):
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        renewed = list(pool.map(rotate, [key_file] * 12))
    assert renewed.count(True) == 1
    assert len(keys(key_file)) == 1


def test_many_threads_can_seal_and_open_while_keys_are_renewed(key_file):
    token = seal(AGE)

    def work(turn: int) -> bool:
        if turn == 20:
            rotate(key_file, even_if_fresh=True)
        return opened(seal(AGE)) == AGE == opened(token)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(60)))


# ---- Keys from the environment -----------------------------------------------------------------


def test_several_machines_share_the_keys_of_their_platform(settings, key_file):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    settings.TOKEN_KEYS = [old]
    token = seal(AGE)
    settings.TOKEN_KEYS = [new, old]
    assert opened(token) == AGE
    settings.TOKEN_KEYS = [new]
    with pytest.raises(Unreadable):
        opened(token)
    assert not key_file.exists()


def test_the_command_renews_the_key_and_twice_makes_every_address_unreadable(key_file, capsys):
    token = seal(AGE)
    call_command("rotate_keys")
    assert opened(token) == AGE
    call_command("rotate_keys")
    with pytest.raises(Unreadable):
        opened(token)
    assert keys(key_file)[0] not in capsys.readouterr().out


def test_the_command_makes_a_key_where_there_is_none(key_file):
    call_command("rotate_keys")
    assert len(keys(key_file)) == 1


def test_the_command_says_so_when_the_keys_are_kept_elsewhere(settings, key_file):
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="TOKEN_KEYS"):
        call_command("rotate_keys")
    assert not key_file.exists()
