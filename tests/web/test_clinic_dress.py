"""What a clinic may set around a page: name, logo, colour, contact; and what it may not reach."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given

from decision_aid.clinics import known, shades
from decision_aid.clinics.known import Clinic
from decision_aid.engine.guidance import advise
from decision_aid.engine.questionnaire import Answers
from decision_aid.environment import BASE_DIR
from decision_aid.web import clinic_page, content, dress, kept, question_page, reading
from decision_aid.web.seal import seal
from decision_aid.web.visit import Visit
from tests.answers import library
from tests.documents.paper import Pdf
from tests.web.clinics import CLINICS, HONEST, PICTURE, SELLER, UNREACHABLE
from tests.web.doors import CRISIS, INTERESTS, NONE, PLACES, SAME_DAY, TEEN, address, main_of
from tests.web.journey import Page
from tests.web.sampling import MORE, any_answers

pytestmark = pytest.mark.usefixtures("clinics")


# ---- What a clinic may set ------------------------------------------------------------------------


def test_name_logo_and_contact_stand_around_the_page_and_the_aid_says_it_is_independent(client):
    page = client.get("/c/seller/en/treatments/").text
    head, _, rest = page.partition("<main")
    foot = rest.partition("</main>")[2]
    assert "Bright &amp; Bold &lt;Hair&gt;" in head
    assert "This aid is independent." in head
    assert 'src="/c/seller/logo?v=f00"' in head
    assert "Telephone (555) 010-0199 · <a" in foot  # two things, not one sentence that runs on
    assert "<img" not in client.get("/c/honest/en/treatments/").text.partition("<main")[0]


def test_the_logo_may_be_kept_for_ever_and_can_do_nothing(client):
    response = client.get("/c/seller/logo", {"v": "f00"})
    assert response.content == PICTURE
    assert response["Content-Type"] == "image/svg+xml"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert re.search(r"default-src 'none';.*sandbox$", response["Content-Security-Policy"])
    assert client.get("/c/seller/logo", {"v": "old"})["Cache-Control"] == "no-cache"
    for path in ("/c/honest/logo", "/c/nobody/logo", f"/c/{UNREACHABLE}/logo"):
        assert client.get(path).status_code == 404
    assert client.post("/c/seller/logo").status_code == 405


def test_the_accent_comes_as_a_style_sheet_and_reads_on_light_and_on_dark_paper(client):
    assert "/c/seller/theme.css?v=7a1f5c" in client.get("/c/seller/en/").text
    response = client.get("/c/seller/theme.css", {"v": "7a1f5c"})
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]
    light, dark = re.findall(r"--accent:(#[0-9a-f]{6})", response.text)
    assert light == "#7a1f5c"
    assert shades.contrast(dark, "#14191a") >= 4.5
    for path in ("/c/honest/theme.css", "/c/nobody/theme.css"):
        assert client.get(path).status_code == 404
    assert "theme.css" not in client.get("/c/honest/en/").text


@pytest.mark.parametrize("accent", ["#000000", "#1f5f6b", "#0000ff", "#7a1f5c", "#8a2c0d", "#006400"])
def test_text_on_a_clinics_colour_can_be_read_in_the_light_and_in_the_dark(accent):
    sheet = clinic_page.colours(Clinic(slug="any", name="Any", accent=accent))
    pairs = re.findall(r"--accent:(#[0-9a-f]+);--on-accent:(#[0-9a-f]+)", sheet)
    assert len(pairs) == 2
    for colour, on_it in pairs:
        assert shades.contrast(colour, on_it.replace("#fff", "#ffffff")) >= 4.5
        assert f"--on-accent: {on_it};" in (BASE_DIR / "static" / "css" / "aid.css").read_text()


@pytest.mark.parametrize(
    "accent", ["#ffff00", "#777777", "#777", "red", "#12345g", "#fff;}body{display:none"]
)
def test_a_colour_that_does_not_read_or_is_none_changes_nothing(accent):
    assert clinic_page.colours(Clinic(slug="any", name="Any", accent=accent)) == ""


def test_the_booking_link_is_the_same_on_every_page(client):
    links = set()
    for place in PLACES.values():
        if place.answers and ("urgent" in place.answers or "self-harm" in place.answers.codes("mood")):
            continue
        page = client.get(address(place, "/c/seller")).text
        links |= set(re.findall(r"<a [^>]*bright\.example[^>]*>[^<]*</a>", page))
    assert links == {
        '<a href="https://bright.example/book" target="_blank" rel="noopener noreferrer">Book a visit</a>'
    }


@pytest.mark.parametrize("answers", [SAME_DAY, CRISIS, TEEN], ids=["same day", "crisis", "teen"])
def test_nobody_in_a_hurry_is_offered_a_visit_at_the_clinic(client, answers):
    token = seal(answers)
    assert "bright.example" in client.get("/c/seller/en/guidance/", {"s": seal(NONE)}).text
    for path in (
        "",
        "guidance/",
        "guidance.txt",
        "guidance/file/",
        "about/",
        "treatments/",
        "questions/age/",
    ):
        page = client.get(f"/c/seller/en/{path}?s={token}", follow=True).text
        assert "bright.example" not in page, path
        assert "010-0199" not in page, path
        assert INTERESTS["seller"] in (page if path.endswith(".txt") else Page(page).text)
    assert "bright.example" not in Pdf(client.get(f"/c/seller/en/guidance.pdf?s={token}").content).text()


def test_where_a_clinic_is_changes_neither_rules_nor_help_lines(client):
    """A clinic could otherwise choose the regulator it likes best. The patient's own answer decides."""
    clinic = client.get("/c/honest/en/guidance/", {"s": seal(NONE)}).text
    assert "What the FDA says" in main_of(clinic)
    foot = clinic.partition("</main>")[2]
    assert "Plain Dermatology, United Kingdom." in foot
    assert "those of the United States until you say" in foot
    told = client.get("/c/honest/en/guidance/", {"s": seal(NONE.with_({"place": ("uk",)}))}).text
    assert "What the UK government says" in main_of(told)


# ---- A thousand clinics ---------------------------------------------------------------------------


def test_memory_for_pages_does_not_grow_with_the_number_of_clinics(client, monkeypatch):
    for cache in (kept._pieces, question_page._pieces, dress._of_clinic):
        cache.cache_clear()
    token = seal(Answers({"age": ("18-49",)}))
    paths = ("questions/start/", "treatments/", "about/")

    def find(slug: str) -> Clinic:
        return Clinic(slug=slug, name=f"Clinic {slug}", sells=False)

    monkeypatch.setattr(known, "find", find)
    sizes = []
    for number in range(1100):
        for path in paths:
            page = client.get(f"/c/no-{number}/en/{path}?s={token}").text
            assert page.count("This clinic does not sell exosome treatment.") == 1
            assert page.count(f"<b>Clinic no-{number}</b>") == 1
            assert f'href="/c/no-{number}/en/' in page
        sizes.append((kept._pieces.cache_info().currsize, question_page._pieces.cache_info().currsize))
    assert sizes[-1] == sizes[0] == (2, 1)
    assert dress._of_clinic.cache_info().currsize == dress.KEPT


def test_no_kept_page_holds_a_clinic(client):
    kept._pieces.cache_clear()
    for slug in CLINICS:
        client.get(f"/c/{slug}/en/treatments/", {"s": seal(NONE)})
    pieces = kept._pieces(
        *_key(client.get("/c/seller/en/treatments/", {"s": seal(NONE)}).wsgi_request),
    )
    whole = b"".join(pieces)
    assert kept.TOP.encode() in whole
    assert not any(
        one.name.encode() in whole or f"/c/{one.slug}/".encode() in whole for one in (SELLER, HONEST)
    )


def _key(request: Any) -> tuple[Any, ...]:
    view = reading.treatments.__wrapped__.__wrapped__  # type: ignore[attr-defined]
    door = kept.any_clinic(request.entrance)
    return (view, library().questionnaire, "en", door, content.today(), True, False, ())


@pytest.mark.parametrize("name", ["question scalp", "treatments", "types"])
def test_a_kept_page_of_a_clinic_is_byte_for_byte_the_page_made_anew(client, settings, name):
    place = PLACES[name]
    for answers in (None, Answers({"age": ("18-49",)})):
        for door in ("/c/seller", "/c/honest", "/c/seller/kiosk", f"/c/{UNREACHABLE}"):
            token = f"?s={seal(answers)}" if answers else ""
            path = f"{door}{place.path.replace('scalp', 'start')}{token}"
            if door.endswith("kiosk") and token:
                continue  # there each page seals anew
            client.get(path)
            again = client.get(path).content
            settings.DEBUG = True
            assert client.get(path).content == again
            settings.DEBUG = False


@given(any_answers())
@MORE
def test_who_is_in_a_hurry_is_told_as_the_guidance_tells_it(answers):
    walk, situation = library().questionnaire.replay(answers)
    visit = Visit("en", answers, None, "", library(), walk, situation)
    guidance = advise(library(), answers, today=content.today())
    assert visit.urgent == (guidance.kind != "adult" or guidance.tier.id == "same-day")
