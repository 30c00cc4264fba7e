"""By pages to a PDF and back: the file opens to the same standing and the same answers, nothing left out.

A sample of 60 people in every run, 500 with ``make census``: see tests/content/representative.py.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from decision_aid.engine.guidance import advise
from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content
from decision_aid.web.seal import unseal
from tests.content.representative import people
from tests.web.journey import Journey, Page, Replies
from tests.web.sending import ADDRESS, given_in

EVERYBODY = 500 if os.environ.get("CENSUS") else 60
SHARES = 10
"""So that several processors can take part."""


def as_typed(answers: Answers) -> Replies:
    return {
        link_id: reply[0]
        if isinstance(reply, tuple) and len(reply) == 1
        else [str(one) for one in reply]
        if isinstance(reply, tuple)
        else str(reply)
        for link_id, reply in answers.given.items()
    }


def to_pdf(journey: Journey, answers: Answers) -> bytes:
    """Answer every question page by page, put every private answer in too, and say yes to the file."""
    journey.start()
    journey.walk(as_typed(answers))
    journey.follow("See what this means")
    form = journey.follow("Make the paper for your doctor").form()
    private = [one.value for one in form.controls if one.name == "include"]
    sent = journey.client.post(journey.page.path + form.action, {"include": private, "attach": "yes"})
    paper = journey.client.get(sent["Location"])
    assert paper["Content-Type"] == "application/pdf"
    return bytes(paper.content)


@pytest.mark.parametrize("share", range(SHARES))
def test_a_walk_ends_in_a_pdf_that_opens_to_the_same_standing_and_the_same_answers(share):
    library = content.library()
    for answers in people(EVERYBODY)[share::SHARES]:
        journey = Journey(Client())
        made = to_pdf(journey, answers)
        walked = unseal(journey.page.token, library.questionnaire).answers
        assert walked == answers, "the pages took in what was answered"
        told = advise(library, walked, today=content.today())

        opened = Client().post(ADDRESS, {"file": SimpleUploadedFile("file.pdf", made)})
        assert opened.status_code == 200
        page = Page(opened.text)
        assert page.h1 == told.standing.title
        assert f"{told.tier.title}. {told.tier.says}" in page.text
        assert given_in(page) == answers
        # and behind its links stands the very page the person was shown
        (whole,) = [one for _, one in page.links if urlsplit(one).path == "/en/guidance/"]
        theirs = Client().get("/en/guidance/", {"s": journey.page.token})
        assert Page(Client().get(whole).text).text == Page(theirs.text).text
