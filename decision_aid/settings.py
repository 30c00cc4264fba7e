"""The settings: one module, read from the environment.

A variable that is set to nonsense stops the start with a sentence that names it, what it holds and
what it may hold. An empty variable counts as not set. Everything the service writes goes into one
folder, `var/`, which only its owner can read.
"""

import os
import re
from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from decision_aid.database import database
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
    env_zone,
    frame_ancestors,
    token_keys,
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

# Two sides. Patients meet `web`, which has no user, no session, no cookie and no database. Clinics'
# people meet everything else, below /staff/.
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "decision_aid.clinics",
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
    "decision_aid.clinics.gate.StaffPages",
    "decision_aid.web.middleware.PatientSide",
    # Django's own, awake below /staff/ only: see decision_aid/clinics/gate.py.
    "decision_aid.clinics.gate.StaffSessions",
    "decision_aid.clinics.gate.StaffCsrf",
    "decision_aid.clinics.gate.StaffSignIn",
    "decision_aid.clinics.gate.StaffMessages",
    "decision_aid.clinics.gate.StaffThrottle",
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
    },
    # The staff side and Django's admin. Patients' templates know nothing of users and messages.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "staff",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.static", "django.templatetags.i18n"],
        },
    },
]

# --- Secrets --------------------------------------------------------------------------------------

# Django asks for this key. Nothing on the patient side is signed with it.
SECRET_KEY = env_secret("SECRET_KEY", file=env_path("SECRET_KEY_FILE", default=VAR_FOLDER / "secret-key"))

# Several machines share TOKEN_KEYS. A single machine leaves it empty and keeps its keys in the file.
TOKEN_KEYS = token_keys(env_list("TOKEN_KEYS"))
TOKEN_KEY_FILE = env_path("TOKEN_KEY_FILE", default=VAR_FOLDER / "token-keys.json")

# --- Database: clinics, their people and their counts; no patient page asks it anything ------------

DATABASES = {"default": database(env_text("DATABASE_URL", f"sqlite:///{VAR_FOLDER / 'aid.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counts are written by a thread beside the pages. Under test it would meet a database that is not its own.
WRITE_COUNTS = not UNDER_TEST

# --- Staff: who signs in below /staff/, and how -----------------------------------------------------

STAFF_SIDE = "/staff/"
LOGIN_URL = "staff-sign-in"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Django's way, one at a time in each process.
PASSWORD_HASHERS = ["decision_aid.clinics.passwords.OneAtATime"]

# A browser sends these two cookies to addresses below /staff/ and to no patient page.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = STAFF_SIDE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# At http://localhost, where Safari would not keep a secure one, gate.StaffPages makes an exception.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not a cookie for the whole site
CSRF_FAILURE_VIEW = "decision_aid.clinics.views.refused"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

# Five wrong passwords for one name from one place, and that place waits; so it does after 30 for any names
# (passwords.PLACE_LIMIT). Sign-ins and wrong guesses are on record for the operator until they are purged
# (docs/deploy.md). The place is kept as a code that changes daily, never as an address.
PROXY_COUNT = env_int("PROXY_COUNT", default=0)
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "decision_aid.clinics.gate.place_of"
AXES_LOCKOUT_CALLABLE = "decision_aid.clinics.views.locked_out"
AXES_VERBOSE = False

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "decision_aid" / "locale"]
USE_I18N = True
USE_TZ = True
# Whose day stands on papers and notes, and ends a day's counts. By UTC an American afternoon would have
# tomorrow's date on it. By New York's clock the date is right in office hours across the country.
TIME_ZONE = env_zone("TIME_ZONE", default="America/New_York")

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
# Whoever watches over the process asks it past the proxy, in plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
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
    "security.W003",  # CSRF token: no cookie to ride on for patients; below /staff/ StaffCsrf asks for one
    "axes.W002",  # AxesMiddleware: StaffThrottle is one
    "admin.E402",  # the admin's context processors, looked for in the patients' templates: staff's have them
    "admin.E404",
    "admin.W411",
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
        # Names of people who sign in are on record in the database, not on the console.
        "axes": {"handlers": [], "level": "ERROR"},
        "decision_aid": {"handlers": [], "level": "INFO"},
    },
}
