"""``manage.py schemas``: the JSON Schema of each kind of content file, for editors' completion."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from decision_aid.engine.library import schemas

FOLDER = "docs/schema"


class Command(BaseCommand):
    help = "Write the JSON Schemas of the content files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, default=settings.BASE_DIR / FOLDER)

    def handle(self, *args: Any, **options: Any) -> None:
        options["out"].mkdir(parents=True, exist_ok=True)
        for name, schema in schemas().items():
            text = json.dumps(schema, indent=1, sort_keys=True) + "\n"
            (options["out"] / f"{name}.json").write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(schemas())} schemas in {options['out']}")
