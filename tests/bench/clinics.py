"""Finding a clinic among a thousand, as the middleware of a patient's page does.

Runs as a process of its own in the folder that is served: `python -m tests.bench.clinics ROUNDS`.
Prints, as JSON: reading all clinics in milliseconds, finding one in microseconds, and the queries that
all pages of a clinic's patient would cost once the clinics are in memory.
"""

from __future__ import annotations

import json
import statistics
import sys
import time

CLINICS = 1000


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
        with CaptureQueriesContext(connection) as asked:
            before = time.perf_counter()
            for number in range(CLINICS):
                known.find(f"c{number}")
            findings.append((time.perf_counter() - before) / CLINICS)
            counts.note("c0", "en", "started")
        queries += len(asked)
    counts.drop()
    return {
        "reading": statistics.median(readings) * 1e3,
        "finding": statistics.median(findings) * 1e6,
        "queries": float(queries),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
