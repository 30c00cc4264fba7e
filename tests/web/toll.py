"""What a piece of work takes: processor time, time on the clock, memory at its peak, files written.

The peak is that of the work alone: the system is asked to forget an earlier, higher one. Where it does not
(no Linux, or not allowed) the memory kept at the end stands in for it.
"""

from __future__ import annotations

import os
import re
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

FORGET_THE_PEAK = "5"
"""See proc(5), clear_refs."""
PROC = Path("/proc/self")


@dataclass
class Toll:
    """Seconds of processors, of this process and those it waited for; seconds; megabytes; paths."""

    work: float = 0
    wall: float = 0
    growth: float = 0
    written: list[str] = field(default_factory=list)


@contextmanager
def toll() -> Iterator[Toll]:
    taken = Toll()
    _forget_the_peak()
    memory, work, began = _peak(), _work(), time.monotonic()
    with written() as taken.written:
        yield taken
    taken.wall, taken.work = time.monotonic() - began, _work() - work
    taken.growth = (_peak() - memory) / 1024


def _work() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _forget_the_peak() -> bool:
    try:
        (PROC / "clear_refs").write_text(FORGET_THE_PEAK)
    except OSError:
        return False
    return True


PEAK = "VmHWM" if _forget_the_peak() else "VmRSS"


def _peak() -> int:
    """Kilobytes."""
    try:
        found = re.search(rf"^{PEAK}:\s+([0-9]+) kB", (PROC / "status").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return int(found.group(1)) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


# ---- Files written

_watching: list[list[str]] = []


def _note_writing(event: str, args: tuple[object, ...]) -> None:
    if event != "open" or not _watching:
        return
    path, _mode, flags = args
    if path == os.devnull or not isinstance(path, str | bytes):  # a number is a pipe or a file open already
        return
    if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR):
        _watching[-1].append(os.fsdecode(path))


sys.addaudithook(_note_writing)  # for the life of the process; it does nothing while nobody watches


@contextmanager
def written() -> Iterator[list[str]]:
    """Every file this process opens for writing meanwhile."""
    seen: list[str] = []
    _watching.append(seen)
    try:
        yield seen
    finally:
        _watching.remove(seen)
