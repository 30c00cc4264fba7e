"""Four clients at once against one worker: how often a second something is done, how long each waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

CLIENTS = 4


@dataclass(frozen=True, slots=True)
class Round:
    """What one round gave: times a second, and the wait for each, in milliseconds."""

    rate: float
    waits: tuple[float, ...]


def round_of(start: Callable[[], Iterator[None]], *, seconds: float) -> Round:
    """Each client draws from an iterator of its own, as fast as it gets answers, until time is up.

    Each draws once at least: on a busy machine a short time is up before all have begun.
    """
    clients = [start() for _ in range(CLIENTS)]
    for client in clients:
        next(client)  # the line is open, the first page was seen

    def draw(client: Iterator[None]) -> list[float]:
        waits: list[float] = []
        now = time.perf_counter()
        while not waits or now < end:
            before = now
            next(client)
            now = time.perf_counter()
            waits.append((now - before) * 1000)
        return waits

    began = time.perf_counter()
    end = began + seconds
    with ThreadPoolExecutor(CLIENTS) as pool:
        waits = [wait for each in pool.map(draw, clients) for wait in each]
    return Round(len(waits) / (time.perf_counter() - began), tuple(waits))
