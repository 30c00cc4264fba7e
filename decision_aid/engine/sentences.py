"""Sentences that borrow their numbers: ``{name}`` stands for a number recorded with its source."""

from __future__ import annotations

import re
from collections.abc import Mapping

from decision_aid.engine.evidence import Number

PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
NAMES_WITH_DIGITS = re.compile(
    r"COVID-19|PI3K|GLP-1|510\(k\)|B12|Form 3500B?|1-800-FDA-1088|CYP2C9|\b988\b|\b911\b"
)


def filled(text: str, numbers: Mapping[str, Number | str]) -> str:
    """A sentence with its placeholders replaced; KeyError names a number nobody recorded."""

    def value(match: re.Match[str]) -> str:
        number = numbers[match.group(1)]
        return number if isinstance(number, str) else number.shown

    return PLACEHOLDER.sub(value, text)


def typed_numbers(text: str) -> list[str]:
    """Digits typed into a sentence instead of borrowed from a recorded number."""
    bare = NAMES_WITH_DIGITS.sub("", PLACEHOLDER.sub("", text))
    return re.findall(r"\S*\d\S*", bare)
