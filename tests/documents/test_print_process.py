"""The printing process: it comes back after it dies, ends with its server and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse

from decision_aid.web import documents, print_process
from decision_aid.web.print_process import Busy, PrintProcess
from decision_aid.web.seal import seal
from tests.documents.paper import Pdf, squeezed
from tests.documents.people import guidance_of, people

SHEET: dict[str, object] = {
    "html": '<html lang="en"><title>Sheet</title><body class="fit-0"><h1>Sheet</h1></body></html>',
    "paper": "letter",
    "most_pages": 1,
}
TOO_LONG: dict[str, object] = {
    **SHEET,
    "html": str(SHEET["html"]).replace("<h1>", "<p>line</p>" * 200 + "<h1>"),
}


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def process(temporary) -> Iterator[PrintProcess]:
    printing = PrintProcess()
    yield printing
    printing.stop()


def child_of(printing: PrintProcess) -> int:
    assert printing._process is not None
    return printing._process.pid


def running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(done, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(done())


def test_one_process_prints_document_after_document(process):
    first = process.ask(SHEET)
    pid = child_of(process)
    assert Pdf(first).pages == 1
    assert process.ask(TOO_LONG) is None
    assert process.ask(SHEET) == first
    assert child_of(process) == pid


def test_warming_up_starts_the_process_that_then_prints(process):
    process.warm().join()
    pid = child_of(process)
    assert process.ask(SHEET)
    assert child_of(process) == pid


def test_after_the_process_was_killed_the_next_document_is_printed_by_a_new_one(process):
    process.ask(SHEET)
    killed = child_of(process)
    os.kill(killed, signal.SIGKILL)
    assert until(lambda: not running(killed))
    assert process.ask(SHEET)
    assert child_of(process) != killed


def test_a_document_that_takes_too_long_is_given_up_and_its_process_too(process, monkeypatch):
    process.ask(SHEET)
    hanging = child_of(process)
    os.kill(hanging, signal.SIGSTOP)
    monkeypatch.setattr(print_process, "SECONDS", 0.2)
    with pytest.raises(Busy):
        process.ask(SHEET)
    assert not running(hanging)
    monkeypatch.setattr(print_process, "SECONDS", 30)
    assert process.ask(SHEET)


def test_a_document_that_breaks_the_process_says_nothing_of_its_content(process, capfd):
    with pytest.raises(Busy):
        process.ask({**SHEET, "told": "a private answer"})
    process.stop()
    said = capfd.readouterr()
    assert said.err == "Printing failed: TypeError\n"
    assert said.out == ""


def test_nothing_is_left_in_the_temporary_folder(process, temporary):
    process.ask(SHEET)
    assert len(list(temporary.iterdir())) == 1
    process.stop()
    assert list(temporary.iterdir()) == []


def test_a_process_that_was_killed_leaves_nothing_in_the_temporary_folder_either(process, temporary):
    process.ask(SHEET)
    os.kill(child_of(process), signal.SIGKILL)
    process.stop()
    assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_the_process_ends_when_its_server_is_killed_and_takes_its_folder_along(tmp_path):
    """The worst case: the server has no chance to say goodbye."""
    server = (
        "from decision_aid.web.print_process import PrintProcess\n"
        "printing = PrintProcess()\n"
        "printing.warm().join()\n"
        "print(printing._process.pid, flush=True)\n"
        "import time; time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", server],
        cwd=print_process.ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert running(child)
        assert list(tmp_path.iterdir()) != []
        parent.kill()
    assert until(lambda: not running(child))
    assert until(lambda: not list(tmp_path.iterdir()))


def test_the_process_loads_neither_django_nor_the_content():
    code = (
        "import sys, decision_aid.web.press; print([one for one in sys.modules if one.startswith('django')])"
    )
    seen = subprocess.run(
        [sys.executable, "-c", code], cwd=print_process.ROOT, capture_output=True, text=True, check=True
    )
    assert seen.stdout.strip() == "[]"


def test_a_server_that_prints_apart_does_not_load_the_typesetter():
    """A second at every start, and 50 MB in every worker, for nothing."""
    code = "import django, sys; django.setup()\nimport decision_aid.urls\nprint('weasyprint' in sys.modules)"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "decision_aid.settings"}
    seen = subprocess.run(
        [sys.executable, "-c", code],
        cwd=print_process.ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen.stdout.strip() == "False"


@pytest.fixture
def apart(settings, process, monkeypatch) -> PrintProcess:
    settings.PDF_PROCESS = True
    monkeypatch.setattr(documents, "_process", process)
    return process


def test_a_paper_printed_apart_is_the_one_printed_here(apart):
    guidance = guidance_of("everything ticked")
    assert documents.as_pdf(guidance, paper="a4") == documents.as_pdf(guidance, paper="a4", apart=False)


def test_while_no_paper_can_be_printed_the_reader_is_shown_the_page_and_the_text(apart, client, monkeypatch):
    token = seal(people()["nothing ticked"])
    address = reverse("guidance-pdf", kwargs={"language": "en"})
    apart.ask(SHEET)
    os.kill(child_of(apart), signal.SIGSTOP)
    monkeypatch.setattr(print_process, "SECONDS", 0.2)
    busy = client.get(address, {"s": token})
    assert busy.status_code == 503
    assert int(busy.headers["Retry-After"]) > 0
    for other in ("guidance", "guidance-txt"):
        assert f"{reverse(other, kwargs={'language': 'en'})}?s={token}" in busy.text.replace("&amp;", "&")
    monkeypatch.setattr(print_process, "SECONDS", 30)
    found = client.get(address, {"s": token})
    assert found.status_code == 200
    assert squeezed("Not first") in Pdf(found.content).text(1)


def test_pages_have_threads_left_while_papers_are_waited_for():
    from decision_aid import gunicorn_conf

    assert gunicorn_conf.threads >= documents.WAITING + 2
