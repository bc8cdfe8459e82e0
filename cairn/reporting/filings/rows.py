"""Numbers as rows of the database: many at once, in the caller's transaction.

A form of 250 numbers spends more in making objects of them than in everything else; what the fields
would check was checked before (`counts.problems_of`), and the constraints hold.
"""

from collections.abc import Sequence
from typing import Any

from cairn.db.bulk import insert_rows, update_rows
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import DIMENSIONS
from cairn.reporting.filings.models import Filing, FilingCount

SPAN = ("when_earliest", "when_latest", "when_precision", "when_written")
COLUMNS = ("filing_id", "measure", "key", "value", "no_value", "source_cell", *SPAN, *DIMENSIONS)
CHANGED = ("value", "no_value", "source_cell")
LONGEST_SOURCE = 120


def write_numbers(
    filing: Filing, fresh: Sequence[CountInput], known: Sequence[tuple[CountInput, FilingCount]]
) -> None:
    """Cells that were empty, and cells whose number becomes another one."""
    if fresh:
        insert_rows(FilingCount, COLUMNS, ((filing.pk, *_columns(one)) for one in fresh))
    if known:
        update_rows(FilingCount, CHANGED, [(*_changed(one), row.pk) for one, row in known])


def _changed(one: CountInput) -> tuple[Any, ...]:
    missing = one.missing.value if one.missing else None
    return (one.value, missing, one.source_cell[:LONGEST_SOURCE])


def _columns(one: CountInput) -> tuple[Any, ...]:
    span = one.span
    when = (
        (span.earliest, span.latest, span.precision.value, span.as_written)
        if span
        else (None, None, None, "")
    )
    dims = (one.dims.get(name) or None for name in DIMENSIONS)
    return (one.measure, one.key, *_changed(one), *when, *dims)
