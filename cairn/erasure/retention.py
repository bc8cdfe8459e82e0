"""What has been kept long enough goes: once a day, a little at a time, unless a hold keeps it.

An original goes like any erased file: its row remains and says so. The ledger does not name what
goes here: a copy that is brought back has the same days behind it and the same rules.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.audit import log
from cairn.erasure.holds import held_targets
from cairn.erasure.owning import owners_of
from cairn.erasure.rules import RETENTION, days_of, rules
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

    key: str
    days: int
    now: int
    held: int
    next: Any  # a date; None: nothing is kept


@dataclass(frozen=True, slots=True)
class Kind:
    """Where one kind of thing stands, the moment it is counted from, and how it goes."""

    rows: Callable[[], QuerySet[Any]]
    since: str
    remove: Callable[[Any], None]
    is_day: bool = False
    of_owner: str = ""  # the way to the owner's reference; "": found row by row
    record: str = ""  # the way to the reference of the record that a hold may name


def _originals() -> QuerySet[StoredFile]:
    """Of imports that are over, and that nobody is sending."""
    open_ones = ImportBatch.objects.filter(status__in=[one.value for one in OPEN])
    used = ImportBatch.objects.exclude(pk__in=open_ones.values("pk")).values("file")
    sent = Upload.objects.filter(file__isnull=False).values("file")
    rows = StoredFile.objects.filter(erased_at=None, pk__in=used)
    return rows.exclude(pk__in=open_ones.values("file")).exclude(pk__in=sent)


KINDS: dict[str, Kind] = {
    "originals": Kind(_originals, "stored_at", lambda row: erase(row, under=RETENTION)),
    "readings": Kind(
        Read.objects.all,
        "day",
        lambda row: row.delete(),
        is_day=True,
        of_owner="owner_id",
        record="record",
    ),
    "refused": Kind(
        RefusedSheet.objects.all, "at", lambda row: row.delete(), of_owner="organisation__ref"
    ),
    "sheets": Kind(
        SheetFile.objects.all,
        "touched_at",
        lambda row: row.delete(),
        of_owner="organisation__ref",
        record="ref",
    ),
    "uploads": Kind(Upload.objects.all, "created", drop_unused),
}


def remove_due(now: datetime | None = None) -> dict[str, int]:
    """Remove what is due and not on hold; how much of each kind."""
    now = now or timezone.now()
    held = held_targets()
    removed: dict[str, int] = {}
    for key, kind in KINDS.items():
        for row in _due(key, now, held):
            kind.remove(row)
            removed[key] = removed.get(key, 0) + 1
    if gone := _forget_tries(now):
        removed["tries"] = gone
    if removed:
        log.record("erasure.retention.removed", version=rules().version, removed=removed)
    return removed


def _limit(key: str, now: datetime) -> Any:
    limit = now - timedelta(days=days_of(key))
    return limit.date() if KINDS[key].is_day else limit


def _due(key: str, now: datetime, held: frozenset[str]) -> list[Any]:
    kind = KINDS[key]
    rows = kind.rows().filter(**{f"{kind.since}__lt": _limit(key, now)}).order_by("pk")
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


def _forget_tries(now: datetime) -> int:
    limit = now - timedelta(days=days_of("tries"))
    tried = AccessAttempt.objects.filter(attempt_time__lt=limit).delete()[0]
    tried += AccessFailureLog.objects.filter(attempt_time__lt=limit).delete()[0]
    return int(tried + AccessLog.objects.filter(attempt_time__lt=limit).delete()[0])


def due_for(bodies: list[Organisation], now: datetime | None = None) -> list[Due]:
    """What each rule would remove of these organisations' things today, and when it goes on."""
    now = now or timezone.now()
    held = held_targets()
    return [_told(one.key, bodies, now, held) for one in rules().keeping]


def _told(key: str, bodies: list[Organisation], now: datetime, held: frozenset[str]) -> Due:
    if key not in KINDS:
        return Due(key, days_of(key), 0, 0, None)
    kind = KINDS[key]
    rows = _of(key, [one.ref for one in bodies])
    late = rows.filter(**{f"{kind.since}__lt": _limit(key, now)})
    kept = 0
    if held and kind.of_owner:
        on_hold = Q(**{f"{kind.of_owner}__in": held})
        if kind.record:
            on_hold |= Q(**{f"{kind.record}__in": held})
        kept = late.filter(on_hold).count()
    elif held:
        kept = sum(keeps(row, held) for row in late[:AT_ONCE])
    first = rows.filter(**{f"{kind.since}__gte": _limit(key, now)}).aggregate(it=Min(kind.since))
    begun = first["it"]
    if begun is not None and not kind.is_day:
        begun = begun.date()
    after = begun + timedelta(days=days_of(key) + 1) if begun else None
    return Due(key, days_of(key), late.count() - kept, kept, after)


def _of(key: str, refs: list[str]) -> QuerySet[Any]:
    """The things of one kind that belong to these organisations."""
    kind = KINDS[key]
    rows = kind.rows()
    if kind.of_owner:
        return rows.filter(**{f"{kind.of_owner}__in": refs})
    if key == "originals":
        return rows.filter(pk__in=ImportBatch.objects.filter(owner__ref__in=refs).values("file"))
    return rows.filter(owner__memberships__organisation__ref__in=refs).distinct()
