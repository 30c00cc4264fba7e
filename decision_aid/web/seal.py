"""Answers to and from the token in an address.

Hides the format, the cipher and the keys. Promises: a token holds only option codes and whole
numbers; its length tells little (padded to 128-byte steps); it opens for 24 hours at most; keys
are random, two at a time, replaced daily and destroyed, so old log lines and history entries
become unreadable to everybody, us included. See docs/adr/0001-answers-in-the-address.md.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import time
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from decision_aid.engine.questionnaire import Answers, Questionnaire, Reply
from decision_aid.engine.retired import code_known_as, item_known_as

LONGEST = 2000
"""Characters. Anything longer is refused before it is touched."""
LIFETIME = 24 * 60 * 60
"""Seconds. Sliding: each answered page seals anew."""
KIOSK_LIFETIME = 20 * 60
"""Seconds, on a screen that strangers share; there each page shown seals anew."""
STEP = 128
FORMAT = 1
"""Goes up with any change to how a token is written, token_words.txt included."""
WORDS = (Path(__file__).parent / "token_words.txt").read_bytes()
"""What tokens are mostly made of, so that they stay short. Newer words only cost more room."""
LARGEST_PLAIN = 16 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9_-]+")


class Unreadable(Exception):
    """Not a token of ours, or damaged, or of a format we no longer read."""


class Expired(Exception):
    """A token that was ours and is too old."""


@dataclass(frozen=True, slots=True)
class Unsealed:
    """Answers, and the ids of those the person chose to leave off paper: None before the choice."""

    answers: Answers = field(default_factory=Answers)
    left_out: frozenset[str] | None = None


def seal(answers: Answers, *, left_out: Iterable[str] | None = None, content_version: str = "") -> str:
    packed = {
        key: value if isinstance(value, int) else ".".join(value) for key, value in answers.given.items()
    }
    record: dict[str, Any] = {"f": FORMAT, "v": content_version, "a": packed}
    if left_out is not None:
        record["o"] = sorted(left_out)
    squeezer = zlib.compressobj(level=9, zdict=WORDS)
    text = json.dumps(record, separators=(",", ":"), sort_keys=True).encode()
    squeezed = squeezer.compress(text) + squeezer.flush()
    plain = len(squeezed).to_bytes(2, "big") + squeezed
    padded = plain.ljust(-(-len(plain) // STEP) * STEP, b"\0")
    return _ring().encrypt(padded).decode("ascii").rstrip("=")


def unseal(token: str, questionnaire: Questionnaire, *, lifetime: int = LIFETIME) -> Unsealed:
    """The answers in a token at most ``lifetime`` seconds old, under today's ids.

    Ids and codes that this content does not know are dropped.
    Raises Expired for a token of ours that is too old, Unreadable for everything else.
    """
    if not token:
        return Unsealed()
    # Python's base64 skips characters it does not know: without this, many addresses would open one token.
    if len(token) > LONGEST or not _TOKEN.fullmatch(token):
        raise Unreadable
    raw = (token + "=" * (-len(token) % 4)).encode()
    try:
        made = int.from_bytes(urlsafe_b64decode(raw)[1:9], "big")
    except ValueError:
        raise Unreadable from None
    try:
        padded = _ring().decrypt(raw)
    except InvalidToken:
        # The keys of an old token are gone for good; the date it wears in the open is all we have.
        if LIFETIME < time.time() - made < 10 * 365 * LIFETIME:
            raise Expired from None
        raise Unreadable from None
    if time.time() - made > lifetime:
        raise Expired
    return _decoded(padded, questionnaire)


def _decoded(padded: bytes, questionnaire: Questionnaire) -> Unsealed:
    try:
        squeezed = padded[2 : 2 + int.from_bytes(padded[:2], "big")]
        record = json.loads(zlib.decompressobj(zdict=WORDS).decompress(squeezed, LARGEST_PLAIN))
        if record["f"] != FORMAT:
            raise Unreadable
        given: dict[str, Reply] = {}
        for link_id, value in record["a"].items():
            item = item_known_as(questionnaire, link_id)
            if item is None:
                continue
            reply: Reply = value if isinstance(value, int) else tuple(str(value).split("."))
            if isinstance(reply, tuple):
                now = (code_known_as(item, code) for code in reply)
                reply = tuple(code for code in now if code is not None)
            if item.accepts(reply):
                given[item.link_id] = reply
        if "o" not in record:
            return Unsealed(Answers(given))
        off = (item_known_as(questionnaire, link_id) for link_id in record["o"])
        return Unsealed(Answers(given), frozenset(item.link_id for item in off if item is not None))
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
        raise Unreadable from None


def probe() -> None:
    """Seal nothing, to see that the keys can be read. Raises whatever reading them does."""
    seal(Answers())


# ---- Keys -----------------------------------------------------------------------------------


_seen: tuple[Path, int, int] | None = None
_fernet: MultiFernet | None = None


def _ring() -> MultiFernet:
    """The keys in force: from TOKEN_KEYS, else from the key file, renewed when a day old."""
    global _seen, _fernet
    if settings.TOKEN_KEYS:
        return MultiFernet([Fernet(key) for key in settings.TOKEN_KEYS])
    path = Path(settings.TOKEN_KEY_FILE)
    try:
        stat = os.stat(path)
        fresh = time.time() - stat.st_mtime < LIFETIME
    except FileNotFoundError:
        fresh = False
    if not fresh:
        rotate(path)
        stat = os.stat(path)
    now = (path, stat.st_mtime_ns, stat.st_ino)
    if now != _seen or _fernet is None:
        keys = json.loads(path.read_text(encoding="ascii"))["keys"]
        _fernet, _seen = MultiFernet([Fernet(key) for key in keys]), now
    return _fernet


def rotate(path: Path, *, even_if_fresh: bool = False) -> bool:
    """Put a new key first, keep the one before it, destroy the rest. Says whether it did.

    Safe with several processes: one of them renews, the others find the file fresh.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept: list[str] = []
        if path.exists():
            age = time.time() - path.stat().st_mtime
            if age < LIFETIME and not even_if_fresh:
                return False
            if age < 2 * LIFETIME:
                kept = json.loads(path.read_text(encoding="ascii"))["keys"][:1]
        draft = path.with_suffix(".new")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as stream:
            json.dump({"keys": [Fernet.generate_key().decode("ascii"), *kept]}, stream)
        draft.replace(path)
        return True
    finally:
        os.close(lock)
