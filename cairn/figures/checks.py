"""What a snapshot refuses to hold: rows that would make some figure wrong.

These are the last line of defence; who fills the snapshot (`observatory`) is expected to keep them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from cairn.figures.manifest import Source
from cairn.figures.schema import EVENT_KINDS, PREFIX, TABLES, arrow_schema
from cairn.kernel.cells import Cell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

if TYPE_CHECKING:
    import duckdb


class WrongColumns(CairnError):
    text = noop(
        "The table %(table)s of a snapshot has other columns; too many: %(extra)s; absent: "
        "%(absent)s."
    )


class EmptyColumn(CairnError):
    text = noop("The column %(column)s of the table %(table)s may not be empty, and is.")


class UnfitRows(CairnError):
    text = noop("The snapshot would hold %(n)s rows in %(table)s that break the rule “%(rule)s”.")


class CountedTwice(CairnError):
    text = noop("The table %(table)s holds the record %(ref)s twice; it would be counted twice.")


class UndeclaredTable(CairnError):
    text = noop(
        "The source %(source)s has rows in its table %(tab)s (%(basis)s), which its description "
        "does not name."
    )


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


_DATED = {
    "both dates or none": "(earliest IS NULL) <> (latest IS NULL)",
    "a date ends after it begins": "earliest > latest",
}
RULES: dict[str, dict[str, str]] = {
    "events": {
        **_DATED,
        "the kind is a known one": f"kind NOT IN ({_listed(EVENT_KINDS)})",
        "numbers are not negative": "least(dead, missing, total, survivors) < 0",
        "a year has four digits": "year NOT BETWEEN 1000 AND 9999",
        "a point has both coordinates": "(lat IS NULL) <> (lon IS NULL)",
        "a part is not stated without the total": "total IS NULL AND coalesce(dead, missing) >= 0",
    },
    "counts": {
        **_DATED,
        "a number or the reason why there is none": "(value IS NULL) = (missing IS NULL)",
        "a missing number has a known reason": f"missing NOT IN ({_listed(list(Cell))})",
        # What the parts of a filing say more than its total is taken from it again (`closing`).
        "numbers are not negative": f"value < 0 AND NOT starts_with(source, '{PREFIX}')",
    },
}


def conform(table: str, rows: pa.Table) -> pa.Table:
    """The rows in the schema's own order and types, or a refusal that names the column."""
    schema = arrow_schema(table)
    found, known = set(rows.column_names), set(schema.names)
    if found != known:
        raise WrongColumns(
            table=table,
            extra=", ".join(sorted(found - known)) or "–",
            absent=", ".join(sorted(known - found)) or "–",
        )
    rows = rows.select(schema.names)
    for field in schema:
        if not field.nullable and rows.column(field.name).null_count:
            raise EmptyColumn(table=table, column=field.name)
    return rows.cast(schema)


def check(con: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Refuse rows that break a rule and series whose description is missing."""
    for table, rules in RULES.items():
        counted = ", ".join(f"count(*) FILTER (WHERE {broken})" for broken in rules.values())
        found = con.execute(f"SELECT {counted} FROM staged_{table}").fetchall()[0]
        for rule, n in zip(rules, found, strict=True):
            if n:
                raise UnfitRows(table=table, rule=rule, n=n)
    for table in TABLES:
        twice = f"SELECT ref FROM staged_{table} GROUP BY ref HAVING count(*) > 1 LIMIT 1"
        for (ref,) in con.execute(twice).fetchall():
            raise CountedTwice(table=table, ref=ref)
    declared = {(s.key, t.tab, t.basis) for s in sources for t in s.tables}
    found = con.execute("SELECT DISTINCT source, tab, basis FROM staged_counts ORDER BY ALL")
    for source, tab, basis in found.fetchall():
        if (source, tab, basis) not in declared:
            raise UndeclaredTable(source=source, tab=tab, basis=basis)
    for (source,) in con.execute("SELECT DISTINCT source FROM staged_events").fetchall():
        if source not in {s.key for s in sources}:
            raise UndeclaredTable(source=source, tab="events", basis="events")
