"""The same server as the aid's, log and threads included, without the printing process beside it."""

from decision_aid.gunicorn_conf import (
    access_log_format,
    accesslog,
    control_socket_disable,
    errorlog,
    keepalive,
    limit_request_fields,
    limit_request_line,
    logger_class,
    loglevel,
    preload_app,
    threads,
    worker_class,
)

__all__ = [
    "access_log_format",
    "accesslog",
    "control_socket_disable",
    "errorlog",
    "keepalive",
    "limit_request_fields",
    "limit_request_line",
    "logger_class",
    "loglevel",
    "preload_app",
    "threads",
    "worker_class",
]
