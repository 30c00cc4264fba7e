"""The only models there are: a clinic, its people, and how many used the aid on a day.

A clinic chooses how its frame looks and must declare whether it sells the treatment; it can change no
word of the aid. Whatever is saved has passed the rules first, whichever way it came in. Nothing here
is about a patient.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from decision_aid.clinics import known, rules, signboard
from decision_aid.clinics.logos import Logo

DECLARE = "Say whether this clinic sells exosome treatment."
SELLS = [(True, "Yes, this clinic sells exosome treatment"), (False, "No, this clinic does not sell it")]


def english() -> list[str]:
    return ["en"]


class Clinic(models.Model):
    slug = models.CharField(
        "short name in addresses",
        max_length=rules.LONGEST_SLUG,
        unique=True,
        help_text="It stands in every snippet. Changing it breaks the pages that have one.",
    )
    name = models.CharField(max_length=signboard.LONGEST_NAME)
    sells_exosomes = models.BooleanField(
        "Does this clinic sell exosome treatment?",
        choices=SELLS,
        error_messages={"invalid": DECLARE, "null": DECLARE},
    )
    price_from = models.PositiveIntegerField(
        "price from",
        null=True,
        blank=True,
        help_text="If you sell it: of one session, in whole units of the money of your region.",
    )
    accent = models.CharField(
        "accent color", max_length=7, blank=True, help_text="Such as #1f5f6b. Empty for ours."
    )
    contact = models.CharField(
        "contact line",
        max_length=signboard.LONGEST_CONTACT,
        blank=True,
        help_text="Phone numbers, e-mail addresses, a street, hours. Commas between them, no sentence.",
    )
    booking = models.CharField(
        "booking address",
        max_length=300,
        blank=True,
        help_text="An https address without a question mark, the same for every visitor.",
    )
    region = models.CharField(max_length=40, default="us")
    languages = models.JSONField(default=english)
    origins = models.JSONField(default=list, blank=True)
    logo = models.BinaryField(blank=True, default=b"")
    logo_kind = models.CharField(max_length=20, blank=True, editable=False)
    logo_mark = models.CharField(max_length=12, blank=True, editable=False)
    active = models.BooleanField(
        "switched on",
        default=True,
        help_text="Off, its addresses show the aid without it, and no site may frame them. All is kept.",
    )
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="clinics")
    created = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name", "slug")
        constraints = (
            models.CheckConstraint(
                name="who_sells_says_from_what_price",
                # Without the third, "NULL is more than 0" would be neither true nor false, and pass.
                condition=models.Q(sells_exosomes=False, price_from=None)
                | models.Q(sells_exosomes=True, price_from__gt=0, price_from__isnull=False),
                violation_error_message="Say from what price on, or that you do not sell this treatment.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Put every value into its one spelling, or say of each what would mend it."""
        faults: dict[str, ValidationError] = {}
        spelled: dict[str, Callable[[], Any]] = {
            "slug": lambda: rules.slug(self.slug),
            "name": lambda: signboard.name(self.name),
            "contact": lambda: signboard.contact(self.contact),
            "accent": lambda: rules.accent(self.accent),
            "booking": lambda: rules.booking(self.booking),
            "region": lambda: rules.region(self.region),
            "languages": lambda: rules.languages(self.languages),
            "origins": lambda: rules.origins(self.origins),
        }
        for field, spell in spelled.items():
            try:
                setattr(self, field, spell())
            except ValidationError as fault:
                faults[field] = fault
        try:
            rules.price(self.price_from, sells=self.sells_exosomes)
        except ValidationError as fault:
            faults["price_from"] = fault
        if faults:
            raise ValidationError(faults)

    def wear(self, logo: Logo | None) -> None:
        """Take this picture, or none. It comes from ``logos.take_in``."""
        self.logo, self.logo_kind, self.logo_mark = (
            (logo.picture, logo.kind, logo.mark) if logo else (b"", "", "")
        )


class DailyCount(models.Model):
    """Sums, written by ``counts`` and read by ``figures``. Never a row for one person."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="counts")
    day = models.DateField()
    language = models.CharField(max_length=12)
    started = models.PositiveIntegerField(default=0)
    finished = models.PositiveIntegerField(default=0)
    pdf = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_sum_a_day", fields=("clinic", "day", "language")),)

    def __str__(self) -> str:
        return f"{self.clinic_id} {self.day} {self.language}"


def all_known() -> dict[str, known.Clinic]:
    """Every clinic as the patient side knows it, by its slug. Reads no picture."""
    columns = ("slug", "name", "accent", "contact", "booking", "languages", "region", "origins")
    others = ("sells_exosomes", "price_from", "logo_mark", "active")
    rows = Clinic.objects.values_list(*columns, *others).order_by()
    return {
        slug: known.Clinic(
            slug, name, accent, contact, booking, tuple(languages), region, tuple(origins), *rest
        )
        for slug, name, accent, contact, booking, languages, region, origins, *rest in rows
    }
