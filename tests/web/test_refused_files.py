"""What cannot be opened ends in one sentence, at the right status, soon; and nothing of it is kept."""

from __future__ import annotations

import json
import logging
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from decision_aid.web import opened, opening
from decision_aid.web.attached import LARGEST
from tests.web import hostile
from tests.web.journey import Page
from tests.web.sending import ADDRESS, pdf_of, record_of, refusal, send, sent_as


@pytest.mark.parametrize("attack", hostile.STATUS, ids=lambda one: one.__name__)
def test_a_hostile_file_ends_in_a_refusal(attack):
    upload = attack()
    assert len(upload) <= opening.LARGEST
    response = send(upload)
    assert response.status_code == hostile.STATUS[attack]
    assert refusal(response)


TOO_MUCH = "The answers in this file are far larger than any made here. They were not read."
ANOTHER = "This file holds answers to the questions of somebody else."
SENTENCES = [
    (b"just words", 415, "This is neither a PDF nor a file of answers."),
    (b"\x89PNG\r\n\x1a\n", 415, "This is neither a PDF nor a file of answers."),
    (b"PK\x03\x04 %PDF-1.7", 415, "This is neither a PDF nor a file of answers."),
    (b"[1, 2]", 415, "This is neither a PDF nor a file of answers."),
    (b"%PDF-1.7", 400, "This PDF is damaged, or it is not built as ours are. It cannot be read."),
    (b"%PDF-1.7" * 9999, 400, "This PDF is damaged, or it is not built as ours are. It cannot be read."),
    (b"{", 400, "The answers in this file are damaged and cannot be read."),
    (b'{"a": NaN}', 400, "The answers in this file are damaged and cannot be read."),
    (b'{"a": 1, "a": 2}', 400, "The answers in this file are damaged and cannot be read."),
    (b'{"a": "\xff"}', 400, "The answers in this file are damaged and cannot be read."),
    (b'{} %PDF-1.7', 400, "The answers in this file are damaged and cannot be read."),
    (b'{"a": "' + b"x" * LARGEST + b'"}', 413, TOO_MUCH),
    (b"{}", 422, "This file is not a record of answers."),
    (b'{"resourceType": "Patient"}', 422, "This file is not a record of answers."),
    (b'{"resourceType": "QuestionnaireResponse"}', 422, ANOTHER),
]  # fmt: skip


@pytest.mark.parametrize(("upload", "status", "says"), SENTENCES, ids=lambda one: str(one)[:24])
def test_every_refusal_says_in_one_sentence_why(upload, status, says):
    response = send(upload)
    assert (response.status_code, refusal(response)) == (status, says)


def test_a_paper_of_ours_without_answers_is_told_apart_from_somebody_elses_pdf():
    ours = send(pdf_of("not yet", with_answers=False))
    assert ours.status_code == 422
    assert refusal(ours) == "This PDF carries no answers."
    assert "The person can make one that does" in ours.text
    theirs = send(hostile.saved(hostile.blank()))
    assert theirs.status_code == 422
    assert refusal(theirs) == "This PDF was not made by this aid."
    assert "one attached file called answers.fhir.json" in theirs.text


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_locked_pdf_is_called_locked(password):
    response = send(hostile.locked(pdf_of("not yet"), password=password))
    assert response.status_code == 422
    assert refusal(response) == "This PDF is locked with a password or encrypted. Ours never are."


def test_a_pdf_inside_a_pdf_is_not_followed():
    response = send(hostile.a_pdf_in_a_pdf(pdf_of("not yet")))
    assert response.status_code == 400
    assert refusal(response) == "The answers in this file are damaged and cannot be read."


def test_no_file_an_empty_one_and_two_at_once_are_asked_for_again():
    files = [SimpleUploadedFile("a", b"{}"), SimpleUploadedFile("b", b"{}")]
    for sent in (
        {},
        {"file": ""},
        {"file": SimpleUploadedFile("a", b"")},
        {"file": files},
        {"other": files[0]},
    ):
        response = Client().post(ADDRESS, sent)
        assert response.status_code == 422
        assert refusal(response) == "No file was chosen."


# ---- How much, and how much at once ---------------------------------------------------------------


class NeverRead:
    """A body that must not be touched."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize("length", ["2101249", "99999999999999999999", "9" * 5000])
def test_a_body_over_two_megabytes_is_refused_before_it_is_read(length):
    response = Client().post(ADDRESS, **sent_as(length, NeverRead()))
    assert response.status_code == 413
    assert refusal(response) == "This file is larger than 2 MB. It was not read."


@pytest.mark.parametrize("length", ["", "-1", "x", "1e3", "٣"])
def test_a_body_that_does_not_say_how_long_it_is_is_not_read_either(length):
    response = Client().post(ADDRESS, **sent_as(length, NeverRead()))
    assert response.status_code == 411


def test_of_a_body_that_is_longer_than_it_says_no_more_is_read():
    good = json.dumps(record_of("not yet")).encode()
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n' + good + b"\r\n--b--\r\n"
    )
    stream = BytesIO(body + b"x" * 9_000_000)
    assert Client().post(ADDRESS, **sent_as(len(body), stream)).status_code == 200
    assert stream.tell() <= len(body)


def test_a_file_of_two_megabytes_is_looked_at_and_one_byte_more_is_not():
    assert send(b"x" * opening.LARGEST).status_code == 415
    assert send(b"x" * (opening.LARGEST + 1)).status_code == 413


HALF = (
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n=\r\n--b--"
)


@pytest.mark.parametrize("body", [b"", b"--b", b"--b\r\n\r\n", b"\0" * 99, HALF])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=b", "multipart/form-data", "text/plain"])
def test_a_request_that_is_no_form_is_refused_on_the_same_page(body, kind):
    response = Client().generic("POST", ADDRESS, body, kind)
    assert response.status_code in {400, 411, 422}
    assert refusal(response)


def test_a_third_pdf_at_the_same_time_is_asked_to_wait(monkeypatch):
    for _ in range(opened.AT_ONCE):
        assert opened._places.acquire(blocking=False)
    try:
        response = send(pdf_of("not yet"))
        record = send(json.dumps(record_of("not yet")).encode())
    finally:
        for _ in range(opened.AT_ONCE):
            opened._places.release()
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert refusal(response) == "Too many files are being opened at once."
    assert record.status_code == 200, "what needs no process of its own does not wait"
    assert send(pdf_of("not yet")).status_code == 200, "the places are given back"


@pytest.mark.parametrize("program", ["while True: pass", "import time; time.sleep(60)"])
def test_a_reader_that_does_not_come_back_is_ended(program, tmp_path, monkeypatch):
    stuck = tmp_path / "stuck.py"
    stuck.write_text(program)
    monkeypatch.setattr(opened, "_READER", str(stuck))
    monkeypatch.setattr(opened, "SECONDS", 1)
    upload, start = pdf_of("not yet"), time.monotonic()
    response = send(upload)
    assert time.monotonic() - start < 30  # a machine may have other things to do
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert refusal(response) == "This server was too slow to open the file just now."


def test_a_reader_that_starts_slowly_is_waited_for(tmp_path, monkeypatch):
    """On a busy machine it takes seconds to start a program that then works for a tenth of one."""
    slow = tmp_path / "slow.py"
    slow.write_text(
        f"import runpy, time; time.sleep(2.5); runpy.run_path({opened._READER!r}, run_name='__main__')"
    )
    monkeypatch.setattr(opened, "_READER", str(slow))
    assert send(pdf_of("not yet")).status_code == 200


# ---- Nothing is kept ------------------------------------------------------------------------------


def test_nothing_of_a_file_is_written_anywhere(written_to):
    for upload in (pdf_of("not yet"), json.dumps(record_of("not yet")).encode(), b"%PDF-", b"x" * 2_000_000):
        send(upload)
    assert written_to == []


def test_no_log_record_quotes_a_file_or_its_name(caplog):
    with caplog.at_level(logging.DEBUG):
        for upload in (pdf_of("not yet"), b'{"secret-word": 1}', b"%PDF-secret-word", b"secret-word"):
            send(upload, name="Mary-Smith.pdf")
    lines = [repr(one.__dict__) for one in caplog.records]
    assert len(lines) >= 3
    assert [one for one in lines if "secret-word" in one or "Mary" in one] == []


def test_the_page_is_not_to_be_kept_and_has_nothing_in_its_address():
    response = send(json.dumps(record_of("not yet")).encode())
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert "Location" not in response
    assert "Set-Cookie" not in response.headers
    assert response.request["QUERY_STRING"] == ""
    assert Page(response.text).title.startswith("A patient's file")


def test_a_file_of_another_site_is_refused():
    response = send(json.dumps(record_of("not yet")).encode(), headers={"Origin": "https://clinic.example"})
    assert response.status_code == 403


def test_only_this_page_takes_a_file():
    templates = Path(__file__).resolve().parents[2] / "templates"
    with_files = [
        one for one in templates.rglob("*.html") if 'type="file"' in one.read_text(encoding="utf-8")
    ]
    assert [one.name for one in with_files] == ["open.html"]
