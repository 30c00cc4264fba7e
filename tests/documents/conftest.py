"""Where a test of the papers asks for a page too: keys, the day of the papers, static files."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from tests.documents.people import TODAY


@pytest.fixture(autouse=True)
def _keys_day_and_static_files(settings) -> None:
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    settings.TODAY = TODAY
