"""The form of a clinic: one field for each thing it may set, as its people type it.

Hides the difference between what is typed (lines, files) and what is kept (lists, bytes). Whether a
value is right is for the model to say, so that a file and the admin hear the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.safestring import SafeString

from decision_aid.clinics import logos, rules, shades
from decision_aid.clinics.models import SELLS, Clinic

if TYPE_CHECKING:  # Django's own class takes no parameter when it runs
    ClinicModelForm = forms.ModelForm[Clinic]
else:
    ClinicModelForm = forms.ModelForm


class Lines(forms.CharField):
    """One entry a line."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [one.strip() for one in (value or "").splitlines() if one.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class Color(forms.TextInput):
    """Typed, or picked from what the browser offers. A picker is never empty: it counts if it was moved."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        written = str(value or "").strip().lower()
        shown = written if shades.HEX.fullmatch(written) else shades.OURS
        picker = forms.ColorInput(attrs={"aria-label": "Pick a color"})
        return format_html(
            '<span class="color">{}{}{}</span>',
            super().render(name, value, attrs, renderer),
            picker.render(f"{name}_picked", shown, renderer=renderer),
            forms.HiddenInput().render(f"{name}_shown", shown, renderer=renderer),
        )

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        picked, shown = data.get(f"{name}_picked"), data.get(f"{name}_shown")
        return picked if picked and shown and picked != shown else data.get(name)


class YesOrNo(forms.TypedChoiceField):
    """Neither is chosen beforehand. Django would take True and "True" for a change, and put it on record."""

    widget = forms.RadioSelect

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(None if initial is None else str(initial), data)


class Picture(forms.FileField):
    """A file that becomes a logo, or an empty one that becomes none."""

    widget = forms.FileInput(attrs={"accept": ".png,.svg,image/png,image/svg+xml"})

    def clean(self, data: Any, initial: Any = None) -> logos.Logo | None:
        if not isinstance(data, UploadedFile):
            return None
        sent = super().clean(data, initial)
        return logos.take_in(sent.read(logos.LARGEST_PNG + 1))


class ClinicForm(ClinicModelForm):
    """What a clinic's people may set. Not its slug: pages that carry the snippet would break."""

    sells_exosomes = YesOrNo(
        label="Does your clinic sell exosome treatment?",
        choices=SELLS,
        coerce=lambda value: value == "True",
        help_text="Every page of your frame says so, in the same words for every clinic.",
        error_messages={"required": "Say whether your clinic sells exosome treatment."},
    )
    languages = forms.MultipleChoiceField(
        initial=["en"],
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose one language or more."},
    )
    region = forms.ChoiceField(initial="us", choices=lambda: list(rules.regions().items()))
    origins = Lines(
        label="Sites that may show the aid",
        required=False,
        help_text="One a line, such as https://clinic.example. Also with www. where your pages use it.",
    )
    new_logo = Picture(
        label="Logo",
        required=False,
        help_text=(
            f"A PNG of {logos.WIDEST} by {logos.HIGHEST} pixels and {logos.LARGEST_PNG // 1000} KB at most, "
            f"or an SVG of {logos.LARGEST_SVG // 1000} KB at most."
        ),
    )
    no_logo = forms.BooleanField(label="Show no logo", required=False)

    class Meta:
        model = Clinic
        fields = (
            "name", "sells_exosomes", "price_from", "accent", "contact", "booking", "region", "languages",
            "origins",
        )  # fmt: skip
        widgets: ClassVar[dict[str, forms.Widget]] = {"accent": Color()}

    field_order = (
        "name", "slug", "sells_exosomes", "price_from", "new_logo", "no_logo", "accent", "contact", "booking",
        "region", "languages", "origins", "people", "active",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo_mark:
            del self.fields["no_logo"]
        for name, field in self.fields.items():
            notes = [f"{self[name].auto_id}-{one}" for one, there in self._notes(name, field) if there]
            if notes:
                field.widget.attrs["aria-describedby"] = " ".join(notes)

    def _notes(self, name: str, field: forms.Field) -> tuple[tuple[str, bool], ...]:
        return ("hint", bool(field.help_text)), ("error", self.is_bound and name in self.errors)

    def save(self, commit: bool = True) -> Clinic:
        logo = cast("logos.Logo | None", self.cleaned_data.get("new_logo"))
        if logo or self.cleaned_data.get("no_logo"):
            self.instance.wear(logo)
        return super().save(commit)
