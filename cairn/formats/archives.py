"""What is inside a workbook file, looked at before any parser of spreadsheets sees it.

An XLSX or ODS file is a zip archive. Its table of contents is checked for size, macros, links to
other files and passwords; then every part that a parser reads is unpacked once, in blocks, so that
a wrong checksum, a lie about the size or an XML entity is found here.
"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from cairn.formats import errors
from cairn.formats.limits import MB, Limits

BLOCK = 1024 * 1024
MOST_PARTS = 10_000
HEADER = 512  # bytes of the older container
_LOCKED = frozenset({"EncryptedPackage", "EncryptionInfo"})
_MACROS = frozenset({"_VBA_PROJECT_CUR", "_VBA_PROJECT"})
_WORKBOOK = frozenset({"Workbook", "Book"})
ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def check_archive(path: Path, limits: Limits) -> None:
    """Raise what makes this archive unfit to be opened as a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, path.stat().st_size, limits)
            _check_contents(archive)
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    for number, block in enumerate(blocks(archive, part.filename)):
                        if number == 0 and b"<!ENTITY" in block[:65536]:
                            raise errors.UnsafeWorkbook(part=part.filename)
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        if isinstance(error, OSError) and not path.exists():
            raise
        raise errors.TruncatedFile from None


def blocks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """One part, unpacked block by block."""
    try:
        with archive.open(name) as part:
            while block := part.read(BLOCK):
                yield block
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError):
        raise errors.BrokenWorkbook(part=name) from None


def _check_sizes(archive: zipfile.ZipFile, size: int, limits: Limits) -> None:
    parts = archive.infolist()
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or packed > size or unpacked > limits.max_uncompressed:
        raise errors.ZipBomb
    for part in parts:
        if part.file_size > MB and part.file_size > limits.max_ratio * max(1, part.compress_size):
            raise errors.ZipBomb
        if part.flag_bits & 1:
            raise errors.EncryptedWorkbook


def _check_contents(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    lower = [name.lower() for name in names]
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        if archive.read("mimetype").strip() != ODS:
            raise errors.UnknownFormat(found="OpenDocument")
        _check_ods(archive, names)
        return
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in lower) or any(
        name.startswith("xl/macrosheets/") for name in lower
    ):
        raise errors.HasMacros
    if any(name.startswith("xl/externallinks/") for name in lower):
        raise errors.HasExternalLinks
    if any(name.startswith("word/") for name in lower):
        raise errors.UnknownFormat(found="Word")
    if any(name.startswith("ppt/") for name in lower):
        raise errors.UnknownFormat(found="PowerPoint")
    if "xl/workbook.bin" in lower:
        raise errors.UnknownFormat(found="XLSB")
    if "xl/workbook.xml" not in lower:
        if "[content_types].xml" in lower:
            raise errors.BrokenWorkbook(part="xl/workbook.xml")
        raise errors.UnknownFormat(found="ZIP")


def _check_ods(archive: zipfile.ZipFile, names: list[str]) -> None:
    if "META-INF/manifest.xml" in names and any(
        b"encryption-data" in block for block in blocks(archive, "META-INF/manifest.xml")
    ):
        raise errors.EncryptedWorkbook
    if any(name.startswith(("Basic/", "Scripts/")) and name.count("/") > 1 for name in names):
        raise errors.HasMacros
    if "content.xml" not in names:
        raise errors.BrokenWorkbook(part="content.xml")


def check_ole(path: Path) -> None:
    """The older container: a workbook of Excel 97, or a new one behind a password.

    The names of its streams are written in UTF-16; to find them needs no parser.
    """

    wanted = {name: name.encode("utf-16-le") for name in (*_LOCKED, *_MACROS, *_WORKBOOK)}
    found = set()
    tail = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            block = tail + block
            found |= {name for name, written in wanted.items() if written in block}
            tail = block[-64:]
    if found & _LOCKED:
        raise errors.EncryptedWorkbook
    if found & _MACROS:
        raise errors.HasMacros
    if not found & _WORKBOOK:
        if _names_are_missing(path):
            raise errors.TruncatedFile
        raise errors.UnknownFormat(found="Microsoft Office 97")


def _names_are_missing(path: Path) -> bool:
    """Whether the file ends before the sector in which the names of its streams begin."""
    with path.open("rb") as file:
        header = file.read(HEADER)
    if len(header) < HEADER:
        return False
    size = 1 << min(16, int.from_bytes(header[30:32], "little"))
    return (int.from_bytes(header[48:52], "little") + 1) * size >= path.stat().st_size
