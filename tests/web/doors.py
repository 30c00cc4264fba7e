"""What tests of a clinic's pages share: every kind of page, and how to look at one through a door."""

from __future__ import annotations

import re

from decision_aid.engine.questionnaire import Answers
from decision_aid.web.seal import seal
from tests.answers import library, vignette
from tests.browser.pages import Place, every_place

NONE = vignette("nothing-ticked")
SAME_DAY = NONE.with_({"urgent": ("fever",)})
CRISIS = NONE.with_({"mood": ("self-harm",)})
TEEN = Answers({"age": ("12-17",)})
INTERESTS = {
    "demo": "This clinic sells exosome treatment, from $2,000.",
    "seller": "This clinic sells exosome treatment, from $12,500.",
    "honest": "This clinic does not sell exosome treatment.",
    "quiet": "This clinic sells exosome treatment.",
}


def case(name: str, **replies: tuple[str, ...]) -> Answers:
    return vignette(name).with_({key.replace("_", "-"): reply for key, reply in replies.items()})


PLACES = {
    name: one
    for name, one in every_place(library(), case).items()
    if one.path.startswith("/en/")
    and not one.path.startswith(("/en/clinics/", "/en/clinicians/"))
    and not one.hours_old
}
"""Every kind of page a patient meets at the aid's own door, but for the one that takes a day to make."""


def address(place: Place, door: str = "") -> str:
    token = f"s={seal(place.answers)}" if place.answers is not None else ""
    query = "&".join(filter(None, (token, place.query)))
    return f"{door}{place.path}" + (f"?{query}" if query else "")


def main_of(html: str) -> str:
    main = html.partition("<main")[2].partition("</main>")[0]
    assert main
    return main


def without_clinic(html: str) -> str:
    return re.sub(r"/c/[a-z]+(?=/en/)", "", html)
