"""The address of the database is read without ever being shown."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from decision_aid.database import SECONDS, database


def test_sqlite_lets_readers_go_on_while_somebody_writes(tmp_path):
    found = database(f"sqlite:///{tmp_path / 'var' / 'aid.sqlite3'}")
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == tmp_path / "var" / "aid.sqlite3"
    assert "WAL" in found["OPTIONS"]["init_command"]
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0
    assert database("sqlite://:memory:")["NAME"] == ":memory:"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_postgresql_is_given_up_on_within_seconds(scheme):
    found = database(f"{scheme}://aid:pa%2Fss%40@db.example:5433/clinics?sslmode=require")
    assert (found["HOST"], found["PORT"], found["USER"]) == ("db.example", 5433, "aid")
    assert (found["NAME"], found["PASSWORD"]) == ("clinics", "pa/ss@")
    assert found["CONN_HEALTH_CHECKS"] is True
    assert found["CONN_MAX_AGE"] == 60
    assert found["OPTIONS"]["connect_timeout"] == SECONDS
    assert found["OPTIONS"]["sslmode"] == "require"
    assert f"statement_timeout={SECONDS}s" in found["OPTIONS"]["options"]


@pytest.mark.parametrize(
    "url",
    [
        *("mysql://aid:hunter2@db/aid", "oracle://aid:hunter2@db/aid", "hunter2", "aid:hunter2@db/aid"),
        *("sqlite:aid-hunter2", "sqlite:///", "sqlite://host-hunter2/x", "postgresql://aid:hunter2@db"),
        *(
            "postgresql://aid:hunter2@db/",
            "postgresql://aid:hunter2/@db/aid",
            "postgresql://aid:hunter2#@db/aid",
        ),
        *(
            "postgresql://aid:hunter2@db:port/aid",
            "postgresql://aid:hunter2@[db/aid",
            "postgresqls://aid:hunter2@db/a",
        ),
    ],
)
def test_any_other_address_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refusal:
        database(url)
    assert "hunter2" not in str(refusal.value)
    assert refusal.value.__cause__ is None
