"""The HTML a clinic pastes into its page, and which pages may frame the aid.

Hides how a snippet is written. Promises that every snippet carries a plain link, names its frame
in the language of the aid, and says nothing but the clinic, the language and how it should look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decision_aid.clinics.known import Clinic

Mode = Literal["script", "frame", "link", "button"]
Theme = Literal["auto", "light", "dark"]
ACCENT = "#1f5f6b"
"""The aid's own colour, for a button of a clinic that chose none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody chose in the generator."""

    host: str
    clinic: Clinic
    mode: Mode = "script"
    language: str = "en"
    theme: Theme = "auto"
    height: int = 1200

    @property
    def path(self) -> str:
        """Where the aid starts for this clinic. It carries no answers and never will."""
        return f"/c/{self.clinic.slug}/{self.language}/"

    @property
    def address(self) -> str:
        return f"{self.host}{self.path}"

    @property
    def link(self) -> str:
        style = ""
        if self.mode == "button":
            style = format_html(
                ' style="display:inline-block;padding:.75em 1.5em;border-radius:.3em;'
                'background:{};color:#fff;font-weight:700;text-decoration:none"',
                self.clinic.accent or ACCENT,
            )
        return format_html(
            '<a href="{}" target="_blank" rel="noopener"{}>{}</a>',
            self.address,
            style,
            _("Open the decision aid on exosomes for hair loss (new tab)"),
        )

    @property
    def snippet(self) -> str:
        with translation.override(self.language):
            title = _("Decision aid: exosomes for hair loss")
            if self.mode == "frame":
                return self._frame(title)
            if self.mode == "script":
                return self._script(title)
            return format_html("<p>{}</p>", self.link)

    def _frame(self, title: str) -> str:
        scheme = "" if self.theme == "auto" else f"; color-scheme: {self.theme}"
        return format_html(
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" referrerpolicy="no-referrer"'
            ' allow="clipboard-write; web-share" style="border: 0{}"></iframe>\n<p>{}</p>',
            self.address, title, self.height, scheme, self.link,
        )  # fmt: skip

    def _script(self, title: str) -> str:
        theme = "" if self.theme == "auto" else format_html(' data-theme="{}"', self.theme)
        return format_html(
            '<p>{}</p>\n<script async src="{}/embed/v1.js"'
            ' data-clinic="{}" data-lang="{}"{} data-title="{}"></script>',
            self.link, self.host, self.clinic.slug, self.language, theme, title,
        )  # fmt: skip


class WishForm(forms.Form):
    """The generator's form. It comes by GET and its parts have readable names: none is an answer."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How it stands on your page"),
        choices=[
            ("script", gettext_lazy("In the page, as high as it needs to be")),
            ("frame", gettext_lazy("In the page, in a box of fixed height")),
            ("button", gettext_lazy("A button that opens it in a new tab")),
            ("link", gettext_lazy("A link that opens it in a new tab")),
        ],
        initial="script",
        required=False,
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Light or dark"),
        choices=[
            ("auto", gettext_lazy("As the visitor's device is set")),
            ("light", gettext_lazy("Always light")),
            ("dark", gettext_lazy("Always dark")),
        ],
        initial="auto",
        required=False,
    )
    height = forms.IntegerField(
        label=gettext_lazy("Height of the fixed box, in pixels"),
        min_value=400,
        max_value=5000,
        initial=1200,
        required=False,
    )

    def __init__(self, sent: Any, *, clinic: Clinic) -> None:
        super().__init__(sent)
        self.languages = [(code, name) for code, name in settings.LANGUAGES if code in clinic.languages]
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=self.languages, required=False
        )

    def clean(self) -> dict[str, Any]:
        """Only what was chosen; the rest is as it would be anyway."""
        return {name: value for name, value in self.cleaned_data.items() if value}


def page_origin(address: str) -> str:
    """The origin of a web address as a browser writes it, or nothing if it is none."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        return ""
    if parts.scheme not in {"http", "https"} or not host or any(one in host for one in " \"'<>"):
        return ""
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def allows(origins: tuple[str, ...], origin: str) -> bool:
    """May a page of ``origin`` frame the aid, by a list such as a frame-ancestors policy has?"""
    for one in origins:
        scheme, star, rest = one.partition("://*.")
        if origin == one or (star and origin.startswith(f"{scheme}://") and origin.endswith(f".{rest}")):
            return True
    return False
