"""What stands on a clinic's signboard: how it is called, and where to turn.

Both are shown beside the declaration of interest, on every page, so neither may be a sentence or a claim.
A name has no more punctuation than short forms need. A contact line is made of phone numbers, e-mail
addresses, hours and streets. Words that say something are refused as far as a list can know them.
"""

from __future__ import annotations

import re
from unicodedata import category

from django.core.exceptions import ValidationError

from decision_aid.clinics.rules import line

LONGEST_NAME, LONGEST_CONTACT = 80, 120
MOST_PARTS = 8

_PUNCTUATION = frozenset(" &’,./()+·–-\u200c\u200d")
_SHORT_FORM = re.compile(
    r"\b(?:Dr|Drs|Prof|med|dent|St|Ste|Sta|Mt|Ft|Mr|Mrs|Ms|Jr|Sr|Ph|Inc|Ltd|Co|Corp|[^\W\d_])\.",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:is|are|was|were|isn’t|aren’t|does|doesn’t|has|have|had|sells?|sold|offers?|we|you|"
    r"your|they|it|that|this|there|where|who|not|never|longer|true|false|everybody|everyone|"
    r"exosom\w*|stem cells?|prp|minoxidil|finasteride|dutasteride|fda|cleared|clearance|approv\w*|certified|"
    r"cur(?:e|es|ed)|guarante\w*|proven|regr[oe]w\w*|results?|safe\w*|effective\w*|recommend\w*|patients?|"
    r"percent|clinically|\d+ (?:in|of|out of) \d+)\b",
    re.IGNORECASE,
)

_LABEL = r"(?:(?:phone|telephone|tel|call|text|mobile|whatsapp|fax)[.:]? )?"
_PHONE = re.compile(
    _LABEL + r"\+?[0-9(][0-9 ()./-]{3,24}(?: (?:ext|extension|x)[.:]? ?[0-9]{1,6})?", re.IGNORECASE
)
_E_MAIL = re.compile(
    r"(?:e-?mail:? )?[a-z0-9][a-z0-9._+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}", re.IGNORECASE
)
_TIME = re.compile(r"[0-9]{1,2}(?:[:.][0-9]{2})?(?:am|pm|h)?")
_DAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?")
_OF_HOURS = frozenset(
    {"open", "closed", "hours", "daily", "weekdays", "weekends", "from", "to", "and", "by", "appointment"}
    | {"noon", "am", "pm"}
)
_OF_STREETS = re.compile(r"#?[^\W_][\w’/-]{0,24}\.?")


def name(value: str) -> str:
    value = line(value, longest=LONGEST_NAME)
    if foreign := sorted({one for one in value if category(one)[0] not in "LMN" and one not in _PUNCTUATION}):
        raise ValidationError(f"Leave out {' '.join(foreign)} and write the name alone.")
    if "." in _SHORT_FORM.sub("", value):
        raise ValidationError("Write the name alone. A period belongs to short forms such as St. or M.D.")
    if found := _SAYS.search(value):
        raise ValidationError(f"Write the name alone, with nothing said in it. Leave out “{found[0]}”.")
    return value


def contact(value: str) -> str:
    value = line(value, longest=LONGEST_CONTACT)
    parts = [one.strip() for one in re.split("[,;·|]", value)] if value else []
    place = False
    for part in parts:
        reach = any(shape.fullmatch(part) for shape in (_PHONE, _E_MAIL)) or _hours(part)
        place = not reach and _street(part, follows=place)
        if not (reach or place) or len(parts) > MOST_PARTS:
            raise ValidationError(
                "Write a phone number, an e-mail address, a street or hours, with commas between them. "
                f"“{part}” is none of these."
            )
    return value


def _hours(part: str) -> bool:
    words = [one for one in re.split("[ –-]", part.lower()) if one]
    return bool(words) and all(
        one in _OF_HOURS or _DAY.fullmatch(one) or _TIME.fullmatch(one) for one in words
    )


def _street(part: str, *, follows: bool) -> bool:
    """With a number in it, such as 12 North Street or TX 78701; a town only behind one of these."""
    words = part.split()
    most = 5 if re.search("[0-9]", part) else 3 * follows
    if not 0 < len(words) <= most or part.startswith("#"):
        return False
    return all(map(_OF_STREETS.fullmatch, words)) and not _SAYS.search(part)
