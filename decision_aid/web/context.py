"""What every template may use: the aid's own particulars, its version and the day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from decision_aid.web import content
from decision_aid.web.visit import withheld


def aid(request: HttpRequest) -> dict[str, Any]:
    library, today = content.library(), content.today()
    return {
        "aid": library.aid,
        "version": settings.VERSION,
        "today": today,
        "overdue": library.overdue(today),
        "withheld": withheld(request),
        "language": getattr(request, "language", "en"),
    }
