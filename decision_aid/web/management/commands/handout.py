"""``manage.py handout CASE.toml --out FILE``: any case to PDF, text or JSON, without a server."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from decision_aid.engine.guidance import Guidance, advise
from decision_aid.web import content, documents
from decision_aid.web.cases import CaseError, read_case


def as_json(guidance: Guidance) -> str:
    """The parts of the guidance another program may want, under the words of the house."""
    shown = {
        "standing": guidance.standing.id,
        "kind": guidance.kind,
        "tier": guidance.tier.id,
        "because": guidance.because,
        "concerns": [
            {"id": one.id, "tier": one.route.tier, "exosomes": one.route.exosomes, "open": one.open}
            for one in guidance.concerns
        ],
        "open_safety": [one.link_id for one in guidance.open_safety],
        "conditions": {part.words.id: part.met for part in guidance.parts},
        "answers": {one.link_id: list(one.words) for one in guidance.answers},
        "content_version": guidance.aid.content_version,
        "date": guidance.today.isoformat(),
    }
    return json.dumps(shown, indent=2) + "\n"


class Command(BaseCommand):
    help = "Make the handout of a case: PDF, text or JSON by the ending of --out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", type=Path)
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--paper", choices=["letter", "a4"], default="letter")
        parser.add_argument("--leave-out", nargs="*", default=[], metavar="QUESTION")

    def handle(self, *args: Any, **options: Any) -> None:
        library = content.library()
        try:
            answers, _ = read_case(options["case"], library.questionnaire)
        except CaseError as error:
            raise CommandError(str(error)) from None
        guidance = advise(library, answers, today=content.today())
        left_out, out = frozenset(options["leave_out"]), options["out"]
        if unknown := sorted(left_out - set(library.questionnaire.items)):
            raise CommandError(f"There is no question to leave out called {', '.join(unknown)}")
        if out.suffix == ".pdf":
            made = documents.as_pdf(guidance, left_out=left_out, paper=options["paper"], apart=False)
        elif out.suffix == ".txt":
            made = (documents.as_text(guidance, left_out) + "\n").encode()
        elif out.suffix == ".json":
            made = as_json(documents.without(guidance, left_out)).encode()
        else:
            raise CommandError("The file must end in .pdf, .txt or .json")
        try:
            out.write_bytes(made)
        except OSError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{out}: {guidance.standing.title}")
