"""``manage.py review --out FILE``: all content as one readable page for a clinician to sign.

Markdown: every sentence as a patient meets it, with its source, level and dates. Signatures go
into content/reviews.toml.
"""

from __future__ import annotations

import datetime
from argparse import ArgumentParser
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from pydantic import BaseModel

from decision_aid.engine.explain import rules_in_words
from decision_aid.web import content


def lines(value: Any, depth: int = 0) -> Iterator[str]:
    """A record as nested list items, one for each field that says something."""
    indent = "  " * depth
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if inner in ("", (), None, {}):
                continue
            if isinstance(inner, str | int | float | Enum | datetime.date):
                yield f"{indent}- {name.replace('_', ' ')}: {inner}"
            else:
                yield f"{indent}- {name.replace('_', ' ')}:"
                yield from lines(inner, depth + 1)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield f"{indent}- {key}:"
            yield from lines(inner, depth + 1)
    elif isinstance(value, tuple):
        for inner in value:
            if isinstance(inner, BaseModel):
                yield from lines(inner, depth)
                yield ""
            else:
                yield f"{indent}- {inner}"


class Command(BaseCommand):
    help = "Write the whole content as one page to read and sign."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        library = content.library()
        page = [f"# {library.aid.title}: content {library.aid.content_version}, {content.today()}", ""]
        parts: dict[str, Any] = {
            "The aid": library.aid,
            "Guidance": library.wording,
            "Questions": tuple(item for one in library.questionnaire.pages for item in one.item),
            "Claims": library.claims,
            "Gist questions": library.check,
            **{f"Treatment: {one.name}": one for one in library.treatments.values()},
            **{f"Type: {one.name}": one for one in library.types.values()},
            **{f"Region: {one.name}": one for one in library.regions.values()},
            **{f"Passages: {one.title}": one for one in library.passages.values()},
            **{f"Study: {one.name}": one for one in library.studies.values()},
        }
        for title, record in parts.items():
            page += [f"## {title}", "", *lines(record), ""]
        for table in ("safety", "procedure", "standing"):
            page += [f"## Rules: {table}", ""]
            for rule in rules_in_words(library, table):
                page += [f"- {rule.title}", f"  - when: {rule.when}", f"  - says: {rule.says}"]
                page += [f"  - why: {rule.because}", *(f"  - source: {one.cite}" for one in rule.references)]
        page += ["## Signature", "", "Name, profession: ______________  Date: ______________", ""]
        options["out"].write_text("\n".join(page), encoding="utf-8")
        self.stdout.write(f"{options['out']}: {len(page)} lines to read")
