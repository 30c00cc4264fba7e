"""Through which door somebody came in: the aid's own, a clinic's, or the screen in its waiting room.

Hides how addresses below a clinic are built: they are the aid's own addresses behind a prefix, so
every page, form and redirect stays with the clinic it was reached through. A door changes no word
of the aid.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from decision_aid.clinics.known import Clinic

PUBLISHED = tuple(code for code, _ in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Entrance:
    """A slug without a clinic: the clinic could not be asked for, and the aid goes on without it."""

    slug: str = ""
    clinic: Clinic | None = None
    kiosk: bool = False
    """A tablet that strangers share: nothing leads out, nothing is saved, it clears itself."""

    @property
    def prefix(self) -> str:
        return f"/c/{self.slug}{'/kiosk' if self.kiosk else ''}" if self.slug else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages one can read the aid in here, in the clinic's order."""
        if self.clinic is None:
            return PUBLISHED
        return tuple(code for code in self.clinic.languages if code in PUBLISHED)

    def path(self, name: str, **kwargs: str) -> str:
        """The address of a page, without answers."""
        return self.prefix + _path(name, **kwargs)


OWN = Entrance()


def entrance_of(request: HttpRequest) -> Entrance:
    """Set by the middleware; the aid's own where a request failed before it came that far."""
    found: Entrance = getattr(request, "entrance", OWN)
    return found


@lru_cache(maxsize=512)
def _path(name: str, **kwargs: str) -> str:
    """A page has many links, and Django builds each anew."""
    return reverse(name, kwargs=kwargs)
