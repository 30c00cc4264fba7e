"""docs/embedding.md, followed to the letter: what it gives to paste is pasted and works."""

from __future__ import annotations

import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clinic import Clinic, ClinicPage
from tests.browser.embedded import Embedded
from tests.browser.service import PROJECT, Service

pytestmark = pytest.mark.browser
GUIDE = (PROJECT / "docs" / "embedding.md").read_text(encoding="utf-8")


def block(kind: str, aid: Service) -> str:
    """The one piece of this kind, with HOST and SLUG put in, as the guide says."""
    found = re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE, re.S | re.M)
    assert len(found) == 1
    return str(found[0]).replace("HOST", aid.origin("localhost")).replace("SLUG", "demo")


def test_the_snippet_of_the_guide_shows_the_aid_and_its_listener_hears_each_move(
    page: Page, framed_aid: Service, clinic: Clinic
):
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.goto(clinic.serves("/page", "<h1>My clinic</h1>" + block("html", framed_aid)))
    aid = Embedded(page)
    assert aid.box.get_attribute("title") == "Decision aid: exosomes for hair loss"
    page.evaluate(block("js", framed_aid))
    aid.person.follow("Start")
    aid.person.fill({"age": ("18-49",)})
    aid.person.press("Continue")
    aid.settles()
    assert sum(one.isdecimal() for one in said) == 2


def test_trying_it_on_ones_own_computer_goes_as_the_guide_says(
    page: Page, framed_aid: Service, clinic: Clinic
):
    """Its four steps, with the ports of this test."""
    steps = GUIDE.partition("## Trying it on your own computer")[2].partition("\n## ")[0]
    for words in ("/en/clinics/", "`<!doctype html>`", "`<h1>My clinic</h1>`", "FRAME_ANCESTORS="):
        assert words in steps
    page.goto(framed_aid.address("/en/clinics/", host="localhost"))
    made = page.locator("#snippet").input_value()
    ClinicPage.pages["/index.html"] = (f"<!doctype html>\n<h1>My clinic</h1>\n{made}", {})
    page.goto(f"{clinic.origin}/index.html")
    aid = Embedded(page)
    expect(aid.frame.locator("h1")).to_be_visible()
    aid.person.follow("Start")
    aid.fits()


def test_every_address_of_ours_that_the_guide_names_is_there(framed_aid: Service):
    named = set(re.findall(r"(?<=HOST)/[a-z0-9/.SLUG]*[a-z0-9/]|(?<=`)/(?:en|embed)/[a-z0-9/.]+", GUIDE))
    assert len(named) > 4
    for path in named:
        with urlopen(framed_aid.origin() + path.replace("SLUG", "demo"), timeout=30) as answer:  # noqa: S310
            assert answer.status == 200, path
