"""``manage.py clinics export FILE`` and ``manage.py clinics import FILE``: clinics as TOML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from decision_aid.clinics import files
from decision_aid.clinics.models import Clinic


class Command(BaseCommand):
    help = "Writes all clinics into a TOML file, or adds and changes clinics as such a file says."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("way", choices=["export", "import"])
        parser.add_argument("file", help="a path, or - for the console")

    def handle(self, *, way: str, file: str, **_: Any) -> None:
        if way == "export":
            self._export(file)
        else:
            self._import(file)

    def _export(self, file: str) -> None:
        text = files.write(Clinic.objects.all())
        if file == "-":
            self.stdout.write(text, ending="")
            return
        try:
            Path(file).write_text(text, encoding="utf-8")
        except OSError as fault:
            raise CommandError(f"{file} cannot be written: {fault.strerror}.") from None

    def _import(self, file: str) -> None:
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"{file} cannot be read: {fault}.") from None
        try:
            read = files.read(text)
        except files.FileFaults as faults:
            raise CommandError("Nothing was changed.\n" + str(faults)) from None
        self.stdout.write(
            f"{len(read.added)} added, {len(read.changed)} changed, {len(read.unchanged)} as they were."
        )
        for slug, fields in read.kept.items():
            self.stdout.write(f"{slug}: {', '.join(fields)} are not in the file and stay as they were.")
