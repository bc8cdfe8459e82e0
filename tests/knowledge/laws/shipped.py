"""The laws that the product ships, for tests that ask what it says of them."""

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cairn.knowledge.kinds import kind_of
from cairn.knowledge.laws.schema import Record

FILE = Path(__file__).parents[3] / "cairn" / "knowledge" / "laws" / "data" / "laws.jsonl"


@functools.cache
def bodies() -> Mapping[str, dict[str, Any]]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {one["key"]: one["record"] for one in map(json.loads, lines)}


def record_of(key: str) -> Record:
    made: Record = kind_of("law").load(bodies()[key])
    return made
