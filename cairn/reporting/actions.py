"""The writes of an import: accept a source, begin, put rows aside, make them current, discard.

Committing is one short transaction however large the file: it changes the state of the batch, and
which rows are current follows from that. `by` is the person, or None for the console.
"""

import re
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from cairn.accounts.following import check_begins_for
from cairn.accounts.models import Organisation, OrganisationKind
from cairn.accounts.permissions import Permission, check_may
from cairn.audit import log
from cairn.audit.merkle import merkle_root
from cairn.db.disk import disk_full_raises
from cairn.files.models import StoredFile
from cairn.history.keep import keep
from cairn.history.models import Version
from cairn.kernel.crash import passing
from cairn.reporting.errors import (
    NoReason,
    NoRoom,
    OtherKind,
    RowsRejected,
    SourceBusy,
    SourceBusyAtConsole,
    SourceErased,
    UnreadableSource,
)
from cairn.reporting.meeting import queue_meeting
from cairn.reporting.models import Account, Count, DataSet, ImportBatch, Incident, Provenance
from cairn.reporting.reading.layouts import Source
from cairn.reporting.reading.mapping import Mapping
from cairn.reporting.states import ERASED, NEXT, OPEN, NoSuchMove, Status
from cairn.search.guarded.actions import note, note_all
from cairn.sharing.viewer import OPEN as AUDIENCE

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,62}\Z")
SILENCE = timedelta(seconds=60)  # a chunk takes less than a second
PART = 2_000  # rows removed in one transaction when a batch is discarded


def check_can_move(batch: ImportBatch, *, to: Status) -> None:
    if to not in NEXT[Status(batch.status)]:
        raise NoSuchMove(ref=batch.ref, status=batch.status, to=to.value)


@disk_full_raises(NoRoom)
@transaction.atomic
def accept_source(
    *, source: Source, layout: str, tables: list[dict[str, Any]], by: Any = None
) -> DataSet:
    """Enter the source, or what is new about it, and accept it as one whose figures may count."""
    if by is not None:
        check_may(by, Permission.DATASET_ACCEPT)
        check_begins_for(by, Permission.DATASET_ACCEPT)
    if not SLUG.match(source.key):
        raise UnreadableSource(value=source.key)
    dataset = DataSet.objects.select_for_update().filter(key=source.key).first()
    if dataset is not None and dataset.stub:
        raise SourceErased(source=source.key)
    told = {
        "title": source.title,
        "publisher": source.publisher,
        "address": source.address,
        "licence": source.licence or "unknown",
        "citation": source.citation,
        "retrieved_on": date.fromisoformat(source.retrieved) if source.retrieved else None,
        "notes": list(source.notes),
        "gaps": list(source.gaps),
        "layout": layout,
    }
    if dataset is None:
        dataset = DataSet(
            key=source.key,
            owner=_publisher(source),
            audience_class=AUDIENCE,
            section="open",
            provenance=Provenance.OPEN_SOURCE,
            tables=tables,
            accepted_at=timezone.now(),
            accepted_by=getattr(by, "username", "console"),
            **told,
        )
        try:
            with transaction.atomic():
                dataset.save()
        except IntegrityError:  # another process entered it at the same moment
            return accept_source(source=source, layout=layout, tables=tables, by=by)
        log.record("reporting.dataset.accepted", target=dataset, by=by, source=source.key)
        keep(dataset, by=by, reason="accepted")
        note(dataset.ref)
        return dataset
    known = {(table["tab"], table["basis"]) for table in dataset.tables}
    fresh = [table for table in tables if (table["tab"], table["basis"]) not in known]
    if fresh:
        dataset.tables = [*dataset.tables, *fresh]
        dataset.save(update_fields=["tables"])
        keep(dataset, by=by, reason="another table")
        note(dataset.ref)
    return dataset


def _publisher(source: Source) -> Organisation:
    name = source.publisher or source.title
    key = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "publisher"
    organisation, _ = Organisation.objects.get_or_create(
        key=key, defaults={"name": name, "kind": OrganisationKind.PUBLISHER}
    )
    return organisation


@disk_full_raises(NoRoom)
def begin_import(
    *,
    dataset: DataSet,
    kind: str,
    file: StoredFile,
    file_name: str,
    mapping: Mapping,
    once: str | None = None,
    by: Any = None,
) -> ImportBatch:
    """Open the source's one import, or take up the one that was cut off while reading this file.

    A repeated submission (`once`) is answered with the import that the first one began.
    """
    if by is not None:
        check_may(by, Permission.IMPORT_WRITE)
    if once and (first := ImportBatch.objects.filter(once=once).first()):
        return first
    if DataSet.objects.filter(pk=dataset.pk).exclude(stub="").exists():
        raise SourceErased(source=dataset.key)
    held = ImportBatch.objects.filter(dataset=dataset).values_list("kind", flat=True).first()
    if held and held != kind:
        raise OtherKind(source=dataset.key, held=held, given=kind)
    stored = mapping.as_json()
    open_one = ImportBatch.objects.filter(dataset=dataset, status__in=OPEN).first()
    if open_one:
        same = open_one.file_id == file.pk and open_one.mapping == stored
        if same and open_one.started_by_id == getattr(by, "pk", None):
            return open_one
        if by is None and open_one.started_by_id is None and _is_abandoned(open_one):
            discard_import(batch=open_one, failure="replaced")
        else:
            raise busy(open_one)
    now = timezone.now()
    batch = ImportBatch(
        dataset=dataset,
        kind=kind,
        file=file,
        file_name=file_name[:255],
        mapping=stored,
        status=Status.STAGING,
        once=once,
        started_by=by,
        started_at=now,
        touched_at=now,
        owner_id=dataset.owner_id,
        state=dataset.state,
        audience_class=dataset.audience_class,
        section=dataset.section,
        embargo_until=dataset.embargo_until,
    )
    try:
        with transaction.atomic():
            batch.save()
            log.record(
                "reporting.import.begun",
                target=batch,
                by=by,
                source=dataset.key,
                sha256=file.sha256,
            )
    except IntegrityError:
        if once and (same := ImportBatch.objects.filter(once=once).first()):
            return same
        other = ImportBatch.objects.filter(dataset=dataset, status__in=OPEN).first()
        if other is None:
            raise
        raise busy(other) from None
    return batch


def _is_abandoned(batch: ImportBatch) -> bool:
    """Whether a run at the console ended without deciding; a living one touches its batch."""
    return batch.touched_at < timezone.now() - SILENCE


def busy(other: ImportBatch) -> SourceBusy:
    """Whose import is open and since when: the organisation, never the person."""
    since = other.started_at.strftime("%Y-%m-%d %H:%M UTC")
    told = {"source": other.dataset.key, "ref": other.ref, "since": since}
    if other.started_by is None:
        return SourceBusyAtConsole(**told)
    held = other.started_by.memberships.current().select_related("organisation").first()
    return SourceBusy(**told, organisation=held.organisation.name if held else "–")


@disk_full_raises(NoRoom)
@transaction.atomic
def finish_staging(*, batch: ImportBatch, by: Any = None) -> ImportBatch:
    """Every row has been read; from here a person (or the console) decides."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    check_can_move(batch, to=Status.STAGED)
    batch.status = Status.STAGED
    batch.save(update_fields=["status"])
    log.record("reporting.import.staged", target=batch, by=by, **accounting(batch))
    return batch


@disk_full_raises(NoRoom)
def commit_import(*, batch: ImportBatch, leave_out: str = "", by: Any = None) -> ImportBatch:
    """Make the rows current, in one short step. With rejected rows, `leave_out` must say why."""
    if by is not None:
        check_may(by, Permission.IMPORT_WRITE)
    if batch.status == Status.COMMITTED:
        return batch
    model: Any = Account if batch.kind == "incidents" else Count
    digests = model.objects.filter(batch=batch).order_by("pk").values_list("digest", flat=True)
    root = merkle_root(digests.iterator(chunk_size=10_000))
    passing("commit.before")
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.status == Status.COMMITTED:
            return batch
        check_can_move(batch, to=Status.COMMITTED)
        if batch.rows_rejected and not leave_out:
            raise RowsRejected(rejected=batch.rows_rejected, read=batch.rows_read)
        batch.status, batch.committed_at = Status.COMMITTED, timezone.now()
        batch.left_out_reason = leave_out[:300] if batch.rows_rejected else ""
        batch.save(update_fields=["status", "committed_at", "left_out_reason"])
        passing("commit.inside")
        log.record(
            "reporting.import.committed", target=batch, by=by, root=root, **accounting(batch)
        )
        keep(batch, by=by, reason="committed")
        _let_be_found(batch)
        queue_meeting(batch)
    passing("commit.after")
    return batch


def _let_be_found(batch: ImportBatch) -> None:
    """Its accounts, and those of earlier imports in whose place they stand now."""
    if batch.kind == "incidents":
        before = Account.objects.filter(superseded_by=batch).order_by()
        note_all([batch.ref, *before.values_list("batch__ref", flat=True).distinct()])


def accounting(batch: ImportBatch) -> dict[str, int]:
    """The closed account of a batch, for the log and for people."""
    return {
        "read": batch.rows_read,
        "new": batch.rows_new,
        "updated": batch.rows_updated,
        "unchanged": batch.rows_unchanged,
        "rejected": batch.rows_rejected,
    }


def give_up_import(
    *, batch: ImportBatch, failure: str = "", reason: str = "", by: Any = None
) -> ImportBatch:
    """Decide that nothing of it shall come in; `discard_import` then removes its rows."""
    if by is not None:
        check_may(by, Permission.IMPORT_WRITE)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.status not in (Status.DISCARDED, Status.DISCARDING):
            check_can_move(batch, to=Status.DISCARDING)
            if by is not None and not (reason or failure):
                raise NoReason()
            batch.status, batch.failure = Status.DISCARDING, failure
            batch.left_out_reason = reason[:300]
            batch.save(update_fields=["status", "failure", "left_out_reason"])
            rows = accounting(batch)
            log.record("reporting.import.discarded", target=batch, by=by, failure=failure, **rows)
    return batch


@disk_full_raises(NoRoom)
def discard_import(
    *, batch: ImportBatch, failure: str = "", reason: str = "", by: Any = None
) -> ImportBatch:
    """Remove what was put aside; the source says what it said before. Goes on where it was cut.

    One that is being erased is left to that: more of it goes than is removed here."""
    batch = give_up_import(batch=batch, failure=failure, reason=reason, by=by)
    if batch.status == Status.DISCARDED or batch.left_out_reason.startswith(ERASED):
        return batch
    model: Any = Account if batch.kind == "incidents" else Count
    while rows := list(model.objects.filter(batch=batch).values_list("pk", "ref", "number")[:PART]):
        with transaction.atomic():
            numbers: dict[int, list[str]] = {}
            for _, ref, number in rows:
                numbers.setdefault(number, []).append(ref)
            for number, refs in numbers.items():
                Version.objects.filter(key__in=refs, number=number).delete()
            model.objects.filter(pk__in=[pk for pk, *_ in rows]).delete()
        passing("discard.chunk")
    while pks := list(
        model.objects.filter(superseded_by=batch).values_list("pk", flat=True)[:PART]
    ):
        model.objects.filter(pk__in=pks).update(superseded_by=None)
    while pks := list(Incident.objects.filter(batch=batch).values_list("pk", flat=True)[:PART]):
        Incident.objects.filter(pk__in=pks).delete()
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.status == Status.DISCARDED:
            return batch  # by another process that did the same
        batch.status = Status.DISCARDED
        batch.save(update_fields=["status"])
        keep(batch, by=by, reason="discarded")
    return batch
