"""What every template may use: the aid's own particulars, its version, the day, and the door."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from decision_aid.web import content
from decision_aid.web.dress import dress_of
from decision_aid.web.entrance import entrance_of
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
        "entrance": entrance_of(request),
        "dress": dress_of(request),
    }
