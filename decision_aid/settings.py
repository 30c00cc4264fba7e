"""The settings: one module, read from the environment.

A variable that is set to nonsense stops the start with a sentence that names it, what it holds and
what it may hold. An empty variable counts as not set. Everything the service writes goes into one
folder, `var/`, which only its owner can read.
"""

import base64
import os
import re
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from decision_aid.environment import (
    BASE_DIR,
    env_bool,
    env_date,
    env_int,
    env_list,
    env_origin,
    env_path,
    env_secret,
    env_text,
    private_folder,
)

# --- The project ----------------------------------------------------------------------------------

DEBUG = env_bool("DEBUG", default=False)
# pytest sets this for the whole run, and programs that a test starts inherit it.
UNDER_TEST = "PYTEST_VERSION" in os.environ

VAR_FOLDER = env_path("VAR_FOLDER", default=BASE_DIR / "var")
CONTENT_FOLDER = env_path("CONTENT_FOLDER", default=BASE_DIR / "decision_aid" / "content")

# Where the public finds this service: in the QR code, in the address of the FHIR questionnaire and in the
# snippet for clinics. Empty means the address each request was made to.
PUBLIC_URL = env_origin("PUBLIC_URL")

# For tests and demonstrations: the aid behaves as on this day. None means the real day.
TODAY = env_date("AID_TODAY")


def newest_release(changelog: str) -> str:
    """The version in the first release heading: `## 0.1.0 — 2026-11-24`."""
    heading = re.search(r"^## (\d+\.\d+\.\d+) — \d{4}-\d{2}-\d{2}$", changelog, re.MULTILINE)
    if not heading:
        raise ImproperlyConfigured("CHANGELOG.md has no heading such as '## 0.1.0 — 2026-11-24'.")
    return heading.group(1)


VERSION = newest_release((BASE_DIR / "CHANGELOG.md").read_text(encoding="utf-8"))

ROOT_URLCONF = "decision_aid.urls"
WSGI_APPLICATION = "decision_aid.wsgi.application"

# No auth, sessions, contenttypes, messages or admin: a patient page has no user and no cookie, and
# what is not installed cannot set one.
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "decision_aid.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Compressing a page that mixes a secret with text an attacker chose lets the attacker guess the
    # secret from sizes (BREACH). Our pages reflect no such text: cross-site posts are refused, so
    # nobody else can put words into a page beside a person's token. Django also varies the sizes.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "decision_aid.web.middleware.PatientSide",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["decision_aid.web.context.aid"],
            "builtins": ["django.templatetags.static", "django.templatetags.i18n"],
        },
    }
]

# --- Secrets --------------------------------------------------------------------------------------

# Django asks for this key. Nothing on the patient side is signed with it.
SECRET_KEY = env_secret("SECRET_KEY", file=env_path("SECRET_KEY_FILE", default=VAR_FOLDER / "secret-key"))


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


# Several machines share TOKEN_KEYS. A single machine leaves it empty and keeps its keys in the file.
TOKEN_KEYS = token_keys(env_list("TOKEN_KEYS"))
TOKEN_KEY_FILE = env_path("TOKEN_KEY_FILE", default=VAR_FOLDER / "token-keys.json")

# --- Database: no patient page asks it anything ---------------------------------------------------


def database(url: str) -> dict[str, Any]:
    """The database at a URL: sqlite:///relative/path, sqlite:////absolute/path or sqlite://:memory:"""
    if url == "sqlite://:memory:":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    scheme, _, path = url.partition(":///")
    if scheme != "sqlite" or not path:
        # The address may hold a password: name the scheme alone.
        raise ImproperlyConfigured(
            f"DATABASE_URL starts with {url.partition(':')[0]!r}. Only SQLite is supported now: "
            "sqlite:///var/aid.sqlite3, or leave it empty."
        )
    file = BASE_DIR / path
    private_folder(file.parent)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            # Readers do not wait for a writer, and a writer waits at its start instead of failing at its end.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
        },
    }


DATABASES = {"default": database(env_text("DATABASE_URL", f"sqlite:///{VAR_FOLDER / 'aid.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "decision_aid" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files ---------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
# Names with checksums, compressed once: browsers keep them for ever. They exist after collectstatic
# only, so work in progress and tests use the plain files.
_HASHED = not DEBUG and not UNDER_TEST
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if _HASHED
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

# --- Documents ------------------------------------------------------------------------------------

# PDFs are made in a process of their own, so that no page waits for one. Off, they are made where
# they are asked for, one at a time: for tests and for commands.
PDF_PROCESS = env_bool("PDF_PROCESS", default=not UNDER_TEST)

# --- What a browser may do ------------------------------------------------------------------------

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])


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


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        # This is what forbids foreign frames; X-Frame-Options cannot name clinics, so it is not sent.
        "frame-ancestors": frame_ancestors(env_list("FRAME_ANCESTORS", default=[SELF])),
    }
}

SECURE_CONTENT_TYPE_NOSNIFF = True
# Other sites, and our own log, learn where somebody came from, never which page.
SECURE_REFERRER_POLICY = "strict-origin"
# Off until whoever runs the service is sure of HTTPS: a browser that has seen this header will not
# go back to plain HTTP for so many seconds.
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", default=0)
SECURE_SSL_REDIRECT = env_bool("SSL_REDIRECT", default=False)
# Only behind a proxy that sets X-Forwarded-Proto itself; otherwise anybody could claim HTTPS.
if env_bool("BEHIND_HTTPS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# A page of answers is small. A file that a clinician opens (2 MB and what a browser puts around it) is
# read in memory and never written down: without the other handler of Django, which spools to disk, what
# comes in a bigger body is thrown away as it arrives.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024 + 4 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 4
DATA_UPLOAD_MAX_MEMORY_SIZE = 128 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options: the CSP's frame-ancestors does this, see above
    "security.W003",  # CSRF token: no cookie to ride on; PatientSide refuses cross-site posts
]

# --- Logs: the console, without queries -----------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_tokens": {"()": "decision_aid.logging_filter.WithoutTokens"}},
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers are taken away: one of them mails whole requests to administrators.
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"handlers": [], "filters": ["without_tokens"]},
        "django.server": {"handlers": [], "filters": ["without_tokens"], "propagate": True},
        "decision_aid": {"handlers": [], "level": "INFO"},
    },
}
