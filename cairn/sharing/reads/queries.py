"""Who may look into the access log, and what it says of a record; each in a few queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q, Sum

from cairn.accounts.permissions import Permission, holds_where
from cairn.sharing.reads.models import TAKEN, Copy, Read
from cairn.sharing.reads.purposes import BY_OFFICE


@dataclass(frozen=True, slots=True)
class Oversight:
    """For which owners a person sees who read what is theirs: organisations by reference, and, for
    a contact point, all bodies of a State."""

    organisations: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.organisations or self.states)

    def owns(self, owner: str, state: str | None) -> bool:
        return owner in self.organisations or bool(state and state in self.states)

    @property
    def condition(self) -> Q:
        """On any model with the columns `owner` and `state`."""
        return Q(owner__in=sorted(self.organisations)) | Q(state__in=sorted(self.states))


def oversight(user: Any) -> Oversight:
    """What the person oversees today; one query."""
    sees = holds_where(user, Permission.READS_SEE)
    clears = holds_where(user, Permission.FILING_CLEAR)
    return Oversight(
        frozenset(one.organisation for one in sees),
        frozenset(one.for_state for one in sees if one.for_state and one in clears),
    )


@dataclass(frozen=True, slots=True)
class LastRead:
    """What an organisation has of a record: the last version that it read, and whether it took
    any of it along."""

    number: int
    files: bool


def readers_of(record: str) -> Mapping[int, LastRead]:
    """Organisation (primary key) → what it has of the record; one query."""
    rows = Read.objects.filter(record=record).order_by().values("reader")
    rows = rows.annotate(last=Max("number"), files=Sum("times", filter=Q(door__in=TAKEN)))
    return {row["reader"]: LastRead(row["last"], bool(row["files"])) for row in rows}


@dataclass(frozen=True, slots=True)
class VersionRead:
    """That an organisation read a version of a record on some days."""

    record: str
    number: int
    days: frozenset[date]
    files: bool


def versions_read(
    records: Collection[str], *, by_office: bool = True
) -> Mapping[int, list[VersionRead]]:
    """Organisation (primary key) → which versions of these records it read, by its office too or
    only otherwise; one query for each five hundred records."""
    days: dict[tuple[int, str, int], set[date]] = {}
    taken: set[tuple[int, str, int]] = set()
    listed = sorted(records)
    for start in range(0, len(listed), 500):
        rows = Read.objects.filter(record__in=listed[start : start + 500])
        if not by_office:
            rows = rows.exclude(purpose__in=[str(one) for one in BY_OFFICE])
        told = rows.order_by().values_list("reader", "record", "number", "day", "door").distinct()
        for reader, record, number, day, door in told:
            days.setdefault((reader, record, number), set()).add(day)
            if door in TAKEN:
                taken.add((reader, record, number))
    found: dict[int, list[VersionRead]] = {}
    for key in sorted(days):
        reader, record, number = key
        found.setdefault(reader, []).append(
            VersionRead(record, number, frozenset(days[key]), key in taken)
        )
    return found


def summed(record: str) -> list[dict[str, Any]]:
    """For the owner: (organisation, purpose), last day, last version and number of reads of a
    record, the last first; one query."""
    rows = Read.objects.filter(record=record).order_by().values("reader", "purpose")
    rows = rows.annotate(last=Max("day"), version=Max("number"), n=Sum("times"))
    return [dict(row) for row in rows.order_by("-last", "reader", "purpose")]


def copies_of(records: Collection[str], readers: Collection[str]) -> list[Copy]:
    """The receipts of these organisations for these records, the newest first."""
    rows = Copy.objects.filter(record__in=sorted(records), reader__ref__in=sorted(readers))
    return list(rows.order_by("-at", "-pk")[:50])
