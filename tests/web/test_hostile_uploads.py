"""Whatever is sent to be opened: a page and no fault of ours, soon, in little memory, no file anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as configured
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from decision_aid.web import attached, opened
from tests.web import hostile
from tests.web.sampling import SAMPLE
from tests.web.sending import pdf_of, record_of, send
from tests.web.toll import PEAK, toll

EXPECTED = {200, 400, 413, 415, 422, 503}
SECONDS = 2.0
"""Of work, of the server and the reader together: how long that takes depends on what else a machine does."""
MEGABYTES = 100


WALL = opened.SECONDS + 30
"""On the clock of a machine with much else to do: the process that reads a PDF is ended after 1.8."""


@pytest.fixture(scope="module", autouse=True)
def _everything_is_loaded() -> None:
    """What the first file ever opened loads is not what a file takes."""
    keys = [Fernet.generate_key().decode()]
    with override_settings(TOKEN_KEYS=keys, WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True):
        for upload in (pdf_of("not yet"), json.dumps(record_of("not yet")).encode()):
            assert send(upload).status_code == 200


def opens(upload: bytes) -> int:
    with toll() as taken:
        response = send(upload)
    assert response.status_code in EXPECTED
    assert taken.work < SECONDS
    assert taken.wall < WALL
    assert taken.written == []
    reader = weight_of_the_reader(upload) if upload.startswith(b"%PDF-") else 0
    assert taken.growth + reader < MEGABYTES
    return int(response.status_code)


WEIGHED = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-I", sys.argv[1]], input=sys.stdin.buffer.read(), stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@cache
def weight_of_the_reader(upload: bytes) -> float:
    """Megabytes at the most of the process that reads a PDF, its program and all: a new one each time."""
    command = [sys.executable, "-c", WEIGHED, opened._READER]
    said = subprocess.run(command, input=upload, capture_output=True, check=True).stdout
    return int(said) / 1024


def test_what_is_measured_is_the_peak_of_the_work_and_no_earlier_one():
    """A reader of high-water marks would see nothing here."""
    if PEAK != "VmHWM":
        pytest.skip("this system does not forget an earlier peak")
    for megabytes in (300, 200):
        with toll() as taken:
            bytearray(b"1") * (megabytes * 1024 * 1024)
        assert megabytes - 10 < taken.growth < megabytes + 50


def test_what_is_written_is_noticed(tmp_path):
    with toll() as taken:
        (tmp_path / "left behind").write_text("answers")
    assert taken.written == [str(tmp_path / "left behind")]


# ---- A good PDF, spoilt -------------------------------------------------------------------------


@st.composite
def spoilt_pdfs(draw: st.DrawFn) -> bytes:
    """A PDF of ours with bytes changed, lost, doubled or put in, in its working parts as often as not."""
    spoilt = bytearray(pdf_of("not yet"))
    marks = [
        spoilt.find(word) for word in (b"/EmbeddedFile", b"/Names", b"xref", b"trailer", b"/Root", b"/EF")
    ]
    near = [place + offset for place in marks if place >= 0 for offset in (-12, 0, 9, 30)]
    places = st.sampled_from(near) | st.integers(0, len(spoilt) - 1)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(places)
        match draw(st.sampled_from(["change", "lose", "double", "put in", "end"])):
            case "change":
                new = draw(st.binary(min_size=1, max_size=8))
                spoilt[at : at + len(new)] = new
            case "lose":
                del spoilt[at : at + draw(st.integers(1, 500))]
            case "double":
                spoilt[at:at] = spoilt[at : at + draw(st.integers(1, 2000))]
            case "put in":
                spoilt[at:at] = draw(st.sampled_from(PUT_IN))
            case "end":
                del spoilt[max(at, 5) :]
    return b"%PDF-" + bytes(spoilt[5:])


PUT_IN = [
    b"/Kids [1 0 R]",
    b"<<" * 5000,
    b"/Length 99999999999",
    b"/Filter [/FlateDecode /LZWDecode /ASCIIHexDecode /JBIG2Decode]",
    b"/DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 2147483647 >>",
    b"/Size 2147483647",
    b"/Encrypt << /Filter /Standard /V 5 /R 6 >>",
    b"/Prev 0",
    b"0 65535 f\n" * 3000,
    b"(" * 9000,
    b"/Type /ObjStm /N 2000000000 /First 0",
]


@given(spoilt_pdfs())
@settings(SAMPLE, max_examples=30)
def test_a_spoilt_pdf_is_opened_or_refused(upload):
    opens(upload)


@given(st.binary(max_size=3000))
@settings(SAMPLE, max_examples=10)
def test_any_bytes_that_call_themselves_a_pdf_are_refused(noise):
    assert opens(b"%PDF-" + noise) != 200


@given(st.binary(max_size=3000))
@SAMPLE
def test_any_other_bytes_are_refused(noise):
    assert opens(noise) in {400, 415, 422}


@given(st.sampled_from(list(hostile.STATUS)), st.binary(max_size=64), st.integers(0, 2_000_000))
@settings(SAMPLE, max_examples=25)
def test_a_bomb_that_does_not_quite_fit_together_is_refused(attack, noise, at):
    upload = bytearray(attack())
    at %= len(upload)
    upload[at : at + len(noise)] = noise
    assert opens(bytes(upload)) != 200


# ---- A good record, spoilt ----------------------------------------------------------------------

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
KEYS = st.sampled_from(["item", "answer", "linkId", "valueCoding", "code", "valueInteger", "text"]) | st.text(
    max_size=5
)
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=30,
)


@st.composite
def spoilt_records(draw: st.DrawFn) -> bytes:
    """A record of ours with values anywhere in it exchanged for any others."""
    record = json.loads(json.dumps(record_of("not yet")))
    for _ in range(draw(st.integers(1, 5))):
        node = record
        while isinstance(node, dict | list) and node:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            key = draw(st.sampled_from(keys))
            if not isinstance(node[key], dict | list) or not node[key] or draw(st.integers(0, 3)) == 0:
                node[key] = draw(ANY_JSON)
                break
            node = node[key]
    return json.dumps(record).encode()


@given(spoilt_records())
@settings(SAMPLE, max_examples=60)
def test_a_spoilt_record_is_opened_or_refused(upload):
    opens(upload)


@given(st.dictionaries(KEYS, ANY_JSON, max_size=5))
@SAMPLE
def test_any_json_is_refused(record):
    opens(json.dumps(record).encode())


# ---- What it takes ------------------------------------------------------------------------------


@pytest.mark.parametrize("attack", hostile.STATUS, ids=lambda one: one.__name__)
def test_a_bomb_takes_as_little_as_any_other_file_and_leaves_nothing(attack, tmp_path, monkeypatch):
    """Time, memory and files written are seen to by ``opens``; here is where a file might be left as well."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept = Path(configured.VAR_FOLDER)
    before = sorted(kept.rglob("*"))
    assert opens(attack()) == hostile.STATUS[attack]
    assert sorted(kept.rglob("*")) == before
    assert list(tmp_path.iterdir()) == []


GIVEN_UP = """
import sys
sys.path.insert(0, sys.argv[1])
import attached, os
attached.give_up()
{}
"""


def after_giving_up(program: str) -> subprocess.CompletedProcess[str]:
    folder = str(Path(attached.__file__).parent)
    command = [sys.executable, "-c", GIVEN_UP.format(program), folder]
    return subprocess.run(command, capture_output=True, text=True, timeout=WALL, check=False)


def test_the_reader_may_open_no_file_write_none_and_start_nothing():
    for program in ("open('/etc/hostname')", "os.open('x', os.O_CREAT | os.O_WRONLY)", "os.pipe()"):
        done = after_giving_up(program)
        assert done.returncode == 1
        assert "Too many open files" in done.stderr


def test_the_reader_is_ended_when_it_takes_too_long_or_too_much():
    with toll() as taken:
        assert after_giving_up("while True: pass").returncode < 0
    assert taken.work < SECONDS
    assert "MemoryError" in after_giving_up("bytearray(100 * 1024 * 1024)").stderr
