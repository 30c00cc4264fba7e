"""A file on its way to the page that opens it: our people's files, the sending, and what came back."""

from __future__ import annotations

import json
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content, documents
from decision_aid.web.record import answers_file
from decision_aid.web.seal import unseal
from tests.documents.people import guidance_of, people
from tests.web.journey import Page

ADDRESS = "/en/clinicians/open/"
ORIGIN = "https://aid.example"


@cache
def record_of(name: str) -> dict[str, Any]:
    made = answers_file(people()[name], guidance_of(name), left_out=frozenset(), origin=ORIGIN)
    assert made is not None
    return dict(json.loads(made))


@cache
def pdf_of(name: str, *, with_answers: bool = True) -> bytes:
    attachment = json.dumps(record_of(name)).encode() if with_answers else None
    return documents.as_pdf(guidance_of(name), attachment=attachment)


def send(upload: bytes, *, name: str = "file.pdf", **extra: Any) -> Any:
    return Client().post(ADDRESS, {"file": SimpleUploadedFile(name, upload)}, **extra)


def refusal(response: Any) -> str:
    """What a page says went wrong."""
    assert Page(response.text).h1 == "Open a patient's file"
    _, _, after = response.text.partition('id="problem-title">')
    assert after, "nothing is said to be wrong"
    return str(after.partition("</h2>")[0])


def changed(name: str, change: dict[str, Any]) -> bytes:
    return json.dumps({**record_of(name), **change}).encode()


def given_in(page: Page) -> Answers:
    """The answers that the links of a page carry on."""
    links = [one for one in (urlsplit(address) for _, address in page.links) if one.path == "/en/compare/"]
    token = links[0].query.removeprefix("s=")
    return unseal(token, content.library().questionnaire).answers


def sent_as(length: object, stream: object) -> dict[str, Any]:
    """A form as a server hands it on: so many bytes, it says, and where to read them."""
    kind = "multipart/form-data; boundary=b"
    return {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(length), "wsgi.input": stream}
