"""Reads one file of a kind under limits and prints its rows as lines of JSON, for `isolated`.

Started as `python -m cairn.knowledge.worker`; it may use so much memory and time, may write no
file, and a crash of a parser ends only this process.
"""

import json
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from cairn.formats.limits import Limits
from cairn.kernel.errors import CairnError
from cairn.knowledge import kinds


def main(task: dict[str, Any]) -> None:
    limits = Limits(**task["limits"])
    kind = kinds.Kind(**task["kind"])
    others = [one for one in kinds.KINDS if one.key != kind.key]
    kinds.KINDS = (*others, kind)
    kinds.kinds.cache_clear()
    reader = import_module(f"{kind.package}.reading")
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for row in reader.read_file(Path(task["path"])):
            told = [[one.place, told_of(one.error)] for one in row.problems]
            _write({"row": [row.line, row.key, row.body, told]})
    except CairnError as error:
        _write({"error": told_of(error)})
    _write({"end": True})


def told_of(error: CairnError) -> dict[str, Any]:
    """An error as JSON; what is a sentence within it as well."""
    values = {
        name: told_of(value)
        if isinstance(value, CairnError)
        else value
        if isinstance(value, int)
        else str(value)
        for name, value in error.values.items()
    }
    return {"code": error.code, "text": error.text, "values": values}


def _write(line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
