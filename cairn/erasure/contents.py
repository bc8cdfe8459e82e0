"""Whether words stand in a file: a text of any common encoding, a workbook, a Parquet file.

Read in windows that overlap, so that a file of any size takes little memory. Nothing in a file is
executed or parsed beyond what its texts need.
"""

import codecs
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cairn.erasure.marks import Finder

WINDOW = 1 << 20
OVERLAP = 4_096  # bytes; longer than any words, with what may stand between their letters
TAGS = re.compile(r"<[^<>]{0,2000}>")
ENCODINGS = ("cp1252", "cp1251", "cp1256", "gb18030", "utf-16-le", "utf-16-be")
LARGEST = 4 << 30  # bytes that one archive may unfold to
CUT = 3  # bytes of a letter that the beginning of a window may hold
ZIP, PARQUET = b"PK\x03\x04", b"PAR1"


def holds(finder: Finder, file: BinaryIO) -> bool:
    """Whether the words stand in the file, which is at its beginning."""
    return any(map(finder.holds, texts_of(file)))


def path_holds(finder: Finder, path: Path) -> bool:
    """The same for a file on disk; Parquet is read by its columns."""
    with path.open("rb") as file:
        start = file.read(4)
        if start != PARQUET:
            file.seek(0)
            return holds(finder, file)
    return any(map(finder.holds, _parquet(path)))


def texts_of(file: BinaryIO) -> Iterator[str]:
    """Everything in the file that may be text."""
    start = file.read(4)
    file.seek(-len(start), io.SEEK_CUR)
    if start == ZIP:
        try:
            yield from _archive(file)
            return
        except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, RuntimeError):
            file.seek(0)
    yield from _plain(file)


def _archive(content: BinaryIO) -> Iterator[str]:
    left = LARGEST
    with zipfile.ZipFile(content) as archive:
        for member in archive.infolist():
            yield member.filename
            left -= member.file_size
            if left < 0:
                return
            with archive.open(member) as file:
                yield from _plain(file)  # type: ignore[arg-type]


def _plain(file: BinaryIO) -> Iterator[str]:
    before = b""
    while part := file.read(WINDOW):
        window = before + part
        before = window[-OVERLAP:]
        yield from _decoded(window)


def _decoded(window: bytes) -> Iterator[str]:
    text = _utf8(window)
    if text is None or b"\0" in window:
        for encoding in ENCODINGS:
            yield window.decode(encoding, "ignore")
            yield window[1:].decode(encoding, "ignore")
    if text is None:
        text = window.decode("utf-8", "ignore")
    yield text
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda sign: chr(int(sign[1], 16)), text)
    if "<" in text or "&" in text:
        yield html.unescape(TAGS.sub("", text))


def _utf8(window: bytes) -> str | None:
    """The text, if it is UTF-8; letters may be cut at both ends of a window."""
    start = 0
    while start < CUT and window[start : start + 1] and window[start] & 0xC0 == 0x80:
        start += 1
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(window[start:])
    except UnicodeDecodeError:
        return None


def _parquet(path: Path) -> Iterator[str]:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for at in range(file.num_row_groups):
            for column in file.read_row_group(at).columns:
                kind = column.type
                if pa.types.is_dictionary(kind):
                    kind, column = kind.value_type, column.cast(kind.value_type)
                if pa.types.is_string(kind) or pa.types.is_large_string(kind):
                    yield from (one for one in pc.unique(column).to_pylist() if one)
