"""That a filing or a finding was read, or a filing taken along, entered in the access log as its
content leaves.

A reader and a change may meet. Either the change finds the reader in the log and tells her of it,
or the reader finds the record changed: then nothing of what stood before is shown, and the page
looks again. On PostgreSQL the row of the version is held for that moment, on SQLite the database.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cairn.reporting.filings.actions import note_export
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.notices import Told, about
from cairn.sharing.reads.models import Door, Read
from cairn.sharing.reads.noting import Content, note_copy, note_reads
from cairn.sharing.reads.purposes import Purpose

FIGURES = 500  # versions behind one page that are entered with it


def content_of(record: Told) -> Content:
    return Content(record.owner_id, record.state or "", record.ref, record.number)


@transaction.atomic
def note_reading(
    record: Told, *, readers: Collection[int], purpose: Purpose, door: Door, day: date
) -> bool:
    """Enter that these organisations (primary keys) read this version. False: it was changed since
    it was looked up, nothing was entered, and nothing of it may be shown."""
    if not _stands(record):
        return False
    note_reads([content_of(record)], readers=readers, purpose=purpose, door=door, day=day)
    return True


@transaction.atomic
def take_along(
    filing: Filing,
    *,
    kind: str,
    by: Any,
    readers: Collection[int],
    purpose: Purpose | None,
    agreed: Sequence[str] = (),
) -> str:
    """Enter in the log that the filing leaves as a file, and give its readers a receipt; return the
    reference that stands in the file, or "" where the filing was changed meanwhile. Its owner
    (`purpose` is None) needs no receipt. `agreed`: as in `actions.note_export`."""
    if purpose is None:
        return note_export(filing=filing, kind=kind, by=by, agreed=agreed)
    now = timezone.now()
    if not note_reading(
        filing, readers=readers, purpose=purpose, door=Door.FILE, day=timezone.localdate(now)
    ):
        return ""
    export = note_export(filing=filing, kind=kind, by=by, agreed=agreed)
    note_copy(
        content_of(filing),
        export=export,
        readers=readers,
        purpose=purpose,
        kind=kind,
        marking=filing.marking,
        about=about(filing),
        at=now,
    )
    return export


def note_figures(
    versions: Iterable[tuple[str, int]],
    *,
    own: Collection[str],
    besides: Collection[str],
    readers: Collection[int],
    purpose: Purpose,
    door: Door,
    day: date,
    again: bool = True,
) -> None:
    """Enter that these versions were read in figures that are made of them; two statements. Not
    those of the reader's `own` States or organisations (`besides`). Without `again`, not those that
    were read so today: a picture belongs to the page that shows it."""
    wanted = set(list(versions)[:FIGURES])
    rows = Filing.objects.filter(ref__in={ref for ref, _number in wanted})
    rows = rows.exclude(state__in=own).exclude(owner__in=besides)
    if not again:
        entered = Read.objects.filter(reader__in=readers, day=day, door=door.value)
        read = entered.filter(record__in={ref for ref, _number in wanted})
        wanted -= set(read.values_list("record", "number"))
    found = [content_of(one) for one in rows if (one.ref, one.number) in wanted]
    note_reads(found, readers=readers, purpose=purpose, door=door, day=day)


def _stands(record: Told) -> bool:
    """Whether the version is as it was looked up, held until the transaction ends."""
    table = connection.ops.quote_name(record._meta.db_table)
    hold = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT status, audience_class, shared_with FROM {table} WHERE id = %s{hold}",
            [record.pk],
        )
        now: tuple[str, str, str | None] | None = cursor.fetchone()
    return now == (record.status, record.audience_class, record.shared_with)
