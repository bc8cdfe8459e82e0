"""All entries of the library, newest change first; what is chosen stands in the address."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.accounts.models import User
from cairn.jobs.models import JobNote
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.publishing import key_of
from cairn.knowledge.editing.states import WORDS, Status
from cairn.knowledge.kinds import kinds
from cairn.web.desk.importing.doors import by_key, person_of
from cairn.web.desk.importing.filtering import choices_set
from cairn.web.desk.library.doors import enters, listed, reviews, writes
from cairn.web.say import say

FILTERS = {"kind": "kind", "status": "status", "who": "changed_by__username", "file": "origin"}
MOST = 200  # names and files that a filter offers; the address takes any


class EntryFilters(forms.Form):
    def __init__(self, data: Any) -> None:
        super().__init__(data)
        everything = [("", _("all"))]
        changed = Entry.objects.exclude(changed_by=None).values("changed_by").distinct()
        people = User.objects.filter(pk__in=changed).order_by("display_name")[:MOST]
        files = Entry.objects.exclude(origin="").order_by("origin").values_list("origin", flat=True)
        chosen = (data or {}).get("file", "")
        names = dict.fromkeys([*files.distinct()[:MOST], *([chosen] if chosen else [])])
        offered = {
            "kind": (_("Kind"), [(one.key, say(one.words)) for one in kinds().values()]),
            "status": (_("Status"), [(one.value, say(WORDS[one])) for one in Status]),
            "who": (_("Last changed by"), [(one.username, one.called) for one in people]),
            "file": (_("Came with the file"), [(name, name) for name in names]),
        }
        for name, (label, choices) in offered.items():
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[*everything, *choices]
            )


@require_safe
@enters
def index(request: HttpRequest) -> HttpResponse:
    """A constant number of queries, however many entries there are."""
    form = EntryFilters(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = Entry.objects.filter(kind__in=kinds()).select_related("changed_by").defer("body")
    for name, column in FILTERS.items():
        if chosen.get(name):
            rows = rows.filter(**{column: chosen[name]})
    page = by_key(rows, request, ["-changed_at", "pk"])
    file = chosen.get("file", "")
    context = {
        "lines": [listed(one) for one in page.rows],
        "page_of": page,
        "form": form,
        "chosen": choices_set(request, form) if any(chosen.values()) else [],
        "writes": writes(request),
        "kinds": [(one.key, say(one.word)) for one in kinds().values()],
        "file": file,
        "together": _together(request, file) if file and reviews(request) else None,
        "note": JobNote.objects.filter(key=key_of(file)).order_by("-pk").first() if file else None,
    }
    return render(request, "desk/library/index.html", context)


def _together(request: HttpRequest, file: str) -> dict[str, int]:
    """How many came with the file and wait for somebody else, and how many for this person."""
    waiting = Entry.objects.waiting().filter(origin=file)
    own = waiting.filter(changed_by=person_of(request)).count()
    return {"others": waiting.count() - own, "own": own}
