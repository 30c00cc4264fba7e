"""The answers of one person as a file: a FHIR R4 QuestionnaireResponse, made only when they ask for it.

``answers_file`` takes what the person left out and puts in neither those answers nor any that was asked
only because of one. The crisis page and the pages for the young have no such file. The same answers
give the same bytes, so that a PDF which carries them is the same each time.
"""

from __future__ import annotations

import json

from decision_aid.engine import fhir
from decision_aid.engine.guidance import Guidance
from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content
from decision_aid.web.left_out import without


def answers_file(
    answers: Answers, guidance: Guidance, *, left_out: frozenset[str], origin: str
) -> bytes | None:
    """The file, or None where there is none to be had. ``guidance`` is what these answers led to."""
    if guidance.kind != "adult":
        return None
    kept = {one.link_id for one in without(guidance, left_out).answers}
    given = Answers({link_id: reply for link_id, reply in answers.given.items() if link_id in kept})
    # The day alone: what o'clock it was helps nobody and tells more.
    made = fhir.response(content.library(), given, origin=origin, authored=guidance.today)
    return json.dumps(made, indent=1, sort_keys=True).encode("ascii")
