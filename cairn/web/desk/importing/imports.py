"""The list of imports, newest first."""

from operator import itemgetter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission, may
from cairn.kernel.collation import in_order
from cairn.reporting.models import DataSet, ImportBatch
from cairn.web.desk.importing.doors import by_key, needs, viewer_of
from cairn.web.desk.importing.filtering import choices_set
from cairn.web.desk.importing.words import STATUSES, status_words
from cairn.web.desk.uploading import waiting_for
from cairn.web.say import current, say


class ImportFilters(forms.Form):
    def __init__(self, data: Any, *, sources: list[tuple[str, str]]) -> None:
        super().__init__(data)
        states = [(key, say(words)) for key, (words, _kind) in STATUSES.items()]
        self.fields["state"] = forms.ChoiceField(
            label=_("Status"), required=False, choices=[("", _("all")), *states]
        )
        self.fields["source"] = forms.ChoiceField(
            label=_("Source"), required=False, choices=[("", _("all")), *sources]
        )


@require_safe
@needs(Permission.DESK_READ)
def index(request: HttpRequest) -> HttpResponse:
    """A constant number of queries, however many imports there are."""
    viewer = viewer_of(request)
    known = DataSet.objects.visible_to(viewer).order_by("title").values_list("key", "title")[:500]
    sources = in_order(known, current(), itemgetter(1))
    form = ImportFilters(request.GET or None, sources=sources)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = ImportBatch.objects.visible_to(viewer).select_related("dataset")
    if chosen.get("state"):
        rows = rows.filter(status=chosen["state"])
    if chosen.get("source"):
        rows = rows.filter(dataset__key=chosen["source"])
    page = by_key(rows, request, ["-pk"])
    writes = may(request.user, Permission.IMPORT_WRITE)
    waiting = waiting_for(request, "import")
    context = {
        "lines": [(batch, *status_words(batch)) for batch in page.rows],
        "page_of": page,
        "form": form,
        "chosen": choices_set(request, form) if chosen else [],
        "writes": writes,
        "waiting": waiting[:5] if writes else [],
    }
    return render(request, "desk/imports/index.html", context)
