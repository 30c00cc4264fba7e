"""The answers attached to a PDF: the name of the file, and how to get it out of a stranger's PDF.

``python -I attached.py`` reads a PDF from standard input and writes one word to standard output: why
there are no answers, or ``answers`` and then the bytes. It is a program of its own because a PDF can
be made to eat memory and time: it gives up both, and every further file, before it reads the first
byte. opening.py starts it and takes its death for an answer too. It imports nothing of the project.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

NAME = "answers.fhir.json"
LARGEST = 256 * 1024
"""Bytes of answers, unpacked. With every question answered they are a tenth of that."""
MEMORY = 48 * 1024 * 1024
"""Bytes for the file and all that reading it takes, on top of the program."""
SECONDS = 0.7
"""Of work, for the file alone. Ours take a hundredth of that."""
MOST_ATTACHED = 16
DEEPEST = 4


def give_up() -> None:
    """From here on: no more memory and time than a file of ours needs, no other file, no other program."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        now = int(statm.read().split()[0]) * resource.getpagesize()
    limits = {
        resource.RLIMIT_AS: now + MEMORY,
        resource.RLIMIT_CPU: 2,  # should the alarm below be lost
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 3,
    }
    for which, most in limits.items():
        resource.setrlimit(which, (most, most))
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # ends the process; nothing here catches it


def look(upload: bytes) -> tuple[str, bytes]:
    """Why there are no answers in this PDF, or ``answers`` and the bytes of them."""
    import pikepdf

    try:
        return _found(upload)
    except pikepdf.PasswordError:
        return "locked", b""
    except MemoryError:
        return "large", b""
    except Exception:  # pikepdf raises half a dozen kinds, and every one of them means the same to a person
        # Locked without a password, a PDF cannot be opened either: for that qpdf wants /dev/urandom.
        return ("locked" if b"/Encrypt" in upload else "broken"), b""


def _found(upload: bytes) -> tuple[str, bytes]:
    import pikepdf

    # Without recovery: a file that has to be guessed at is not read at all.
    pdf = pikepdf.open(BytesIO(upload), attempt_recovery=False, suppress_warnings=True)
    if pdf.is_encrypted:
        return "locked", b""
    files = list(_attached(pdf))
    ours = [stream for name, stream in files if name == NAME]
    if len(files) > MOST_ATTACHED or len(ours) > 1:
        return "many", b""
    return _unpacked(ours[0]) if ours else ("none", json.dumps(_signed(pdf)).encode())


def _attached(pdf: Any) -> Iterator[tuple[str, Any]]:
    """The embedded files with their names, one more than may be at most."""
    names = pdf.Root.get("/Names")
    waiting = [(names.get("/EmbeddedFiles"), 0)] if names is not None else []
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        if node is None or depth > DEEPEST:
            continue
        listed = node.get("/Names", [])
        for at in range(1, min(len(listed), 2 * MOST_ATTACHED + 2), 2):
            seen += 1
            yield str(listed[at - 1]), listed[at]["/EF"]["/F"]
            if seen > MOST_ATTACHED:
                return
        below = node.get("/Kids", [])
        waiting += [(below[at], depth + 1) for at in range(min(len(below), MOST_ATTACHED))]
        if len(waiting) > MOST_ATTACHED:
            return


def _unpacked(stream: Any) -> tuple[str, bytes]:
    """The bytes of an attachment, packed as ours are or not at all."""
    packed = stream.read_raw_bytes()
    kind = str(stream.get("/Filter", ""))
    if stream.get("/DecodeParms") is not None or kind not in {"", "/FlateDecode"}:
        return "odd", b""
    if not kind:
        return ("large", b"") if len(packed) > LARGEST else ("answers", packed)
    squeezed = zlib.decompressobj()
    plain = squeezed.decompress(packed, LARGEST + 1)
    if len(plain) > LARGEST:
        return "large", b""
    return ("answers", plain) if squeezed.eof else ("broken", b"")


def _signed(pdf: Any) -> str:
    """Who the PDF says has made it, to tell a paper of ours from any other."""
    info = pdf.trailer.get("/Info")
    return str(info.get("/Author", ""))[:200] if info is not None else ""


def main() -> None:
    import pikepdf  # noqa: F401 - loaded before its files are out of reach

    give_up()
    word, content = look(sys.stdin.buffer.read())
    sys.stdout.buffer.write(word.encode() + b"\n" + content)


if __name__ == "__main__":
    main()
