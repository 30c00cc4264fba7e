"""The solver behind every table proof agrees with trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from decision_aid.engine.conditions import UNANSWERED, Every, Node, Not, Some, find_answers, holds
from decision_aid.engine.conditions import Test as Asked
from decision_aid.engine.questionnaire import Item
from tests.engine.tiny import item

CODES = ("a", "b", "c")


@st.composite
def items(draw: st.DrawFn, link_id: str) -> Item:
    """One question: single or several, some codes alone, perhaps enabled by another."""
    codes = CODES[: draw(st.integers(2, 3))]
    written = [code + draw(st.sampled_from(["", "", "!"])) for code in codes]
    fields = {"enable_when": {"question": "other", "in": ["a"]}} if draw(st.booleans()) else {}
    return item(link_id, *written, repeats=draw(st.sampled_from([True, True, False])), **fields)


def nodes(questions: tuple[str, ...]) -> st.SearchStrategy[Node]:
    codes = st.frozensets(st.sampled_from((*CODES, UNANSWERED)), min_size=1, max_size=2)
    leaves: st.SearchStrategy[Node] = st.builds(Asked, st.sampled_from(questions), codes)
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Every, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Some, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Not, inner),
        ),
        max_leaves=8,
    )


def replies(question: Item) -> Iterator[frozenset[str]]:
    """Everything a condition can see of one question."""
    yield frozenset({UNANSWERED})
    if question.absent:
        yield frozenset()
    for size in range(1, len(question.codes()) + 1):
        for some in combinations(question.codes(), size):
            if question.accepts(some):
                yield frozenset(some)


def situations(domains: Mapping[str, Item]) -> Iterator[dict[str, frozenset[str]]]:
    for together in product(*(list(replies(one)) for one in domains.values())):
        yield dict(zip(domains, together, strict=True))


def satisfied(goals: list[tuple[Node, bool]], seen: Mapping[str, frozenset[str]]) -> bool:
    return all(holds(node, lambda one: seen.get(one, frozenset())) is want for node, want in goals)


@st.composite
def problems(draw: st.DrawFn) -> tuple[dict[str, Item], list[tuple[Node, bool]]]:
    questions = ("p", "q", "r")[: draw(st.integers(1, 3))]
    domains = {one: draw(items(one)) for one in questions}
    goals = draw(st.lists(st.tuples(nodes(questions), st.booleans()), min_size=1, max_size=3))
    return domains, goals


@settings(max_examples=300, deadline=None)
@given(problems())
def test_it_finds_answers_exactly_when_trying_everything_does(problem):
    domains, goals = problem
    exist = any(satisfied(goals, seen) for seen in situations(domains))
    assert (find_answers(goals, domains) is not None) is exist


@settings(max_examples=300, deadline=None)
@given(problems())
def test_the_answers_it_finds_can_be_given_and_do_what_was_asked(problem):
    domains, goals = problem
    found = find_answers(goals, domains)
    if found is None:
        return
    seen = {one: frozenset(codes.split(", ")) - {""} for one, codes in found.items()}
    for question, codes in seen.items():
        assert codes in list(replies(domains[question]))
    rest = {one: domains[one] for one in domains if one not in seen}
    # Whatever the questions it did not mention are answered with, the goals are met.
    assert all(satisfied(goals, {**seen, **other}) for other in situations(rest))
