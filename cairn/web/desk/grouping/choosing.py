"""The step at which a contact point says who may read a filing: each group with whom it names."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.sharing_with import (
    check_may_share,
    groups_for,
    limit_uses,
    share_filing,
)
from cairn.sharing.groups import KINDS, bodies_named, persons_named
from cairn.sharing.models import GroupKind, SharingGroup
from cairn.sharing.participation import takes_part
from cairn.web.desk.filing import heading
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, find_filing, tried
from cairn.web.desk.grouping.words import ByState, by_state, persons_by_state
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import once
from cairn.web.desk.participation.before import before


@dataclass(frozen=True, slots=True)
class Choice:
    """One group, and everybody whom naming it lets read."""

    group: SharingGroup
    chosen: bool
    n: int
    readers: ByState


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.GROUP_WRITE)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose a group, or none; whoever would read is listed before anything is shared."""
    filing = find_filing(request, ref)
    check_may_share(person_of(request), filing)
    if request.method != "POST":
        return _page(request, filing, NOTHING_WRONG)
    if request.POST.get("act") == "uses":
        return _limit(request, filing)
    done, wrong = tried(
        share_filing,
        filing=filing,
        group=request.POST.get("group", "") or None,
        by=person_of(request),
    )
    if wrong:
        return _page(request, filing, wrong)
    said = _("It is shared as chosen.") if done.shared_with else _("It is shared with no group.")
    messages.success(request, said)
    return redirect("desk:filing_sharing", ref=filing.ref)


class UsesForm(forms.Form):
    last_day = forms.DateField(
        label=lazy("Last day of the permitted uses"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=lazy(
            "After it no file of this filing is made for anybody beyond your State; files that "
            "were made before name the day. Left empty: without an end."
        ),
    )


def _limit(request: HttpRequest, filing: Filing) -> HttpResponse:
    form = UsesForm(request.POST)
    if not form.is_valid():
        return _page(request, filing, NOTHING_WRONG, form)
    last_day = form.cleaned_data["last_day"]
    _done, wrong = tried(limit_uses, filing=filing, last_day=last_day, by=person_of(request))
    if wrong:
        form.add_error("last_day", wrong.all[0])
        return _page(request, filing, NOTHING_WRONG, form)
    messages.success(request, _("Saved."))
    return redirect("desk:filing_sharing", ref=filing.ref)


def _page(
    request: HttpRequest, filing: Filing, wrong: Wrong, form: UsesForm | None = None
) -> HttpResponse:
    filing.refresh_from_db()
    asked = form or UsesForm(initial={"last_day": filing.uses_until})
    context = {
        **heading.headed(filing),
        "by_group": filing.marking in KINDS,
        "persons": KINDS.get(filing.marking) == GroupKind.ACCOUNTS,
        "takes_part": takes_part(filing.state, timezone.localdate()),
        "before": before(filing),
        "choices": list(_choices(filing)),
        "none_chosen": not filing.shared_with,
        "wrong": wrong,
        "form": asked,
    }
    status = 400 if wrong or asked.errors else 200
    return render(request, "desk/grouping/sharing.html", context, status=status)


def _choices(filing: Filing) -> Iterator[Choice]:
    today = timezone.localdate()
    for group in groups_for(filing, today):
        if group.kind == GroupKind.ACCOUNTS:
            persons = persons_named(group, filing.section, today)
            n, readers = len(persons), persons_by_state(persons)
        else:
            bodies = bodies_named(group, filing.marking, filing.section, today)
            n, readers = len(bodies), by_state(bodies)
        yield Choice(group, group.ref == filing.shared_with, n, readers)
