"""A bare HTTP client: one kept connection, whole answers, little work of its own.

Smaller than http.client, because what the client spends would be counted as the server's time.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass

_LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)


class Disconnected(ConnectionError):
    """The server closed the line in the middle of an answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> list[str]:
        """Every value sent under a name."""
        found = re.findall(rb"^" + name.encode() + rb": *([^\r\n]*)", self.head, re.IGNORECASE | re.MULTILINE)
        return [value.decode("latin-1") for value in found]


class Connection:
    """Asks as a browser does: same origin, compressed answers welcome."""

    def __init__(self, port: int, *, compressed: bool = True) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        origin = f"127.0.0.1:{port}"
        self._common = f"Host: {origin}\r\nOrigin: http://{origin}\r\nSec-Fetch-Site: same-origin\r\n"
        if compressed:
            self._common += "Accept-Encoding: gzip, deflate, br\r\n"

    def send(self, method: str, path: str, body: bytes = b"", *, cookies: str = "") -> Reply:
        head = f"{method} {path} HTTP/1.1\r\n{self._common}"
        if cookies:
            head += f"Cookie: {cookies}\r\n"
        if method == "POST":
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        self._socket.sendall(head.encode("ascii") + b"\r\n" + body)
        return self._read()

    def close(self) -> None:
        self._socket.close()

    def _read(self) -> Reply:
        came = b""
        while b"\r\n\r\n" not in came:
            came += self._more()
        head, _, body = came.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if length is None:
            raise ConnectionError("an answer did not say how long it is")
        while len(body) < int(length.group(1)):
            body += self._more()
        return Reply(int(head[9:12]), head, body)

    def _more(self) -> bytes:
        chunk = self._socket.recv(65536)
        if not chunk:
            raise Disconnected
        return chunk
