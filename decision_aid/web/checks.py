"""``manage.py check``: the content again, from disk, with every fault as a message of its own; and what a
start by hand lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage, Error, Warning, register

from decision_aid.engine.library import ContentError, load


@register("content")
def content_is_sound(**_: Any) -> list[CheckMessage]:
    try:
        load(settings.CONTENT_FOLDER)
    except ContentError as error:
        return [Error(str(fault), id="content.E001") for fault in error.faults]
    return []


@register("content")
def static_files_are_collected(**_: Any) -> list[CheckMessage]:
    """Without them every page fails, and the reason is hard to see."""
    manifest = getattr(staticfiles_storage, "manifest_name", None)
    if manifest is None or (Path(settings.STATIC_ROOT) / manifest).exists():
        return []
    hint = "Start with `make run`, run `manage.py collectstatic`, or set DEBUG=true on your own machine."
    return [
        Warning("The static files have not been collected, so no page can be shown.", hint, id="static.W001")
    ]
