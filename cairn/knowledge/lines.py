"""Reads a kind that comes in one form only: JSON lines as Cairn writes them."""

from collections.abc import Iterator
from pathlib import Path

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.rows import Row, json_lines, native


class NotLines(CairnError):
    text = noop(
        "This is none of the files that are read here: JSON lines as Cairn writes them, one record "
        "on each line."
    )


def rows_of(kind: str, path: Path) -> Iterator[Row]:
    """Every record of the file, or all that is wrong with it."""
    with path.open("rb") as file:
        head = file.read(4096)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return
    if not start.startswith(b"{"):
        raise NotLines()
    yield from native(kind_of(kind), json_lines(path))
