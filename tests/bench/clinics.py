"""Finding a clinic among a thousand, as the middleware of a patient's page does.

Runs as a process of its own in the folder that is served: `python -m tests.bench.clinics ROUNDS`.
Prints, as JSON: reading all clinics in milliseconds, finding one in microseconds, and the queries of
real pages, asked for through the whole of the middleware, once the clinics are in memory.
"""

from __future__ import annotations

import json
import statistics
import sys
import time

CLINICS = 1000


def visit(slug: str) -> None:
    """A start, a question and its answer, which is counted, the next page, guidance and a page to read."""
    from django.test import Client

    around = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"}
    client = Client(headers={**around, "Host": "127.0.0.1"})
    home = f"/c/{slug}/en/"
    sent = client.post(f"{home}questions/age/", {"age": "18-49"})
    token = sent["Location"].partition("?")[2]
    for page in ("", "questions/age/", f"questions/start/?{token}", f"guidance/?{token}", "treatments/"):
        response = client.get(home + page)
        if response.status_code != 200 or f"Clinic {slug[1:]}" not in response.text:
            raise AssertionError(f"{home}{page.partition('?')[0]} answered {response.status_code}")


def measure(rounds: int) -> dict[str, float]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from decision_aid.clinics import counts, known
    from decision_aid.clinics.models import Clinic

    call_command("migrate", verbosity=0)
    Clinic.objects.all().delete()
    Clinic.objects.bulk_create(
        Clinic(slug=f"c{number}", name=f"Clinic {number}", sells_exosomes=False, logo=b"x" * 20_000)
        for number in range(CLINICS)
    )
    readings, findings, queries = [], [], 0
    for _ in range(rounds):
        known.forget()
        before = time.perf_counter()
        known.find("c0")
        readings.append(time.perf_counter() - before)
        before = time.perf_counter()
        for number in range(CLINICS):
            known.find(f"c{number}")
        findings.append((time.perf_counter() - before) / CLINICS)
        with CaptureQueriesContext(connection) as asked:
            for number in range(0, CLINICS, CLINICS // 10):
                visit(f"c{number}")
        queries += len(asked)
    counts.drop()
    return {
        "reading": statistics.median(readings) * 1e3,
        "finding": statistics.median(findings) * 1e6,
        "queries": float(queries),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
