"""No log record may carry a query, a token or a request."""

import io
import logging
import sys
import time

import pytest
from gunicorn.config import Config

from decision_aid.gunicorn_conf import QuietLogger, access_log_format
from decision_aid.logging_filter import WithoutTokens, without_tokens

TOKEN = "Zx9-" * 40 + "Q_=="


def cleaned(message: str, *args: object, **attributes: object) -> logging.LogRecord:
    record = logging.LogRecord("test", logging.ERROR, __file__, 1, message, args, None)
    record.__dict__.update(attributes)
    assert WithoutTokens().filter(record)
    return record


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("GET /en/answers/?s=abc HTTP/1.1", "GET /en/answers/?(removed) HTTP/1.1"),
        ('"POST /en/?s=a-b_c%3D&x=1" 303', '"POST /en/?(removed)" 303'),
        ("the body was s=abc&next=1", "the body was s=(removed)&next=1"),
        ("<QueryDict: {'s': ['abc']}>", "<QueryDict: {'s': ['(removed)']}>"),
        (f"cannot open {TOKEN} today", "cannot open (removed) today"),
        ("Really? Yes. pages=3", "Really? Yes. pages=3"),
        ("GET /en/answers/ 200 4ms", "GET /en/answers/ 200 4ms"),
    ],
)
def test_queries_and_tokens_are_taken_out_and_the_rest_stays(before, after):
    assert without_tokens(before) == after


def test_a_line_of_blanks_costs_no_more_than_its_length():
    before = time.thread_time()
    without_tokens("'s':" + " " * 50_000)
    assert time.thread_time() - before < 1


def test_arguments_are_cleaned_as_well_as_the_message():
    record = cleaned("%s %s took %d ms", "GET", f"/en/?s={TOKEN}", 4)
    assert record.getMessage() == "GET /en/?(removed) took 4 ms"


def test_a_request_is_taken_off_the_record(rf):
    record = cleaned("Not Found: %s", rf.get(f"/en/?s={TOKEN}"), request=rf.get("/"))
    assert not hasattr(record, "request")
    assert TOKEN not in record.getMessage()


def test_a_traceback_is_kept_but_not_the_token_in_its_last_line():
    try:
        raise ValueError(f"bad address /en/?s={TOKEN}")
    except ValueError:
        record = logging.LogRecord("test", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    WithoutTokens().filter(record)
    text = logging.Formatter().format(record)
    assert "ValueError: bad address /en/?(removed)" in text
    assert TOKEN not in text


def test_a_message_that_cannot_be_formatted_is_not_printed_raw():
    assert TOKEN not in cleaned("%d answers", TOKEN).getMessage()


@pytest.fixture
def gunicorn_log():
    cfg = Config()
    cfg.set("accesslog", "-")
    cfg.set("access_log_format", access_log_format)
    logger = QuietLogger(cfg)
    stream = io.StringIO()
    for log in (logger.error_log, logger.access_log):
        for handler in log.handlers:
            handler.setStream(stream)
    yield logger, stream
    for log in (logger.error_log, logger.access_log):
        log.handlers.clear()
        log.propagate = True


def test_gunicorn_writes_neither_the_request_line_nor_the_address(gunicorn_log):
    logger, stream = gunicorn_log
    logger.warning(f"Invalid request from ip=203.0.113.7: Invalid HTTP request line: 'GET {TOKEN}'")
    logger.exception("Error handling request %s %s", "GET", f"/en/?s={TOKEN}")
    written = stream.getvalue()
    assert "was refused" in written
    assert "could not be handled" in written
    assert TOKEN not in written
    assert "203.0.113.7" not in written


def test_the_access_log_holds_method_path_status_and_duration_only():
    assert access_log_format == "%(m)s %(U)s %(s)s %(M)sms"
