"""Marks of footnotes that are raised by formatting alone, as word processors raise them.

In a workbook "12" followed by a raised "1" is one text, "121", for whoever reads its letters only;
read as a number it would be wrong by a factor of ten. Here such a text is given the signs that say
the same without formatting: "12¹". Readers of numbers and labels know these signs as marks. The
runs of a text are found here for XLSX; for ODS and XLS in `sheet_ods` and `sheet_biff`.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape

from cairn.formats.archives import blocks

STRINGS = "xl/sharedstrings.xml"
MOST = 100_000  # texts with a raised part
KEPT = 512 * 1024  # of a block without the end of a text

_ITEM = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.S)
_RUN = re.compile(rb"<(?:\w+:)?r\b[^>]*>(.*?)</(?:\w+:)?r>", re.S)
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>(.*?)</(?:\w+:)?t>", re.S)
_RAISED = re.compile(rb'<(?:\w+:)?vertAlign\b[^>]*\bval="(?:superscript|subscript)"')
_HINT = b"vertAlign"
_SIGNS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised_strings(archive: zipfile.ZipFile) -> dict[int, str]:
    """Number of a shared text → the text with signs for what is raised in it."""
    part = next((name for name in archive.namelist() if name.lower() == STRINGS), None)
    found: dict[int, str] = {}
    if part is None:
        return found
    for number, item in enumerate(_items(archive, part)):
        if _HINT in item and (text := raised_text(item)) is not None and len(found) < MOST:
            found[number] = text
    return found


def _items(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    rest = b""
    for block in blocks(archive, part):
        text = rest + block
        done = 0
        for found in _ITEM.finditer(text):
            done = found.end()
            yield found[1] or b""
        rest = text[done:][-KEPT:] if len(text) - done > KEPT else text[done:]


def raised_text(item: bytes) -> str | None:
    """The text of one cell with signs for what is raised; None where nothing is."""
    return with_signs(
        [(_letters(run), _RAISED.search(run) is not None) for run in _RUN.findall(item)]
    )


def with_signs(runs: Sequence[tuple[str, bool]]) -> str | None:
    """A text from its runs, each raised or not, with signs for what is raised; None where nothing
    is, or all of it, for then it is no mark."""
    base = "".join(text for text, raised in runs if not raised)
    if not base.strip() or not any(raised and text.strip() for text, raised in runs):
        return None
    return "".join(_sign(text, base) if raised else text for text, raised in runs)


def _letters(run: bytes) -> str:
    return unescape("".join(text.decode("utf-8", "replace") for text in _TEXT.findall(run)))


def _sign(text: str, base: str) -> str:
    bare = text.strip(" ()[],;")
    if bare and all(part.isdigit() for part in re.split(r"[\s,;]+", bare)) and bare.isascii():
        return re.sub(r"[\s,;]+", "", bare).translate(_SIGNS)
    if len(bare) == 1 and bare.isalpha() and base.strip()[-1:].isdigit():
        return f"({bare.lower()})"
    return text
