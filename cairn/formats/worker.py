"""The other side of `isolation`: reads one workbook under limits and prints it as lines of JSON.

Started as `python -m cairn.formats.worker`; it may use so much memory and time, may write no file,
and a crash of the parser ends only this process.
"""

import json
import resource
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cairn.formats.grids import RawRow
from cairn.formats.limits import Limits
from cairn.formats.workbooks import read_rows, read_whole, survey
from cairn.kernel.errors import CairnError


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    return {"d": value.isoformat()} if isinstance(value, date) else value


def _error(error: CairnError) -> list[Any]:
    return [type(error).__name__, {name: _value(value) for name, value in error.values.items()}]


def _row(row: RawRow) -> list[Any]:
    flaws = [[flaw.position, *_error(flaw.error)] for flaw in row.flaws]
    return [row.number, [_value(cell) for cell in row.cells], flaws]


def _limit(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(task: dict[str, Any]) -> None:
    limits = Limits(**task["limits"])
    _limit(limits)
    path = Path(task["path"])
    write = sys.stdout.write
    try:
        if task["whole"]:
            for sheet in read_whole(path, limits):
                write(json.dumps([*sheet[:-1], [_row(row) for row in sheet.rows]]) + "\n")
        elif task["sheet"] is None:
            for head in survey(path, limits):
                rows = [_row(row) for row in head.rows]
                write(json.dumps([head.name, head.hidden, head.merges, rows]) + "\n")
        else:
            for row in read_rows(path, task["sheet"], limits):
                write(json.dumps(_row(row)) + "\n")
    except CairnError as error:
        write(json.dumps({"error": _error(error)}) + "\n")
    write('{"end": true}\n')
    sys.stdout.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
