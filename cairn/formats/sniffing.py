"""What a file is, told from its first bytes; its name decides nothing that the bytes can say."""

import enum
import re

from cairn.formats.errors import EmptyFile, NotATable, UnknownFormat


class Kind(enum.StrEnum):
    """How a file is read."""

    TEXT = "csv"
    JSON = "json"
    ZIP = "zip"  # XLSX, ODS, or something else in a zip archive
    OLE = "ole"  # XLS, or a workbook with a password


# Kinds that people send by mistake, by names that are the same in all languages.
STRANGERS = (
    (b"%PDF-", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"{\\rtf", "RTF"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "XZ"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
)
PAGE = re.compile(rb"<(?:!doctype|html|head|body|table|meta|script|\?xml|!--)", re.I)


def sniff(head: bytes, suffix: str = "") -> Kind:
    """Say how a file with these first bytes is read, or raise what it is instead."""
    if not head:
        raise EmptyFile
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Kind.OLE
    for magic, name in STRANGERS:
        if head.startswith(magic) and not (magic == b"MZ" and b"\x00" not in head):
            raise UnknownFormat(found=name)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if PAGE.match(text):
        raise NotATable(found="XML" if text.startswith(b"<?") else "HTML")
    if text[:1] in (b"{", b"[") and _json(text, suffix):
        return Kind.JSON
    return Kind.TEXT


def _json(text: bytes, suffix: str) -> bool:
    """A CSV file may begin with a bracket too."""
    if suffix.lower() in (".json", ".jsonl", ".ndjson", ".geojson"):
        return True
    return re.match(rb'\{\s*"|\{\s*\}|\[\s*[\[{\]]', text) is not None
