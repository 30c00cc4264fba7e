"""A clinic's pages: words it cannot change, its declared interest, and the way stays its own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from decision_aid.clinics.known import Clinic
from decision_aid.web import dress
from decision_aid.web.entrance import Entrance
from decision_aid.web.seal import seal
from tests.answers import library
from tests.documents.paper import Pdf
from tests.documents.people import fullest
from tests.web.clinics import UNREACHABLE
from tests.web.doors import CRISIS, INTERESTS, NONE, PLACES, SAME_DAY, TEEN, address, main_of, without_clinic
from tests.web.journey import Journey, Page
from tests.web.people import BURNING, ON_NOTHING
from tests.web.whole_journey import through_everything

BENDING = "FDA-cleared exosomes at North Street. It is no longer true that North Street"
pytestmark = pytest.mark.usefixtures("clinics")


# ---- The words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLACES)
def test_what_a_page_says_is_byte_for_byte_the_same_for_every_clinic_and_for_none(client, name):
    place = PLACES[name]
    own = address(place)
    plain = client.get(own)
    assert plain.status_code == place.status
    for slug, interest in INTERESTS.items():
        page = client.get(f"/c/{slug}{own}")
        assert page.status_code == place.status
        assert without_clinic(main_of(page.text)) == main_of(plain.text), slug
        assert Page(page.text).text.count(interest) == 1
        assert interest not in Page(plain.text).text


@pytest.mark.parametrize("page", ["age", "start", "scalp"])
def test_a_page_with_something_to_fix_says_the_same_too(client, page):
    token = seal(NONE)
    plain = client.post(f"/en/questions/{page}/?s={token}", {})
    clinic = client.post(f"/c/seller/en/questions/{page}/?s={token}", {})
    assert (plain.status_code, clinic.status_code) == (422, 422)
    assert without_clinic(main_of(clinic.text)) == main_of(plain.text)
    assert INTERESTS["seller"] in Page(clinic.text).text


@pytest.mark.parametrize(
    "answers",
    [NONE, SAME_DAY, CRISIS, TEEN, fullest()],
    ids=["adult", "same day", "crisis", "teen", "everything ticked"],
)
def test_paper_and_text_differ_by_the_clinics_line_alone(client, answers):
    token = seal(answers)
    plain, clinic = (client.get(f"{door}/en/guidance.txt?s={token}").text for door in ("", "/c/demo"))
    named = f"{INTERESTS['demo']} The clinic: Demonstration Clinic"
    assert clinic == f"{plain}\n{named}"
    papers = [Pdf(client.get(f"{door}/en/guidance.pdf?s={token}").content).text() for door in ("", "/c/demo")]
    line = named.replace(" ", "")
    assert papers[1].count(line) == 1
    assert papers[1].replace(line, "") == papers[0]


def test_every_link_form_and_redirect_stays_with_the_clinic(client):
    seen = 0
    for place in PLACES.values():
        page = Page(client.get(address(place, "/c/seller")).text)
        for tag, attributes in page.tags:
            for name in ("href", "action", "hx-post"):
                to = attributes.get(name, "")
                if tag == "link" or not to.startswith("/") or to.startswith("/evidence/"):
                    continue
                seen += 1
                assert to.startswith("/c/seller/en/"), (place.name, to)
    assert seen > 1000


def test_a_whole_journey_stays_with_the_clinic_and_sets_no_cookie(client):
    journey = Journey(client, "/c/demo/en/")
    through_everything(journey)
    assert len(journey.responses) > 50
    for response in journey.responses:
        # The clinician who opens the paper does so at the aid's own door.
        assert response.request["PATH_INFO"].startswith(("/c/demo/", "/en/clinicians/open/"))
        assert "Set-Cookie" not in response.headers
    assert not client.cookies


def test_an_address_below_a_clinic_is_the_one_that_django_would_build():
    for kwargs in ({}, {"page": "scalp"}, {"treatment": "exosomes"}):
        name = {"page": "question", "treatment": "treatment"}.get(next(iter(kwargs), ""), "offer")
        for kiosk in (False, True):
            known_as = {"clinic": "demo", **({"kiosk": "kiosk"} if kiosk else {})}
            built = Entrance("demo", kiosk=kiosk).path(name, language="en", **kwargs)
            assert built == reverse(name, kwargs={"language": "en", **known_as, **kwargs})


# ---- The interest line ----------------------------------------------------------------------------


def test_the_interest_stands_on_pages_where_something_went_wrong(client, settings, tmp_path):
    token = seal(NONE)
    seen = {
        404: client.get(f"/c/seller/en/nothing/?s={token}"),
        400: client.get("/c/seller/en/guidance/?s=x"),
        403: client.post(f"/c/seller/en/offer/?s={token}", headers={"Origin": "https://bright.example"}),
    }
    settings.TOKEN_KEYS = []
    settings.TOKEN_KEY_FILE = tmp_path / "keys.json"
    settings.TOKEN_KEY_FILE.write_text("not json")
    seen[500] = Client(raise_request_exception=False).get(f"/c/seller/en/guidance/?s={token}")
    for status, response in seen.items():
        assert response.status_code == status
        assert INTERESTS["seller"] in Page(response.text).text
        assert "<Hair>" not in response.text
        assert status == 500 or Page(response.text).link("Exosomes for hair loss") == "/c/seller/en/"


@pytest.mark.parametrize("door", [dress.interest, dress.interest_by_name])
@pytest.mark.parametrize("sells", [True, False])
def test_the_declaration_is_the_same_words_first_whatever_a_clinic_calls_itself(door, sells):
    """A name could go on as a sentence of its own: "... It is no longer true that North Street"."""
    price = 1500 if sells else None
    bent, plain = (
        door(Clinic(slug="any", name=name, sells=sells, price_from=price))
        for name in (BENDING, "North Street")
    )
    said = f"This clinic {'sells' if sells else 'does not sell'} exosome treatment"
    assert bent.startswith(said)
    assert plain.startswith(said)
    assert BENDING not in bent.removesuffix(BENDING)


@pytest.mark.parametrize(
    ("path", "known"), [("/en/", False), ("/en/treatments/", False), ("/c/demo/en/", True)]
)
def test_in_a_frame_some_line_about_interests_is_always_there(client, path, known):
    unknown = "We do not know if that site sells exosome treatment."
    for dest in ("iframe", "embed"):
        text = Page(client.get(path, headers={"Sec-Fetch-Dest": dest}).text).text
        assert (unknown in text) != known
    assert unknown not in client.get(path, headers={"Sec-Fetch-Dest": "document"}).text


# ---- Counts ---------------------------------------------------------------------------------------


def test_a_walk_counts_one_start_one_finish_and_each_pdf(client, counted):
    journey = Journey(client, "/c/demo/en/")
    journey.start()
    assert counted == []
    journey.walk(ON_NOTHING, until="scalp")
    assert counted == [("demo", "en", "started")]
    journey.walk({key: value for key, value in ON_NOTHING.items() if key not in _before("scalp")})
    assert counted == [("demo", "en", "started"), ("demo", "en", "finished")]
    journey.follow("See what this means")
    journey.follow("Make the paper for your doctor")
    sent = client.post(journey.page.path + journey.page.form().action, {})
    client.head(sent["Location"])
    assert client.get(sent["Location"]).status_code == 200
    journey.follow("Back")
    journey.follow("Check or change your answers")
    journey.follow("Change Age")
    journey.send({"age": "50-over"})
    assert counted == [("demo", "en", what) for what in ("started", "finished", "pdf")]


def _before(page: str) -> set[str]:
    asked: set[str] = set()
    for one in library().questionnaire.walk_pages:
        if one.link_id == page:
            break
        asked |= {item.link_id for item in one.item}
    return asked


def test_reading_filling_in_wrongly_and_the_aid_itself_are_not_counted(client, counted):
    token = seal(NONE)
    for path in ("", "guidance/", "treatments/", "offer/", f"guidance/?s={token}", f"answers/?s={token}"):
        client.get(f"/c/demo/en/{path}")
    client.post("/c/demo/en/questions/age/", {"age": "nonsense"})
    client.post("/c/demo/en/place/", {})
    client.get(f"/c/demo/en/guidance.txt?s={token}")
    through_everything(Journey(client), BURNING)
    through_everything(Journey(client, f"/c/{UNREACHABLE}/en/"), BURNING)
    assert counted == []


def test_the_privacy_page_says_what_is_counted(client):
    text = Page(client.get("/c/demo/en/about/privacy/").text).text
    assert "We count, per clinic, language and day, how many people start, finish and make a PDF." in text
    assert "Nothing about you is in the count." in text
