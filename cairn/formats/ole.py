"""One stream out of the older container of Office files, a file system of sectors in a file.

As [MS-CFB] describes it: the header names the sectors of the table of sectors; each stream is a
chain in that table; short streams lie in a stream of their own, in small sectors with a table of
their own. Nothing of it is trusted: a chain that leaves the file, or turns back, is damage.
"""

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from cairn.formats import errors

NO_MORE = 0xFFFFFFFA  # and above: not the number of a sector
ENTRY = 128
STREAM, ROOT = 2, 5


class Damaged(Exception):
    """The container does not hold together."""


def read_stream(path: Path, *names: str) -> tuple[str, bytes]:
    """The first of these streams that is there, with its name."""
    try:
        return _Container(path.read_bytes()).stream(names)
    except (Damaged, struct.error, IndexError):
        raise errors.BrokenWorkbook(part="OLE") from None


class _Container:
    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise Damaged
        self.size = 1 << shift
        self.most = len(data) // self.size + 1
        tables, directory, _, self.cutoff = struct.unpack_from("<I I I I", data, 44)
        small, _, more, _ = struct.unpack_from("<I I I I", data, 60)
        places = list(struct.unpack_from("<109I", data, 76))
        while more < NO_MORE:
            sector = struct.unpack(f"<{self.size // 4}I", self._sector(more))
            places += sector[:-1]
            more = sector[-1]
            if len(places) > self.most + 109 + self.size:
                raise Damaged
        self.table: list[int] = []
        for place in places[:tables]:
            if place < NO_MORE:
                self.table += struct.unpack(f"<{self.size // 4}I", self._sector(place))
        self.entries = self._chained(directory)
        small_table = self._chained(small)
        self.small_table = struct.unpack(f"<{len(small_table) // 4}I", small_table)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        found = self.data[start : start + self.size]
        if not found:
            raise Damaged
        return found.ljust(self.size, b"\0")  # the last one may be cut short

    def _chained(self, first: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(self.table, first))

    def stream(self, names: Sequence[str]) -> tuple[str, bytes]:
        held = {name: (kind, first, size) for name, kind, first, size in self._entries()}
        for name in names:
            if name in held and held[name][0] == STREAM:
                _, first, size = held[name]
                return name, self._content(first, size, held)
        raise Damaged

    def _entries(self) -> Iterator[tuple[str, int, int, int]]:
        for start in range(0, len(self.entries) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", self.entries, start + 64)
            first, size = struct.unpack_from("<II", self.entries, start + 116)
            written = self.entries[start : start + max(0, min(length, 64) - 2)]
            name = "/" if kind == ROOT else written.decode("utf-16-le", "replace")
            yield name, kind, first, size

    def _content(self, first: int, size: int, held: dict[str, tuple[int, int, int]]) -> bytes:
        if size >= self.cutoff:
            content = self._chained(first)
        else:
            small = self._chained(held["/"][1]) if "/" in held else b""
            content = b"".join(
                small[64 * number : 64 * number + 64] for number in _chain(self.small_table, first)
            )
        if len(content) < size:
            raise Damaged
        return content[:size]


def _chain(table: Sequence[int], first: int) -> Iterator[int]:
    seen = 0
    while first < NO_MORE:
        yield first
        seen += 1
        if seen > len(table) or first >= len(table):
            raise Damaged
        first = table[first]
