"""The wizard: a form for each page of the walk, with the same questions and replies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from formtools.wizard.views import SessionWizardView

from decision_aid.engine.questionnaire import Item
from tests.bench.plan import walk


def _field(item: Item) -> forms.Field:
    choices = [(option.code, option.text) for option in item.answer_option]
    if item.repeats:
        return forms.MultipleChoiceField(
            label=item.text, choices=choices, help_text=item.hint, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(label=item.text, choices=choices, help_text=item.hint, widget=forms.RadioSelect)


FORMS = [
    type("PageForm", (forms.Form,), {item.link_id: _field(item) for item in asked.items}) for asked in walk()
]


class Wizard(SessionWizardView):  # type: ignore[misc]  # formtools carries no type information
    form_list = FORMS

    def get_prefix(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "wizard"

    def done(self, form_list: Any, **kwargs: Any) -> HttpResponse:
        """The answers, read back."""
        rows = ((name, reply) for form in form_list for name, reply in form.cleaned_data.items())
        return HttpResponse(format_html("<dl>{}</dl>", format_html_join("", "<dt>{}<dd>{}", rows)))
