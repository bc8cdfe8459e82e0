"""What people outside propose to add to the library: the editors' queue, and one proposal."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from cairn.corrections import queries
from cairn.corrections.models import Request
from cairn.corrections.proposals import decline
from cairn.knowledge.asking.vocabulary import LONGEST, Status
from cairn.knowledge.kinds import kinds
from cairn.web.components import Fact
from cairn.web.desk.correcting.words import decided, facts, line
from cairn.web.desk.filing.asking import no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG, tried
from cairn.web.desk.importing.doors import by_key, person_of
from cairn.web.desk.library.doors import writes_only
from cairn.web.desk.once import once
from cairn.web.desk.rights.forms import refuse
from cairn.web.desk.rights.own import ticked
from cairn.web.say import say


class DeclineForm(forms.Form):
    """Why no record is made of it."""

    reasons = forms.CharField(
        label=lazy("Reasons"),
        max_length=LONGEST["reasons"],
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=lazy("The person who asked reads them. Write no names of persons."),
    )


@require_safe
@writes_only
def index(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    rows = by_key(queries.proposals(), request, ("decide_by", "pk"))
    today = timezone.localdate()
    context = {
        "lines": [
            {
                "title": one.title,
                "url": reverse("desk:library_proposal", args=[one.ref]),
                "kind": kind_words(one),
                "due": one.decide_by,
                "late": one.overdue(today),
            }
            for one in rows.rows
        ],
        "page_of": rows,
    }
    return render(request, "desk/correcting/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@writes_only
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """One proposal: begin a draft of it, or decline it with reasons."""
    found = queries.proposal_of(ref)
    form, wrong = DeclineForm(request.POST or None), NOTHING_WRONG
    if form.is_bound and form.is_valid():
        done, wrong = tried(
            decline,
            request=found,
            reasons=form.cleaned_data["reasons"],
            by=person_of(request),
            not_persons=ticked(request),
        )
        if done:
            messages.success(request, _("The proposal was declined with your reasons."))
            return redirect("desk:library_proposals")
        refuse(form, wrong)
    known = [Fact(_("Kind"), kind_words(found)), *list(facts(found))[1:]]
    open_now = found.status == Status.RECEIVED
    context = {
        "found": found,
        "line": line(found, {}),
        "facts": known,
        "form": form,
        "open": open_now and found.kind in kinds(),
        "decided": decided(found),
        "no_persons": no_persons(request.POST, wrong),
    }
    status = 400 if form.errors else 200
    return render(request, "desk/correcting/proposal.html", context, status=status)


def kind_words(found: Request) -> str:
    kind = kinds().get(found.kind)
    return say(kind.word) if kind else found.kind
