"""What the standards page claims, seen on the pages themselves.

Each test here stands behind one or more rows of decision_aid/content/standards.toml.
"""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import capfirst

from decision_aid import urls
from decision_aid.engine.evidence import Rate, Studied, Treatment
from decision_aid.engine.guidance import advise
from decision_aid.engine.questionnaire import Answers
from decision_aid.web import content, documents
from decision_aid.web.seal import seal
from tests.answers import vignette
from tests.web.journey import Journey, Page
from tests.web.people import ALL_FOUR, ON_NOTHING, QUOTE

LIBRARY = content.library()
OPTIONS = list(LIBRARY.treatments.values())
FIGURE = re.compile(r'<figure class="finding.*?</figure>', re.DOTALL)
MAY_BE_MISSING = {"Who it is not for"}
ONE_OF_EACH_STANDING = {
    "see-someone-first": "row-07-burning",
    "find-out-first": "unfinished",
    "not-first": "nothing-ticked",
    "not-yet": "not-yet-money",
    "defensible-experiment": "all-four-hold",
}


def option_page(journey: Journey, one: Treatment) -> str:
    journey.open(f"/en/treatments/{one.id}/")
    return journey.at("treatment", treatment=one.id).html


def findings(one: Treatment) -> list[Rate | Studied]:
    return [*one.benefit, *one.benefit_studied, *one.harm, *one.harm_studied]


def main_of(html: str) -> str:
    return html.partition("<main")[2].partition("</main>")[0]


def sections(html: str) -> dict[str, str]:
    """The HTML below each h2 of a page, by the words of the heading."""
    parts = re.split(r"<h2[^>]*>(.*?)</h2>", main_of(html), flags=re.DOTALL)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def text_of(html: str) -> str:
    return Page(html).text


def _plain(text: str) -> str:
    return " ".join(text.split())


def items_in(html: str) -> list[str]:
    return re.findall(r"<li\b[^>]*>(.*?)</li>", html, re.DOTALL)


# ---- The decision and the options -----------------------------------------------------------------


def test_the_first_page_asks_the_decision_in_one_sentence(journey):
    page = journey.open("/en/")
    assert len(page.headings) == 1
    assert re.fullmatch(r"[^.?!]+\?", page.h1)
    for part in ("exosome treatment", "my hair loss", "something else", "nothing for now"):
        assert part in page.h1


def test_the_first_page_names_the_condition_and_says_what_else_needs_a_doctor(journey):
    about = text_of(sections(journey.open("/en/").html)["What this is about"])
    assert "Pattern hair loss" in about
    assert re.search(r"Other types .* need a doctor first", about)


def test_the_first_page_says_whom_it_is_for_and_what_a_person_gets_from_it(journey):
    page = journey.open("/en/")
    before_the_first_section = main_of(page.html).partition("<h2")[0]
    assert LIBRARY.aid.for_whom in text_of(before_the_first_section)
    assert len(items_in(before_the_first_section)) >= 3


def test_every_option_is_listed_one_click_from_the_first_page_with_none_and_cover_among_them(journey):
    journey.open("/en/")
    journey.follow("See all options without answering anything")
    listed = sections(journey.at("treatments").html)
    names = {text_of(heading) for heading in listed}
    assert {one.name for one in OPTIONS} <= names
    assert {"none", "cover", "medicine", "procedure", "surgery", "device"} == {one.group for one in OPTIONS}


def test_every_option_has_the_same_headings_in_the_same_order(journey):
    seen = {
        one.id: [name for name in sections(option_page(journey, one)) if name not in MAY_BE_MISSING]
        for one in OPTIONS
    }
    assert len(seen["exosomes"]) >= 9
    assert [key for key, headings in seen.items() if headings != seen["exosomes"]] == []


def test_every_option_shows_a_benefit_and_a_harm_and_a_burden(journey):
    for one in OPTIONS:
        shown = sections(option_page(journey, one))
        assert FIGURE.search(shown["What it may do for you"]), one.id
        assert FIGURE.search(shown["What harm it may do"]), one.id
        burden = shown["What it asks of you"].partition("<dl")[0]
        for said in (burden, shown["When to judge it"], shown["What it costs"]):
            assert re.search(r"\w{3}", text_of(said)), one.id


def test_benefits_and_harms_of_every_option_are_set_in_the_same_kind_of_box(journey):
    """No finding is made larger, bolder or fainter by what it says."""
    kinds = set()
    for one in OPTIONS:
        shown = sections(option_page(journey, one))
        for heading in ("What it may do for you", "What harm it may do"):
            for figure in FIGURE.findall(shown[heading]):
                kinds.add(figure.partition('class="')[2].partition('"')[0])
                assert "style=" not in figure
    assert kinds == {"finding", "finding no-number"}


def test_every_option_says_what_living_with_it_means_for_body_feelings_and_daily_life(journey):
    for one in OPTIONS:
        asks = sections(option_page(journey, one))["What it asks of you"]
        living = dict(re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", asks, re.DOTALL))
        assert list(living) == ["Body", "Feelings", "Daily life"], one.id
        assert all(len(said.split()) >= 3 for said in living.values()), one.id


def test_doing_nothing_for_now_says_how_hair_loss_goes_by_itself(journey):
    (none,) = [one for one in OPTIONS if one.group == "none"]
    shown = sections(option_page(journey, none))
    course = text_of(shown["What it may do for you"] + shown["What harm it may do"])
    assert "goes on" in course or "go on" in course
    followed = findings(none)
    assert sum(one.people for one in followed) > 0
    assert all(_plain(escape(one.says)) in _plain(" ".join(shown.values())) for one in followed)
    assert f'data-name="{none.short_name}"' in journey.open("/en/compare/").html


def test_options_stand_side_by_side_with_gains_harms_and_burdens_in_rows(journey):
    picked = ["finasteride-oral", "exosomes", "no-treatment"]
    page = journey.open("/en/compare/?" + "&".join(f"t={one}" for one in picked))
    table = page.html.partition("<tbody")[2].partition("</tbody>")[0]
    rows = {
        text_of(row.partition("</th>")[0]): [
            text_of(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    }
    assert {"May do for you", "Harm", "Asks of you", "Certainty", "If you stop"} <= set(rows)
    for heading, cells in rows.items():
        assert len(cells) == len(picked), heading
        assert all(cells), heading


# ---- Numbers --------------------------------------------------------------------------------------


def test_every_finding_says_how_sure_we_are_and_why(journey):
    figures = 0
    for one in OPTIONS:
        for figure in FIGURE.findall(option_page(journey, one)):
            figures += 1
            sure = re.findall(r'<p class="certainty">(.*?)</p>', figure, re.DOTALL)
            assert len(sure) == 1, one.id
            words = next(w for w in LIBRARY.wording.certainty if text_of(sure[0]).startswith(w.title))
            why = text_of(sure[0]).removeprefix(f"{words.title}. {words.says}")
            assert len(why.split()) >= 8, (one.id, why)
    assert figures >= 2 * len(OPTIONS)


def test_every_finding_says_in_whom_for_how_long_in_how_many_and_against_what(journey):
    for one in OPTIONS:
        page = _plain(text_of(main_of(option_page(journey, one))))
        for finding in findings(one):
            assert f"{finding.people:,}" in page, finding.id
            assert _plain(finding.population) in page, finding.id
            assert _plain(capfirst(finding.time)) in page, finding.id
            if getattr(finding, "controlled", True):
                assert _plain(capfirst(finding.comparator)) in page, finding.id


def test_every_compared_rate_is_a_sentence_a_picture_and_a_table_in_both_frames(journey):
    compared = 0
    for one in OPTIONS:
        figures = FIGURE.findall(option_page(journey, one))
        for rate in (*one.benefit, *one.harm):
            (figure,) = [f for f in figures if f"<b>{escape(rate.says)}</b>" in f]
            if not rate.controlled:
                assert "<svg" not in figure
                continue
            compared += 1
            assert len(re.findall(r'<svg class="array".*?<title>[^<]+</title>', figure, re.DOTALL)) == 2
            rows = re.findall(r"<td>(\d+)</td><td>(\d+)</td>", figure)
            assert [(int(did), int(did) + int(did_not)) for did, did_not in rows] == [
                (rate.with_treatment, rate.of),
                (rate.without, rate.of),
            ]
            for did, did_not in rows:
                assert f"{did} of {rate.of:,} did, {did_not} did not." in text_of(figure)
    assert compared >= 5


def test_both_sides_of_a_comparison_are_out_of_the_same_number(journey):
    compared = 0
    for one in OPTIONS:
        for figure in FIGURE.findall(option_page(journey, one)):
            out_of = re.findall(r"<title>[\d,]+ of ([\d,]+) people", figure)
            compared += bool(out_of)
            assert len(set(out_of)) <= 1, (one.id, out_of)
            assert set(out_of) <= {"100", "1,000"}
    assert compared >= 5


def test_where_no_reliable_number_exists_the_page_says_what_was_studied_and_what_would_settle_it(journey):
    found = 0
    for one in OPTIONS:
        page = option_page(journey, one)
        boxes = [figure for figure in FIGURE.findall(page) if "no-number" in figure.partition(">")[0]]
        assert len(boxes) == len(one.benefit_studied) + len(one.harm_studied)
        for box in boxes:
            found += 1
            facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", box, re.DOTALL))
            assert set(facts) == {"People studied", "Compared with", "How long", "What would settle it"}
            assert all(facts.values()), one.id
    assert found >= len(OPTIONS)


def test_every_picture_and_every_table_says_what_it_shows(journey):
    journey.start()
    journey.walk(ALL_FOUR)
    journey.follow("The offer in numbers")
    journey.send(QUOTE)
    looked_at = [journey.at("offer").html, journey.open("/en/compare/").html]
    looked_at += [option_page(journey, one) for one in OPTIONS]
    counted = {"table": 0, "figure": 0, "svg": 0}
    for html in looked_at:
        for tag, caption in (("table", "caption"), ("figure", "figcaption"), ("svg", "title")):
            for found in re.findall(rf"<{tag}\b.*?</{tag}>", html, re.DOTALL):
                counted[tag] += 1
                said = re.search(rf"<{caption}[^>]*>(.*?)</{caption}>", found, re.DOTALL)
                assert said, found[:200]
                assert re.search(r"\w{3}", re.sub(r"<[^>]+>", "", said[1])), found[:200]
    assert min(counted.values()) >= 5


def test_every_option_lists_where_its_facts_are_written(journey):
    for one in OPTIONS:
        page = option_page(journey, one)
        listed = items_in(page.partition('<ol class="references">')[2].partition("</ol>")[0])
        assert one.sources(), one.id
        assert len(listed) == len(LIBRARY.cited(one.sources())), one.id
        assert any("href=" in item for item in listed), one.id


# ---- Deciding -------------------------------------------------------------------------------------


def test_what_matters_to_a_person_is_shown_for_every_option_without_a_total(journey):
    journey.open("/en/priorities/")
    journey.send({"priorities": ["proof", "needles"]})
    shown = sections(journey.at("priorities").html)
    titles = [one.title for one in LIBRARY.wording.priority if one.id in {"proof", "needles"}]
    assert list(shown) == titles
    for title in titles:
        rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td></tr>", shown[title], re.DOTALL)
        assert [text_of(name) for name, _ in rows] == [one.short_name for one in OPTIONS]
        assert all(text_of(said) for _, said in rows)
    assert "no total and no winner" in journey.page.text


def test_the_way_to_a_decision_is_numbered_from_the_first_question_to_the_next_steps(journey):
    journey.start()
    assert re.search(r"Step 1 of \d+", journey.page.text)
    journey.walk(ON_NOTHING)
    journey.at("answers")
    journey.follow("See what this means")
    steps = sections(journey.at("guidance").html)["What to do next"]
    assert len(items_in(steps.partition("<ol>")[2].partition("</ol>")[0])) >= 2


@pytest.mark.parametrize(("standing", "person"), ONE_OF_EACH_STANDING.items())
def test_every_guidance_opens_with_a_summary_then_next_steps_and_gives_its_reason(client, standing, person):
    html = client.get("/en/guidance/", {"s": seal(vignette(person))}).text
    words = LIBRARY.standing_words(standing)
    top = text_of(main_of(html).partition("<h2")[0])
    assert words.title in top
    assert all(_plain(line) in top for line in words.summary)
    shown = sections(html)
    assert next(iter(shown)) == "What to do next"
    assert len(items_in(shown["What to do next"].partition("<ol>")[2].partition("</ol>")[0])) >= 2
    assert len(text_of(shown["Why this page says so"]).split()) >= 5


def test_the_guidance_says_what_is_known_of_exosomes_and_what_is_not(client):
    html = client.get("/en/guidance/", {"s": seal(vignette("all-four-hold"))}).text
    known = sections(html)["What is known and what is not"]
    summaries = {text_of(one) for one in re.findall(r"<summary>(.*?)</summary>", known, re.DOTALL)}
    assert {"Harms that are known", "Harms that are not known", "How long it may last"} <= summaries


def test_a_person_takes_ten_questions_and_lines_to_write_on_to_the_appointment():
    for person in ("nothing-ticked", "all-four-hold"):
        guidance = advise(LIBRARY, vignette(person), today=datetime.date(2026, 11, 24))
        shown = sections(f"<main>{documents.as_html(guidance)}</main>")
        questions = next(html for heading, html in shown.items() if heading.startswith("Ten questions"))
        assert len(items_in(questions.partition("<ol")[2].partition("</ol>")[0])) == 10
        (notes,) = re.findall(
            r'<section class="notes">(.*?)</section>', documents.as_html(guidance), re.DOTALL
        )
        lines = " ".join(re.findall(r"<b>(.*?):</b>", notes)).lower()
        assert all(word in lines for word in ("medicines", "worries", "questions"))


def test_every_option_page_and_every_guidance_speaks_to_the_reader(client, journey):
    shown = [option_page(journey, one) for one in OPTIONS]
    for person in ONE_OF_EACH_STANDING.values():
        shown.append(client.get("/en/guidance/", {"s": seal(vignette(person))}).text)
    for html in shown:
        assert len(re.findall(r"\byou\b", text_of(main_of(html)))) >= 2


# ---- About the aid itself -------------------------------------------------------------------------


def pages_to_read(journey: Journey) -> list[Page]:
    """Every page of a patient that an address without answers leads to."""
    found = []
    for name in (pattern.name for pattern in urls.patient if not pattern.pattern.converters):
        response = journey.client.get(reverse(name, kwargs={"language": "en"}), follow=True)
        if response["Content-Type"].startswith("text/html"):
            found.append(Page(response.text, address=response.request["PATH_INFO"]))
    return [*found, Page(option_page(journey, OPTIONS[0]))]


def test_every_page_says_when_it_was_checked_who_paid_and_who_gains(journey):
    aid = LIBRARY.aid
    pages = pages_to_read(journey)
    assert len({page.path for page in pages}) >= 10
    for page in pages:
        foot = text_of(page.html.partition("<footer")[2])
        assert aid.funding in foot, page.path
        assert aid.interests in foot, page.path
        assert f"Content {aid.content_version}" in foot, page.path
        for label, day in (("checked", aid.checked), ("next check due", aid.review_by)):
            assert f"{label} {day:%B} {day.day}, {day.year}" in foot, (page.path, label)


def test_the_paper_says_when_it_was_made_when_the_next_check_is_due_and_who_paid():
    aid = LIBRARY.aid
    for person in ONE_OF_EACH_STANDING.values():
        paper = documents.as_html(advise(LIBRARY, vignette(person), today=datetime.date(2026, 11, 24)))
        (foot,) = re.findall(r'data-foot="([^"]*)"', paper)
        due = f"{aid.review_by:%B} {aid.review_by.day}, {aid.review_by.year}"
        for said in ("Made November 24, 2026", due, escape(aid.funding), escape(aid.interests)):
            assert said in foot


def test_past_its_check_day_every_page_and_the_paper_say_so_at_the_top(journey, settings):
    late = LIBRARY.aid.review_by + datetime.timedelta(days=1)
    warning = "past its check date"
    assert not [page.path for page in pages_to_read(journey) if warning in page.text]
    settings.TODAY = late
    for page in pages_to_read(journey):
        before_the_heading = page.html.partition("<h1")[0]
        assert warning in text_of(before_the_heading), page.path
    paper = documents.as_html(advise(LIBRARY, Answers(vignette("all-four-hold").given), today=late))
    assert warning in text_of(paper.partition("<h1")[0])


def test_the_about_page_says_how_and_how_often_the_aid_is_updated(journey):
    policy = text_of(sections(journey.open("/en/about/").html)["How it is kept up to date"])
    assert all(_plain(line) in policy for line in LIBRARY.aid.update_policy)
    assert re.search(r"every (three|six) months", policy)


def test_the_about_page_gives_the_reading_grade_and_its_scale(journey):
    level = text_of(sections(journey.open("/en/about/").html)["Reading level"])
    assert f"grade {LIBRARY.aid.reading_grade}" in level
    assert "Flesch-Kincaid" in level


def test_the_about_page_says_where_it_is_published_how_to_read_the_circles_and_how_studies_were_found(
    journey,
):
    text = journey.open("/en/about/").text
    assert "It is published for people in the United States." in text
    assert "Each circle stands for one person. A full circle is a person to whom it happened." in text
    assert "We started from a review and from trial registers." in text
    assert "We did not pool results ourselves." in text
