"""The bench works, and what it writes can be read by a program: a quick run, and the forms of a figure."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.bench import at_once
from tests.bench.figures import Figure, save, table
from tests.bench.keepalive import Connection
from tests.bench.load import CLIENTS, round_of
from tests.bench.plan import PROJECT, walk

PROMISED = {
    "question page / bare response, in process",
    "question page in a clinic's frame / by itself, in process",
    "question page / bare response, one worker",
    "posted step with next page / form wizard",
    "posted step, redirect only / form wizard",
    "three-page PDF, processor time",
    "blank handout / bare response",
    "page while four PDFs are made / beside nothing",
    "PDF / Chromium loading and printing",
    "first page with all it loads",
    "queries with 1,000 clinics in memory",
}


PATIENCE = 900
"""Seconds for a quick run: it takes two minutes where nothing else is going on."""


def quick_run(out: Path) -> tuple[int, str, str]:
    """How it ended and what it said. Its servers and browsers end with it, however it ends."""
    command = [sys.executable, "-m", "tests.bench", "--quick", "--out", str(out)]
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        try:
            told, complained = run.communicate(timeout=PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)
    return run.returncode, told, complained


@pytest.mark.browser
@pytest.mark.slow
def test_a_quick_run_measures_everything_promised_and_writes_it_as_a_list_of_figures(tmp_path: Path):
    out = tmp_path / "bench.json"
    ended, told, complained = quick_run(out)
    assert ended == 0, complained
    figures = json.loads(out.read_text(encoding="utf-8"))
    for one in figures:
        assert set(one) == {"name", "value", "unit", "goal"}
        assert one["name"] in told
        assert isinstance(one["value"], int | float)
        assert one["unit"] in {"ms", "times", "per second", "KB", "MB", "requests", "µs", "queries"}
        assert one["goal"] is None or re.fullmatch(r"at (most|least) [0-9.]+", one["goal"])
    with_goal = {one["name"] for one in figures if one["goal"]}
    assert with_goal >= PROMISED
    assert sum("memory growth" in name for name in with_goal) == 2
    by_name = {one["name"]: one["value"] for one in figures}
    assert by_name["question page / bare response, in process"] > 1
    assert by_name["first page with all it loads"] > 1


def test_a_goal_not_reached_is_said_and_written_and_is_no_failure(tmp_path: Path):
    figures = [
        Figure("slow", 4.5, "times", most=3),
        Figure("fast", 4.5, "times", least=3),
        Figure("context", 7, "ms", elsewhere="others: 9"),
    ]
    slow, fast, context = table(figures).splitlines()[2:]
    assert "at most 3" in slow
    assert slow.endswith("not met")
    assert fast.endswith("met")
    assert not fast.endswith("not met")
    assert context.endswith("others: 9")
    save(figures, tmp_path / "bench.json")
    assert json.loads((tmp_path / "bench.json").read_text(encoding="utf-8")) == [
        {"name": "slow", "value": 4.5, "unit": "times", "goal": "at most 3"},
        {"name": "fast", "value": 4.5, "unit": "times", "goal": "at least 3"},
        {"name": "context", "value": 7, "unit": "ms", "goal": None},
    ]


def test_the_walk_that_is_measured_answers_every_question_it_meets():
    asked = walk()
    assert len(asked) > 10
    for page in asked:
        assert {item.link_id for item in page.items} == {link_id for link_id, _ in page.replies}


@pytest.mark.browser
def test_the_client_reads_an_answer_that_comes_in_pieces():
    def answer(listener: socket.socket) -> None:
        line, _ = listener.accept()
        with line:
            line.recv(65536)
            for piece in (b"HTTP/1.1 200 O", b"K\r\nContent-Length: 5\r\nX-A: 1\r\n", b"\r\nab", b"cde"):
                line.sendall(piece)
                threading.Event().wait(0.01)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer, args=(listener,))
        thread.start()
        connection = Connection(listener.getsockname()[1])
        reply = connection.send("GET", "/")
        connection.close()
        thread.join()
    assert (reply.status, reply.body, reply.header("x-a")) == (200, b"abcde", ["1"])


def test_a_round_too_short_for_any_client_to_start_in_has_a_rate_all_the_same():
    def client() -> Iterator[None]:
        while True:
            yield

    slept = round_of(client, seconds=-1)
    assert len(slept.waits) == CLIENTS
    assert slept.rate > 0


@pytest.mark.browser
def test_a_paper_is_asked_for_again_while_the_server_is_too_busy(monkeypatch):
    answers = [b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"] * 2
    answers.append(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n%PDF")

    def serve(listener: socket.socket) -> None:
        for answer in answers:
            line, _ = listener.accept()
            with line:
                line.recv(65536)
                line.sendall(answer)

    monkeypatch.setattr(at_once, "PAUSE", 0.01)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        assert at_once.paper(listener.getsockname()[1], "/guidance.pdf") > 0
        thread.join()
