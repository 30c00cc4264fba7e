"""What is in a file that a clinician opens: answers, or one sentence on why there are none.

Hides PDF and JSON. Promises that any bytes at all end in ``Read`` or ``Refused``, within two
seconds of work and in bounded memory, and that nothing is written anywhere. A PDF is opened in a
process of its own (attached.py) with no rights to speak of; JSON is small, flat and read here.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from decision_aid.engine import fhir
from decision_aid.engine.library import Library
from decision_aid.web import attached
from decision_aid.web.attached import LARGEST

SECONDS = 10.0
"""By the clock, for the process that reads a PDF, from its start to its last word. It ends itself after a
second of work (attached.py); what is left is room for a machine that has other things to do.
"""
AT_ONCE = 2
DEEPEST = 24
"""Levels of a JSON file. Ours have six."""

_places = threading.BoundedSemaphore(AT_ONCE)
_READER = str(Path(attached.__file__).resolve())
_MARKS = re.compile(r'\\.|["\[\]{}]', re.DOTALL)


class Refused(Exception):
    """Not answers of ours. ``says`` tells the clinician why, and ``then`` what would help."""

    def __init__(self, status: HTTPStatus, says: str, then: str = "") -> None:
        super().__init__(says)
        self.status, self.says, self.then = status, says, then


def read(upload: bytes, library: Library) -> fhir.Read:
    """The answers in a PDF of ours or in a file of answers. Raises Refused for everything else."""
    if upload.startswith(b"%PDF-"):
        upload = _from_pdf(upload, library)
    elif not upload.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise Refused(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            _("This is neither a PDF nor a file of answers."),
            _("Choose the PDF the person made here, or the file called %(name)s.")
            % {"name": "exosome-answers.fhir.json"},
        )
    try:
        return fhir.read(_record(upload), library)
    except fhir.NotOurs as wrong:
        raise _not_ours(wrong.reason) from None


# ---- JSON -----------------------------------------------------------------------------------


def _record(text: bytes) -> dict[str, Any]:
    """The JSON object in these bytes, if it is small and flat enough to be ours."""
    if len(text) > LARGEST:
        raise Refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("The answers in this file are far larger than any made here. They were not read."),
        )
    try:
        plain = text.decode("utf-8-sig")
        if _depth(plain) > DEEPEST:
            raise ValueError
        record: object = json.loads(plain, object_pairs_hook=_once, parse_constant=_no_number)
        if not isinstance(record, dict):  # what a PDF of somebody else's may carry under our name
            raise ValueError
        return record
    except (ValueError, RecursionError):
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            _("The answers in this file are damaged and cannot be read."),
            _("Ask for the file again, or ask the person to make a new one."),
        ) from None


def _depth(text: str) -> int:
    """How deep brackets are nested, before anything is built of them."""
    depth = deepest = 0
    quoted = False
    for mark in _MARKS.findall(text):
        if mark == '"':
            quoted = not quoted
        elif not quoted and mark in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif not quoted and mark in "]}":
            depth -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of two of the same name nobody knows which is meant."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError
    return made


def _no_number(word: str) -> float:
    """NaN and Infinity are words of JavaScript, not of JSON."""
    raise ValueError(word)


# ---- PDF ------------------------------------------------------------------------------------


def _from_pdf(upload: bytes, library: Library) -> bytes:
    """The file of answers in a PDF, packed or not as it came."""
    if not _places.acquire(blocking=False):
        raise _busy()
    try:
        said = _asked(upload)
    finally:
        _places.release()
    word, _newline, content = said.partition(b"\n")
    if word == b"answers":
        return content
    if word == b"none":
        raise _without_answers(ours=content == json.dumps(library.aid.title).encode())
    raise _unfit(word)


def _asked(upload: bytes) -> bytes:
    """What the reading process says of a PDF; ``large`` where it was ended for what it took."""
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-I", _READER],
        cwd="/",
        env={},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        deadline = threading.Timer(SECONDS, end)
        deadline.start()
        try:
            said = _told(process, upload)
        finally:
            deadline.cancel()
            process.kill()
    if late.is_set():
        raise _late()
    # A process that was ended by its limits has said nothing.
    return said if b"\n" in said else b"large"


def _told(process: subprocess.Popen[bytes], upload: bytes) -> bytes:
    """Hand over all of the file, then hear as much as there can be to say."""
    into, out_of = process.stdin, process.stdout
    if into is None or out_of is None:  # never: both are asked for above
        raise OSError
    with suppress(BrokenPipeError):  # ended before it had read everything
        try:
            into.write(upload)
        finally:
            into.close()
    return out_of.read(LARGEST + 1024)


# ---- Why not --------------------------------------------------------------------------------


def _busy() -> Refused:
    return Refused(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("Too many files are being opened at once."),
        _("Wait a few seconds and send it again."),
    )


def _late() -> Refused:
    return Refused(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("This server was too slow to open the file just now."),
        _("That need not be the fault of the file. Wait a minute and send it again."),
    )


def _not_ours(reason: fhir.Reason) -> Refused:
    says = {
        "not-a-response": _("This file is not a record of answers."),
        "another-questionnaire": _("This file holds answers to the questions of somebody else."),
        "too-much": _("This file holds more than anybody could have answered here."),
    }[reason]
    looked_for = _("We looked for a FHIR QuestionnaireResponse to the questions of this aid.")
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, says, looked_for)


def _without_answers(*, ours: bool) -> Refused:
    if ours:
        return Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _("This PDF carries no answers."),
            _(
                "The person can make one that does: on the page that makes the paper there is a question "
                "whether to put the answers in the file. Everything printed on this one still holds."
            ),
        )
    return Refused(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("This PDF was not made by this aid."),
        _("In a PDF of ours with answers there is one attached file called %(name)s. This one has none.")
        % {"name": attached.NAME},
    )


def _unfit(word: bytes) -> Refused:
    """The refusal for what the reading process said of a PDF."""
    again = _("Ask the person for the PDF as it was saved, or for the file of answers.")
    if word == b"locked":
        says = _("This PDF is locked with a password or encrypted. Ours never are.")
        return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, says, again)
    if word == b"many":
        says = _("This PDF carries more files than one of ours does, so it is not clear which holds answers.")
        return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, says, again)
    if word == b"odd":
        says = _("The answers in this PDF are packed in a way that ours never are.")
        return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, says, again)
    if word == b"large":
        says = _("This PDF takes far more room or time to read than any made here. It was put away unread.")
        return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, says, again)
    says = _("This PDF is damaged, or it is not built as ours are. It cannot be read.")
    return Refused(HTTPStatus.BAD_REQUEST, says, again)
