"""From a file that has come, or from answers to its questions, to rows that are being checked.

What is put aside in one transaction with the import itself is the job that reads the rows, so that
there is never an import that nobody works on.
"""

from dataclasses import replace
from typing import Any

from django.db import transaction

from cairn.accounts.following import check_begins_for
from cairn.accounts.permissions import Permission, check_may
from cairn.files.models import Upload
from cairn.jobs.queue import enqueue
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting import tasks
from cairn.reporting.actions import accept_source, begin_import, check_can_move, give_up_import
from cairn.reporting.columns import Survey, source_of, tables_of
from cairn.reporting.models import DataSet, ImportBatch
from cairn.reporting.reading.layouts import Source
from cairn.reporting.reading.mapping import Mapping
from cairn.reporting.states import Status
from cairn.reporting.uploads import NotYetWhole

ANSWERED = "answered"  # the failure code of an import that was checked again with answers


class NothingToRead(CairnError):
    text = noop("It is not settled yet how the columns are to be read.")


def begin_from_upload(
    *, upload: Upload, found: Survey, plan: Any, once: str, by: Any
) -> ImportBatch:
    """Accept the source where it is new, open its import, and queue the check of all rows."""
    check_may(by, Permission.IMPORT_WRITE)
    check_begins_for(by, Permission.IMPORT_WRITE)
    if found.lacking:
        raise found.lacking
    if upload.file is None:
        raise NotYetWhole()
    if found.mapping is None:
        raise NothingToRead()
    with transaction.atomic():
        batch = begin_import(
            dataset=_dataset(source_of(found, plan, upload.name), found, by),
            kind=plan.kind,
            file=upload.file,
            file_name=upload.name,
            mapping=found.mapping,
            once=once,
            by=by,
        )
        upload.used_for = batch.ref
        upload.save(update_fields=["used_for"])
        enqueue(tasks.stage_import, batch.ref, about=batch.ref, key=batch.ref)
    return batch


def _dataset(source: Source, found: Survey, by: Any) -> DataSet:
    """The source's data set; a new one, or new tables of one, need the right to accept them."""
    tables = tables_of(found)
    dataset = DataSet.objects.filter(key=source.key).first()
    if dataset:
        known = {(table["tab"], table["basis"]) for table in dataset.tables}
        if known >= {(table["tab"], table["basis"]) for table in tables}:
            return dataset
    layout = found.mapping.layout if found.mapping else ""
    return accept_source(source=source, layout=layout, tables=tables, by=by)


def answer_import(
    *,
    batch: ImportBatch,
    answers: dict[str, dict[str, str | None]],
    date_style: str = "",
    number_style: str = "",
    once: str,
    by: Any,
) -> ImportBatch:
    """Check the same file again with these answers: a new import takes the place of the old one."""
    check_may(by, Permission.IMPORT_WRITE)
    if same := ImportBatch.objects.filter(once=once).first():
        return same
    check_can_move(batch, to=Status.DISCARDING)
    mapping = Mapping.from_json(batch.mapping)
    merged = {column: dict(given) for column, given in mapping.answers.items()}
    for column, given in answers.items():
        merged[column] = merged.get(column, {}) | given
    mapping = replace(
        mapping,
        answers=merged,
        date_style=date_style or mapping.date_style,
        number_style=number_style or mapping.number_style,
    )
    with transaction.atomic():
        give_up_import(batch=batch, failure=ANSWERED, by=by)
        renewed = begin_import(
            dataset=batch.dataset,
            kind=batch.kind,
            file=batch.file,
            file_name=batch.file_name,
            mapping=mapping,
            once=once,
            by=by,
        )
        enqueue(tasks.stage_import, renewed.ref, about=renewed.ref, key=renewed.ref)
    return renewed


def resume_import(*, batch: ImportBatch, by: Any) -> ImportBatch:
    """Queue the check again where it was cut off, for instance by a full disk."""
    check_may(by, Permission.IMPORT_WRITE)
    check_can_move(batch, to=Status.STAGED)
    enqueue(tasks.stage_import, batch.ref, about=batch.ref, key=batch.ref)
    return batch


def stop_import(*, batch: ImportBatch, reason: str, by: Any) -> ImportBatch:
    """Give the import up, for a reason that is kept; its rows are removed in the background."""
    with transaction.atomic():
        batch = give_up_import(batch=batch, reason=reason.strip(), by=by)
        enqueue(tasks.remove_import, batch.ref, about=batch.ref, key=f"{batch.ref}-remove")
    return batch
