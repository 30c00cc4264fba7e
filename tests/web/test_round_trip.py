"""By pages to a PDF and back: the file opens to the same standing and the same answers, nothing left out.

A sample of 60 people in every run, 500 with ``make census``: see tests/content/representative.py.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from decision_aid.engine.guidance import advise
from decision_aid.engine.questionnaire import Answers, Reply
from decision_aid.web import content
from decision_aid.web.seal import unseal
from tests.content.representative import people, with_the_rest
from tests.web.journey import Journey, Page, Replies
from tests.web.sending import ADDRESS, given_in

EVERYBODY = 500 if os.environ.get("CENSUS") else 60
SHARES = 10
"""So that several processors can take part."""


def typed(link_id: str, reply: Reply) -> str | list[str]:
    """A reply as a person ticks it, or types it with its cents."""
    if isinstance(reply, int):
        decimals = content.library().questionnaire.items[link_id].decimals
        return f"{reply / 10**decimals:.{decimals}f}"
    return reply[0] if len(reply) == 1 else list(reply)


def as_typed(answers: Answers, *, walk: bool) -> Replies:
    """What is asked on the walk, or on the pages beside it."""
    stages = {
        item.link_id: page.stage for page in content.library().questionnaire.pages for item in page.item
    }
    return {
        link_id: typed(link_id, reply)
        for link_id, reply in answers.given.items()
        if (stages[link_id] == "walk") == walk
    }


BESIDE = {
    "offer": "The offer in numbers",
    "told": "Tick what the clinic has told you",
    "claims": "What you may hear",
    "priorities": "What matters to you",
    "check": "Check what you take from this",
    "place": "Change the country",
}
"""The pages with questions that are not of the walk, and the link on the guidance that leads to each."""


def beside_the_walk(journey: Journey, replies: Replies) -> None:
    """Each of these pages filled in, from the guidance and back to it."""
    given: set[str] = set()
    for name, words in BESIDE.items():
        guidance = f"/en/guidance/?s={journey.page.token}"
        if words in [" ".join(text.split()) for text, _ in journey.open(guidance).links]:
            journey.follow(words)
        else:  # somebody who is to be seen first is not led there, but may have been there before
            journey.open(reverse(name, kwargs={"language": "en"}) + f"?s={journey.page.token}")
        here = {one: replies[one] for one in journey.at(name).form().names() if one in replies}
        given |= set(here)
        journey.send(here)
    assert given == set(replies), "every reply was asked for somewhere"
    journey.open(f"/en/guidance/?s={journey.page.token}")


def to_pdf(journey: Journey, answers: Answers) -> bytes:
    """Answer every question page by page, put every private answer in too, and say yes to the file."""
    journey.start()
    journey.walk(as_typed(answers, walk=True))
    journey.follow("See what this means")
    if beside := as_typed(answers, walk=False):
        beside_the_walk(journey, beside)
    form = journey.follow("Make the paper for your doctor").form()
    private = [one.value for one in form.controls if one.name == "include"]
    sent = journey.client.post(journey.page.path + form.action, {"include": private, "attach": "yes"})
    paper = journey.client.get(sent["Location"])
    assert paper["Content-Type"] == "application/pdf"
    return bytes(paper.content)


def everybody() -> list[Answers]:
    """Every other one has filled in what is beside the walk too: quote, told, priorities, claims, place."""
    return [with_the_rest(one) if at % 2 else one for at, one in enumerate(people(EVERYBODY))]


def test_those_who_are_sent_have_said_something_to_every_question_beside_the_walk():
    pages = [page for page in content.library().questionnaire.pages if page.stage != "walk"]
    assert {page.stage for page in pages} == set(BESIDE)
    asked = {item.link_id for page in pages for item in page.item}
    assert asked <= {link_id for one in everybody() for link_id in one.given}


@pytest.mark.parametrize("share", range(SHARES))
def test_a_walk_ends_in_a_pdf_that_opens_to_the_same_standing_and_the_same_answers(share):
    library = content.library()
    for answers in everybody()[share::SHARES]:
        journey = Journey(Client())
        made = to_pdf(journey, answers)
        walked = unseal(journey.page.token, library.questionnaire).answers
        assert walked == answers, "the pages took in what was answered"
        told = advise(library, walked, today=content.today())

        opened = Client().post(ADDRESS, {"file": SimpleUploadedFile("file.pdf", made)})
        assert opened.status_code == 200
        page = Page(opened.text)
        assert page.h1 == told.standing.title
        assert page.text.partition(page.h1)[2].strip().startswith(f"{told.tier.title}. ")
        assert given_in(page) == answers
        # and behind its links stands the very page the person was shown
        (whole,) = [one for _, one in page.links if urlsplit(one).path == "/en/guidance/"]
        theirs = Client().get("/en/guidance/", {"s": journey.page.token})
        assert Page(Client().get(whole).text).text == Page(theirs.text).text
