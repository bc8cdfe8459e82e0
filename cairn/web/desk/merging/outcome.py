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
from cairn.reporting.filings.merged_numbers import by_hand, origins
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.proposing import given_of
from cairn.reporting.filings.summing import MeasureSum, summary
from cairn.web.components import Column, Table
from cairn.web.desk.filing.asking import no_persons, say_no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.filing.words import count_words, cut_words, key_words, measure_words
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.merging.doors import Merge, find_merge, headed
from cairn.web.desk.once import kept, once

FEW = 20  # cells of one kind that are listed
MANY = 200  # numbers written by hand that are listed; further ones are kept


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a person should know of one measure before the filing is written."""

    measure: str
    gap: int
    parts: list[tuple[str, int]]  # what it is cut by, and what these parts add up to
    total: int
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
            _cells, wrong = tried(
                apply_merge,
                filing=merge.filing,
                replace=set(request.POST.getlist("replace")),
                by=person_of(request),
            )
            if not wrong:
                messages.success(request, _("The numbers were written into the national filing."))
                return redirect("desk:filing_check", ref=ref)
        case "give_up":
            wrong = _give_up(request, merge)
            if not wrong:
                words = _("The merge was given up; the agencies' filings wait for you again.")
                messages.success(request, words)
                return redirect("desk:merge")
        case _:
            raise NotFound()
    return _page(request, merge, request.POST.get("reason", ""), wrong)


def _give_up(request: HttpRequest, merge: Merge) -> Wrong:
    if wrong := say_no_persons(request, merge.filing.owner):
        return wrong
    reason = request.POST.get("reason", "")
    return tried(withdraw_filing, filing=merge.filing, reason=reason, by=person_of(request))[1]


def _page(request: HttpRequest, merge: Merge, reason: str, wrong: Wrong) -> HttpResponse:
    sums = sums_of(merge)
    noticed = [_noticed(merge, one) for one in sums]
    hand = own_numbers(merge.filing) if merge.may_decide else []
    context = {
        "table": totals_table(merge, sums),
        "apart": [one for one in noticed if one.gap or one.parts],
        "noticed": [one for one in noticed if one.alone or one.silent],
        "left": sum(one.open for one in sums),
        "hand": hand[:MANY],
        "more_hand": max(0, len(hand) - MANY),
        "written": merge.filing.counts.exists(),
        "replace": request.POST.getlist("replace"),
        "wrong": wrong,
        "no_persons": no_persons(request.POST, wrong),
        "reason": reason,
    }
    answer = headed(merge) | context
    return render(request, "desk/merging/summary.html", answer, status=400 if wrong else 200)


@dataclass(frozen=True, slots=True)
class Own:
    """A cell that a person wrote herself: what stands there, and what the merge gave for it."""

    key: str
    words: str
    stands: str
    merged: str
    reason: str


def own_numbers(filing: Filing) -> list[Own]:
    """What stands there although the merge gives something else, in the order of the cells."""
    found = by_hand(filing)
    gives = origins(filing, [one.key for one in found])
    return [
        Own(
            one.key,
            key_words(filing, one.key),
            count_words(*one.now),
            count_words(*((gives[one.key].merged, None) if one.key in gives else one.merged)),
            filing.answers.get(f"merged|{one.key}|{one.now[0]}", ""),
        )
        for one in found
    ]


def sums_of(merge: Merge) -> list[MeasureSum]:
    """In the order of the section."""
    order = list(section(merge.filing.section).measures)
    sums = summary(given_of(merge.sources), decisions_of(merge.filing))
    sums.sort(key=lambda one: order.index(one.measure) if one.measure in order else len(order))
    return sums


def totals_table(merge: Merge, sums: Iterable[MeasureSum]) -> Table:
    """Totals of each agency, people counted twice, and the merged total."""
    return Table(
        stacked=True,
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
        [(cut_words(cut), n) for cut, n in one.parts],
        one.whole,
        one.open,
        _cells(merge, one.alone[:FEW]),
        max(0, len(one.alone) - FEW),
        _cells(merge, one.silent[:FEW]),
        max(0, len(one.silent) - FEW),
    )


def _cells(merge: Merge, cells: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    names = merge.names
    return [(key_words(merge.filing, key), names.get(ref, ref)) for key, ref in cells]
