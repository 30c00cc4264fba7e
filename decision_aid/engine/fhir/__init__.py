"""The questions and a person's answers as FHIR R4, and such a record read back.

Three doors: ``questionnaire`` publishes the questions, ``response`` writes answers down beside the
words they were given in, ``read`` opens such a record, whatever became of it on the way. The words
are those of FHIR R4 (4.0.1). No SNOMED CT or LOINC code is claimed: none was found whose meaning is
certainly that of a question as it is asked here, so questions and replies carry our own codes alone.
"""

from decision_aid.engine.fhir.form import CANONICAL, questionnaire
from decision_aid.engine.fhir.opened import NotOurs, Read, Reason, read
from decision_aid.engine.fhir.record import response

__all__ = ["CANONICAL", "NotOurs", "Read", "Reason", "questionnaire", "read", "response"]
