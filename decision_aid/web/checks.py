"""``manage.py check``: the content again, from disk, with every fault as a message of its own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from decision_aid.engine.library import ContentError, load


@register("content")
def content_is_sound(**_: Any) -> list[CheckMessage]:
    try:
        load(settings.CONTENT_FOLDER)
    except ContentError as error:
        return [Error(str(fault), id="content.E001") for fault in error.faults]
    return []
