"""A site with a Content-Security-Policy follows our words, gets the aid, and keeps its own scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clinic import Clinic
from tests.browser.embedded import BEFORE, LINK, Embedded, snippet
from tests.browser.service import PROJECT, Service

pytestmark = pytest.mark.browser
OWN = '<p id="own">Blocked</p><script src="/own.js"></script>'
POLICIES = {
    "a default alone": "default-src 'self'",
    "a default of nothing": "default-src 'none'; script-src 'self'",
    "lines of its own": "default-src 'self'; script-src 'self'; frame-src https://www.youtube.com",
    "frames only": "script-src 'self'; frame-src 'none'",
}
PLACEHOLDER = "[what default-src has]"


def lines(policy: str) -> dict[str, list[str]]:
    return {name: words for name, *words in (one.split() for one in policy.split(";"))}


def follow(policy: str, words: str) -> str:
    """What somebody does who reads the words: ``frame-src [what default-src has] HOST; script-src ...``."""
    found = lines(policy)
    for line in words.split(";"):
        name, rest = line.strip().split(" ", 1)
        assert rest.startswith(PLACEHOLDER)
        host = rest.removeprefix(PLACEHOLDER).strip()
        there = found.get(name) or found.get("default-src")
        if there is not None:
            found[name] = [*(one for one in there if one != "'none'"), host]
    return "; ".join(" ".join([name, *rest]) for name, rest in found.items())


def shown(page: Page, clinic: Clinic, aid: Service, policy: str) -> Embedded:
    clinic.gives("/own.js", "document.querySelector('#own').textContent = 'Works'")
    page.goto(clinic.serves("/page", BEFORE + OWN + snippet(aid), Content_Security_Policy=policy))
    found = Embedded(page)
    expect(found.frame.locator("h1")).to_be_visible()
    expect(page.locator("#own")).to_have_text("Works")
    return found


def words_of_the_generator(page: Page, aid: Service) -> str:
    page.goto(aid.address("/en/clinics/", host="localhost"))
    return page.locator("#policy").inner_text()


def words_of_the_guide(aid: Service) -> str:
    text = (PROJECT / "docs" / "embedding.md").read_text(encoding="utf-8").partition("## Policies")[2]
    found = re.search(r"^    (frame-src .*)$", text, re.M)
    assert found
    return found[1].replace("HOST", aid.origin("localhost"))


@pytest.mark.parametrize("kind", POLICIES)
@pytest.mark.parametrize("source", ["the generator", "the guide"])
def test_who_follows_our_words_on_the_policy_sees_the_aid_and_keeps_the_sites_own_script(
    kind: str, source: str, page: Page, framed_aid: Service, clinic: Clinic
):
    words = (
        words_of_the_generator(page, framed_aid)
        if source == "the generator"
        else words_of_the_guide(framed_aid)
    )
    shown(page, clinic, framed_aid, follow(POLICIES[kind], words)).person.follow("Start")


@pytest.mark.parametrize("kind", POLICIES)
def test_the_report_gives_the_whole_line_for_the_policy_it_met(
    kind: str, page: Page, framed_aid: Service, clinic: Clinic
):
    """The script is let through already, or there would be no report."""
    host = framed_aid.origin("localhost")
    policy = lines(POLICIES[kind])
    policy["script-src"] = ["'self'", host]
    written = "; ".join(" ".join([name, *rest]) for name, rest in policy.items())
    body = BEFORE + snippet(framed_aid, check=True)
    page.goto(clinic.serves("/page", body, Content_Security_Policy=written))
    expect(page.locator("a", has_text=LINK)).to_be_visible()
    page.locator("#aid-report[data-done]").wait_for(timeout=30_000)
    said = page.locator("#aid-report li", has_text="Blocked by your side").inner_text()
    # Everything after the colon, as somebody copies it.
    line = said.rpartition(": ")[2]
    assert line.endswith(host)
    name, *rest = line.split()
    assert (name, "'none'" in rest) == ("frame-src", False)
    assert ("Replace its frame-src line" in said) == ("frame-src" in policy)
    policy[name] = rest
    shown(
        page, clinic, framed_aid, "; ".join(" ".join([name, *rest]) for name, rest in policy.items())
    ).person.follow("Start")
