"""Two people who answer the same questions for ever: one in the aid, one in the form wizard.

A step is what a person waits for: the replies are sent and the next page has come. The aid answers a
post with a redirect, so its step is two requests; the wizard puts the next page into its answer, so its
step is one. Each walk ends with the answers read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlencode

from tests.bench.keepalive import Connection, Reply
from tests.bench.plan import Asked

Walker = Callable[[int], Iterator[None]]
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class LostTheWay(AssertionError):
    """A page came that is not the one the walk leads to: nothing measured would mean anything."""


def _expect(reply: Reply, status: int, what: str) -> Reply:
    if reply.status != status:
        raise LostTheWay(f"{what}: {reply.status}, not {status}")
    return reply


def in_the_aid(plan: Sequence[Asked]) -> Walker:
    bodies = [urlencode(asked.replies).encode() for asked in plan]
    onward = [f"/en/questions/{asked.page}/" for asked in plan[1:]] + ["/en/answers/"]

    def walk(port: int) -> Iterator[None]:
        connection = Connection(port)
        while True:
            address = f"/en/questions/{plan[0].page}/"
            _expect(connection.send("GET", address), 200, address)
            for body, leads_to in zip(bodies, onward, strict=True):
                (address,) = _expect(connection.send("POST", address, body), 303, "a post").header("Location")
                if not address.startswith(leads_to):
                    raise LostTheWay(f"a post led to {address.partition('?')[0]}, not to {leads_to}")
                _expect(connection.send("GET", address), 200, leads_to)
                yield

    return walk


def posting(port: int, plan: Sequence[Asked], addresses: Sequence[str]) -> Iterator[None]:
    """The posts of a walk alone, each answered with its redirect, which nobody follows."""
    posts = [(at, urlencode(asked.replies).encode()) for at, asked in zip(addresses, plan, strict=True)]
    connection = Connection(port)
    while True:
        for address, body in posts:
            _expect(connection.send("POST", address, body), 303, "a post")
            yield


def in_the_wizard(plan: Sequence[Asked]) -> Walker:
    steps = [
        urlencode(
            [("wizard-current_step", str(step))]
            + [(f"{step}-{link_id}", code) for link_id, code in asked.replies]
        )
        for step, asked in enumerate(plan)
    ]
    shows = [f'name="wizard-current_step" value="{step}"'.encode() for step in range(1, len(plan))] + [
        b"<dl>"
    ]

    def walk(port: int) -> Iterator[None]:
        # No compression: its default settings have none, and so it saves the time.
        connection = Connection(port, compressed=False)
        first = _expect(connection.send("GET", "/"), 200, "the first step")
        cookies = "; ".join(cookie.partition(";")[0] for cookie in first.header("Set-Cookie"))
        token = _TOKEN.search(first.body)
        if token is None:
            raise LostTheWay("the first step has no token")
        bodies = [f"csrfmiddlewaretoken={token.group(1).decode()}&{step}".encode() for step in steps]
        while True:
            for body, shown in zip(bodies, shows, strict=True):
                reply = _expect(connection.send("POST", "/", body, cookies=cookies), 200, "a step")
                if shown not in reply.body:
                    raise LostTheWay(f"a step did not show {shown.decode()}")
                yield
            _expect(connection.send("GET", "/", cookies=cookies), 200, "the first step again")

    return walk
