"""Papers made while pages are read: four at once, and how long a page waits beside them.

Against a server with one worker for each of two cores, as it runs by default.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.bench.keepalive import Connection

PAPERS = 4
TRIES = 10
PAUSE = 1.0
"""Seconds until somebody asks again who was told that the server is busy."""


def paper(port: int, address: str) -> float:
    """Milliseconds until a paper is there, with every time it had to be asked for again."""
    began = time.perf_counter()
    for _ in range(TRIES):
        connection = Connection(port, compressed=False)
        reply = connection.send("GET", address)
        connection.close()
        if reply.status != 503:
            break
        time.sleep(PAUSE)
    if reply.status != 200 or not reply.body.startswith(b"%PDF"):
        raise AssertionError(f"no paper, but {reply.status}")
    return (time.perf_counter() - began) * 1000


def papers_at_once(port: int, addresses: Sequence[str]) -> float:
    """Milliseconds until the last of them is there."""
    began = time.perf_counter()
    with ThreadPoolExecutor(len(addresses)) as pool:
        list(pool.map(lambda address: paper(port, address), addresses))
    return (time.perf_counter() - began) * 1000


def page_waits(
    port: int, addresses: Sequence[str], *, seconds: float, papers: Sequence[str] = ()
) -> list[float]:
    """Waits of one reader, in milliseconds, shortest first, while ``papers`` are made, all at once and again.

    The reader starts when each of them has been asked for, and stops before the first is no longer made.
    """
    done, asked = threading.Event(), threading.Barrier(len(papers) + 1)

    def printing(address: str) -> None:
        asked.wait()
        while not done.is_set():
            paper(port, address)

    waits: list[float] = []
    with ThreadPoolExecutor(max(1, len(papers))) as pool:
        printed = [pool.submit(printing, address) for address in papers]
        try:
            asked.wait()
            connection, end = Connection(port), time.perf_counter() + seconds
            while time.perf_counter() < end:
                for address in addresses:
                    began = time.perf_counter()
                    if connection.send("GET", address).status != 200:
                        raise AssertionError(address.partition("?")[0])
                    waits.append((time.perf_counter() - began) * 1000)
            connection.close()
        finally:
            done.set()
        for one in printed:
            one.result()
    return sorted(waits)
