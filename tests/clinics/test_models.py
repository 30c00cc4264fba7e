"""What is kept, and that the files beside the code agree with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.test_documents_keep_their_promises import ROOT

COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_the_migrations_are_those_of_the_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_only_models_of_ours_are_clinics_their_people_and_sums():
    ours = {
        model.__name__
        for model in apps.get_models(include_auto_created=True)
        if "decision_aid" in model.__module__
    }
    assert ours == {"Clinic", "Clinic_people", "DailyCount"}


def test_compose_starts_the_aid_and_postgresql_without_a_password_of_its_own():
    services = re.findall(r"^  (\w+):$", COMPOSE.split("\nvolumes:")[0], re.M)
    assert services == ["web", "database"]
    assert set(re.findall(r"^  (\w+):$", COMPOSE.split("\nvolumes:")[1], re.M)) == {"var", "database"}
    asked = re.findall(r"\$\{(POSTGRES_PASSWORD)(:.)", COMPOSE)
    assert asked == [("POSTGRES_PASSWORD", ":?")] * 2
    assert "pg_isready" in COMPOSE
    assert "condition: service_healthy" in COMPOSE


def test_every_variable_that_compose_sets_for_the_aid_is_read():
    web = COMPOSE.split("    environment:")[1].split("    depends_on:")[0]
    read = (ROOT / "decision_aid" / "settings.py").read_text() + (
        ROOT / "decision_aid" / "gunicorn_conf.py"
    ).read_text()
    names = re.findall(r"^      ([A-Z_]+):", web, re.M)
    assert "DATABASE_URL" in names
    for name in names:
        assert f'"{name}"' in read, name


def test_the_image_starts_though_the_database_is_down():
    docker = Path(ROOT / "Dockerfile").read_text()
    command = docker.split("\nCMD ")[1]
    assert re.search(r"migrate --verbosity 0 \|\| echo .*; exec python -m gunicorn", command)
