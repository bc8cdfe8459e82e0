"""One request to a second person, before her: what is asked, by whom and why; her answer.

She is shown of the file only what she may see herself; whoever may not see all of it is not asked,
and finds nothing at this address.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.access import second
from cairn.access.models import LONGEST_REASON, Agreement
from cairn.access.second_persons import second_rule
from cairn.accounts.permissions import Permission
from cairn.accounts.rates import Kind
from cairn.kernel.errors import CairnError, NotFound
from cairn.web.desk.filing.asking import no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.once import once
from cairn.web.desk.people.doors import ticked, tried_in
from cairn.web.desk.second.contents import called, parts, place_of
from cairn.web.desk.second.words import line_of

ACTS = {"agree": True, "refuse": False}


class WordsForm(forms.Form):
    """Why she agrees, or does not."""

    words = forms.CharField(
        label=lazy("Your answer, in words"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=lazy("Whoever asked reads it, with your name. Write no names of persons."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """What is asked, and the answer with its words."""
    person = person_of(request)
    found = second.find_to_decide(person, ref)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if request.method == "POST" and act not in ACTS:
        raise NotFound()
    form, wrong = WordsForm(request.POST if act else None), NOTHING_WRONG
    if form.is_bound and form.is_valid():
        done, wrong = tried_in(
            form,
            second.decide,
            agreement=found,
            agree=ACTS[act],
            words=form.cleaned_data["words"],
            by=person,
            not_persons=ticked(request),
        )
        if done:
            said = _("You agreed.") if ACTS[act] else _("You refused.")
            messages.success(request, said)
            return redirect("desk:home")
        found.refresh_from_db()
    context = _shown(request, found) | {
        "form": form,
        "no_persons": no_persons(request.POST, wrong),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "desk/second/request.html", context, status=status)


def _shown(request: HttpRequest, found: Agreement) -> dict[str, Any]:
    records = [(ref, number) for ref, number in found.records]
    shown: dict[str, Any] = {
        "line": line_of(found),
        "who": found.user,
        "of_file": found.kind == Kind.TAKEN,
        "parts": list(parts(records, viewer_of(request))),
        "lasts": second_rule().lasts,
    }
    if found.kind == Kind.TAKEN:
        shown["format"] = place_of(found.address).kind.upper() or _("on paper")
        try:
            shown["what"], shown["url"] = called(request, found.address)
        except CairnError:  # what the figures are made of has changed since
            shown["what"] = ""
    return shown
