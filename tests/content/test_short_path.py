"""The shortest honest walk is short: nothing ticked, everything asked."""

from decision_aid.engine.questionnaire import Page
from tests.answers import library, vignette
from tests.reading import words

MOST_SCREENS = 15
MOST_WORDS = 600
"""At 200 words a minute, three minutes."""


def read_on(page: Page) -> int:
    """The words a person reads on a page: its questions, their replies, and its own heading."""
    _, situation = library().questionnaire.replay(vignette("nothing-ticked"))
    asked = library().questionnaire.enabled_items(page, situation)
    texts = [page.text, page.title if len(asked) > 1 else ""]
    for item in asked:
        texts += [item.text, item.why, item.hint]
        for option in item.answer_option:
            texts += [option.text, option.hint]
    return sum(len(words(text)) for text in texts)


def test_a_person_who_ticks_nothing_answers_at_most_15_screens():
    walk, _ = library().questionnaire.replay(vignette("nothing-ticked"))
    assert walk.here is None
    assert len(walk.met) == walk.total <= MOST_SCREENS


def test_the_short_path_takes_three_minutes_at_200_words_a_minute():
    walk, _ = library().questionnaire.replay(vignette("nothing-ticked"))
    each = {page.link_id: read_on(page) for page in walk.met}
    assert sum(each.values()) <= MOST_WORDS, each
