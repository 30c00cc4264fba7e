"""Keeps answers out of log records.

A patient's answers travel sealed in the query of an address (`?s=...`). Whoever holds a log line and
the key could open them, so no record may carry a query, a token or a request object. The filter
changes the record itself: handlers that come after it see the cleaned one too.
"""

import logging
import re

# Everything from a question mark up to the next space, quote or bracket.
_QUERY = re.compile(r"\?[^\s\"'<>()\[\]{}]+")
# A token without its question mark, as in a list of parameters or a form body.
_TOKEN_PARAMETER = re.compile(r"(?<![A-Za-z0-9_])s=[^\s&\"'<>()\[\]{},;]+")
# A token as a repr shows it: {'s': ['...']}.
_TOKEN_ITEM = re.compile(r"([\"']s[\"']\s*:\s*(?:\[\s*)?[\"'])[^\"']+")
# A token alone. Sealed answers are padded and longer than this; no word or checksum is.
_LONG_RUN = re.compile(r"[A-Za-z0-9_\-]{72,}={0,2}")

REMOVED = "(removed)"


def without_tokens(text: str) -> str:
    """The text without queries and without anything that may be a sealed token."""
    text = _QUERY.sub("?" + REMOVED, text)
    text = _TOKEN_PARAMETER.sub("s=" + REMOVED, text)
    text = _TOKEN_ITEM.sub(r"\g<1>" + REMOVED, text)
    return _LONG_RUN.sub(REMOVED, text)


class WithoutTokens(logging.Filter):
    """Lets every record through, cleaned. Belongs on every handler."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except Exception:
            # Left to logging, a bad format string would be printed with its raw arguments.
            message = f"A log message could not be put together ({record.pathname}:{record.lineno})"
        record.msg = without_tokens(message)
        record.args = None

        # A traceback ends with the text of the exception, and that may quote the address.
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_info = None
        if record.exc_text:
            record.exc_text = without_tokens(record.exc_text)
        if record.stack_info:
            record.stack_info = without_tokens(record.stack_info)

        # Django hangs the request on its records; it holds the address and everything sent.
        if hasattr(record, "request"):
            del record.request
        return True
