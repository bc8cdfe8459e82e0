"""One emergency before those concerned: what it was, what was opened, and what is said of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.access import emergency_reviews
from cairn.access.models import LONGEST_WORDS, Emergency
from cairn.accounts.permissions import Permission
from cairn.kernel.errors import NotFound
from cairn.web.desk.emergency.doors import lines_of
from cairn.web.desk.filing.asking import no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG, newest_seen
from cairn.web.desk.filing.words import section_words
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.once import once
from cairn.web.desk.people.doors import ticked, tried_in

ACTS = {"approve": True, "object": False}


class ReviewForm(forms.Form):
    """What is thought of it."""

    words = forms.CharField(
        label=lazy("Your words"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=lazy(
            "Whether the reason was true, and whether there was no other way. All concerned read "
            "it. Write no names of persons."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything about it, for whoever is told of it; stopping and reviewing for others."""
    person = person_of(request)
    found = emergency_reviews.find(ref, person)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if request.method == "POST" and act not in (*ACTS, "stop"):
        raise NotFound()
    if act == "stop":
        emergency_reviews.stop(ref=ref, by=person)
        messages.success(request, _("It was stopped; nothing is open by it any more."))
        return redirect("desk:emergency", ref=ref)
    form, wrong = ReviewForm(request.POST if act else None), NOTHING_WRONG
    if form.is_bound and form.is_valid():
        done, wrong = tried_in(
            form,
            emergency_reviews.judge,
            ref=ref,
            approve=ACTS[act],
            words=form.cleaned_data["words"],
            by=person,
            not_persons=ticked(request),
        )
        if done:
            messages.success(request, _("Your review was recorded under your name."))
            return redirect("desk:emergency", ref=ref)
        found = emergency_reviews.find(ref, person)
    (line,) = lines_of(request, [found])
    context = {
        "line": line,
        "form": form,
        "no_persons": no_persons(request.POST, wrong),
        "judge": _judge(request, found),
        **_opened(request, found),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "desk/emergency/one.html", context, status=status)


def _judge(request: HttpRequest, found: Emergency) -> str:
    if found.judge is None:
        return ""
    name = found.judge.username
    return people({name}, viewer_of(request), about=[found.ref])[name]


def _opened(request: HttpRequest, found: Emergency) -> dict[str, Any]:
    """How many drafts were opened; by name those that the viewer may see by the ordinary rule."""
    readings = list(found.readings.order_by("opened_at", "pk"))
    rows = newest_seen(viewer_of(request)).filter(ref__in=[one.record for one in readings])
    seen = {one.ref: one for one in rows}
    return {
        "opened": len(readings),
        "handed_over": sum(one.handed_over_at is not None for one in readings),
        "shown": [
            (reading, seen[reading.record], section_words(seen[reading.record].section))
            for reading in readings
            if reading.record in seen
        ],
        "hidden": sum(one.record not in seen for one in readings),
    }
