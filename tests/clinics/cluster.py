"""A PostgreSQL of our own for a test: made in a temporary folder, reached through a socket in it.

Hides that its programs refuse to run as root, and that Debian keeps them out of the path. It listens
on no port, so nothing else on the machine is met, whether its own PostgreSQL runs or not.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

PATIENCE = 60


def programs() -> Path | None:
    """The folder of the newest PostgreSQL there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    if found:
        return found[-1].parent
    path = shutil.which("initdb")
    return Path(path).parent if path else None


class Cluster:
    """Running from the moment it is made. ``url`` is for DATABASE_URL."""

    def __init__(self) -> None:
        folder = programs()
        if folder is None:
            raise AssertionError("PostgreSQL was not found. Install the package postgresql.")
        self._programs = folder
        # A socket's path may be about 100 characters long, which pytest's own folders exceed.
        self._folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        os.chown(self._folder, self._owner.pw_uid, self._owner.pw_gid)
        self._data = self._folder / "data"
        self._run("initdb", "--auth=trust", "--username=aid", "--encoding=UTF8", "--no-sync", "--locale=C")
        self.url = f"postgresql://aid@/postgres?host={self._folder}"
        self.start()

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), "--pgdata", str(self._data), *words]
        as_owner = {"user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": []}
        done = subprocess.run(  # type: ignore[call-overload]
            command,
            cwd=self._folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
            **(as_owner if os.geteuid() == 0 else {}),
        )
        if done.returncode:
            raise AssertionError(f"{program}: {done.stderr.decode()}")

    def start(self) -> None:
        options = f"-c listen_addresses= -c unix_socket_directories={self._folder} -c fsync=off"
        self._run("pg_ctl", "start", "--wait", "--log", str(self._folder / "log"), "--options", options)

    def stop(self) -> None:
        """As when the machine goes away: nobody is waited for."""
        self._run("pg_ctl", "stop", "--wait", "--mode", "immediate")

    def remove(self) -> None:
        if (self._data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
