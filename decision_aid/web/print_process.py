"""PDFs made in a process of their own, so that no page ever waits for one.

Hides the process: it is started once, fed one document at a time, and started again after it
dies. It never loads Django. It ends by itself when the server does, however that happens, because
then the line between the two closes; its temporary folder goes with it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 30
"""What a document may wait for its turn, and then what it may take."""


Paper = Literal["letter", "a4"]
Style = Literal["document", "handout"]
"""Which of the print stylesheets: static/css/document.css or handout.css."""


class Busy(Exception):
    """No document can be made now; the same guidance is there as a page and as text."""


class PrintProcess:
    """One printing process and the line to it. Jobs are the arguments of ``press.print_pdf``."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._folder: TemporaryDirectory[str] | None = None

    def ask(self, job: dict[str, object]) -> bytes | None:
        """The PDF, or None when it would be too long. Raises Busy when the process is slow or dies."""
        if not self._turn.acquire(timeout=SECONDS):
            raise Busy
        try:
            line = self._started()
            line.send(job)
            if not line.poll(SECONDS):
                raise TimeoutError
            made: bytes | None = line.recv()
            return made
        except (OSError, EOFError):  # too slow, or dead: the next document gets a new process
            self._end()
            raise Busy from None
        finally:
            self._turn.release()

    def warm(self) -> threading.Thread:
        """Start the process and let it load what it needs, without waiting for it."""
        starting = threading.Thread(target=self._warmed, daemon=True)
        starting.start()
        return starting

    def stop(self) -> None:
        """End the process; the next document starts another."""
        with self._turn:
            self._end()

    def _warmed(self) -> None:
        with suppress(Busy):  # the first document tries again, and its reader is told if that fails too
            self.ask({})

    def _started(self) -> Connection:
        if self._line is None or self._process is None or self._process.poll() is not None:
            self._end()
            self._folder = TemporaryDirectory(prefix="aid-printing-")
            ours, theirs = Pipe()
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 - our own module
                    [sys.executable, "-m", "decision_aid.web.press", str(theirs.fileno())],
                    cwd=ROOT,
                    env={**os.environ, "TMPDIR": self._folder.name},
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                )
            self._line = ours
        return self._line

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            try:
                self._process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._folder is not None:
            self._folder.cleanup()
        self._line = self._process = self._folder = None
