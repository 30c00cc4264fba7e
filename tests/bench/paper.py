"""The three-page PDF: its processor time, its time beside warm Chromium on the same HTML, and its memory.

Runs as a process of its own in the folder that is served, and prints JSON:
`python -m tests.bench.paper compare ROUNDS` and `python -m tests.bench.paper memory DOCUMENTS`.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CASES = ("all-four-hold", "nothing-ticked")
WARM_UP = 3


def _makers() -> list[Callable[[], bytes]]:
    """Make a PDF in this process, each for another person."""
    import django

    django.setup()
    from decision_aid.engine.guidance import advise
    from decision_aid.web import content, documents
    from tests.bench.plan import answers_of

    library, today = content.library(), content.today()
    people = [advise(library, answers_of(case, library), today=today) for case in CASES]
    return [lambda person=person: documents.as_pdf(person) for person in people]  # type: ignore[misc]


def _html() -> str:
    """The document of the first case with its print stylesheet inside, readable by a browser."""
    from decision_aid.engine.guidance import advise
    from decision_aid.web import content, documents
    from tests.bench.plan import PROJECT, answers_of

    library = content.library()
    guidance = advise(library, answers_of(CASES[0], library), today=content.today())
    static = PROJECT / "static"
    sheet = (static / "css" / "document.css").read_text(encoding="utf-8")
    sheet = sheet.replace("static:/", f"{static.as_uri()}/")
    style = f"<style>{sheet}\n@page {{ size: letter }}</style></head>"
    return documents.as_html(guidance).replace("</head>", style, 1)


def compare(rounds: int) -> dict[str, float]:
    """Medians in milliseconds. Chromium is warm: one browser, one page, fonts already read."""
    from playwright.sync_api import sync_playwright
    from pypdf import PdfReader

    make, *_ = _makers()
    pages = len(PdfReader(io.BytesIO(make())).pages)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "document.html"
        file.write_text(_html(), encoding="utf-8")
        browser = launched(playwright)
        page = browser.new_page()
        times: dict[str, list[float]] = {"cpu": [], "wall": [], "chromium": [], "chromium_print": []}
        for turn in range(WARM_UP + rounds):
            cpu, wall = time.process_time(), time.perf_counter()
            made = make()
            ours = (time.process_time() - cpu, time.perf_counter() - wall)
            began = time.perf_counter()
            page.goto(file.as_uri(), wait_until="load")
            loaded = time.perf_counter()
            page.pdf(tagged=True, outline=True, prefer_css_page_size=True)
            done = time.perf_counter()
            if turn >= WARM_UP:
                for name, seconds in zip(times, (*ours, done - began, done - loaded), strict=True):
                    times[name].append(seconds * 1000)
        browser.close()
    beside = [ours / theirs for ours, theirs in zip(times["wall"], times["chromium"], strict=True)]
    alone = [ours / theirs for ours, theirs in zip(times["wall"], times["chromium_print"], strict=True)]
    medians = {name: statistics.median(each) for name, each in times.items()}
    ratios = {"beside": statistics.median(beside), "alone": statistics.median(alone)}
    return {"pages": pages, "bytes": len(made), **medians, **ratios}


def launched(playwright: Any) -> Any:
    """The Chromium that the tests use as well."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program:
        raise SystemExit("Chromium was not found. Install it, or set CHROMIUM to its path.")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return playwright.chromium.launch(executable_path=program, args=quiet, timeout=120_000)


def memory(documents: int) -> dict[str, float]:
    """Megabytes that the process grew while it made so many PDFs, and in the second half of them."""
    makers = _makers()
    sizes = []
    for turn in range(documents):
        makers[turn % len(makers)]()
        sizes.append(_resident())
    few = max(1, documents // 20)
    start, middle, end = (
        statistics.median(part)
        for part in (sizes[few : 2 * few], sizes[documents // 2 : documents // 2 + few], sizes[-few:])
    )
    return {"growth": end - start, "second_half": end - middle, "resident": end}


def _resident() -> float:
    """Megabytes of memory this process holds; where the system does not say, the most it ever held."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if "VmRSS" in line)
        return int(line.split()[1]) / 1024
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 / (1024 if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    measure = {"compare": compare, "memory": memory}[sys.argv[1]]
    print(json.dumps(measure(int(sys.argv[2]))))
