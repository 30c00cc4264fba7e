"""The one library of this process, and the day it is today.

Hides where content lives and when it was read. Views ask here and nowhere else.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from decision_aid.engine.library import ContentError, Library, load

_library: Library | None = None


def library() -> Library:
    """All content, read once."""
    global _library  # noqa: PLW0603 - one value for the life of the process
    if _library is None:
        _library = load(settings.CONTENT_FOLDER)
    return _library


def load_or_stop() -> None:
    """Read the content now; on any fault end the process with the list of them."""
    try:
        library()
    except ContentError as error:
        raise SystemExit(f"The content is not fit to be served.\n{error}") from None


def today() -> datetime.date:
    """The day where the people are whom this service is for."""
    return settings.TODAY or timezone.localdate()


def public_url(request: HttpRequest) -> str:
    """Scheme and host under which the public finds this service, without a slash at the end."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
