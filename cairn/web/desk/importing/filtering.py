"""What is set in the filters of a list: each choice with the address without it."""

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest

from cairn.web.components import Choice

PLACE = ("after", "before")  # where in the list one is, which another filter makes meaningless


def choices_set(
    request: HttpRequest, form: forms.Form, words: Mapping[str, str] | None = None
) -> list[Choice]:
    """`words` says how a value reads where the field itself does not know."""
    found = []
    for name, value in form.cleaned_data.items():
        if not value:
            continue
        field = form.fields[name]
        shown = dict(getattr(field, "choices", ())).get(value, value)
        query = request.GET.copy()
        for gone in (name, *PLACE):
            query.pop(gone, None)
        found.append(
            Choice(str(field.label), (words or {}).get(name, str(shown)), f"?{query.urlencode()}")
        )
    return found
