"""The aid as `make run` starts it, for tests to visit: gunicorn, collected files, a process for PDFs.

It runs in a copy of the project, so that nothing in the working folder is touched, and with an
environment of its own, so that no setting of the test run reaches it. All that it writes to its
console, the access log included, can be read back.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from cryptography.fernet import Fernet
from django.test import override_settings

from decision_aid.engine.questionnaire import Answers
from decision_aid.web.seal import LIFETIME, seal

PROJECT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60
"""Seconds for a server to answer: a busy machine loads the content slowly."""


def copy_of_project(folder: Path) -> Path:
    """Only what runs, and the static files collected as `make run` collects them."""
    for name in ("decision_aid", "templates", "static"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "CHANGELOG.md"):
        shutil.copy2(PROJECT / name, folder / name)
    manage(folder, folder / "var", "collectstatic", "--no-input", "--verbosity", "0")
    return folder


def manage(project: Path, var: Path, *words: str, **environment: str) -> None:
    """`manage.py` with these words, as whoever runs the service would call it."""
    command = [sys.executable, "manage.py", *words]
    whole = {**_environment(var), **environment}
    subprocess.run(command, cwd=project, env=whole, check=True, timeout=PATIENCE)


def _environment(var: Path) -> dict[str, str]:
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR") if name in os.environ
    }
    return {**kept, "VAR_FOLDER": str(var), "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}


class Service:
    """A running server. ``origin`` is its address, on whichever of its host names is asked for."""

    def __init__(self, project: Path, var: Path, **environment: str) -> None:
        self._keys = var / "token-keys.json"
        self._log = var / "console.log"
        var.mkdir(parents=True, exist_ok=True)
        # The port is taken here and handed over, so that nobody else can take it in between.
        listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = listener.getsockname()[1]
        command = [
            *(sys.executable, "-m", "gunicorn", "--config", "decision_aid/gunicorn_conf.py"),
            *("--bind", f"fd://{listener.fileno()}", "decision_aid.wsgi:application"),
        ]
        with self._log.open("wb") as console, listener:
            self._process = subprocess.Popen(
                command,
                cwd=project,
                env={**_environment(var), "WEB_CONCURRENCY": "1", **environment},
                stdout=console,
                stderr=subprocess.STDOUT,
                pass_fds=[listener.fileno()],
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.1)
            finally:
                connection.close()
        raise AssertionError(f"The server did not start:\n{self.console()}")

    def origin(self, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}"

    def console(self) -> str:
        """Everything the server has written so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def token(self, answers: Answers, *, hours_old: float = 0) -> str:
        """Answers, sealed as this server seals them, now or some time ago."""
        with override_settings(TOKEN_KEY_FILE=self._keys, TOKEN_KEYS=[]):
            token = seal(answers)
        if not hours_old:
            return token
        key = Fernet(json.loads(self._keys.read_text(encoding="ascii"))["keys"][0])
        padded = key.decrypt(token + "=" * (-len(token) % 4))
        return key.encrypt_at_time(padded, int(time.time() - hours_old * 3600)).decode("ascii").rstrip("=")

    def address(self, path: str, answers: Answers | None = None, *, host: str = "127.0.0.1") -> str:
        token = f"?s={self.token(answers)}" if answers is not None else ""
        return f"{self.origin(host)}{path}{token}"

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


TOO_OLD = LIFETIME / 3600 + 1
"""Hours after which no token opens."""
