"""Values from the environment. Nonsense is refused with a sentence that names the variable.

An empty variable counts as not set. A secret that is not given is made once and kept in a file
that only its owner can read.
"""

import base64
import datetime
import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def env_text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool) -> bool:
    text = env_text(name)
    if not text:
        return default
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {text!r}. Set it to true or false.")


def env_int(name: str, *, default: int, minimum: int = 0) -> int:
    text = env_text(name)
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) < minimum:
        raise ImproperlyConfigured(f"{name} is {text!r}. Set it to a whole number, {minimum} or more.")
    return int(text)


def env_list(name: str, *, default: Sequence[str] = ()) -> list[str]:
    text = env_text(name)
    if not text:
        return list(default)
    items = [item.strip() for item in text.split(",")]
    if not all(items):
        raise ImproperlyConfigured(f"{name} has an empty item. Separate items with single commas.")
    return items


def env_origin(name: str) -> str:
    """A scheme and a host, such as https://aid.example, without a slash at the end; or nothing."""
    text = env_text(name).rstrip("/")
    if text and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?", text):
        raise ImproperlyConfigured(f"{name} is {text!r}. Set it to an address such as https://aid.example")
    return text


def env_path(name: str, *, default: Path) -> Path:
    """A path; a relative one starts at the project's folder."""
    return BASE_DIR / env_text(name, str(default))


def env_date(name: str) -> datetime.date | None:
    text = env_text(name)
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}. Set it to a date such as 2026-11-24.") from None


def env_zone(name: str, *, default: str) -> str:
    """A name of the tz database."""
    text = env_text(name, default)
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown; not a name at all; a folder of names
        raise ImproperlyConfigured(f"{name} is {text!r}. Set it to a name such as America/Chicago.") from None
    return text


def env_secret(name: str, *, file: Path) -> str:
    """A secret from the environment, else from its file, which is made at the first start."""
    secret = env_text(name)
    place = name
    if not secret:
        place = str(file)
        if not file.exists():
            private_folder(file.parent)
            _write_once(file, secrets.token_urlsafe(64))
        secret = file.read_text(encoding="ascii").strip()
    if len(secret) < 50:  # Django's own measure
        raise ImproperlyConfigured(f"The secret in {place} is too short. It needs 50 characters or more.")
    return secret


def token_keys(keys: list[str]) -> list[str]:
    """Fernet keys that seal the answers, newest first."""
    if len(keys) > 3:
        raise ImproperlyConfigured(
            f"TOKEN_KEYS holds {len(keys)} keys. Keep 3 at most: an old key keeps old addresses readable."
        )
    for position, key in enumerate(keys, start=1):
        try:
            size = len(base64.b64decode(key.encode("ascii"), altchars=b"-_", validate=True))
        except ValueError:
            size = 0
        if size != 32:  # never show the key itself
            raise ImproperlyConfigured(f"Key {position} in TOKEN_KEYS is not 32 bytes in URL-safe base64.")
    if len(set(keys)) != len(keys):
        raise ImproperlyConfigured("TOKEN_KEYS holds the same key twice.")
    return keys


def _write_once(file: Path, text: str) -> None:
    """Write a private file as a whole. Where two processes start at once, the first one wins."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text + "\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def private_folder(folder: Path) -> Path:
    """The folder, made if need be, readable by its owner only."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise ImproperlyConfigured(
            f"The folder {folder} cannot be made ({fault.strerror}). Make it, or set VAR_FOLDER."
        ) from None
    return folder


def frame_ancestors(origins: list[str]) -> list[str]:
    """Who may show the aid in a frame: 'self', 'none', or origins such as https://clinic.example"""
    words = {"self": SELF, "none": NONE, SELF: SELF, NONE: NONE}
    allowed = [words.get(origin, origin) for origin in origins]
    for origin in allowed:
        if origin in (SELF, NONE):
            continue
        if not re.fullmatch(r"https?://(\*\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?", origin):
            raise ImproperlyConfigured(
                f"FRAME_ANCESTORS holds {origin!r}. Use self, none, or origins such as https://clinic.example"
            )
    if NONE in allowed and len(allowed) > 1:
        raise ImproperlyConfigured("FRAME_ANCESTORS says none and something else. Choose one.")
    return allowed
