"""One way through every page and every form of the aid, for tests of what must hold all along it."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.journey import Journey, Replies
from tests.web.people import ALL_FOUR, QUOTE

TOLD = {"told": ["price", "hands"]}
MATTERS = {"priorities": ["proof", "needles"]}
EVERYTHING_TYPED = {**QUOTE, "rate": "26.99", "promotion": "12", "monthly": "200", "extras": "300"}


def through_everything(journey: Journey, replies: Replies = ALL_FOUR) -> None:
    """A walk, every page to read, every form, the paper, and a change at the end."""
    journey.open("/")
    journey.start()
    journey.walk(replies)
    for words in ("All options", "Compare", "What to expect", "About", "Privacy"):
        journey.follow(words)
    journey.open(f"/en/treatments/finasteride-oral/?s={journey.page.token}")
    journey.follow("The offer in numbers")
    journey.send({"price": "-1"}, status=422)
    journey.send(EVERYTHING_TYPED)
    journey.at("offer")
    journey.follow("What the clinic has told you")
    journey.send(TOLD)
    journey.at("told")
    journey.follow("Back to your guidance")
    journey.follow("What matters to you")
    journey.send(MATTERS)
    journey.at("priorities")
    journey.follow("Back to your guidance")
    journey.fetch("Open it as plain text")
    journey.follow("Make the paper for your doctor")
    form = journey.at("guidance-file").form()
    sent = journey.client.post(journey.page.path + form.action, {"include": ["mood"]})
    journey.responses += [sent, journey.client.get(sent["Location"])]
    sent = journey.client.post(journey.page.path + form.action, {"include": ["mood"], "attach": "yes"})
    carrying = journey.client.get(sent["Location"])
    upload = SimpleUploadedFile("file.pdf", carrying.content)
    opened = journey.client.post("/en/clinicians/open/", {"file": upload})
    assert opened.status_code == 200
    journey.responses += [sent, carrying, opened]
    journey.follow("Back")
    journey.follow("Check or change your answers")
    journey.follow("Change Age")
    journey.send({"age": "50-over"})
    journey.at("answers")
