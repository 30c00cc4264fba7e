"""The shortest honest walk is short: nothing ticked, everything asked."""

import re
from collections.abc import Iterable

from decision_aid.engine.questionnaire import Page
from tests.answers import ROOT, library, vignette
from tests.reading import words

MOST_SCREENS = 15
MOST_WORDS = 600
"""What is asked and offered, without the words of the pages around it."""
WORDS_A_MINUTE = 200
AROUND = "Back. Step 1 of 14. Continue. Stop here and see what we have."
"""What each page of questions says around them."""
SECONDS_A_SCREEN = 4
"""To choose, press and see the next one."""


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


def minutes_of(met: Iterable[Page]) -> float:
    words_read, screens = 0, 0
    for page in met:
        words_read += read_on(page) + len(words(AROUND))
        screens += 1
    return words_read / WORDS_A_MINUTE + screens * SECONDS_A_SCREEN / 60


def test_the_short_path_asks_at_most_600_words():
    walk, _ = library().questionnaire.replay(vignette("nothing-ticked"))
    each = {page.link_id: read_on(page) for page in walk.met}
    assert sum(each.values()) <= MOST_WORDS, each


def test_every_page_that_tells_how_long_it_takes_tells_the_time_of_the_short_path():
    walk, _ = library().questionnaire.replay(vignette("nothing-ticked"))
    minutes = minutes_of(walk.met)
    for file in ("templates/pages/start.html", "templates/pages/clinics.html"):
        (told,) = re.findall(r"takes about (\d+) minutes", (ROOT / file).read_text(encoding="utf-8"))
        assert minutes <= int(told) < minutes + 1, (file, minutes)
