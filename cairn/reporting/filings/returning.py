"""A workbook that was filled without a line comes back to its filing.

What its writer left as it was when it was downloaded changes nothing, whatever happened to the
filing since. What she changed and somebody else changed too comes back with both numbers. A row
that was deleted is named, and a person says whether its number goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from cairn.audit.models import Event
from cairn.kernel.cells import Cell
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import section as find_section
from cairn.reporting.filings.drafting import Change, Saved, Was, input_of, save_counts
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.filings.offline import Head, OtherFiling, Returned
from cairn.reporting.filings.policies import check_may_write

TOUCHING = ("saved", "merged")  # moves of the log by which the revision of a filing grows
RECORDS = "reporting.observation."  # and every one of its records
MINE, THEIRS, KEEP, EMPTY = "mine", "theirs", "keep", "empty"


class NotAllSaid(Refused):
    text = noop("Say of each number which one stays, and of each deleted row what becomes of it.")


class HasProblems(Refused):
    text = noop("The workbook has problems, so nothing of it was taken in; correct them first.")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A number that was changed in the workbook and in the filing."""

    input: CountInput
    mine: Was
    theirs: Was


@dataclass(frozen=True, slots=True)
class Gone:
    """A number whose row was deleted."""

    input: CountInput
    stands: Was


@dataclass(frozen=True, slots=True)
class Compared:
    """What a workbook changes, what meets another change, and what is no longer in it."""

    changes: tuple[Change, ...]
    meetings: tuple[Meeting, ...]
    gone: tuple[Gone, ...]


def check_is_of(filing: Filing, head: Head) -> None:
    """Refuse the workbook of another filing, or of another version of it."""
    if (head.ref, head.number) != (filing.ref, filing.number):
        raise OtherFiling(theirs=head.ref, version=head.number)


def compare(filing: Filing, returned: Returned) -> Compared:
    """Three states of each cell: as it was downloaded, as it comes back, and as it stands now."""
    held = {row.key: row for row in FilingCount.objects.filter(filing=filing)}
    changes, meetings = [], []
    for one in (*returned.inputs, *returned.emptied):
        base = _base(returned.head, one.key)
        mine, now = Was(one.value, one.missing), _now(held.get(one.key))
        if mine == (base or Was()) or mine == now:
            continue
        if now != (base or Was()):
            meetings.append(Meeting(one, mine, now))
        else:
            changes.append(Change(one, base))
    gone = [
        Gone(_emptied(input_of(held[key])), _now(held[key])) for key in returned.gone if key in held
    ]
    return Compared(tuple(changes), tuple(meetings), tuple(gone))


def changed_by(filing: Filing, head: Head) -> list[str]:
    """User names of those who wrote numbers since the workbook was downloaded, each once: as many
    moves of the log are looked at as the revision grew."""
    grew = filing.revision - head.revision
    kinds = Q(kind__in=[f"reporting.filing.{one}" for one in TOUCHING])
    rows = Event.objects.filter(kinds | Q(kind__startswith=RECORDS), target=filing.ref)
    found = rows.order_by("-pk")[: max(0, grew)].values_list("by", "values")
    return list(dict.fromkeys(by for by, values in reversed(found) if "cells" in values))


def _base(head: Head, key: str) -> Was | None:
    if key not in head.base:
        return None
    value, missing = head.base[key]
    return Was(value, Cell(missing) if missing else None)


def _now(row: FilingCount | None) -> Was:
    if row is None:
        return Was()
    return Was(row.value, Cell(row.no_value) if row.no_value else None)


def _emptied(one: CountInput) -> CountInput:
    return CountInput(one.measure, None, None, one.dims, one.span)


@transaction.atomic
def take_back(*, filing: Filing, returned: Returned, choices: Mapping[str, str], by: Any) -> Saved:
    """Save what the workbook changes. `choices`: key → whose number stays, or what of a row."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    check_may_write(by, filing)
    check_is_of(filing, returned.head)
    find_section(filing.section)
    if returned.problems:
        raise HasProblems()
    found = compare(filing, returned)
    changes = [*found.changes, *_chosen(found.meetings, choices)]
    for one in found.gone:
        choice = choices.get(one.input.key)
        if choice not in (KEEP, EMPTY):
            raise NotAllSaid()
        if choice == EMPTY:
            changes.append(Change(one.input, one.stands))
    saved = save_counts(filing=filing, changes=changes, by=by)
    if saved.conflicts:
        raise NotAllSaid()
    return saved


def _chosen(meetings: Sequence[Meeting], choices: Mapping[str, str]) -> list[Change]:
    changes = []
    for one in meetings:
        choice = choices.get(one.input.key)
        if choice not in (MINE, THEIRS):
            raise NotAllSaid()
        if choice == MINE:
            changes.append(Change(one.input, one.theirs))
    return changes
