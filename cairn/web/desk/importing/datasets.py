"""The data sets that this viewer may see: terms, gaps, imports, and whether they may go public."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission, may
from cairn.kernel.errors import NotFound
from cairn.reporting.licences import licences, may_be_published
from cairn.reporting.models import DataSet, ImportBatch, Provenance
from cairn.reporting.states import Status
from cairn.web.components import Column, Fact, Table
from cairn.web.desk.erasing.beside import beside, stub_words
from cairn.web.desk.importing.doors import by_key, needs, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.importing.words import basis_words, status_words
from cairn.web.say import say


def find_dataset(request: HttpRequest, key: str) -> DataSet:
    found = DataSet.objects.visible_to(viewer_of(request)).filter(key=key).first()
    if found is None:
        raise NotFound()
    return found


@require_safe
@needs(Permission.DESK_READ)
def index(request: HttpRequest) -> HttpResponse:
    committed = ImportBatch.objects.filter(dataset=OuterRef("pk"), status=Status.COMMITTED)
    last = committed.order_by("-committed_at")
    rows = DataSet.objects.visible_to(viewer_of(request)).annotate(
        last_import=Subquery(last.values("committed_at")[:1]),
        kind=Subquery(last.values("kind")[:1]),
    )
    page = by_key(rows, request, ["title", "pk"])
    context = {
        "lines": [
            (dataset, terms(dataset), publishable(dataset), stub_words(dataset.stub))
            for dataset in page.rows
        ],
        "page_of": page,
        "writes": may(request.user, Permission.IMPORT_WRITE),
    }
    return render(request, "desk/imports/data_sets.html", context)


def terms(dataset: DataSet) -> str:
    known = licences().get(dataset.licence)
    return say(known.title) if known else dataset.licence


def publishable(dataset: DataSet) -> bool:
    return dataset.provenance == Provenance.OPEN_SOURCE and may_be_published(dataset.licence)


@require_safe
@needs(Permission.DESK_READ)
def page(request: HttpRequest, key: str) -> HttpResponse:
    dataset = find_dataset(request, key)
    viewer = viewer_of(request)
    batches = ImportBatch.objects.visible_to(viewer).filter(dataset=dataset).order_by("-pk")[:10]
    recent = list(batches)
    context = {
        "dataset": dataset,
        "erasing": beside(
            request,
            dataset.ref,
            dataset.owner_id,
            inside=dataset.owner_id in viewer_of(request).organisations,
        ),
        "facts": _facts(request, dataset),
        "publishable": publishable(dataset),
        "stub": stub_words(dataset.stub),
        "terms": terms(dataset),
        "lines": [(one, *status_words(one)) for one in recent],
        "kind": next((one.kind for one in recent), ""),
        "tables": _tables(dataset),
        "writes": may(request.user, Permission.IMPORT_WRITE),
    }
    return render(request, "desk/imports/data_set.html", context)


def _facts(request: HttpRequest, dataset: DataSet) -> list[Fact]:
    by = dataset.accepted_by or ""
    names = people({by}, viewer_of(request), about=[dataset.ref])
    facts = [
        Fact(pgettext("of a source", "Publisher"), dataset.publisher or _("not known")),
        Fact(_("Terms of use"), terms(dataset)),
        Fact(_("Cite as"), dataset.citation or dataset.title),
        Fact(_("Name in addresses"), dataset.key),
        Fact(_("Reference"), dataset.ref),
    ]
    if dataset.retrieved_on:
        facts.append(Fact(_("Retrieved"), dataset.retrieved_on))
    if dataset.accepted_at:
        facts.append(Fact(_("Accepted"), dataset.accepted_at, note=names[by]))
    return facts


def _tables(dataset: DataSet) -> Table | None:
    if not dataset.tables:
        return None
    rows: list[tuple[Any, ...]] = [
        (table["tab"], basis_words(table["basis"]), ", ".join(table["dimensions"]))
        for table in dataset.tables
    ]
    return Table(
        caption=_("Tables of this series"),
        columns=[Column(_("Table")), Column(_("What is counted")), Column(_("Known by"))],
        rows=rows,
    )
