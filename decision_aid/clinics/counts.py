"""How many people started, finished and made a PDF, by clinic, day and language. Nothing else.

``note`` never waits and never fails: losing a count must not cost a patient anything.
"""

from __future__ import annotations

from typing import Literal

Counted = Literal["started", "finished", "pdf"]


def note(clinic: str, language: str, what: Counted) -> None:
    """Count one, some time soon."""
