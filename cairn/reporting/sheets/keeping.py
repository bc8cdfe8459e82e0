"""Sheets as bytes and back: what is kept of a workbook while somebody works on it.

JSON, compressed; dates and mistakes are written so that they come back as what they were. Nothing
in it is executed when it is read.
"""

import json
import zlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from cairn.formats import errors as formats
from cairn.formats.grids import Area
from cairn.kernel.errors import CairnError
from cairn.reporting.reading.crosstabs.sheets import Sheet
from cairn.reporting.sheets.errors import NotTakenIn

OURS: dict[str, type[CairnError]] = {"NotTakenIn": NotTakenIn}


def packed(sheets: Iterable[Sheet]) -> bytes:
    return zlib.compress(as_bytes(sheets), 6)


def as_bytes(sheets: Iterable[Sheet]) -> bytes:
    """All that stands in them and how they are laid out: equal for workbooks of one content."""
    body = [
        {
            "name": one.name,
            "hidden": one.hidden,
            "merges": one.merges,
            "hidden_rows": sorted(one.hidden_rows),
            "hidden_columns": sorted(one.hidden_columns),
            "flaws": [
                [row, column, type(error).__name__, _values(error)]
                for (row, column), error in one.flaws.items()
            ],
            "rows": one.rows,
        }
        for one in sheets
    ]
    text = json.dumps(body, default=_dated, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def unpacked(kept: bytes) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(
            one["name"],
            tuple(tuple(map(_cell, row)) for row in one["rows"]),
            one["hidden"],
            tuple(Area(*area) for area in one["merges"]),
            frozenset(one["hidden_rows"]),
            frozenset(one["hidden_columns"]),
            {(row, column): _error(*told) for row, column, *told in one["flaws"]},
        )
        for one in json.loads(zlib.decompress(kept))
    )


def _values(error: CairnError) -> dict[str, Any]:
    return {name: value if isinstance(value, int) else str(value)
            for name, value in error.values.items()}  # fmt: skip


def _dated(value: Any) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    assert isinstance(value, date), type(value)
    return {"d": value.isoformat()}


def _cell(value: Any) -> Any:
    if value.__class__ is not dict:
        return value
    kind, text = next(iter(value.items()))
    return datetime.fromisoformat(text) if kind == "t" else date.fromisoformat(text)


def _error(name: str, values: dict[str, Any]) -> CairnError:
    known = OURS.get(name)
    kind: type[CairnError] = known if known else getattr(formats, name, formats.CellError)
    same: CairnError = kind.__new__(kind)
    Exception.__init__(same, kind.text % values)
    same.values = values
    return same
