"""A question page and a bare response through the whole WSGI application, without a server.

Runs as a process of its own in the folder that is served: `python -m tests.bench.in_process ROUNDS`.
Prints the median times in milliseconds, as JSON, those of the evidence pages too. Question pages take
turns with bare responses and with the same pages in a clinic's frame.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

WARM_UP = 3
EVIDENCE = [
    "/en/evidence/",
    "/en/science/",
    "/en/types/alopecia-areata/",
    "/en/treatments/exosomes/",
    "/en/how-it-decides/",
]


def _environ(path: str, query: str, shown_in: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
        "HTTP_SEC_FETCH_DEST": shown_in,
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }


def _milliseconds(
    application: Callable[..., Any], path: str, query: str = "", shown_in: str = "document"
) -> float:
    environ, status = _environ(path, query, shown_in), []
    before = time.perf_counter()
    response = application(environ, lambda line, headers, exc_info=None: status.append(line))
    b"".join(response)
    response.close()
    after = time.perf_counter()
    if status != ["200 OK"]:
        raise AssertionError(f"{path}: {status}")
    return (after - before) * 1000


def measure(rounds: int) -> dict[str, float]:
    from decision_aid.web import content
    from decision_aid.web.seal import seal
    from decision_aid.wsgi import application
    from tests.bench.plan import WALKER, answers_of, walk

    library = content.library()
    answers, pages = answers_of(WALKER, library), []
    plan = walk(library)
    for at, asked in enumerate(plan):
        # As the walk arrives there: everything before is answered, the page itself is not.
        left = [item.link_id for later in plan[at:] for item in later.items]
        query = f"s={seal(answers.without(left))}" if at else ""
        pages.append((f"/en/questions/{asked.page}/", query))
    page_times, bare_times, framed_times = [], [], []
    for turn in range(WARM_UP + rounds):
        for path, query in pages:
            bare, page = _milliseconds(application, "/healthz"), _milliseconds(application, path, query)
            framed = _milliseconds(application, f"/c/demo{path}", query, "iframe")
            if turn >= WARM_UP:
                bare_times.append(bare)
                page_times.append(page)
                framed_times.append(framed)
    evidence_times = []
    for turn in range(WARM_UP + rounds):
        times = [_milliseconds(application, address) for address in EVIDENCE]
        evidence_times += times if turn >= WARM_UP else []
    return {
        "page": statistics.median(page_times),
        "bare": statistics.median(bare_times),
        "framed": statistics.median(framed_times),
        "evidence": statistics.median(evidence_times),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
