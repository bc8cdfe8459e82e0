"""Reads strategies: JSON lines as Cairn writes them."""

from collections.abc import Iterator
from pathlib import Path

from cairn.knowledge.lines import rows_of
from cairn.knowledge.rows import Row


def read_file(path: Path) -> Iterator[Row]:
    yield from rows_of("strategy", path)
