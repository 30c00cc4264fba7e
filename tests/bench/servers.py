"""gunicorn, started the same way for the aid and for what it is compared with."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.keepalive import Connection
from tests.bench.plan import PROJECT

PATIENCE = 60
"""Seconds for a server to answer; a busy machine loads the content slowly."""


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Nothing of the caller's settings reaches a child; the tests are found, whatever folder it starts in."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "VAR_FOLDER": str(folder / "var"), "PYTHONPATH": str(PROJECT), **more}


@contextmanager
def served(package: str, folder: Path, *, workers: int = 1) -> Iterator[int]:
    """The port of a server that is ready, until the block ends.

    ``package`` holds the application (wsgi.py) and how it is served (gunicorn_conf.py).
    """
    # The port is taken here and handed over, so that nobody else can take it in between.
    with socket.create_server(("127.0.0.1", 0)) as listener, (folder / "console.log").open("wb") as console:
        port: int = listener.getsockname()[1]
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--config", f"python:{package}.gunicorn_conf"),
                *(
                    "--workers",
                    str(workers),
                    "--bind",
                    f"fd://{listener.fileno()}",
                    f"{package}.wsgi:application",
                ),
            ],
            cwd=folder,
            env=environment(folder),
            stdout=console,
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()],
        )
    try:
        _wait(process, port, folder / "console.log")
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, console: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            if Connection(port).send("GET", "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("A server did not start:\n" + console.read_text(encoding="utf-8", errors="replace"))
