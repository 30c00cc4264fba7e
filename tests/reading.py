"""Flesch-Kincaid grade of running text, by one pinned tokenizer.

Syllables are pyphen's (version pinned in requirements-test.txt), sentences end at . ! ? or a
line end. Words of the glossary (names of treatments and the like) are left out of the grade
and kept in the raw one. Prints a table when run with files or text on standard input.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyphen

GLOSSARY = frozenset(
    {
        "exosome",
        "exosomes",
        "minoxidil",
        "finasteride",
        "dutasteride",
        "spironolactone",
        "ketoconazole",
        "microneedling",
        "dermatologist",
        "dermatologists",
        "clinician",
        "clinicians",
        "placebo",
        "alopecia",
        "areata",
        "medwatch",
        "fda",
        "prp",
        "plasma",
        "transplant",
        "transplants",
        "camouflage",
        "laser",
        "lasers",
        "approved",
        "cleared",
        "registered",
        "compliant",
        "label",
        "certificate",
        "regulator",
        "regulators",
        "nebraska",
    }
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d[\d,.]*")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
_syllables = pyphen.Pyphen(lang="en_US")


@cache
def syllables(word: str) -> int:
    if word[0].isdigit():
        return 1
    return len(_syllables.positions(word.lower())) + 1


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if _WORD.search(part)]


def words(text: str) -> list[str]:
    return _WORD.findall(text)


@dataclass(frozen=True)
class Grade:
    grade: float
    raw: float
    sentences: int
    words: int
    longest: int
    longest_sentence: str


def flesch_kincaid(word_list: list[str], sentence_count: int) -> float:
    if not word_list or not sentence_count:
        return 0.0
    total = sum(syllables(word) for word in word_list)
    return 0.39 * len(word_list) / sentence_count + 11.8 * total / len(word_list) - 15.59


def grade(text: str) -> Grade:
    found = sentences(text)
    every = [word for part in found for word in words(part)]
    plain = [word for word in every if word.lower().removesuffix("'s").removesuffix("’s") not in GLOSSARY]
    longest = max(found, key=lambda part: len(words(part)), default="")
    return Grade(
        grade=round(flesch_kincaid(plain, len(found)), 2),
        raw=round(flesch_kincaid(every, len(found)), 2),
        sentences=len(found),
        words=len(every),
        longest=len(words(longest)),
        longest_sentence=longest,
    )


if __name__ == "__main__":
    for source in sys.argv[1:] or ["-"]:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
        print(source, grade(text))
