"""Starts the clinics' side: a clinic saved or deleted by this process is read again by it."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class ClinicsConfig(AppConfig):
    name = "decision_aid.clinics"
    default = True

    def ready(self) -> None:
        clinic = self.get_model("Clinic")
        post_save.connect(_changed, sender=clinic, dispatch_uid="known")
        post_delete.connect(_changed, sender=clinic, dispatch_uid="known")


def _changed(**_: Any) -> None:
    from django.db import transaction

    from decision_aid.clinics import known

    # Now, and when it is so for everybody: in between somebody may have read what was there before.
    known.changed()
    transaction.on_commit(known.changed)
