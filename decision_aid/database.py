"""The database at an address: SQLite in a file, or PostgreSQL.

Hides how each is set up so that a database that is slow or gone is noticed within seconds. Promises
that no message ever holds an address, for it may hold a password. When a patient's page waits for a
database, which is seldom, is said in clinics/known.py.
"""

from __future__ import annotations

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from decision_aid.environment import BASE_DIR, private_folder

POSTGRESQL = "postgresql://USER:PASSWORD@HOST:5432/NAME"
SECONDS = 3
"""How long to wait for a connection, for an answer, and for a network that has gone silent."""


def database(url: str) -> dict[str, Any]:
    """sqlite:///relative/path, sqlite:////absolute/path, sqlite://:memory:, or postgresql://..."""
    scheme, address, _ = url.partition("://")
    if scheme in {"postgresql", "postgres"}:
        return _postgresql(url)
    if url == "sqlite://:memory:":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    path = url.removeprefix("sqlite:///")
    if scheme != "sqlite" or not path or path == url:
        raise ImproperlyConfigured(
            f"DATABASE_URL starts with {scheme if address else 'no scheme'!r}. Write "
            f"sqlite:///var/aid.sqlite3 or {POSTGRESQL}, or leave it empty."
        )
    file = BASE_DIR / path
    private_folder(file.parent)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            # Readers do not wait for a writer, and a writer waits at its start instead of failing at its end.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError:
        found = {}
    if not found.get("NAME") or "/" in str(found["NAME"]):
        raise ImproperlyConfigured(
            f"DATABASE_URL cannot be read. Write {POSTGRESQL}. "
            "In a password, / ? # @ : are %2F %3F %23 %40 %3A."
        )
    options: dict[str, Any] = {
        "connect_timeout": SECONDS,
        # A machine that is gone says nothing: without these, a question to it waits for minutes.
        "tcp_user_timeout": SECONDS * 1000,
        "options": f"-c statement_timeout={SECONDS}s -c lock_timeout={SECONDS}s",
        "application_name": "decision-aid",
    }
    return {**found, "OPTIONS": {**options, **(found.get("OPTIONS") or {})}}
