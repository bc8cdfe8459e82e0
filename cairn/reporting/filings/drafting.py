"""Writing a filing: begun, saved cell by cell, described. Each an action with one transaction.

Two people may write one draft: a change says what stood there when its writer began, so that cells
which nobody else touched are saved and the others come back as conflicts, with both numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from cairn.accounts.following import check_begins
from cairn.accounts.models import Organisation
from cairn.audit import log
from cairn.history.keep import keep_body
from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Period, Precision
from cairn.kernel.errors import CairnError, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings import beside
from cairn.reporting.filings.counts import CountInput, CountProblem, problems_of
from cairn.reporting.filings.definitions import DIMENSIONS, Conduct
from cairn.reporting.filings.definitions import section as find_section
from cairn.reporting.filings.models import Filing, FilingCount, Marking
from cairn.reporting.filings.policies import check_may_file, check_may_write
from cairn.reporting.filings.rows import write_numbers
from cairn.reporting.filings.states import ON_THEIR_WAY, FilingStatus
from cairn.reporting.filings.texts import check_clean
from cairn.reporting.screening.findings import Where
from cairn.search.guarded.actions import note
from cairn.sharing.viewer import ORGANISATION

DETAILS = (
    *("coverage_note", "definitions", "differences", "answers", "narrative", "narrative_language"),
    *("likelihood", "confidence", "marking", "uses", "source_grade", "information_grade"),
    *("source_grade_4x4", "information_grade_4x4"),
    *("record_type", "count_basis", "conduct"),
)


class PeriodTaken(Refused):
    text = noop(
        "Your organisation already has a filing of this section for a period that overlaps "
        "(%(ref)s, %(period)s). Open that one, or choose another period."
    )


class NotAWholePeriod(CairnError):
    text = noop("Choose a month, a quarter, a half-year or a year; %(value)s is none of them.")


class PeriodNotOver(CairnError):
    text = noop("%(value)s has not begun yet; file it once it is over.")


class WrongCounts(CairnError):
    """Some numbers cannot be stored; `problems` names each."""

    text = noop("Some numbers cannot be saved; each is marked. Nothing else was lost.")

    def __init__(self, problems: Sequence[CountProblem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Was:
    """What stood in a cell when its writer began."""

    value: int | None = None
    missing: Cell | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One cell as it shall be; an input with neither number nor reason empties it."""

    input: CountInput
    was: Was | None = None  # None: nothing stood there

    @property
    def empties(self) -> bool:
        return self.input.value is None and self.input.missing is None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else wrote this cell meanwhile; what stands there was kept."""

    key: str
    mine: Was
    theirs: Was


@dataclass(frozen=True, slots=True)
class Saved:
    filing: Filing
    changed: int
    conflicts: tuple[Conflict, ...]


def begin_filing(
    *,
    owner: Organisation,
    section: str,
    period: Period,
    by: Any,
    once: str | None = None,
    invented: bool = False,
    today: date | None = None,
    merged_from: Sequence[str] = (),
    conduct: str = "",
) -> Filing:
    """Open a draft for one section and period; the same submission twice opens one. What it speaks
    of (`conduct`) is never assumed: somebody chooses it before it is submitted."""
    check_may_file(by, owner)
    check_begins(owner, today=today)
    found = find_section(section)
    if period.level is None:
        raise NotAWholePeriod(value=period)
    if period.first > (today or timezone.localdate()):
        raise PeriodNotOver(value=period)
    earlier: Filing | None = Filing.objects.filter(once=once).first() if once else None
    if earlier:
        return earlier
    now = timezone.now()
    filing = Filing(
        owner=owner,
        state=owner.state,
        audience_class=ORGANISATION,
        section=found.key,
        period=period.first,
        period_last=period.last,
        count_basis=found.basis,
        conduct=conduct,
        begun_at=now,
        begun_by=by.username,
        touched_at=now,
        once=once,
        invented=invented or bool(getattr(by, "invented", False)),
        merged_from=list(merged_from),
    )
    try:
        with transaction.atomic():
            _hold(owner)
            check_period_is_free(filing)
            filing.save()
            log.record("reporting.filing.begun", target=filing, by=by, section=section)
            keep_filing(filing, by=by, reason="begun")
    except IntegrityError:
        same: Filing | None = Filing.objects.filter(once=once).first() if once else None
        if same is None:
            raise
        return same
    return filing


def _hold(owner: Organisation) -> None:
    """One at a time for an organisation, so that two cannot take the same period."""
    Organisation.objects.select_for_update().get(pk=owner.pk)


def check_period_is_free(filing: Filing) -> None:
    """No other filing of the organisation and section shares a day with this one's period; a
    national filing takes the place of those that went into it."""
    taken = (
        Filing.objects.overlapping(
            owner=filing.owner_id,
            section=filing.section,
            first=filing.period,
            last=filing.period_last,
        )
        .exclude(ref__in=[filing.ref, *filing.merged_from])
        .first()
    )
    if taken:
        raise PeriodTaken(ref=taken.ref, period=Period(taken.period, taken.period_last))


@transaction.atomic
def save_counts(*, filing: Filing, changes: Sequence[Change], by: Any) -> Saved:
    """Save the cells that nobody else wrote meanwhile; say which ones somebody did."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    check_may_write(by, filing)
    return put_counts(filing, changes, by=by)


def put_counts(filing: Filing, changes: Sequence[Change], *, by: Any) -> Saved:
    """`save_counts` for whoever holds the filing already, with the right to write it."""
    wanted = [change.input for change in changes if not change.empties]
    places = {
        f"place|{one.dims['place']}": one.dims["place"] for one in wanted if one.dims.get("place")
    }
    check_clean(places, organisation=filing.owner, where=Where.CELL)
    wrong = list(
        problems_of(
            find_section(filing.section), wanted, first=filing.first, last=filing.period_last
        )
    )
    if wrong:
        raise WrongCounts(wrong)
    keys = [change.input.key for change in changes]
    held = {row.key: row for row in filing.counts.filter(key__in=keys)}
    fresh: list[CountInput] = []
    known: list[tuple[CountInput, FilingCount]] = []
    gone, conflicts = [], []
    for change in changes:
        row = held.get(change.input.key)
        now = Was(row.value, Cell(row.no_value) if row.no_value else None) if row else None
        mine = Was(change.input.value, change.input.missing)
        if (now or Was()) == mine:
            continue
        if now != change.was and now is not None:
            conflicts.append(Conflict(change.input.key, mine, now))
        elif change.empties:
            if row:
                gone.append(row.pk)
        elif row:
            known.append((change.input, row))
        else:
            fresh.append(change.input)
    write_numbers(filing, fresh, known)
    if gone:
        FilingCount.objects.filter(pk__in=gone).delete()
    if changed := len(fresh) + len(known) + len(gone):
        touch(filing)
        log.record("reporting.filing.saved", target=filing, by=by, cells=changed)
    return Saved(filing, changed, tuple(conflicts))


@transaction.atomic
def save_details(*, filing: Filing, values: Mapping[str, Any], by: Any) -> Filing:
    """Save notes, classification, grades, marking: only the fields that are given."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    check_may_write(by, filing)
    return put_details(filing, values, by=by)


def put_details(filing: Filing, values: Mapping[str, Any], *, by: Any) -> Filing:
    """`save_details` for whoever holds the filing already, with the right to write it."""
    if unknown := set(values) - set(DETAILS):
        raise ValueError(f"not a detail of a filing: {sorted(unknown)}")
    changed = [name for name, value in values.items() if getattr(filing, name) != value]
    if not changed:
        return filing
    check_clean(dict(_texts(changed, values)), organisation=filing.owner)
    for name in changed:
        setattr(filing, name, values[name])
    Marking(filing.marking)
    if filing.conduct:
        Conduct(filing.conduct)
    filing.save(update_fields=changed)
    touch(filing)
    log.record("reporting.filing.saved", target=filing, by=by, fields=sorted(changed))
    return filing


def _texts(changed: Iterable[str], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What somebody wrote, by field; texts in a mapping are fields of their own."""
    for name in changed:
        if name in ("coverage_note", "narrative"):
            yield name, values[name]
        elif name in ("definitions", "differences", "answers"):
            yield from ((f"{name}|{key}", str(text)) for key, text in values[name].items())


def touch(filing: Filing) -> None:
    """Somebody wrote in it: whoever began from what stood before learns of it."""
    filing.revision += 1
    filing.touched_at = timezone.now()
    filing.save(update_fields=["revision", "touched_at"])
    note(filing.ref)


@transaction.atomic
def begin_version(*, filing: Filing, by: Any) -> Filing:
    """A validated filing is amended by a new version, which starts as a draft of what stands."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    check_may_file(by, filing.owner)
    if filing.status != FilingStatus.VALIDATED:
        raise NotYetValidated(ref=filing.ref)
    later = Filing.objects.filter(ref=filing.ref, number__gt=filing.number)
    if later.filter(status__in=ON_THEIR_WAY).exists():
        raise VersionOnItsWay(ref=filing.ref)
    given_up = later.aggregate(last=Max("number"))["last"]  # a draft that was withdrawn
    now = timezone.now()
    fresh = Filing.objects.get(pk=filing.pk)
    fresh.pk, fresh._state.adding = None, True
    fresh.number = (given_up or filing.number) + 1
    fresh.status, fresh.audience_class = FilingStatus.DRAFT, ORGANISATION
    fresh.begun_at, fresh.begun_by, fresh.touched_at = now, by.username, now
    fresh.once, fresh.reason, fresh.zeros_attested = None, "", False
    fresh.repeats, fresh.repetition_attested, fresh.audience_since = "", False, None
    for pair in ("submitted", "decided", "validated", "recalled"):
        setattr(fresh, f"{pair}_at", None)
        setattr(fresh, f"{pair}_by", None)
    fresh.save()
    rows = list(filing.counts.all())
    for row in rows:
        row.pk, row._state.adding, row.filing = None, True, fresh
    FilingCount.objects.bulk_create(rows, batch_size=500)
    beside.copy(filing, fresh)
    log.record("reporting.filing.amended", target=fresh, by=by, number=fresh.number)
    keep_filing(fresh, by=by, reason="new version")
    return fresh


class NotYetValidated(Refused):
    text = noop("Only a validated filing is followed by a new version; %(ref)s is not one.")


class VersionOnItsWay(Refused):
    text = noop("A new version of %(ref)s is on its way already; go on with that one.")


def input_of(row: FilingCount) -> CountInput:
    """A stored number as the value it was given as."""
    span = None
    if row.when_earliest and row.when_latest and row.when_precision:
        span = DateSpan(
            row.when_earliest, row.when_latest, Precision(row.when_precision), row.when_written
        )
    dims = {name: getattr(row, name) for name in DIMENSIONS if getattr(row, name)}
    missing = Cell(row.no_value) if row.no_value else None
    return CountInput(row.measure, row.value, missing, dims, span, row.source_cell)


def keep_filing(
    filing: Filing,
    *,
    by: Any,
    reason: str,
    numbers: Sequence[Sequence[Any]] | None = None,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Append it with its numbers (read, or as they were just written, in the order of their keys)
    and its records to its history, and let it be found anew, in the caller's transaction."""
    if numbers is None:
        rows = filing.counts.order_by("key").values_list("key", "value", "no_value")
        numbers = [list(row) for row in rows.iterator()]
    extra = {"counts": numbers, "records": beside.body(filing), **(more or {})}
    keep_body(filing, extra=extra, by=by, reason=reason)
    note(filing.ref)
