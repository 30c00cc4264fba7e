"""What a first visit transfers: the page, everything it loads, all headers; as Chromium counts it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import sync_playwright

from tests.bench.paper import launched


def transferred(port: int) -> tuple[float, int]:
    """Kilobytes (1000 bytes) and requests of a visitor who opens the address of the service."""
    sizes: list[float] = []
    with sync_playwright() as playwright:
        browser = launched(playwright)
        page = browser.new_page(viewport={"width": 390, "height": 844}, locale="en-US")
        session = page.context.new_cdp_session(page)

        def asked(event: dict[str, Any]) -> None:
            if redirect := event.get("redirectResponse"):
                sizes.append(redirect["encodedDataLength"])

        session.on("Network.requestWillBeSent", asked)
        session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        session.send("Network.enable")
        page.goto(f"http://127.0.0.1:{port}/", wait_until="networkidle")
        browser.close()
    return sum(sizes) / 1000, len(sizes)
