"""Entering in the access log, in the transaction or the request that lets the content out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cairn.accounts.models import Organisation
from cairn.db.bulk import count_up
from cairn.kernel.refs import new_ref
from cairn.sharing.reads.models import Copy, Door, Read
from cairn.sharing.reads.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Content:
    """One version of a record, and whose it is."""

    owner: str  # reference of the organisation
    state: str
    record: str
    number: int


def note_reads(
    contents: Iterable[Content],
    *,
    readers: Collection[int],
    purpose: Purpose,
    door: Door,
    day: date,
) -> None:
    """Count one more read of each version for each of these organisations (primary keys): one
    statement, however many. Two at the same moment count two."""
    rows = [
        (
            *(one.owner, one.state, one.record, one.number, reader),
            *(day.isoformat(), purpose.value, door.value, 1),
        )
        for one in contents
        for reader in readers
    ]
    # In one order everywhere: two that meet wait for each other and never cross.
    rows.sort(key=lambda row: (row[2], row[3], row[4]))
    count_up(
        Read,
        ("ref", "owner_id", "state", "record", "number", "reader_id", "day", "purpose", "door"),
        ("record", "reader_id", "number", "day", "purpose", "door"),
        "times",
        [(new_ref("rea"), *row) for row in rows],
    )


def note_copy(
    content: Content,
    *,
    export: str,
    readers: Collection[int],
    purpose: Purpose,
    kind: str,
    marking: str,
    about: dict[str, Any],
    at: datetime,
) -> None:
    """Give each of these organisations a receipt for what it took along."""
    Copy.objects.bulk_create(
        Copy(
            export=export,
            owner_id=content.owner,
            record=content.record,
            number=content.number,
            about=about,
            reader_id=reader,
            at=at,
            purpose=purpose.value,
            kind=kind,
            marking=marking,
        )
        for reader in readers
    )


def keys_of(organisations: Collection[str]) -> list[int]:
    """The primary keys of organisations by their references; one query."""
    found = Organisation.objects.filter(ref__in=sorted(organisations))
    return list(found.order_by("pk").values_list("pk", flat=True))
