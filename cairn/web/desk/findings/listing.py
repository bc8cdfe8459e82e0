"""The list of findings that the person may read, by section and by the State they speak of."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.reference.countries import name_of
from cairn.reporting.filings.definitions import sections
from cairn.reporting.findings.models import Finding
from cairn.web.desk.findings.doors import contributes_for, listed
from cairn.web.desk.importing.doors import by_key, needs, viewer_of
from cairn.web.desk.rights.forms import state_choices
from cairn.web.say import current, say

ALL = [("", lazy("all"))]


class FindingFilters(forms.Form):
    section = forms.ChoiceField(label=lazy("Section"), required=False)
    about = forms.ChoiceField(label=lazy("About"), required=False)

    def __init__(self, *args: Any, states: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(key, say(one.title)) for key, one in sections().items()]
        self.fields["section"].choices = [*ALL, *named]  # type: ignore[attr-defined]
        self.fields["about"].choices = [*ALL, *states]  # type: ignore[attr-defined]


@require_safe
@needs(Permission.DESK_READ)
def index(request: HttpRequest) -> HttpResponse:
    """Newest periods first."""
    form = FindingFilters(request.GET or None, states=state_choices(request.user))  # type: ignore[arg-type]
    rows = Finding.objects.visible_to(viewer_of(request)).newest().select_related("owner")
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    for name in ("section", "about"):
        if value := chosen.get(name):
            rows = rows.filter(**{name: value})
    page = by_key(rows, request, ("-period", "pk"))
    context = {
        "lines": [listed(one) for one in page.rows],
        "page_of": page,
        "form": form,
        "filtered": any(chosen.values()),
        "writes": bool(contributes_for(request)),
        "about": name_of(chosen["about"], current()) if chosen.get("about") else "",
    }
    return render(request, "desk/findings/index.html", context)
