"""From a file to a staged import: what the console, the pages and the demonstration all do.

`look` opens a file and says how it would be read; `try_out` reads it to the end and leaves nothing;
`stage` puts its rows aside in the background of a job or a command, and goes on where it was cut.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from cairn.db.disk import is_disk_full
from cairn.files.models import StoredFile
from cairn.files.store import copy_to
from cairn.formats.dates import StyleGuess, infer_date_style
from cairn.formats.errors import FileError
from cairn.formats.headers import Proposal
from cairn.formats.numbers import infer_number_style
from cairn.formats.opening import AS_FOUND, Opening
from cairn.formats.tables import RowProblem, Sheet, Workbook, open_table
from cairn.kernel.errors import CairnError
from cairn.reporting.actions import busy, discard_import, finish_staging
from cairn.reporting.claims import claim
from cairn.reporting.errors import DiskFull, SourceBeingErased
from cairn.reporting.models import DataSet, ImportBatch
from cairn.reporting.problems import sentence_of
from cairn.reporting.reading.boxes import boxes
from cairn.reporting.reading.layouts import OtherColumns, Source, Table, table_for
from cairn.reporting.reading.mapping import Mapping
from cairn.reporting.reading.proposing import (
    NoColumnOfDates,
    NoColumnOfFigures,
    propose_mapping,
)
from cairn.reporting.reading.rows import Finding, Reading, RowReader
from cairn.reporting.staging import Stager, StagingStopped, Tally
from cairn.reporting.states import ERASED, Status

STOPPING = 30  # seconds that another process may take to notice that its import was given up


@dataclass(frozen=True)
class Look:
    """How a file would be read, before anything is read to its end."""

    workbook: Workbook
    sheet: Sheet
    mapping: Mapping
    table: Table | None  # the declared layout that fits
    proposals: tuple[Proposal, ...]  # where none fits: what each column seems to hold
    dates: StyleGuess | None  # of the column of dates, where there is one to decide


def look(
    path: Path,
    *,
    kind: str,
    layout: str = "",
    source: str = "",
    opening: Opening = AS_FOUND,
    name: str = "",
    isolated: bool = False,
) -> Look:
    """Open the file and say how it would be read; raises a `FileError` or `OtherColumns`.

    `name` is the file's own name, where `path` is a copy under another one.
    """
    workbook = open_table(path, isolated=isolated, opening=opening)
    if not opening.sheet and len(workbook.sheets) > 1:
        found = _first_that_fits(workbook, kind, layout, source, name or path.name)
    else:
        chosen = workbook.sheet(opening.sheet or None)
        found = _look(workbook, chosen, kind, layout, source, name or path.name)
    return replace(found, mapping=found.mapping.opened(opening))


def _first_that_fits(workbook: Workbook, kind: str, layout: str, source: str, name: str) -> Look:
    """Of several sheets the first that can be read; if none can, what is wrong with the first."""
    first: CairnError | None = None
    for chosen in (each for each in workbook.sheets if not each.hidden):
        try:
            return _look(workbook, chosen, kind, layout, source, name)
        except (OtherColumns, NoColumnOfDates, NoColumnOfFigures) as problem:
            first = first or problem
    if first:
        raise first
    return _look(workbook, workbook.sheet(), kind, layout, source, name)


def _look(
    workbook: Workbook, chosen: Sheet, kind: str, layout: str, source: str, name: str
) -> Look:
    table = table_for(chosen.header, kind=kind, name=layout, hint=name, source=source)
    samples = [cells for _, cells in chosen.sample(200)]
    proposals: tuple[Proposal, ...] = ()
    if table:
        mapping = table.mapping
    else:
        mapping, proposals = propose_mapping(chosen.header, samples, kind=kind)
    guess = None
    column = mapping.column_of("date")
    if column and not mapping.date_style:
        place = chosen.header.index(column)
        guess = infer_date_style(cells[place] for cells in samples)
        if guess.style and guess.certain and guess.style.value in {"day_first", "month_first"}:
            mapping = replace(mapping, date_style=guess.style.value)
    counts = [rule.column for rule in mapping.rules if rule.reads == "count"]
    counts += [cell.column for cell in mapping.cells]
    places = [chosen.header.index(name) for name in counts if name in chosen.header]
    style = infer_number_style(cells[place] for cells in samples for place in places)
    if style:
        mapping = replace(mapping, number_style=style.value)
    if len(workbook.sheets) > 1:
        mapping = replace(mapping, sheet=chosen.name)
    return Look(workbook, chosen, mapping, table, proposals, guess)


def source_of(found: Look, name: str, file_name: str) -> Source:
    """The source a file speaks for: as declared, under another name if one is given."""
    if found.table:
        declared = found.table.source
        return replace(declared, key=name) if name else declared
    key = name or Path(file_name).stem.lower().replace("_", "-").replace(" ", "-")[:62]
    return Source(key=key, title=Path(file_name).stem, publisher="", licence="unknown")


def readings(sheet: Sheet, mapping: Mapping) -> Iterator[Reading]:
    """Every row of the sheet as read, with what was wrong with it."""
    reader = RowReader(mapping, sheet.header, today=timezone.localdate(), boxes=boxes())
    waiting: list[RowProblem] = []
    for row, cells in sheet.rows(waiting.append):
        reading = reader.read(row, cells)
        if waiting:
            reading.findings += [
                Finding(problem.row, problem.column or "", problem.error) for problem in waiting
            ]
            waiting.clear()
            reading.drafts = []
        yield reading


def try_out(found: Look, dataset: DataSet | None) -> Tally:
    """Read the file to its end, compare it with what the source said, and leave nothing."""
    tally = Tally()
    stager = Stager(
        kind=found.mapping.kind, dataset=dataset, batch=None, repeats=found.mapping.repeats
    )
    stager.stage(readings(found.sheet, found.mapping), tally=tally)
    return tally


def stage(
    batch: ImportBatch,
    *,
    path: Path | None = None,
    progress: Callable[[int], None] = lambda rows: None,
    by: Any = None,
) -> Tally:
    """Put the rows of the batch's file aside, from where an earlier run stopped.

    A file that cannot be read to its end leaves nothing behind: the batch is discarded and the
    `FileError` raised. A full disk leaves whole chunks, and the same import goes on later. Where
    another process reads for the same source, `SourceBusy` is raised; where an import of it is
    being erased, `SourceBeingErased`.
    """
    left = ImportBatch.objects.filter(dataset=batch.dataset_id, status=Status.DISCARDING)
    with claim(batch.dataset_id, patience=STOPPING if left.exists() else 0) as mine:
        batch.refresh_from_db()
        if not mine:
            raise busy(batch)
        if left.filter(left_out_reason__startswith=ERASED).exists():
            raise SourceBeingErased(source=batch.dataset.key)
        for other in left.order_by("pk"):  # its rows stand where the new ones will
            discard_import(batch=other, failure=other.failure, by=by)
        return _stage(batch, path, progress, by)


def _stage(
    batch: ImportBatch,
    path: Path | None,
    progress: Callable[[int], None],
    by: Any,
) -> Tally:
    mapping = Mapping.from_json(batch.mapping)
    tally = Tally(batch.rows_new, batch.rows_updated, batch.rows_unchanged, batch.rows_rejected)
    if batch.status != Status.STAGING:
        tally.note(stored_findings(batch))
        return tally
    stager = Stager(kind=batch.kind, dataset=batch.dataset, batch=batch, repeats=mapping.repeats)
    with local_copy(batch.file, path) as local:
        try:
            workbook = open_table(local, isolated=path is None, opening=mapping.opening)
            stager.stage(
                readings(workbook.sheet(mapping.sheet or None), mapping),
                tally=tally,
                skip=batch.position,
                after_chunk=lambda tally: progress(tally.read),
            )
        except FileError as problem:
            discard_import(batch=batch, failure=problem.code, by=by)
            raise
        except DatabaseError as problem:
            if is_disk_full(problem):
                batch.refresh_from_db()
                raise DiskFull(row=batch.position + 1) from problem
            raise
        except StagingStopped:
            return tally
    finish_staging(batch=batch, by=by)
    batch.refresh_from_db()
    return tally


def stored_findings(batch: ImportBatch) -> Iterator[Finding]:
    """What an earlier run found wrong, as far as it is kept: place and code, never the value."""
    for row, column, code, warning in batch.problems.order_by("pk").values_list(
        "row", "column", "code", "warning"
    ):
        yield Finding(row, column, sentence_of(code), warning)


@contextmanager
def local_copy(stored: StoredFile, path: Path | None = None) -> Iterator[Path]:
    """The bare content as a file with a path: the caller's own, or a copy that is removed."""
    if path is not None:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="cairn-import-") as folder:
        yield copy_to(stored, Path(folder) / "table")
