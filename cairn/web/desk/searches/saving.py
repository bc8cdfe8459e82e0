"""Saving a search that the library's page leads here with: all it needs is a name."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.search.addresses import question_of
from cairn.search.saved.actions import LONGEST, save_search
from cairn.web.desk.filing.doors import tried
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import kept, once
from cairn.web.desk.searches.lines import address_of, asked_in
from cairn.web.say import current

# What stands in an address beside the question itself.
BESIDE = {"after", "cursor", "sort"}


class NameForm(forms.Form):
    name = forms.CharField(
        label=lazy("Name of the search"),
        error_messages={"required": lazy("Give the search a name, so that you know it again.")},
        widget=forms.TextInput(attrs={"dir": "auto", "maxlength": LONGEST}),
        help_text=lazy("Read by you alone. Write no names of persons."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def new(request: HttpRequest) -> HttpResponse:
    """What is asked stands in the address; the form asks what to call it."""
    given = {name: held for name, held in request.GET.lists() if name not in BESIDE}
    question = question_of(given, current())
    words, chosen, asked = asked_in(question)
    names = [words, *(choice.words for choice in chosen)]
    first = " · ".join(one for one in names if one)[:LONGEST]
    sent = kept(request)
    written = sent.get("name", first) if sent else first
    form = NameForm(request.POST or None, initial={"name": written})
    if form.is_bound and form.is_valid():
        name, by = form.cleaned_data["name"], person_of(request)
        saved, wrong = tried(save_search, name=name, question=question, by=by)
        if saved:
            messages.success(
                request, _("The search is saved; the desk tells you what is published next.")
            )
            return redirect("desk:searches")
        for sentence in wrong.others:
            form.add_error("name", sentence)
    context = {
        "form": form,
        "words": words,
        "chosen": chosen,
        "like": bool(question.like),
        "address": address_of(asked),
    }
    status = 400 if form.errors else 200
    return render(request, "desk/searches/new.html", context, status=status)
