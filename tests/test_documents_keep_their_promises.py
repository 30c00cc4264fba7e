"""What README and docs promise exists: commands, variables, files and addresses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.urls import Resolver404, resolve

from decision_aid.engine.library import schemas

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = {one.relative_to(ROOT).as_posix(): one.read_text(encoding="utf-8") for one in DOCUMENTS}


@pytest.mark.parametrize("document", TEXT)
def test_every_management_command_named_exists(document):
    for name in re.findall(r"manage\.py ([a-z_]+)", TEXT[document]):
        assert name in get_commands(), name
        app = get_commands()[name]
        load_command_class(app if isinstance(app, str) else app.name, name)


@pytest.mark.parametrize("document", TEXT)
def test_every_make_target_named_exists(document):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for name in re.findall(r"`(?:PORT=\d+ )?make ([a-z]+)`", TEXT[document]):
        assert name in targets, name


@pytest.mark.parametrize("document", TEXT)
def test_every_file_linked_to_exists(document):
    folder = (ROOT / document).parent
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT[document]):
        assert (folder / target).exists(), target


def test_every_variable_of_the_deployment_page_is_read_and_every_one_read_is_told():
    table = TEXT["docs/deploy.md"].split("## Environment")[1].split("##")[0]
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", table))
    code = (ROOT / "decision_aid" / "settings.py").read_text(encoding="utf-8")
    code += (ROOT / "decision_aid" / "gunicorn_conf.py").read_text(encoding="utf-8")
    read = set(re.findall(r'(?:env_[a-z]+|environ\.get)\(\s*"([A-Z_]+)"', code))
    assert told == read


def test_every_address_of_the_house_named_in_a_document_answers():
    for document, text in TEXT.items():
        for address in re.findall(r"`(/(?:en/)?[a-z-]+/?)`", text):
            try:
                resolve(address)
            except Resolver404:
                try:
                    resolve(f"/en{address}")
                except Resolver404:
                    pytest.fail(f"{document} names {address}")


def test_the_schemas_for_editors_are_those_of_the_code():
    for name, schema in schemas().items():
        file = ROOT / "docs" / "schema" / f"{name}.json"
        assert json.loads(file.read_text(encoding="utf-8")) == schema, f"manage.py schemas: {name}"
