"""Leaflets come in the form that Cairn itself writes."""

from collections.abc import Iterator
from pathlib import Path

from cairn.knowledge.kinds import kind_of
from cairn.knowledge.rows import Row, json_lines, native


def read_file(path: Path) -> Iterator[Row]:
    yield from native(kind_of("leaflet"), json_lines(path))
