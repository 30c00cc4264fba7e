"""Django forms built from the items of a page, for checking what was sent.

One class of behaviour per type of question; the question itself is data. Error messages are
sentences a person can act on, and what was typed is always kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from decision_aid.engine.questionnaire import Item, Reply

# Plain digits only: Python would also take 1e5, 1_000, NaN and the digits of every script.
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?")


class OneOf(forms.Field):
    """A single choice; the reply is a tuple with its code."""

    def __init__(self, item: Item) -> None:
        super().__init__(required=item.required)
        self.item = item

    def _missing(self, sentence: str) -> str:
        """Say that something must be chosen, and that not knowing is an answer where it is one."""
        open_ends = [option.text for option in self.item.answer_option if option.unknown]
        if not open_ends:
            return sentence
        return sentence + " " + _("“%(open)s” is an answer too.") % {"open": open_ends[0]}

    def clean(self, value: Any) -> tuple[str, ...] | None:
        if not value:
            if self.required:
                raise ValidationError(self._missing(_("Choose an answer.")))
            return None
        reply = (str(value),)
        if not self.item.accepts(reply):
            raise ValidationError(_("Choose one of the answers shown."))
        return reply


class SomeOf(OneOf):
    """Several choices, or one that stands alone such as “None of these”."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> tuple[str, ...] | None:
        codes = tuple(dict.fromkeys(str(code) for code in value or ()))
        if not codes:
            if self.required:
                raise ValidationError(self._missing(_("Tick at least one.")))
            return None
        if not set(codes) <= set(self.item.codes()):
            raise ValidationError(_("Choose from the answers shown."))
        alone = [self.item.option(c).text for c in codes if c in self.item.exclusive_codes()]
        if alone and len(codes) > 1:
            raise ValidationError(
                _("“%(alone)s” does not go with other answers. Untick one of them.") % {"alone": alone[0]}
            )
        if self.item.maximum and len(codes) > self.item.maximum:
            raise ValidationError(_("Tick %(most)s at most.") % {"most": self.item.maximum})
        return codes


class WholeNumber(OneOf):
    """A number within the item's range, kept in its smallest unit; “$1,200” is read as 1200."""

    def clean(self, value: Any) -> Any:
        text = str(value or "").strip().replace(",", "").removeprefix("$").removesuffix("%").strip()
        if not text:
            if self.required:
                raise ValidationError(_("Type a number."))
            return None
        item, scale = self.item, Decimal(10) ** self.item.decimals
        low, high = Decimal(item.minimum) / scale, Decimal(item.maximum) / scale
        if not _NUMBER.fullmatch(text):
            raise ValidationError(_("Type a number only, such as %(low)s.") % {"low": f"{max(low, 1):,f}"})
        number = Decimal(text)
        kept = number * scale
        if not low <= number <= high:
            raise ValidationError(
                _("Type a number from %(low)s to %(high)s.") % {"low": f"{low:,f}", "high": f"{high:,f}"}
            )
        if kept != kept.to_integral_value():
            raise ValidationError(
                _("Leave out the cents.")
                if not item.decimals
                else _("Use two digits after the point at most.")
            )
        return int(kept)


def field_for(item: Item) -> OneOf:
    if item.type == "integer":
        return WholeNumber(item)
    return SomeOf(item) if item.repeats else OneOf(item)


class ItemsForm(forms.Form):
    """The items of one page. ``replies`` holds what may be sealed, None where left empty."""

    use_required_attribute = False

    def __init__(self, items: Sequence[Item], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.items = items
        self.fields = {item.link_id: field_for(item) for item in items}

    @property
    def replies(self) -> dict[str, Reply | None]:
        return {item.link_id: self.cleaned_data.get(item.link_id) for item in self.items}

    def sent(self, item: Item) -> tuple[str, ...]:
        """What came in for an item, to show again: codes, or the text typed for a number."""
        if not isinstance(self.data, QueryDict):
            return ()
        return tuple(text[:40] for text in self.data.getlist(item.link_id))
