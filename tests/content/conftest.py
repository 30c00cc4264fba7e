"""For the few tests here that look at a page: keys of their own, one day, no collected files."""

from __future__ import annotations

import datetime

import pytest
from cryptography.fernet import Fernet


@pytest.fixture
def pages(settings) -> None:
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    settings.TODAY = datetime.date(2026, 12, 1)
