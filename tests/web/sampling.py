"""What Hypothesis draws from for the web side: replies a question takes, and answers put together of them."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from decision_aid.engine.questionnaire import Answers, Item, Reply
from decision_aid.web import content

ITEMS = tuple(content.library().questionnaire.items.values())

# Fixtures hold for a whole test, not for one example of it; a page takes longer than a function.
SAMPLE = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MORE = settings(SAMPLE, max_examples=150)
FEWER = settings(SAMPLE, max_examples=30)


def replies_to(item: Item) -> st.SearchStrategy[Reply]:
    """Any reply the question takes."""
    if item.type == "integer":
        return st.integers(item.minimum, item.maximum)
    one = st.sampled_from(item.codes()).map(lambda code: (code,))
    together = [code for code in item.codes() if code not in item.exclusive_codes()]
    if not item.repeats or not together:
        return one
    several = st.sets(st.sampled_from(together), min_size=1, max_size=item.maximum or None)
    return one | several.map(lambda codes: tuple(sorted(codes)))


@st.composite
def any_answers(draw: st.DrawFn) -> Answers:
    """Replies to any of the questions, enabled or not."""
    asked = draw(st.lists(st.sampled_from(ITEMS), unique_by=lambda item: item.link_id))
    return Answers({item.link_id: draw(replies_to(item)) for item in asked})
