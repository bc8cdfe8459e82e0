"""How a line of the tables joins a case that is there: what a table cannot say stays as it is.

A field is taken from the table only where the table says something else than it would say of the
case that is there; an empty cell takes nothing away. So a table that comes back unchanged changes
nothing, and one corrected cell changes one field.
"""

import csv
import io
from collections.abc import Mapping
from typing import Any

from cairn.formats.writers import csv_lines
from cairn.knowledge.cases.face import outward
from cairn.knowledge.cases.schema import Record
from cairn.knowledge.cases.tables import (
    CASES,
    CHARGES,
    case_line,
    charge_lines,
    plain,
    read_case,
)
from cairn.knowledge.shapes import read, write

Plain = Mapping[str, Any]
KEY = "k"


def meet(before: Plain, given: Plain) -> dict[str, Any]:
    """The case with what the table changed of it; both are JSON in the shape of `schema`."""
    record, problems = read(Record, before)
    if record is None:
        raise problems[0].error
    told = (as_told(record), as_told(outward(KEY, record)[1]))
    kept = dict(before)
    for name, value in given.items():
        if all(one.get(name) != value for one in told):
            kept[name] = value
    return kept


def as_told(record: Record) -> dict[str, Any]:
    """What comes back of a record from the two tables."""
    line = _lines(CASES, [case_line(KEY, record)])[0]
    body, _ = read(Record, read_case(line, _lines(CHARGES, charge_lines(KEY, record))))
    return write(body) if body is not None else {}


def _lines(columns: Any, rows: Any) -> list[dict[str, str]]:
    text = "".join(csv_lines([columns, *rows]))
    table = csv.DictReader(io.StringIO(text, newline=""))
    return [{name: plain(cell) for name, cell in row.items()} for row in table]
