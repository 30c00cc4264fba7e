"""Clinics as a file: out and in again, every fault at once, nothing changed by half."""

from __future__ import annotations

import base64
import tomllib

import pytest
from django.core.management import CommandError, call_command

from decision_aid.clinics import files
from decision_aid.clinics.logos import take_in
from decision_aid.clinics.models import Clinic
from tests.clinics.conftest import found
from tests.clinics.test_logos import HARMFUL, LOGO, png


@pytest.fixture
def told(capsys):
    def run(*words: str) -> str:
        call_command("clinics", *words)
        return capsys.readouterr().out

    return run


def test_what_goes_out_comes_in_again_as_it_was(north, south, told, tmp_path):
    north.name, north.contact = "North’s Ünal\u00a0& Co", "555 0100"
    north.accent, north.booking = "#1f5f6b", "https://north.example/book"
    north.wear(take_in(LOGO))
    north.save()
    south.wear(take_in(png()))
    south.save()
    file = tmp_path / "clinics.toml"
    told("export", str(file))
    everything = {one.slug: (files._table(one), one.logo_kind, one.logo_mark) for one in Clinic.objects.all()}
    assert "2 as they were" in told("import", str(file))
    Clinic.objects.all().delete()
    assert "2 added" in told("import", str(file))
    assert everything == {
        one.slug: (files._table(one), one.logo_kind, one.logo_mark) for one in Clinic.objects.all()
    }
    assert "2 as they were" in told("import", str(file))
    assert told("export", "-") == file.read_text()
    assert found("north").name == north.name


def test_reading_twice_changes_nothing_the_second_time_however_it_is_written(north):
    text = '[[clinic]]\nslug = "north"\nname = " North "\nsells_exosomes = false\naccent = "#1F5F6B"\n'
    assert files.read(text).changed == ("north",)
    changed = Clinic.objects.get().changed
    assert files.read(text).unchanged == ("north",)
    assert Clinic.objects.get().changed == changed
    assert Clinic.objects.get().price_from is None


def test_what_a_table_leaves_out_stays_as_it_is_and_is_told(north, told, tmp_path):
    north.contact, north.booking, north.accent = "555 0100", "https://north.example/book", "#1f5f6b"
    north.origins, north.active = ["https://north.example"], False
    north.wear(take_in(LOGO))
    north.save()
    before = files._table(north)
    file = tmp_path / "clinics.toml"
    file.write_text('[[clinic]]\nslug = "north"\nname = "New Street"\nsells_exosomes = true\n')
    said = told("import", str(file))
    assert "1 changed" in said
    kept = "price_from, accent, contact, booking, origins, active, logo"
    assert f"north: {kept} are not in the file and stay as they were." in said
    assert files._table(Clinic.objects.get()) == before.replace("North Street", "New Street")
    file.write_text('[[clinic]]\nslug = "north"\nname = "New Street"\n')
    assert "1 as they were" in told("import", str(file))
    assert Clinic.objects.get().price_from == 1800


def test_what_a_table_empties_is_emptied(north):
    north.contact, north.origins, north.accent = "555 0100", ["https://north.example"], "#1f5f6b"
    north.wear(take_in(LOGO))
    north.save()
    read = files.read('[[clinic]]\nslug = "north"\ncontact = ""\norigins = []\naccent = ""\nlogo = ""\n')
    assert read.changed == ("north",)
    emptied = Clinic.objects.get()
    assert (emptied.contact, emptied.origins, emptied.accent, bytes(emptied.logo)) == ("", [], "", b"")
    assert emptied.price_from == 1800


def test_who_sells_no_longer_needs_no_price_in_the_file(north):
    read = files.read('[[clinic]]\nslug = "north"\nsells_exosomes = false\n')
    assert (read.changed, read.kept) == (("north",), {"north": ("name",)})
    assert Clinic.objects.get().price_from is None


def test_a_file_that_went_out_brings_back_what_was_empty_too(north, south):
    text = files.write(Clinic.objects.all())
    north.contact, north.active = "555 0100", False
    north.save()
    south.sells_exosomes, south.price_from = True, 900
    south.save()
    assert files.read(text).kept == {}
    assert files.write(Clinic.objects.all()) == text


@pytest.mark.django_db
def test_a_new_clinic_without_its_declaration_is_asked_for_it():
    with pytest.raises(files.FileFaults) as faults:
        files.read('[[clinic]]\nslug = "east"\nname = "East"\n')
    assert faults.value.faults == (
        "clinic 1 (east): sells_exosomes: Say whether this clinic sells exosome treatment.",
    )


def test_a_clinic_that_the_file_does_not_name_is_left_alone(north, south, person):
    anna = person("anna", north)
    files.read('[[clinic]]\nslug = "north"\nname = "N"\nsells_exosomes = false\n')
    assert Clinic.objects.get(slug="south").name == "South Hill"
    assert list(anna.clinics.values_list("slug", flat=True)) == ["north"]


@pytest.mark.django_db
def test_every_fault_of_every_clinic_is_told_at_once_and_nothing_is_changed():
    text = f'''
[[clinic]]
slug = "good"
name = "Good"
sells_exosomes = false

[[clinic]]
slug = "bad"
name = "<b>Bad</b>"
accent = "#ffff00"
booking = "http://bad.example"
origins = ["https://*.bad.example", "ftp://bad.example"]
languages = ["xx"]
region = "atlantis"
logo = "{base64.b64encode(HARMFUL["a script"]).decode()}"

[[clinic]]
slug = "good"
name = 7
sells_exosomes = "yes"
website = "https://x.example"

[[clinic]]
name = "Nameless"
sells_exosomes = true
logo = "***"
'''
    with pytest.raises(files.FileFaults) as faults:
        files.read(text)
    lines = faults.value.faults
    for start in (
        *("clinic 2 (bad): name: Leave out", "clinic 2 (bad): sells_exosomes:", "clinic 2 (bad): accent:"),
        *("clinic 2 (bad): booking:", "clinic 2 (bad): languages:", "clinic 2 (bad): region:"),
        *(
            "clinic 2 (bad): logo: This SVG has a part called script",
            "clinic 3 (good): slug: this file has it twice",
        ),
        *(
            "clinic 3 (good): name: this has to be text",
            "clinic 3 (good): sells_exosomes: this has to be true or",
        ),
        *("clinic 3 (good): website: there is no such thing", "clinic 4 (without a slug): slug:"),
        *("clinic 4 (without a slug): price_from:", "clinic 4 (without a slug): logo: This is not base64"),
    ):
        assert [one for one in lines if one.startswith(start)], (start, lines)
    assert len([one for one in lines if "(bad): origins:" in one]) == 2
    assert not Clinic.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[clinic", "This is not TOML"),
        ("clinics = 1\n", "clinics: there is no such thing"),
        ("clinic = 1\n", "table called"),
        ("clinic = [1]\n", "table called"),
        ('[[clinic]]\nslug = "a"\nname = "A"\nsells_exosomes = true\nprice_from = true\n', "a whole number"),
        ('[[clinic]]\nslug = "a"\nname = "A"\nsells_exosomes = false\nlanguages = [1]\n', "a list of texts"),
    ],
)
def test_a_file_that_is_something_else_is_refused_in_words(text, said, tmp_path):
    file = tmp_path / "f.toml"
    file.write_text(text)
    with pytest.raises(CommandError, match="Nothing was changed") as refusal:
        call_command("clinics", "import", str(file))
    assert said in str(refusal.value)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_told():
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("clinics", "import", "no-such-file.toml")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("clinics", "export", "no/such/folder.toml")


def test_the_file_is_toml_and_holds_no_account(north, person):
    person("anna", north)
    tables = tomllib.loads(files.write(Clinic.objects.all()))["clinic"]
    assert tables == [
        {
            "slug": "north",
            "name": "North Street",
            "sells_exosomes": True,
            "price_from": 1800,
            "accent": "",
            "contact": "",
            "booking": "",
            "region": "us",
            "languages": ["en"],
            "origins": [],
            "active": True,
            "logo": "",
        }
    ]
