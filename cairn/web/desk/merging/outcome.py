"""What the merged filing will say before it is written: each measure with every agency's total, the
people counted twice and what is left. Then it is written, or the merge is given up."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.kernel.cells import Cell
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.actions import withdraw_filing
from cairn.reporting.filings.combining import apply_merge, decisions_of
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.proposing import given_of
from cairn.reporting.filings.summing import MeasureSum, summary
from cairn.web.components import Column, Table
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.filing.words import key_words, measure_words
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.merging.doors import Merge, find_merge, headed
from cairn.web.desk.once import kept, once

FEW = 20  # cells of one kind that are listed


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a person should know of one measure before the filing is written."""

    measure: str
    gap: int
    open: int
    alone: list[tuple[str, str]]  # (cell, agency)
    more_alone: int
    silent: list[tuple[str, str]]
    more_silent: int


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_CLEAR)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    merge = find_merge(request, ref)
    if request.method != "POST":
        sent = kept(request)
        return _page(request, merge, sent.get("reason", "") if sent else "", NOTHING_WRONG)
    match request.POST.get("act", ""):
        case "write":
            _cells, wrong = tried(apply_merge, filing=merge.filing, by=person_of(request))
            if not wrong:
                messages.success(request, _("The numbers were written into the national filing."))
                return redirect("desk:filing_check", ref=ref)
        case "give_up":
            reason = request.POST.get("reason", "")
            _gone, wrong = tried(
                withdraw_filing, filing=merge.filing, reason=reason, by=person_of(request)
            )
            if not wrong:
                words = _("The merge was given up; the agencies' filings wait for you again.")
                messages.success(request, words)
                return redirect("desk:merge")
        case _:
            raise NotFound()
    return _page(request, merge, request.POST.get("reason", ""), wrong)


def _page(request: HttpRequest, merge: Merge, reason: str, wrong: Wrong) -> HttpResponse:
    order = list(section(merge.filing.section).measures)
    sums = summary(given_of(merge.sources), decisions_of(merge.filing))
    sums.sort(key=lambda one: order.index(one.measure) if one.measure in order else len(order))
    noticed = [_noticed(merge, one) for one in sums]
    context = {
        "table": _table(merge, sums),
        "noticed": [one for one in noticed if one.gap or one.alone or one.silent],
        "left": sum(one.open for one in sums),
        "written": merge.filing.counts.exists(),
        "wrong": wrong,
        "reason": reason,
    }
    answer = headed(merge) | context
    return render(request, "desk/merging/summary.html", answer, status=400 if wrong else 200)


def _table(merge: Merge, sums: Iterable[MeasureSum]) -> Table:
    """Totals of each agency, people counted twice, and the merged total."""
    return Table(
        caption=_("Totals by number"),
        help=_("A dot: this agency gives no number, or the number is not decided yet."),
        columns=[
            Column(_("Number")),
            *(Column(one.owner.called, "number") for one in merge.sources),
            Column(_("Counted twice"), "number"),
            Column(_("Merged"), "number"),
        ],
        rows=[
            (
                measure_words(merge.filing, one.measure),
                *(one.given.get(source.ref, Cell.NOT_RECORDED) for source in merge.sources),
                one.doubles if one.merged is not None else Cell.NOT_RECORDED,
                one.merged if one.merged is not None else Cell.NOT_RECORDED,
            )
            for one in sums
        ],
    )


def _noticed(merge: Merge, one: MeasureSum) -> Noticed:
    return Noticed(
        measure_words(merge.filing, one.measure),
        one.gap,
        one.open,
        _cells(merge, one.alone[:FEW]),
        max(0, len(one.alone) - FEW),
        _cells(merge, one.silent[:FEW]),
        max(0, len(one.silent) - FEW),
    )


def _cells(merge: Merge, cells: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    names = merge.names
    return [(key_words(merge.filing, key), names.get(ref, ref)) for key, ref in cells]
