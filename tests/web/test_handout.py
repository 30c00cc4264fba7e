"""``manage.py handout``: a case file to PDF, text or JSON, or a sentence that says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.core.management.base import CommandError

CASES = configured.BASE_DIR / "tests" / "content" / "vignettes"
STABLE = CASES / "all-four-hold.toml"


def case(folder: Path, text: str) -> Path:
    file = folder / "case.toml"
    file.write_text(text, encoding="utf-8")
    return file


def made(source: Path, out: Path, *more: str) -> Path:
    call_command("handout", str(source), "--out", str(out), *more)
    return out


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_case_becomes_a_pdf_on_either_paper(tmp_path, paper):
    assert made(STABLE, tmp_path / "h.pdf", "--paper", paper).read_bytes().startswith(b"%PDF-")


def test_a_case_becomes_a_text_of_a_thousand_characters(tmp_path):
    text = made(STABLE, tmp_path / "h.txt").read_text(encoding="utf-8")
    assert "An experiment you could defend" in text
    assert len(text.rstrip("\n")) <= 1000


def test_a_case_becomes_json_in_the_words_of_the_house(tmp_path):
    record = json.loads(made(STABLE, tmp_path / "h.json").read_text(encoding="utf-8"))
    assert record["standing"] == "defensible-experiment"
    assert record["kind"] == "adult"
    assert set(record["conditions"].values()) == {True}
    assert record["answers"]["age"] == ["18 to 49"]
    assert record["date"] == "2026-11-24"


def test_an_answer_may_be_left_out_by_name(tmp_path):
    whole = json.loads(made(STABLE, tmp_path / "w.json").read_text())
    less = json.loads(made(STABLE, tmp_path / "l.json", "--leave-out", "money", "age").read_text())
    assert set(whole["answers"]) - set(less["answers"]) == {"money", "age"}
    assert "spare-money" not in less["conditions"]


def test_a_name_that_leaves_nothing_out_is_refused(tmp_path):
    """A slip of the pen must not put on paper what was to be left off."""
    with pytest.raises(CommandError, match="mony"):
        made(STABLE, tmp_path / "h.txt", "--leave-out", "mony")
    assert not (tmp_path / "h.txt").exists()


def test_a_case_may_start_from_another_one(tmp_path):
    (tmp_path / "base.toml").write_text('[answers]\nage = "18-49"\nscalp = ["pain"]\n')
    source = case(tmp_path, 'like = "base"\n[answers]\nscalp = ["none"]\n')
    record = json.loads(made(source, tmp_path / "h.json").read_text())
    assert record["answers"]["scalp"] == ["None of these"]
    assert record["answers"]["age"] == ["18 to 49"]


def test_an_empty_answer_takes_one_away(tmp_path):
    (tmp_path / "base.toml").write_text('[answers]\nage = "18-49"\nscalp = ["pain"]\n')
    source = case(tmp_path, 'like = "base"\n[answers]\nscalp = ""\n')
    assert "scalp" not in json.loads(made(source, tmp_path / "h.json").read_text())["answers"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[answers]\nage = "old"\n', "age does not take"),
        ('[answers]\nage = "18-49"\nshoe-size = 44\n', "no question shoe-size"),
        ("[answers]\nprice = -5\n", "price does not take -5"),
        ("[answers]\nprice = true\n", "price does not take True"),
        ('[answers]\nscalp = ["none", "pain"]\n', "scalp does not take"),
        ("[answers]\nscalp = []\n", "scalp does not take"),
        ("[answers]\nage = 1.5\n", "age does not take"),
        ("[answers]\nage = 2026-11-24\n", "age does not take"),
        ("[answers]\nage = { x = 1 }\n", "age does not take"),
        ('[answers]\nscalp = [["pain"]]\n', "scalp does not take"),
        ('answers = "pain"\n', "answers"),
        ("[answers\n", "case.toml"),
        ('like = "nobody"\n', "nobody.toml"),
        ('like = "case"\n', "case.toml"),
        ("like = 5\n", "like"),
    ],
)
def test_a_case_that_cannot_be_read_is_named_with_its_question(tmp_path, text, says):
    with pytest.raises(CommandError, match=r"(case|nobody)\.toml") as refusal:
        made(case(tmp_path, text), tmp_path / "h.txt")
    assert says in str(refusal.value)
    assert not (tmp_path / "h.txt").exists()


def test_everything_wrong_with_a_case_is_said_at_once(tmp_path):
    with pytest.raises(CommandError) as refusal:
        made(case(tmp_path, '[answers]\nage = "old"\nshoe-size = 44\n'), tmp_path / "h.txt")
    assert "age" in str(refusal.value)
    assert "shoe-size" in str(refusal.value)


def test_a_file_that_is_not_there_and_an_ending_nobody_knows_are_said_plainly(tmp_path):
    with pytest.raises(CommandError, match=r"gone\.toml"):
        made(tmp_path / "gone.toml", tmp_path / "h.txt")
    with pytest.raises(CommandError, match=r"\.pdf, \.txt or \.json"):
        made(STABLE, tmp_path / "h.docx")
    with pytest.raises(CommandError, match="no-such-folder"):
        made(STABLE, tmp_path / "no-such-folder" / "h.txt")
