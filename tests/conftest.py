"""What every test can rely on: no network, unless it drives a browser, and no stop-watch on examples."""

import os

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, nothing else. Tests that make `settings` of their
# own start from these, because this file is read before theirs.
settings.register_profile(
    "unhurried",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unhurried")

# Playwright's synchronous interface runs an event loop in the test's own thread, and Django refuses
# database work beside a running loop. Nothing here is asynchronous, so nothing can be mixed up.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Open sockets for tests marked `browser`, and for no other.

    A mark, not a fixture: pytest-socket reads it before any fixture runs, so that a server which
    lives for the whole session can start as well.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.enable_socket)
