"""`python -m tests.bench`: every figure in one run, as a table and as bench.json."""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.bench import at_once, walkers
from tests.bench.figures import Figure, save, table
from tests.bench.first_page import transferred
from tests.bench.keepalive import Connection
from tests.bench.load import Round, round_of
from tests.bench.plan import PROJECT, Asked, walk
from tests.bench.servers import environment, served
from tests.browser.service import copy_of_project

PEERS = "measured 2026-11-23"


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look. ``quick`` shows only that everything works."""

    rounds: int
    seconds: float
    in_process: int
    printings: int
    documents: int


FULL = Effort(rounds=15, seconds=0.6, in_process=60, printings=15, documents=200)
QUICK = Effort(rounds=1, seconds=0.2, in_process=1, printings=1, documents=4)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("--out", type=Path, default=PROJECT / "bench.json")
    options.add_argument(
        "--quick", action="store_true", help="a glance at everything, good for no comparison"
    )
    given = options.parse_args()
    began = time.monotonic()
    figures = measure(QUICK if given.quick else FULL)
    save(figures, given.out)
    print(table(figures))
    print(f"\nWritten to {given.out}, {time.monotonic() - began:.0f} seconds.")


def measure(effort: Effort) -> list[Figure]:
    plan = walk()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        aid, wizard = Path(folder) / "aid", Path(folder) / "wizard"
        for place in (aid, wizard):
            (place / "var").mkdir(parents=True)
        _say("collecting the static files")
        copy_of_project(aid)
        figures = _in_process(effort, aid)
        figures += _clinics(effort, aid)
        _say("starting the servers")
        with (
            served("decision_aid", aid) as port,
            served("tests.bench.formtools_app", wizard) as wizard_port,
        ):
            figures += _pages(effort, port, plan)
            figures += _steps(effort, port, wizard_port, plan)
            figures += _weight(port)
        with served("decision_aid", aid, workers=2) as port:
            figures += _handouts(effort, port)
            figures += _at_once(effort, port, plan)
        figures += _printing(effort, aid)
        figures += _memory(effort, aid)
    return figures


def _say(what: str) -> None:
    print(f"... {what}", file=sys.stderr, flush=True)


def _child(module: str, *arguments: object, folder: Path) -> Any:
    """What a program of the bench found out, run in the folder that is served."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    settings = {"DJANGO_SETTINGS_MODULE": "decision_aid.settings", "PDF_PROCESS": "false"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(folder, **settings),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout)


def _in_process(effort: Effort, folder: Path) -> list[Figure]:
    _say("question pages in process")
    found = _child("tests.bench.in_process", effort.in_process, folder=folder)
    page, evidence = found["page"] / found["bare"], found["evidence"] / found["bare"]
    framed = found["framed"] / found["page"]
    return [
        Figure("bare response, in process", found["bare"], "ms"),
        Figure("question page, in process", found["page"], "ms"),
        Figure("question page / bare response, in process", page, "times", most=3),
        Figure("evidence page / bare response, in process", evidence, "times", most=3),
        Figure("question page in a clinic's frame / by itself, in process", framed, "times", most=1.1),
    ]


def _clinics(effort: Effort, folder: Path) -> list[Figure]:
    _say("finding one clinic among a thousand")
    found = _child("tests.bench.clinics", effort.printings, folder=folder)
    return [
        Figure("reading 1,000 clinics, beside the pages", found["reading"], "ms", most=250),
        Figure("finding one of 1,000 clinics", found["finding"], "µs", most=20),
        Figure("queries with 1,000 clinics in memory", found["queries"], "queries", most=0),
    ]


def _pages(effort: Effort, port: int, plan: tuple[Asked, ...]) -> list[Figure]:
    _say("question pages from one worker")
    addresses = _addresses(port, plan)
    page, bare = _in_turns(effort, lambda: _fetch(port, addresses), lambda: _fetch(port, ["/healthz"]))
    return [
        Figure("bare response, one worker", _rate(bare), "per second"),
        Figure("question page, one worker", _rate(page), "per second"),
        Figure("question page / bare response, one worker", _times(bare, page), "times", most=3),
    ]


def _addresses(port: int, plan: tuple[Asked, ...]) -> list[str]:
    """Each page as the walk arrives at it."""
    connection, address = Connection(port), f"/en/questions/{plan[0].page}/"
    addresses = []
    for asked in plan:
        addresses.append(address)
        (address,) = connection.send("POST", address, urlencode(asked.replies).encode()).header("Location")
    return addresses


def _fetch(port: int, addresses: list[str]) -> Iterator[None]:
    connection = Connection(port)
    while True:
        for address in addresses:
            if connection.send("GET", address).status != 200:
                raise walkers.LostTheWay(address.partition("?")[0])
            yield


def _steps(effort: Effort, port: int, wizard_port: int, plan: tuple[Asked, ...]) -> list[Figure]:
    _say("posted steps, in turns with the form wizard")
    aid, wizard = walkers.in_the_aid(plan), walkers.in_the_wizard(plan)
    addresses = _addresses(port, plan)
    ours, theirs, posts = _in_turns(
        effort,
        lambda: aid(port),
        lambda: wizard(wizard_port),
        lambda: walkers.posting(port, plan, addresses),
    )
    waits = sorted(wait for one in ours for wait in one.waits)
    measured = f"formtools 80-85, {PEERS}"
    return [
        Figure("form wizard: posted step with next page", _rate(theirs), "per second", elsewhere=measured),
        Figure(
            "posted step with next page, one worker", _rate(ours), "per second", least=250, elsewhere=measured
        ),
        Figure("posted step, redirect only, one worker", _rate(posts), "per second"),
        Figure("posted step with next page / form wizard", _times(ours, theirs), "times", least=3),
        Figure("posted step, redirect only / form wizard", _times(posts, theirs), "times", least=3),
        Figure(
            "posted step, middle wait of 4 clients",
            statistics.median(waits),
            "ms",
            most=15,
            elsewhere=f"formtools 45-48, {PEERS}",
        ),
        Figure(
            "posted step, 99 in 100 wait less",
            waits[int(len(waits) * 0.99)],
            "ms",
            most=45,
            elsewhere=f"formtools 87-93, {PEERS}",
        ),
    ]


def _rate(rounds: list[Round]) -> float:
    return statistics.median(one.rate for one in rounds)


def _times(first: list[Round], second: list[Round]) -> float:
    """How many times the rate of the second the first has; each round against its neighbour."""
    return statistics.median(one.rate / other.rate for one, other in zip(first, second, strict=True))


def _in_turns(effort: Effort, *starts: Callable[[], Iterator[None]]) -> list[list[Round]]:
    for warm in starts:
        round_of(warm, seconds=effort.seconds / 2)
    rounds: list[list[Round]] = [[] for _ in starts]
    for _ in range(effort.rounds):
        for taken, start in zip(rounds, starts, strict=True):
            taken.append(round_of(start, seconds=effort.seconds))
    return rounds


def _weight(port: int) -> list[Figure]:
    _say("the first page with all it loads")
    kilobytes, requests = transferred(port)
    elsewhere = f"nhsuk 46 without its font, govuk 113, survey tools 383-839, {PEERS}"
    return [
        Figure("first page with all it loads", kilobytes, "KB", most=60, elsewhere=elsewhere),
        Figure("first page, requests", requests, "requests"),
        Figure("embed script, compressed", _compressed("/embed/v1.js", port) / 1000, "KB", most=2.048),
    ]


def _handouts(effort: Effort, port: int) -> list[Figure]:
    _say("a blank handout that was made before")
    address = "/en/clinicians/handout.pdf"
    for _ in range(4 * effort.rounds):  # so that each worker has made it
        at_once.paper(port, address)
    handout, bare = _in_turns(effort, lambda: _fetch(port, [address]), lambda: _fetch(port, ["/healthz"]))
    return [Figure("blank handout / bare response", _times(bare, handout), "times", most=5)]


def _compressed(address: str, port: int) -> int:
    """Bytes of a file as it travels, without its headers."""
    connection = Connection(port)
    reply = connection.send("GET", address)
    connection.close()
    if reply.status != 200 or reply.header("Content-Encoding") != ["gzip"]:
        raise AssertionError(f"{address}: {reply.status}, {reply.header('Content-Encoding')}")
    return len(reply.body)


def _at_once(effort: Effort, port: int, plan: tuple[Asked, ...]) -> list[Figure]:
    _say("papers beside pages")
    pages = _addresses(port, plan)
    token = pages[-1].partition("?")[2]
    papers = [f"/en/guidance.pdf?{token}&paper={paper}" for paper in ("letter", "a4", "letter", "a4")]
    one, four, idle, beside = [], [], [], []
    for _ in range(max(3, effort.rounds)):
        one.append(at_once.paper(port, papers[0]))
        four.append(at_once.papers_at_once(port, papers))
        idle += at_once.page_waits(port, pages, seconds=effort.seconds)
        beside += at_once.page_waits(port, pages, seconds=effort.seconds, papers=papers)
    quiet, busy = (sorted(each)[int(len(each) * 0.99)] for each in (idle, beside))
    return [
        Figure("one PDF from the server", statistics.median(one), "ms"),
        Figure("four PDFs at once, until the last", statistics.median(four), "ms"),
        Figure("page beside nothing, 99 in 100 wait less", quiet, "ms"),
        Figure("page while four PDFs are made, 99 in 100 wait less", busy, "ms"),
        Figure("page while four PDFs are made / beside nothing", busy / quiet, "times", most=3),
    ]


def _printing(effort: Effort, folder: Path) -> list[Figure]:
    _say("the three-page PDF, in turns with Chromium")
    found = _child("tests.bench.paper", "compare", effort.printings, folder=folder)
    if found["pages"] != 3:
        raise AssertionError(f"the document has {found['pages']} pages, not 3")
    return [
        Figure("three-page PDF, processor time", found["cpu"], "ms", most=200),
        Figure("three-page PDF, size", found["bytes"] / 1000, "KB"),
        Figure("Chromium, same HTML, load and print", found["chromium"], "ms"),
        Figure(
            "PDF / Chromium loading and printing",
            found["beside"],
            "times",
            most=1.6,
            elsewhere="stretch: at most 1",
        ),
        Figure("PDF / Chromium printing alone", found["alone"], "times"),
    ]


def _memory(effort: Effort, folder: Path) -> list[Figure]:
    _say(f"memory over {effort.documents} PDFs")
    found = _child("tests.bench.paper", "memory", effort.documents, folder=folder)
    count = effort.documents
    return [
        Figure(f"memory growth over {count} PDFs", found["growth"], "MB", most=15),
        Figure(f"memory growth, second half of {count}", found["second_half"], "MB", most=1),
        Figure(f"memory of the process after {count} PDFs", found["resident"], "MB"),
    ]


if __name__ == "__main__":
    main()
