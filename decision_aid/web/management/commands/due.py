"""``manage.py due DAYS``: what content falls due for a check within so many days, soonest first."""

from __future__ import annotations

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from decision_aid.web import content


class Command(BaseCommand):
    help = "List the content that falls due for a check within DAYS days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("days", type=int, nargs="?", default=30)

    def handle(self, *args: Any, **options: Any) -> None:
        today = content.today()
        until = today + datetime.timedelta(days=options["days"])
        due = sorted(
            (record.review_by, name)
            for name, record in content.library().ageing.items()
            if record.review_by <= until
        )
        for day, name in due:
            late = " (overdue)" if day < today else ""
            self.stdout.write(f"{day.isoformat()}  {name}{late}")
        if not due:
            self.stdout.write(f"Nothing falls due by {until.isoformat()}.")
