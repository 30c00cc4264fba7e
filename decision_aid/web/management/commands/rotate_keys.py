"""``manage.py rotate_keys``: a new key now, the one before it kept, all older ones destroyed.

The service does this by itself once a day; the command is for a machine that was idle, or for
making every older address unreadable (run it twice).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from decision_aid.web import seal


class Command(BaseCommand):
    help = "Put a new token key first and destroy all but the one before it."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.TOKEN_KEYS:
            raise CommandError("Keys come from TOKEN_KEYS: renew them where that is set.")
        seal.rotate(Path(settings.TOKEN_KEY_FILE), even_if_fresh=True)
        self.stdout.write("A new key is in force.")
