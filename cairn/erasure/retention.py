"""What has been kept long enough goes: once a day, a little at a time, unless a hold keeps it, by
the rules that are in force on that day (`periods`).

An original goes like any erased file: its row remains and says so. The ledger does not name what
goes here: a copy that is brought back has the same days behind it and the same rules.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cairn.accounts.models import Organisation, User
from cairn.audit import log
from cairn.corrections.actions import forget
from cairn.corrections.models import Request
from cairn.erasure.holds import held_targets
from cairn.erasure.owning import owners_of
from cairn.erasure.periods import InForce, in_force, term_on
from cairn.erasure.rules import REMOVED, RETENTION, Term
from cairn.files.models import StoredFile, Upload
from cairn.files.store import erase
from cairn.reporting.models import ImportBatch
from cairn.reporting.sheets.models import RefusedSheet, SheetFile
from cairn.reporting.states import OPEN
from cairn.reporting.uploads import drop_unused
from cairn.sharing.reads.models import Read

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Due:
    """One rule: how much is due today, how much is on hold, and the day on which more is due."""

    term: Term
    now: int
    held: int
    next: Any  # a date; None: nothing is kept


@dataclass(frozen=True, slots=True)
class Concerned:
    """What of the things that there are today would be due on the first day of a rule: by the rule
    in force, by the other one, and how many of these a hold keeps all the same."""

    by_the_old: int
    by_the_new: int
    held: int


@dataclass(frozen=True, slots=True)
class Kind:
    """Where one kind of thing stands, the moments it may be counted from, and how it goes."""

    rows: Callable[[], QuerySet[Any]]
    since: Mapping[str, str]  # as a rule calls it (`Term.counted`) → the column
    remove: Callable[[Any], None]
    is_day: bool = False
    of_nobody: bool = False  # of people without an account: no organisation is told of them
    of_owner: str = ""  # the way to the owner's reference; "": found row by row
    record: str = ""  # the way to the reference of the record that a hold may name


def _originals() -> QuerySet[StoredFile]:
    """Of imports that are over, and that nobody is sending."""
    open_ones = ImportBatch.objects.filter(status__in=[one.value for one in OPEN])
    used = ImportBatch.objects.exclude(pk__in=open_ones.values("pk")).values("file")
    sent = Upload.objects.filter(file__isnull=False).values("file")
    rows = StoredFile.objects.filter(erased_at=None, pk__in=used)
    last = ImportBatch.objects.filter(file=OuterRef("pk")).order_by("-touched_at")
    rows = rows.annotate(imported_at=Subquery(last.values("touched_at")[:1]))
    return rows.exclude(pk__in=open_ones.values("file")).exclude(pk__in=sent)


KINDS: dict[str, Kind] = {
    "originals": Kind(
        _originals,
        {"stored": "stored_at", "imported": "imported_at"},
        lambda row: erase(row, under=RETENTION),
    ),
    "readings": Kind(
        Read.objects.all,
        {"day": "day"},
        lambda row: row.delete(),
        is_day=True,
        of_owner="owner_id",
        record="record",
    ),
    "refused": Kind(
        RefusedSheet.objects.all,
        {"refusal": "at"},
        lambda row: row.delete(),
        of_owner="organisation__ref",
    ),
    "requests": Kind(
        partial(Request.objects.exclude, closed_on=None),
        {"closed": "closed_on"},
        forget,
        is_day=True,
        of_nobody=True,
    ),
    "sheets": Kind(
        SheetFile.objects.all,
        {"used": "touched_at"},
        lambda row: row.delete(),
        of_owner="organisation__ref",
        record="ref",
    ),
    "uploads": Kind(Upload.objects.all, {"sent": "created"}, drop_unused),
}
TRIES = (AccessAttempt, AccessFailureLog, AccessLog)


def remove_due(now: datetime | None = None) -> dict[str, int]:
    """Remove what is due and not on hold, by the rules in force; how much of each kind."""
    now = now or timezone.now()
    held, force = held_targets(), in_force(timezone.localdate(now))
    removed: dict[str, int] = {}
    for key, kind in KINDS.items():
        for row in _due(force[key].term, now, held):
            kind.remove(row)
            removed[key] = removed.get(key, 0) + 1
    if gone := _forget_tries(force["tries"].term, now, held):
        removed["tries"] = gone
    if removed:
        log.record("erasure.retention.removed", version=_version(force), removed=removed)
    return removed


def _version(force: Mapping[str, InForce]) -> int:
    """The number of the newest version of any rule that is in force."""
    return max(one.number for one in force.values())


def limit_of(key: str, now: datetime) -> datetime:
    """The moment before which a thing of this kind is due, by the rule in force."""
    return now - timedelta(days=term_on(key, timezone.localdate(now)).days)


def _column(term: Term) -> str:
    return KINDS[term.key].since[term.counted]


def _limit(term: Term, now: datetime) -> Any:
    limit = now - timedelta(days=term.days)
    return limit.date() if KINDS[term.key].is_day else limit


def _due(term: Term, now: datetime, held: frozenset[str]) -> list[Any]:
    if term.ends != REMOVED:
        return []
    kind = KINDS[term.key]
    rows = kind.rows().filter(**{f"{_column(term)}__lt": _limit(term, now)}).order_by("pk")
    if kind.of_owner:
        free = rows.exclude(**{f"{kind.of_owner}__in": held})
        if kind.record:
            free = free.exclude(**{f"{kind.record}__in": held})
        return list(free[:AT_ONCE])
    return [row for row in rows[:AT_ONCE] if not keeps(row, held)]


def keeps(row: Any, held: frozenset[str]) -> bool:
    """Whether a hold keeps it: of an owner, or of an import or data set that it belongs to."""
    if not held:
        return False
    names = set(owners_of(row))
    if isinstance(row, StoredFile):
        batches = ImportBatch.objects.filter(file=row).values_list("ref", "dataset__ref")
        names |= {ref for pair in batches for ref in pair}
    return bool(names & held)


def _forget_tries(term: Term, now: datetime, held: frozenset[str]) -> int:
    """All but those of people of an organisation that is on hold."""
    kept = _names_of(held)
    late = {"attempt_time__lt": now - timedelta(days=term.days)}
    rows = [model.objects.filter(**late).exclude(username__in=kept) for model in TRIES]
    return sum(int(one.delete()[0]) for one in rows)


def _names_of(refs: Collection[str]) -> list[str]:
    """The sign-in names of whoever has, or had, a role in these organisations."""
    people = User.objects.filter(memberships__organisation__ref__in=refs)
    return list(people.values_list("username", flat=True).distinct()) if refs else []


def due_for(bodies: list[Organisation], now: datetime | None = None) -> list[Due]:
    """What each rule would remove of these organisations' things today, and when it goes on."""
    now = now or timezone.now()
    held, refs = held_targets(), [one.ref for one in bodies]
    force = in_force(timezone.localdate(now))
    return [_told(one.term, refs, now, held) for one in force.values()]


def concerned(term: Term, bodies: list[Organisation], first: date) -> Concerned:
    """What this rule would concern of these organisations' things on its first day."""
    at = datetime.combine(first, time(), tzinfo=timezone.get_current_timezone())
    held, refs = held_targets(), [one.ref for one in bodies]
    old = _told(term_on(term.key, first - timedelta(days=1)), refs, at, held)
    new = _told(term, refs, at, held)
    return Concerned(old.now, new.now, new.held)


def _told(term: Term, refs: list[str], now: datetime, held: frozenset[str]) -> Due:
    if term.key not in KINDS:
        return _told_of_tries(term, refs, now, held)
    kind, column = KINDS[term.key], _column(term)
    rows = _of(term.key, refs)
    late = rows.filter(**{f"{column}__lt": _limit(term, now)})
    kept = 0
    if held and kind.of_owner:
        on_hold = Q(**{f"{kind.of_owner}__in": held})
        if kind.record:
            on_hold |= Q(**{f"{kind.record}__in": held})
        kept = late.filter(on_hold).count()
    elif held:
        kept = sum(keeps(row, held) for row in late[:AT_ONCE])
    first = rows.filter(**{f"{column}__gte": _limit(term, now)}).aggregate(it=Min(column))
    begun = first["it"]
    if begun is not None and not kind.is_day:
        begun = begun.date()
    return Due(term, late.count() - kept, kept, _after(begun, term))


def _after(begun: date | None, term: Term) -> date | None:
    return begun + timedelta(days=term.days + 1) if begun else None


def _told_of_tries(term: Term, refs: list[str], now: datetime, held: frozenset[str]) -> Due:
    """Of people who have a role in these organisations; other tries belong to nobody."""
    limit, names, kept = now - timedelta(days=term.days), _names_of(refs), _names_of(held)
    due = on_hold = 0
    begun: list[datetime] = []
    for model in TRIES if names else ():
        rows = model.objects.filter(username__in=names)
        late = rows.filter(attempt_time__lt=limit)
        n = late.filter(username__in=kept).count()
        due, on_hold = due + late.count() - n, on_hold + n
        first = rows.filter(attempt_time__gte=limit).aggregate(it=Min("attempt_time"))["it"]
        begun += [first] if first else []
    return Due(term, due, on_hold, _after(min(begun).date() if begun else None, term))


def _of(key: str, refs: list[str]) -> QuerySet[Any]:
    """The things of one kind that belong to these organisations."""
    kind = KINDS[key]
    rows = kind.rows()
    if kind.of_nobody:
        return rows.none()
    if kind.of_owner:
        return rows.filter(**{f"{kind.of_owner}__in": refs})
    if key == "originals":
        return rows.filter(pk__in=ImportBatch.objects.filter(owner__ref__in=refs).values("file"))
    return rows.filter(owner__memberships__organisation__ref__in=refs).distinct()
