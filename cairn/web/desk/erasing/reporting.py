"""“This names or identifies a person”: whoever writes can report it of any record she sees.

The words are used to find the places and become a digest; they are kept nowhere, and the field is
among those that are not kept for a form that comes too late (`once.SECRET`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Organisation
from cairn.erasure import policies
from cairn.erasure.actions import report_words
from cairn.erasure.marks import MOST
from cairn.erasure.rows import text_fields
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.models import Filing, FilingComment, FilingCount
from cairn.reporting.models import DataSet, ImportBatch
from cairn.reporting.observations.models import (
    DocumentFraudObservation,
    FeeObservation,
    IncidentReport,
    Leg,
    MethodObservation,
    RouteObservation,
)
from cairn.web.desk.erasing.doors import WRITES
from cairn.web.desk.filing.doors import find_filing, is_inside, tried
from cairn.web.desk.importing.doors import find_batch, needs, person_of, viewer_of
from cairn.web.desk.once import once
from cairn.web.given import whole_number

RECORDS = (
    *(RouteObservation, FeeObservation, MethodObservation),
    *(DocumentFraudObservation, IncidentReport),
)
SHOWN_TO_ALL = ("coverage_note", "narrative", "definitions", "differences")

Row = tuple[Any, tuple[str, ...]]


class WordsForm(forms.Form):
    secret_words = forms.CharField(
        label=lazy("The words, as they are written there"),
        max_length=MOST,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"}),
        help_text=lazy(
            "A name, a number, an address: no more than what names somebody. They are not kept; "
            "only a keyed digest is, with which they are found again."
        ),
    )


@dataclass(frozen=True, slots=True)
class Reported:
    """The record that is spoken of: whose it is, what the person sees of it, and its page."""

    ref: str
    owner: Organisation
    rows: tuple[Row, ...]
    url: str


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WRITES)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """One field; what was reported waits for a second person."""
    found = reported(request, ref)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made, wrong = tried(
            report_words,
            target=found.ref,
            owner=found.owner,
            rows=found.rows,
            words=form.cleaned_data["secret_words"],
            by=person_of(request),
        )
        if made:
            messages.success(request, _("It was reported. Another person decides, and is told."))
            return redirect(found.url)
        for name, sentence in wrong.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        for sentence in wrong.others:
            form.add_error(None, sentence)
    context = {
        "form": form,
        "found": found,
        "decides": policies.confirms_for(person_of(request), found.owner, found.ref),
    }
    status = 400 if form.errors else 200
    return render(request, "desk/erasing/report.html", context, status=status)


def reported(request: HttpRequest, ref: str) -> Reported:
    """The record of a reference, if this viewer sees it; hidden and absent are one answer."""
    match ref.partition("-")[0]:
        case "fil":
            number = whole_number(request.GET.get("number", ""), None)
            filing = find_filing(request, ref, number)
            rows = tuple(_filing(filing, inside=is_inside(viewer_of(request), filing)))
            return Reported(ref, filing.owner, rows, reverse("desk:filing", args=[ref]))
        case "imp":
            batch = find_batch(request, ref)
            url = reverse("desk:import", args=[ref])
            return Reported(ref, batch.owner, tuple(_plain(batch, batch.dataset)), url)
        case "set":
            seen = DataSet.objects.visible_to(viewer_of(request)).select_related("owner")
            if dataset := seen.filter(ref=ref).first():
                url = reverse("desk:data_set", args=[dataset.key])
                return Reported(ref, dataset.owner, tuple(_plain(dataset)), url)
    raise NotFound()


def _plain(*rows: DataSet | ImportBatch) -> Iterator[Row]:
    for row in rows:
        yield row, tuple(one.name for one in text_fields(type(row)))


def _filing(filing: Filing, *, inside: bool) -> Iterator[Row]:
    """The filing with all that hangs on it, as far as this viewer reads it."""
    yield filing, (_all(Filing) if inside else SHOWN_TO_ALL)
    hanging: list[Any] = [FilingCount.objects.filter(filing=filing).exclude(place=None)]
    if inside:
        hanging.append(FilingComment.objects.filter(filing=filing))
    for model in RECORDS:
        hanging.append(model.objects.filter(filing=filing))
    hanging.append(Leg.objects.filter(route__filing=filing))
    hanging.append(Leg.objects.filter(incident__filing=filing))
    for rows in hanging:
        for row in rows:
            yield row, ("place",) if isinstance(row, FilingCount) else _all(type(row))


def _all(model: Any) -> tuple[str, ...]:
    return tuple(one.name for one in text_fields(model))
