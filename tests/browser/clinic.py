"""A clinic's own website that shows the aid in a frame, on a host name other than the aid's."""

from __future__ import annotations

import http.server
import threading
from typing import Any, ClassVar

from playwright.sync_api import Page

from tests.browser.person import Person


class ClinicPage(http.server.BaseHTTPRequestHandler):
    """A page of a clinic with the aid in a frame, below enough text to have to scroll."""

    framed = ""
    pages: ClassVar[dict[str, tuple[str, dict[str, str]]]] = {}
    """Pages of the clinic's own making, by their paths, with the headers they are sent with."""

    def do_GET(self) -> None:
        body, headers = self.pages.get(self.path, (self.usual(), {}))
        page = body.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(page)))
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page)

    def usual(self) -> str:
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A clinic</title>'
            '<link rel="icon" href="data:,"></head><body><h1>A clinic</h1><p><input id="search"></p>'
            '<p style="height: 1500px">About us.</p>'
            f'<iframe title="Decision aid" src="{self.framed}" width="100%" height="900"></iframe>'
            "</body></html>"
        )

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing of the clinic's own belongs into the output of the tests."""


class Clinic:
    """A clinic's own site, on a host name other than the aid's, so that its frame is cross-site."""

    def __init__(self) -> None:
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), ClinicPage)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def shows(self, address: str) -> None:
        ClinicPage.framed = address

    def serves(self, path: str, body: str, **headers: str) -> str:
        """Puts a page of its own on the site; ``Content_Security_Policy="..."`` is a header of it."""
        html = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A clinic</title>'
            '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>'
            f"<body>{body}</body></html>"
        )
        ClinicPage.pages[path] = (html, {name.replace("_", "-"): one for name, one in headers.items()})
        return f"{self.origin}{path}"

    def gives(self, path: str, code: str) -> None:
        """A script of the site's own."""
        ClinicPage.pages[path] = (code, {"Content-Type": "text/javascript"})

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def framed_person(page: Page, clinic: Clinic, address: str) -> Person:
    """Somebody at the clinic's page, who has scrolled down to the frame and looks at it.

    An address with answers is gone to from within, because the clinic's page cannot show it by itself.
    """
    first = address.partition("?")[0] if "s=" in address else address
    clinic.shows(first)
    page.goto(clinic.origin)
    page.locator("iframe").scroll_into_view_if_needed()
    frame = next(one for one in page.frames if one is not page.main_frame)
    frame.wait_for_load_state()
    if first != address:
        with frame.expect_navigation():
            frame.evaluate("(to) => void setTimeout(() => location.replace(to))", address)
    return Person(page, frame)
