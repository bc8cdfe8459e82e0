"""How long what is kept, what is due next, and what a hold keeps beyond that."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.erasure import holds, policies
from cairn.erasure.models import Hold
from cairn.erasure.retention import due_for
from cairn.erasure.rules import COUNTED_WORDS, PERIOD_WORDS
from cairn.web.components import Column, Table
from cairn.web.desk.erasing.doors import DECIDES
from cairn.web.desk.filing.doors import tried
from cairn.web.desk.importing.doors import by_key, needs, person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.once import once
from cairn.web.numbers import day as day_words
from cairn.web.say import current, say

DAY = timedelta(days=1)


class HoldForm(forms.Form):
    """Something that must be kept."""

    target = forms.CharField(
        label=lazy("Reference of a filing, an import, a data set or an organisation"),
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=lazy("Why it must be kept"),
        max_length=300,
        help_text=lazy("Write no names of persons."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    until = forms.DateField(
        label=lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=lazy("Left empty, it holds until it is lifted."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*DECIDES)
@once
def page(request: HttpRequest) -> HttpResponse:
    """Rules for everybody; what is due and on hold, of the person's own organisations."""
    person = person_of(request)
    form = HoldForm(request.POST if request.POST.get("act") == "place" else None)
    if request.POST.get("act") == "lift":
        holds.lift(ref=request.POST.get("hold", ""), by=person)
        messages.success(request, _("The hold was lifted."))
        return redirect("desk:keeping")
    if form.is_bound and form.is_valid() and _placed(request, form):
        messages.success(request, _("It is on hold now."))
        return redirect("desk:keeping")
    rows = by_key(holds.of_user(person), request, ["-pk"])
    placers = {one.placed_by for one in rows.rows}
    names = people(placers, viewer_of(request), about=[one.target for one in rows.rows])
    context = {
        "table": _table(request),
        "lines": [_line(one, names) for one in rows.rows],
        "page_of": rows,
        "form": form,
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "desk/erasing/keeping.html", context, status=status)


def _placed(request: HttpRequest, form: HoldForm) -> bool:
    given = form.cleaned_data
    until = min(given["until"], date.max - DAY) + DAY if given["until"] else None
    made, wrong = tried(
        holds.place,
        target=given["target"].strip(),
        reason=given["reason"],
        until=until,
        by=person_of(request),
    )
    for name, sentence in wrong.fields.items():
        form.add_error(name if name in form.fields else None, sentence)
    for sentence in wrong.others:
        form.add_error(None, sentence)
    return made is not None


def _table(request: HttpRequest) -> Table:
    found = due_for(policies.bodies_of(person_of(request)))
    return Table(
        caption=_("How long what is kept"),
        columns=[
            Column(_("What")),
            Column(_("Days"), "number"),
            Column(_("Counted")),
            Column(_("Due now"), "number"),
            Column(_("On hold"), "number"),
            Column(_("Next due")),
        ],
        rows=[
            [
                say(PERIOD_WORDS[one.term.key]),
                one.term.days,
                say(COUNTED_WORDS[one.term.counted]),
                one.now,
                one.held,
                day_words(one.next, current()) if one.next else "–",
            ]
            for one in found
        ],
        stacked=True,
    )


def _line(one: Hold, names: Any) -> dict[str, Any]:
    over = one.until is not None and one.until <= timezone.localdate()
    return {
        "hold": one,
        "by": names.get(one.placed_by, ""),
        "last": one.until - DAY if one.until else None,
        "running": one.lifted_at is None and not over,
    }
