"""Who has read what is ours: organisation, day, purpose and number, as a list and as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import Permission
from cairn.formats.writers import stream_csv
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.notices import Told
from cairn.reporting.findings.models import Finding
from cairn.sharing.reads.models import Door, Read
from cairn.sharing.reads.purposes import ASKED, BY_OFFICE, Purpose
from cairn.web.components import Link
from cairn.web.desk.filing.words import section_words
from cairn.web.desk.filters import FiltersForm
from cairn.web.desk.importing.doors import Page, by_key, needs, viewer_of
from cairn.web.desk.reads.after import overseen, purpose_words
from cairn.web.desk.reads.tabs import tabs
from cairn.web.say import say

SHOWN = 50
OFFICE = "office"
ALL = [("", lazy("all"))]
COLUMNS = (
    *("day", "organisation", "organisation_state", "purpose", "record", "version", "section"),
    *("period", "owner", "way", "times"),
)
DOORS = {
    Door.PAGE: noop("on its page"),
    Door.PAPER: noop("as a page to print"),
    Door.FILE: noop("as a file"),
    Door.FIGURE: noop("in a figure"),
    Door.FIGURE_FILE: noop("in a figure taken as a file"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the log in words."""

    read: Read
    reader: str
    purpose: str
    way: str
    section: str
    record: Told | None
    url: str


class ReadFilters(FiltersForm):
    """Which reads."""

    organisation = forms.ChoiceField(label=lazy("Organisation"), required=False)
    purpose = forms.ChoiceField(label=lazy("Purpose"), required=False)
    year = forms.ChoiceField(label=lazy("Year"), required=False)
    record = forms.CharField(label=lazy("Filing or finding"), required=False, max_length=20)
    whose = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, readers: Mapping[str, str], years: list[int], office: bool):
        super().__init__(data)
        purposes = BY_OFFICE if office else (*ASKED, Purpose.NOT_ASKED)
        lists = {
            "organisation": sorted(readers.items(), key=lambda one: one[1].casefold()),
            "purpose": [(str(one), purpose_words(one)) for one in purposes],
            "year": [(str(one), str(one)) for one in years],
        }
        for name, choices in lists.items():
            self.fields[name].choices = [*ALL, *choices]  # type: ignore[attr-defined]
        self.fields["record"].widget.attrs |= {"dir": "ltr", "autocomplete": "off"}

    def condition(self) -> Q:
        """Only what was chosen; a value that is on no list finds nothing."""
        if not self.is_valid():
            return Q(pk__in=[])
        given, found = self.cleaned_data, Q()
        if given["organisation"]:
            found &= Q(reader__ref=given["organisation"])
        if given["purpose"]:
            found &= Q(purpose=given["purpose"])
        if given["year"]:
            found &= Q(day__gte=f"{given['year']}-01-01", day__lte=f"{given['year']}-12-31")
        if given["record"].strip():
            found &= Q(record=given["record"].strip())
        return found


@require_safe
@needs(Permission.READS_SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    rows, form, office = _asked(request)
    page: Page = by_key(rows, request, ["-day", "pk"], size=SHOWN)
    action = reverse("desk:reads")
    kept = {key: it for key, it in request.GET.items() if key not in ("after", "before") and it}
    context = {
        "tabs": tabs(request, "desk:reads"),
        "ways": _ways(request, action, office),
        "form": form,
        "action": action,
        "chosen": form.chosen(action),
        "lines": list(_lines(page.rows)),
        "page_of": page,
        "file": f"{reverse('desk:reads_file')}?{urlencode(kept)}",
        "nothing_yet": not page.rows and not set(kept) - {"whose"},
        "office": office,
        "of_a_state": bool(viewer_of(request).states),
    }
    return render(request, "desk/reads/index.html", context)


@require_safe
@needs(Permission.READS_SEE)
def file(request: HttpRequest) -> StreamingHttpResponse:
    """What the filters choose, one line for each entry; codes, not words."""
    rows, _form, _office = _asked(request)
    ordered = rows.order_by("-day", "-pk").select_related("owner")
    answer = StreamingHttpResponse(
        stream_csv(_cells(ordered), COLUMNS), content_type="text/csv; charset=utf-8"
    )
    name = f"reads_{timezone.localdate():%Y-%m-%d}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _asked(request: HttpRequest) -> tuple[Any, ReadFilters, bool]:
    office = request.GET.get("whose") == OFFICE
    mine = Read.objects.filter(overseen(request).condition)
    given_by_office = Q(purpose__in=[str(one) for one in BY_OFFICE])
    mine = mine.filter(given_by_office) if office else mine.exclude(given_by_office)
    readers = Organisation.objects.filter(pk__in=mine.order_by().values("reader"))
    years = mine.order_by("-day__year").values_list("day__year", flat=True).distinct()
    form = ReadFilters(
        request.GET or {},
        readers={one.ref: one.called for one in readers[:500]},
        years=list(years),
        office=office,
    )
    return mine.filter(form.condition()).select_related("reader"), form, office


def _ways(request: HttpRequest, action: str, office: bool) -> list[Link]:
    inside = viewer_of(request).states
    return [
        Link(
            _("Other States and organisations") if inside else _("States and organisations"),
            action,
            not office,
        ),
        Link(
            _("Your State and the secretariat") if inside else _("The secretariat"),
            f"{action}?whose={OFFICE}",
            office,
        ),
    ]


def _lines(rows: list[Read]) -> Iterator[Line]:
    records = _records({one.record for one in rows})
    for one in rows:
        record, url = records.get((one.record, one.number)), ""
        if isinstance(record, Finding):
            url = reverse("desk:finding", args=[one.record])
        elif record:
            url = reverse("desk:filing_version", args=[one.record, one.number])
        yield Line(
            one,
            one.reader.called,
            purpose_words(one.purpose),
            say(DOORS[Door(one.door)]),
            section_words(record.section) if record else "",
            record,
            url,
        )


def _records(refs: set[str]) -> dict[tuple[str, int], Told]:
    """Reference and version → what was read, as far as it is still there; two queries."""
    found: dict[tuple[str, int], Told] = {}
    for rows in (Filing.objects.filter(ref__in=refs), Finding.objects.filter(ref__in=refs)):
        found |= {(one.ref, one.number): one for one in rows}
    return found


def _cells(rows: Any) -> Iterator[list[object]]:
    chunk: list[Read] = []
    for one in rows.iterator(chunk_size=500):
        chunk.append(one)
        if len(chunk) == 500:
            yield from _written(chunk)
            chunk = []
    yield from _written(chunk)


def _written(chunk: list[Read]) -> Iterator[list[object]]:
    records = _records({one.record for one in chunk})
    for one in chunk:
        record = records.get((one.record, one.number))
        yield [
            *(one.day, one.reader.name, one.reader.state or "", one.purpose, one.record),
            *(one.number, record.section if record else "", str(record.whole) if record else ""),
            *(one.owner.name, one.door, one.times),
        ]
