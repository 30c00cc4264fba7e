"""What a clinic may write about itself, and what it is told when it may not."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from decision_aid.clinics import rules, shades
from decision_aid.clinics.models import Clinic


def refusal(rule, *values, **options) -> str:
    with pytest.raises(ValidationError) as fault:
        rule(*values, **options)
    return " ".join(fault.value.messages)


@pytest.mark.parametrize("value", ["north", "north-street", "a1", "0-9"])
def test_a_short_name_is_of_small_letters_digits_and_hyphens(value):
    assert rules.slug(value) == value


@pytest.mark.parametrize(
    "value",
    ["", "North", "north--street", "-n", "n-", "n_s", "n/s", "n s", "nörd", "n" * 51, "n\n", "..", "%2e"],
)
def test_any_other_short_name_is_refused(value):
    assert "small letters" in refusal(rules.slug, value)


@pytest.mark.parametrize("value", ["demo", "admin", "staff", "logo", "embed", "en"])
def test_words_of_the_site_are_nobodys_short_name(value):
    assert "word of this site" in refusal(rules.slug, value)


@pytest.mark.parametrize(
    "value",
    [
        "<b>North</b>",
        "a > b",
        'A" onmouseover="x & y',
        "a`b",
        "a=b",
        "North\x00",
        "North\u202egnp",
        "No\u200bth",
        "a\u2028b",
        "\ud800",
    ],
)
def test_text_cannot_smuggle_markup_or_what_nobody_sees(value):
    refusal(rules.line, value, longest=80)


def test_text_is_one_line_in_one_spelling():
    assert rules.line("  Zoe\u0308  &  Partners ", longest=80) == "Zoë & Partners"
    assert rules.line("St Mary's", longest=80) == "St Mary’s"
    assert rules.line("می\u200cخواهم", longest=80) == "می\u200cخواهم"
    assert "81" in refusal(rules.line, "x" * 81, longest=80)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("", ""),
        ("https://Book.Clinic.example", "https://book.clinic.example"),
        ("https://clinic.example:443/a/b_c.html", "https://clinic.example/a/b_c.html"),
        ("https://clinic.example:8443/%20", "https://clinic.example:8443/%20"),
    ],
)
def test_a_booking_address_is_kept_in_one_spelling(value, kept):
    assert rules.booking(value) == kept


@pytest.mark.parametrize(
    "value",
    [
        *(
            "http://clinic.example",
            "//clinic.example",
            "clinic.example",
            "javascript:alert(1)",
            "data:text/html,x",
        ),
        *("https://", "https:///path", "https://clinic", "https://localhost", "https://clinic..example"),
        *("https://clinic.example?from=aid", "https://clinic.example/?", "https://clinic.example/#top"),
        *("https://me@clinic.example", "https://me:pw@clinic.example", "https://clinic.example:x/"),
        *('https://clinic.example/"onclick=1', "https://clinic.example/<b>", "https://clinic.example/a b"),
        *(
            "https://clinic.example/a;s=1",
            "https://clinic.example\\@evil.example",
            "https://clinic.example/\na",
        ),
        *(
            "https://clínic.example",
            "https://[::1]/",
            "https://clinic.example:99999",
            "https://clinic.example:/",
        ),
        "https://clinic.example/" + "x" * 300,
    ],
)
def test_a_booking_address_that_could_carry_anything_is_refused(value):
    refusal(rules.booking, value)


@given(st.text(alphabet="htps:/clinc.exam@?#;<>\"'\\ %0A\n\t&", max_size=40))
@hypothesis(deadline=None)
def test_no_booking_address_that_passes_has_parameters_or_markup(tail):
    try:
        kept = rules.booking("https://clinic.example" + tail)
    except ValidationError:
        return
    assert not set(kept) & set("?#;<>\"'\\ \n\t&")
    assert "@" not in kept.split("/")[2]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https://Clinic.example", "https://clinic.example"),
        ("https://clinic.example/", "https://clinic.example"),
        ("https://clinic.example:443", "https://clinic.example"),
        ("https://clinic.example:8443", "https://clinic.example:8443"),
        ("https://xn--klnik-kva.example", "https://xn--klnik-kva.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:9", "http://127.0.0.1:9"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(value, kept):
    assert rules.origin(value) == kept


@pytest.mark.parametrize(
    "value",
    [
        *(
            "http://clinic.example",
            "https://*.clinic.example",
            "*",
            "https://*",
            "https:",
            "'self'",
            "null",
            "",
        ),
        *(
            "https://clinic.example/page",
            "https://clinic.example?x",
            "https://clinic.example#x",
            "https://a.b//",
        ),
        *(
            "https://me@clinic.example",
            "https://clinic.example; script-src *",
            "https://clinic.example x",
            "file://",
        ),
        *(
            "https://clinic.example,https://b.example",
            "https://clínic.example",
            "http://localhost.evil.example",
        ),
    ],
)
def test_anything_but_one_exact_origin_is_refused(value):
    refusal(rules.origin, value)


def test_every_origin_that_is_wrong_is_named_and_there_are_twenty_at_most():
    told = refusal(rules.origins, ["https://a.example", "http://b.example", "https://*.c.example"])
    assert "http://b.example" in told
    assert "https://*.c.example" in told
    assert rules.origins(["https://a.example", "https://A.example/"]) == ["https://a.example"]
    assert "20 sites" in refusal(rules.origins, [f"https://a{number}.example" for number in range(21)])


def test_a_color_that_cannot_be_read_is_refused_with_the_nearest_that_can():
    assert rules.accent(" #1F5F6B ") == "#1f5f6b"
    assert rules.accent("") == ""
    told = refusal(rules.accent, "#ffcc00")
    offered = told.split()[-1].rstrip(".")
    assert rules.accent(offered) == offered
    for wrong in ("red", "#fff", "#12345g", "#1234567", "url(x)"):
        assert "#1f5f6b" in refusal(rules.accent, wrong)


colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colors)
@hypothesis(deadline=None)
def test_every_color_has_a_shade_that_can_be_read_in_the_light_and_in_the_dark(color):
    light, dark = shades.nearest(color), shades.in_the_dark(color)
    assert all(shades.contrast(light, ground) >= 4.5 for ground in ("#ffffff", shades.WASH))
    assert all(shades.contrast(dark, ground) >= 4.5 for ground in (shades.DARK_PAPER, shades.DARK_WASH))


@given(colors)
@hypothesis(deadline=None)
def test_a_color_that_can_be_read_stays_as_it_is(color):
    assert shades.nearest(shades.nearest(color)) == shades.nearest(color)
    assert not shades.readable(color) or shades.nearest(color) == color


def test_contrast_is_measured_as_wcag_does():
    assert round(shades.contrast("#000000", "#ffffff"), 2) == 21
    assert round(shades.contrast("#777777", "#ffffff"), 2) == 4.48
    assert round(shades.contrast("#ffffff", "#777777"), 2) == 4.48


def test_the_grounds_are_those_of_the_style_sheet():
    sheet = (settings.BASE_DIR / "static" / "css" / "aid.css").read_text(encoding="utf-8")
    assert re.findall(r"--accent: (#\w+);", sheet)[0] == shades.OURS
    assert re.findall(r"--paper: (#\w+);", sheet) == ["#fff", shades.DARK_PAPER]
    assert re.findall(r"--wash: (#\w+);", sheet) == [shades.WASH, shades.DARK_WASH]


def new(**values) -> Clinic:
    return Clinic(**{"slug": "north", "name": "North", "sells_exosomes": False, **values})


@pytest.mark.django_db
def test_a_clinic_cannot_be_created_without_saying_whether_it_sells():
    clinic = Clinic(slug="north", name="North")
    with pytest.raises(ValidationError) as fault:
        clinic.save()
    assert fault.value.message_dict["sells_exosomes"] == ["Say whether this clinic sells exosome treatment."]
    with pytest.raises(IntegrityError), transaction.atomic():
        Clinic.objects.bulk_create([clinic])  # past the rules, the database itself refuses
    with pytest.raises(IntegrityError), transaction.atomic():
        Clinic.objects.bulk_create([new(sells_exosomes=True)])
    assert not Clinic.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"sells_exosomes": True}, "price_from"),
        ({"sells_exosomes": True, "price_from": 0}, "price_from"),
        ({"sells_exosomes": True, "price_from": -5}, "price_from"),
        ({"sells_exosomes": True, "price_from": 5_000_000}, "price_from"),
        ({"price_from": 100}, "price_from"),
        ({"slug": "demo"}, "slug"),
        ({"name": ""}, "name"),
        ({"name": "<script>"}, "name"),
        ({"contact": "Call\nus"}, "contact"),
        ({"accent": "#ffff00"}, "accent"),
        ({"booking": "https://a.example/?b"}, "booking"),
        ({"region": "atlantis"}, "region"),
        ({"languages": []}, "languages"),
        ({"languages": ["xx"]}, "languages"),
        ({"origins": ["*"]}, "origins"),
    ],
)
def test_whatever_is_wrong_is_told_by_its_field_and_nothing_is_saved(values, field):
    with pytest.raises(ValidationError) as fault:
        new(**values).save()
    assert field in fault.value.message_dict
    assert not Clinic.objects.exists()


@pytest.mark.django_db
def test_a_short_name_belongs_to_one_clinic():
    new().save()
    with pytest.raises(ValidationError, match="already exists"):
        new().save()


def test_regions_are_those_of_the_content():
    from decision_aid.web import content

    assert rules.regions() == {one.id: one.name for one in content.library().regions.values()}
