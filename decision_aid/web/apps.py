"""Starts the web side: the content is loaded once, and a fault in it stops the process."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "decision_aid.web"
    default = True

    def ready(self) -> None:
        from decision_aid.web import checks, content  # noqa: F401 - registers the system check

        content.load_or_stop()
