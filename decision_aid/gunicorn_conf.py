"""How gunicorn serves the aid, and above all what it writes down.

The access log holds method, path, status and duration. It holds no address of a person, no query,
no referrer and no browser name. Where gunicorn's own code would write a request line into the error
log, `QuietLogger` says the same without it.
"""

import os
from typing import Any

from gunicorn.glogging import Logger

from decision_aid.logging_filter import WithoutTokens


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn carries no type information
    """Gunicorn's logger, without what a person sent.

    The places in gunicorn 27.0 that would log a request line, an address or a part of either:

    * `workers/base.py`, `handle_error`: "Error handling request %s %s" with the whole URI when the
      application fails outside Django; and "Invalid request from ip=...: ..." with the caller's
      address and the faulty line or header.
    * `workers/gthread.py`: debug messages with the text of a parsing error. Debug is never on here.
    * `glogging.py`, `access`: only what `access_log_format` names; a failure there logs a traceback.
    * A worker that is killed for being slow is named by its process id alone: nothing to do.
    """

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                if not any(isinstance(known, WithoutTokens) for known in handler.filters):
                    handler.addFilter(WithoutTokens())

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        if str(msg).startswith("Invalid request from"):
            msg, args = "A request that is not valid HTTP was refused", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        if str(msg).startswith("Error handling request"):
            msg, args = "A request could not be handled", ()
        super().exception(msg, *args, **kwargs)


bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
# Up to eight people may wait for a PDF (documents.WAITING); pages always have threads left.
threads = 12
# Load the content once, in the parent; the workers share that memory.
preload_app = True
timeout = 30
graceful_timeout = 30
keepalive = 5

# The longest address gunicorn accepts at all. A sealed token is far shorter.
limit_request_line = 4094
limit_request_fields = 60

accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(M)sms"
errorlog = "-"
loglevel = "warning"  # never "debug": that level quotes requests
logger_class = QuietLogger

# No second way in: nobody steers this server through a socket.
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """Start the worker's printing process and read the clinics now, so that nobody waits for either.

    Clinics read now are known when the database is gone before anybody has asked this worker for one.
    """
    from decision_aid.clinics import known
    from decision_aid.web import documents

    documents.warm()
    known.warm()
