"""Reads a workbook in another process, so that a malicious one can stop nothing but its reading.

Rows come back through a pipe as lines of JSON: nothing that is executed when it is read. The
process ends with the reading, also where the reader stops half-way.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cairn.formats import errors
from cairn.formats.grids import Area, Flaw, Merge, RawRow
from cairn.formats.limits import MB, Limits
from cairn.formats.workbooks import SheetHead, WholeSheet
from cairn.kernel.errors import CairnError

ROOT = Path(__file__).parents[2]


def survey_isolated(path: Path, limits: Limits) -> Iterator[SheetHead]:
    """As `workbooks.survey`."""
    for name, hidden, merges, rows in _ask(path, None, limits):
        yield SheetHead(
            name, hidden, tuple(Merge(*merge) for merge in merges), tuple(map(_row, rows))
        )


def read_whole_isolated(path: Path, limits: Limits) -> Iterator[WholeSheet]:
    """As `workbooks.read_whole`."""
    for name, hidden, merges, rows, columns, cells in _ask(path, None, limits, whole=True):
        yield WholeSheet(
            name,
            hidden,
            tuple(Area(*merge) for merge in merges),
            tuple(rows),
            tuple(columns),
            tuple(map(_row, cells)),
        )


def read_rows_isolated(path: Path, sheet: str, limits: Limits) -> Iterator[RawRow]:
    """As `workbooks.read_rows`."""
    yield from map(_row, _ask(path, sheet, limits))


def _ask(path: Path, sheet: str | None, limits: Limits, *, whole: bool = False) -> Iterator[Any]:
    task = json.dumps(
        {"path": str(path.resolve()), "sheet": sheet, "whole": whole, "limits": asdict(limits)}
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "cairn.formats.worker", task],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if not line.endswith("\n"):
                break  # cut off in the middle: the process is dead
            answer = json.loads(line)
            if isinstance(answer, list):
                yield answer
            elif "error" in answer:
                raise _error(*answer["error"])
            else:
                return
        raise errors.ParserStopped(megabytes=limits.memory // MB, seconds=limits.seconds)
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def _environment() -> dict[str, str]:
    """What the interpreter needs to start, and none of the secrets of the parent."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _error(name: str, values: dict[str, Any]) -> CairnError:
    kind = getattr(errors, name, errors.FileError)
    error: CairnError = kind(**values)
    return error


def _value(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "t" in value:
        return datetime.fromisoformat(value["t"])
    return date.fromisoformat(value["d"])


def _row(row: list[Any]) -> RawRow:
    number, cells, flaws = row
    return RawRow(
        number,
        [_value(cell) for cell in cells],
        tuple(Flaw(position, _error(name, values)) for position, name, values in flaws),
    )
