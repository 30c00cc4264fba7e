"""Whatever anybody answers and leaves out, the paper is short enough and can be read aloud."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision_aid.web import documents
from tests.answers import answers_strategy
from tests.documents.paper import PAPERS, Pdf, squeezed
from tests.documents.people import guidance_of


@given(answers_strategy(), st.sampled_from(PAPERS), st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_paper_is_too_long_or_invalid(answers, paper, data):
    guidance = guidance_of(answers)
    said = sorted(one.link_id for one in guidance.answers)
    left_out = frozenset(data.draw(st.sets(st.sampled_from(said)))) if said else frozenset()
    pdf = Pdf(documents.as_pdf(guidance, left_out=left_out, paper=paper))
    assert pdf.pages == (3 if guidance.kind == "adult" else 1)
    assert pdf.ua1_failures() == []
    if guidance.kind == "adult":
        assert [squeezed("For the clinician") in pdf.text(page) for page in (1, 2, 3)] == [False, False, True]
        assert squeezed(guidance.standing.title) in pdf.text(1)
        if guidance.tier.id in {"same-day", "two-weeks"}:
            assert squeezed(guidance.tier.says) in pdf.text(1)
