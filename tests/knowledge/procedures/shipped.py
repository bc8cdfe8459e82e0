"""What the product ships of national procedures, by key."""

from functools import cache
from pathlib import Path

from cairn.knowledge.kinds import kind_of
from cairn.knowledge.procedures import reading

FILE = Path(reading.__file__).parent / "data" / "procedures.jsonl"


@cache
def bodies() -> dict[str, dict]:
    rows = list(reading.read_file(FILE))
    assert [one.problems for one in rows if one.problems] == []
    return {one.key: dict(one.body or {}) for one in rows}


def record(key):
    return kind_of("procedure").load(bodies()[key])
