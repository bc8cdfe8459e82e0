"""The list of filings: what waits for the person first, then all that she may see, by filters that
stand in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from cairn.accounts.models import Organisation, OrganisationKind
from cairn.accounts.permissions import ROLES, Permission
from cairn.accounts.working import roles_held_by
from cairn.reference.countries import name_of
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.models import Filing, StateRule
from cairn.reporting.filings.policies import who_clears
from cairn.reporting.filings.scheduling import days_of
from cairn.reporting.filings.states import WRITABLE, FilingStatus
from cairn.reporting.filings.told_of_comments import ANSWERED, ASKED
from cairn.reporting.filings.waiting import cleared_on, spoken_of, to_act_on, together
from cairn.sharing.viewer import Viewer
from cairn.web.components import Link
from cairn.web.desk.filing.doors import may_file_for, newest_seen
from cairn.web.desk.filing.words import section_words, stands_as, status_words
from cairn.web.desk.filters import FiltersForm
from cairn.web.desk.importing.doors import Page, by_key, needs, person_of, viewer_of
from cairn.web.say import current, say

WAITING_SHOWN = 10
SHOWN = 20  # filings of one page
OTHERS = "others"
ALL = [("", lazy("all"))]


@dataclass(frozen=True, slots=True)
class Listed:
    """One filing as a list shows it."""

    filing: Filing
    section: str
    state: str
    status: str
    kind: str
    next_step: str
    url: str
    day: date | None = None  # by when it is to be submitted
    late: bool = False
    step_url: str = ""  # where the step is done, if not on the page of the filing
    went: date | None = None  # when the national filing that it went into was cleared
    why: str = ""  # the reason with which it came back, for whoever is to correct it
    spoken: str = ""  # a question about it that waits for the person, or an answer to hers


class Waiting(list[Filing]):
    """The first filings that wait; `number`: how many do."""

    number = 0

    @property
    def more(self) -> int:
        return max(0, self.number - len(self))


class ListFilters(FiltersForm):
    """Which filings; whoever sees one State is not asked which."""

    state = forms.ChoiceField(label=lazy("State"), required=False)
    organisation = forms.ChoiceField(label=lazy("Organisation"), required=False)
    section = forms.ChoiceField(label=lazy("Section"), required=False)
    year = forms.ChoiceField(label=lazy("Year"), required=False)
    status = forms.ChoiceField(label=lazy("Status"), required=False)
    whose = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, owners: list[Organisation], states: list[str], years: list[int]
    ) -> None:
        super().__init__(data)
        choices: dict[str, list[tuple[str, str]]] = {
            "state": [(code, name_of(code, current())) for code in states],
            "organisation": [(one.ref, one.called) for one in owners],
            "section": [(key, say(one.title)) for key, one in sections().items()],
            "year": [(str(year), str(year)) for year in years],
            "status": [(value, status_words(value)) for value in FilingStatus.values],
        }
        for name, listed in choices.items():
            self.fields[name].choices = [*ALL, *listed]  # type: ignore[attr-defined]
        for name, known in (("state", states), ("organisation", owners)):
            if len(known) < 2:
                del self.fields[name]

    def condition(self) -> Q:
        """Only what was chosen; a value that is not on the list finds nothing."""
        if not self.is_valid():
            return Q(pk__in=[])
        given = {name: value for name, value in self.cleaned_data.items() if value}
        names = {"state": "state", "organisation": "owner", "section": "section"}
        found = Q(**{names[name]: given[name] for name in names if name in given})
        if year := given.get("year"):
            found &= Q(period__lte=f"{year}-12-31", period_last__gte=f"{year}-01-01")
        if status := given.get("status"):
            found &= Q(status=status)
        return found


@require_safe
@needs(Permission.DESK_READ)
def index(request: HttpRequest) -> HttpResponse:
    """All filings that the person may see, each in its newest version."""
    viewer = viewer_of(request)
    everything = newest_seen(viewer)
    theirs = bool(viewer.states) and request.GET.get("whose") == OTHERS
    seen = _whose(everything, viewer, theirs)
    files_for = may_file_for(request)
    form = ListFilters(request.GET or {}, **_known(seen))
    rows = seen.filter(form.condition()).select_related("owner")
    page: Page = by_key(rows, request, ["-period", "pk"], size=SHOWN)
    waiting = Waiting() if theirs else waiting_filings(request, everything, files_for)
    action = reverse("desk:filings")
    context = {
        "form": form,
        "action": action,
        "chosen": form.chosen(action),
        "tabs": _tabs(action, theirs) if viewer.states else [],
        "theirs": theirs,
        "waiting": listed_waiting(request, waiting),
        "more_waiting": waiting.more,
        "lines": with_spoken(request, with_national([listed(one) for one in page.rows])),
        "page_of": page,
        "may_begin": bool(files_for),
        "clears": clears(request),
        "several_states": "state" in form.fields,
        "nothing_yet": not page.rows and not form.chosen(action) and not _asked(request),
    }
    return render(request, "desk/filings/index.html", context)


@require_safe
@needs(Permission.DESK_READ)
def waiting(request: HttpRequest) -> HttpResponse:
    """All that the person can move now, page by page, where the first page shows some of it."""
    rows = _all_waiting(request, newest_seen(viewer_of(request)), may_file_for(request))
    page: Page = by_key(rows, request, ["touched_at", "pk"], size=SHOWN)
    context = {"lines": listed_waiting(request, page.rows), "page_of": page}
    return render(request, "desk/filings/waiting.html", context)


def _asked(request: HttpRequest) -> bool:
    return any(name != "whose" for name in request.GET)


def _whose(seen: Any, viewer: Viewer, theirs: bool) -> Any:
    """Of the person's own State, or of the others; whoever works for no State has one list."""
    if not viewer.states:
        return seen
    ours = Q(state__in=sorted(viewer.states)) | Q(owner__in=sorted(viewer.organisations))
    return seen.exclude(ours) if theirs else seen.filter(ours)


def _tabs(action: str, theirs: bool) -> list[Link]:
    return [
        Link(_("Of your State"), action, not theirs),
        Link(_("Of other States"), f"{action}?whose={OTHERS}", theirs),
    ]


def _known(seen: Any) -> Mapping[str, Any]:
    """What there is to choose from: three queries, however many filings there are."""
    owners = Organisation.objects.filter(ref__in=seen.values("owner")).order_by("name")
    states = seen.order_by("state").values_list("state", flat=True).distinct()
    years = seen.order_by("period__year").values_list("period__year", flat=True).distinct()
    return {
        "owners": sorted(owners[:500], key=lambda one: one.called.casefold()),
        "states": sorted(states, key=lambda code: name_of(code, current())),
        "years": sorted(years, reverse=True),
    }


def clears(request: HttpRequest) -> frozenset[str]:
    """The States whose filings the person may clear today; asks once for a request."""
    held = getattr(request, "clears_for", None)
    if held is None:
        roles = [key for key, role in ROLES.items() if Permission.FILING_CLEAR in role.permissions]
        places = roles_held_by(person_of(request)).filter(role__in=roles)  # type: ignore[attr-defined]
        bodies = Organisation.objects.filter(
            pk__in=places.values("organisation"), kind=OrganisationKind.STATE_BODY
        )
        held = frozenset(bodies.values_list("state", flat=True))
        request.clears_for = held  # type: ignore[attr-defined]
    return held


def waiting_filings(request: HttpRequest, seen: Any, files_for: list[Organisation]) -> Waiting:
    """What the person can move now, the longest waiting first; the others are counted."""
    rows = _all_waiting(request, seen, files_for)
    found = Waiting(rows.order_by("touched_at", "pk")[:WAITING_SHOWN])
    found.number = rows.count()
    return found


def _all_waiting(request: HttpRequest, seen: Any, files_for: list[Organisation]) -> Any:
    validates = viewer_of(request).secretariat
    rows = to_act_on(seen, files_for=files_for, clears=clears(request), validates=validates)
    if clears(request):  # where the State wants four eyes, what she submitted waits for another
        four = StateRule.objects.filter(state__in=clears(request), four_eyes=True)
        rows = rows.exclude(
            status=FilingStatus.SUBMITTED,
            submitted_by=person_of(request).username,
            state__in=four.values("state"),
        )
    return rows.select_related("owner")


def stuck(request: HttpRequest) -> list[Listed]:
    """What the person submitted and nobody clears: her State wants four eyes and has no other
    contact point today."""
    me = person_of(request).username
    four = StateRule.objects.filter(state__in=clears(request), four_eyes=True)
    alone = [one.state for one in four if not who_clears(one.state, besides=me)]
    if not alone:
        return []
    rows = newest_seen(viewer_of(request)).filter(
        status=FilingStatus.SUBMITTED, submitted_by=me, state__in=alone, merged_into=""
    )
    return [listed(one) for one in rows.select_related("owner").order_by("touched_at", "pk")]


def next_step(request: HttpRequest, filing: Filing) -> str:
    """What the person would do with it."""
    match filing.status:
        case FilingStatus.DRAFT:
            return _("go on writing")
        case FilingStatus.RETURNED:
            return _("returned: read the reason and correct it")
        case FilingStatus.SUBMITTED:
            return _("clear it or return it")
    return _("look at its form and validate it")


def listed_waiting(request: HttpRequest, filings: list[Filing]) -> list[Listed]:
    """With the step that each asks for, and the day of those that are still to be submitted. What
    another agency of the State filed as well is merged, before it is cleared."""
    days = days_of(one for one in filings if one.status in WRITABLE)
    mine = [one for one in filings if one.state in clears(request)]
    several = together(newest_seen(viewer_of(request)), mine)
    lines = [
        replace(
            listed(one, next_step(request, one), days.get(one.pk)),
            why=one.reason if one.status == FilingStatus.RETURNED else "",
        )
        for one in filings
    ]
    merge, words = reverse("desk:merge"), _("merge it with what another agency filed")
    return with_spoken(
        request,
        [
            replace(line, next_step=words, step_url=merge) if line.filing.pk in several else line
            for line in lines
        ],
    )


def with_spoken(request: HttpRequest, lines: list[Listed]) -> list[Listed]:
    """With what was asked of the person's organisations, or answered to them; one query."""
    if not lines:
        return lines
    found = spoken_of(viewer_of(request), (one.filing.ref for one in lines))
    words = {
        ASKED: _("a question about it waits for you"),
        ANSWERED: _("what you asked is answered"),
    }
    return [replace(one, spoken=words.get(found.get(one.filing.ref, ""), "")) for one in lines]


def with_national(lines: list[Listed]) -> list[Listed]:
    """Those that went into a national filing that was cleared say when; one query."""
    days = cleared_on(one.filing.merged_into for one in lines if one.filing.merged_into)
    return [replace(one, went=days.get(one.filing.merged_into)) for one in lines]


def listed(filing: Filing, step: str = "", day: date | None = None) -> Listed:
    write = step and filing.status in WRITABLE
    name = "desk:filing_write" if write else "desk:filing"
    return Listed(
        filing,
        section_words(filing.section),
        name_of(filing.state or "", current()),
        *stands_as(filing),
        step,
        reverse(name, args=[filing.ref]),
        day,
        day is not None and day < timezone.localdate(),
    )
