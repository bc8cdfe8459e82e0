"""What agencies of the State have submitted, by section and period, and the merges that were begun.

One filing alone is cleared on its own page; two or more of one section and period may be merged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Organisation, OrganisationKind
from cairn.accounts.permissions import ROLES, Permission
from cairn.accounts.working import roles_held_by
from cairn.kernel.dates import Period
from cairn.kernel.errors import NotFound
from cairn.reference.countries import name_of
from cairn.reporting.filings.combining import begin_merge
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import NotOfThisState
from cairn.reporting.filings.states import WRITABLE, FilingStatus
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, newest_seen, tried
from cairn.web.desk.filing.listing import Listed, clears, listed
from cairn.web.desk.filing.words import conduct_words, section_words
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.once import FIELD, key_of, once
from cairn.web.say import current

MOST = 100  # groups, and merges, that are shown at once
SUBJECT = ("state", "section", "period", "period_last")


@dataclass(frozen=True, slots=True)
class Group:
    """Filings of one State, section and period that wait for the contact point."""

    section: str
    period: Period
    state: str
    filings: list[Filing]
    differ: list[str]  # what they speak of, where that is not the same
    bodies: list[Organisation]  # for which the merged filing may be begun

    @property
    def may_merge(self) -> bool:
        return len(self.filings) > 1


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_CLEAR)
@once
def index(request: HttpRequest) -> HttpResponse:
    """The groups, newest period first; the form of one begins its merge."""
    if not clears(request):
        raise NotOfThisState()
    if request.method == "POST":
        filing, wrong = _begin(request)
        if not wrong:
            return redirect("desk:merging", ref=filing.ref)
        return _page(request, wrong)
    return _page(request, NOTHING_WRONG)


def _begin(request: HttpRequest) -> tuple[Any, Wrong]:
    refs = set(request.POST.getlist("filing"))
    chosen = list(_submitted(request).filter(ref__in=refs))
    owner = _bodies(request).filter(ref=request.POST.get("owner", "")).first()
    if len(chosen) != len(refs) or owner is None:
        raise NotFound()
    return tried(
        begin_merge,
        filings=chosen,
        owner=owner,
        by=person_of(request),
        once=key_of(request.POST[FIELD]),
    )


def _submitted(request: HttpRequest) -> Any:
    """What waits for this contact point and is in no merge."""
    return Filing.objects.visible_to(viewer_of(request)).filter(
        state__in=clears(request), status=FilingStatus.SUBMITTED, merged_into=""
    )


def _bodies(request: HttpRequest) -> Any:
    """The bodies as whose contact point she may file what was merged."""
    roles = [key for key, role in ROLES.items() if Permission.FILING_CLEAR in role.permissions]
    held = roles_held_by(person_of(request)).filter(role__in=roles)  # type: ignore[attr-defined]
    return Organisation.objects.filter(
        pk__in=held.values("organisation"), kind=OrganisationKind.STATE_BODY
    ).order_by("name")


def _page(request: HttpRequest, wrong: Wrong) -> HttpResponse:
    subjects = (
        _submitted(request)
        .values(*SUBJECT)
        .annotate(n=Count("pk"))
        .order_by("-period_last", "section", "state")[:MOST]
    )
    groups = list(_groups(request, list(subjects.values_list(*SUBJECT))))
    context = {
        "groups": [one for one in groups if one.may_merge],
        "single": [listed(one.filings[0]) for one in groups if not one.may_merge],
        "begun": _begun(request),
        "wrong": wrong,
        "several_states": len(clears(request)) > 1,
    }
    return render(request, "desk/merging/index.html", context, status=400 if wrong else 200)


def _groups(request: HttpRequest, subjects: list[tuple[Any, ...]]) -> Iterable[Group]:
    if not subjects:
        return
    first = min(one[2] for one in subjects)
    rows = _submitted(request).filter(period__gte=first, section__in={one[1] for one in subjects})
    held: dict[tuple[Any, ...], list[Filing]] = {one: [] for one in subjects}
    for one in rows.select_related("owner").order_by("owner__name", "pk"):
        held.get((one.state, one.section, one.period, one.period_last), []).append(one)
    bodies = list(_bodies(request))
    for (state, section, start, last), filings in held.items():
        spoken = sorted({one.conduct for one in filings})
        yield Group(
            section_words(section),
            Period(start, last),
            name_of(state, current()),
            filings,
            [conduct_words(one) for one in spoken] if len(spoken) > 1 else [],
            [body for body in bodies if body.state == state],
        )


def _begun(request: HttpRequest) -> list[tuple[Listed, str]]:
    """Merges whose filing the person may see: those still open first."""
    into = Filing.objects.filter(state__in=clears(request)).exclude(merged_into="")
    rows = newest_seen(viewer_of(request)).filter(ref__in=into.values("merged_into"))
    found = rows.select_related("owner").order_by("-touched_at", "-pk")[:MOST]
    shown = [(listed(one), _next(one)) for one in found]
    return sorted(shown, key=lambda pair: pair[0].filing.status not in WRITABLE)


def _next(filing: Filing) -> str:
    return _("go on merging") if filing.status in WRITABLE else _("see how it was merged")
