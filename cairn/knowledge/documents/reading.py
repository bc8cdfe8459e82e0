"""Reads documents: the plain text or PDF of one, or records in the form that Cairn writes itself.

The key of a document is its symbol where the name of the file has it (CTOC-COP-2020-3_….txt), else
the name of the file. What this product ships of a document (its symbol, session and the claims that
a person took from it) stays with it when its text is brought in.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from cairn.formats import pdf_text
from cairn.formats.encodings import detect_encoding
from cairn.formats.limits import DEFAULT
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.documents.parsing import pieces
from cairn.knowledge.documents.recognizing import MONTHS
from cairn.knowledge.documents.schema import Is
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.rows import Row, checked, is_native, json_lines, native
from cairn.knowledge.shapes import write

SHIPPED = Path(__file__).parent / "data"
SYMBOL = re.compile(r"(CTOC-COP-(?:WG\.?\d+-)?\d{4}-\d+)_")
DAY = re.compile(r"(?:\w+, )?(\d{1,2} [A-Z][a-z]+ \d{4})")


class NotADocument(CairnError):
    text = noop(
        "This is neither a PDF nor the plain text of a document, nor JSON lines as Cairn writes "
        "them. Save the text of the document as a file of type .txt."
    )


class NoParagraph(CairnError):
    text = noop("There is no paragraph in this file.")


def read_file(path: Path) -> Iterator[Row]:
    """The one document of a text, or every record of a file of Cairn's own."""
    with path.open("rb") as file:
        head = file.read(4096)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return
    if start.startswith(b"{"):
        yield from native(kind_of("document"), json_lines(path))
        return
    if b"%PDF-" in head[:1024]:  # readers of PDF allow for something before it
        body = body_of(key_of(path), path.stem, pdf_text.lines(path))
    elif start.startswith((b"<", b"[")):
        raise NotADocument()
    else:
        encoding = detect_encoding(path, DEFAULT)  # raises where it is no text at all
        with path.open(encoding=encoding.name) as lines:
            body = body_of(key_of(path), path.stem, lines)
    yield checked(kind_of("document"), 1, key_of(path), body)


def key_of(path: Path) -> str:
    """The symbol as far as the name of the file has it, else that name."""
    found = SYMBOL.match(path.name)
    return found[1].replace("-", "/") if found else path.stem[:200]


def body_of(key: str, name: str, lines: Iterator[str]) -> dict[str, Any]:
    """What the text says of itself, below what is known of it."""
    made = pieces(lines)
    if not any(one.kind is Is.PARAGRAPH for one in made):
        raise NoParagraph()
    known = shipped().get(key, {})
    front = [one.text for one in made if one.kind is Is.FRONT]
    told: dict[str, Any] = {
        "title": max(front, key=len, default=name)[:1000],
        "symbol": key if "/" in key else "",
        "dated": _day(front) or None,
        **{name: value for name, value in known.items() if name not in ("pieces", "text_held")},
        "pieces": [write(one) for one in made],
        "text_held": True,
    }
    return {name: value for name, value in told.items() if value}


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """Key → what this product ships of a document."""
    return {
        value["key"]: value["record"]
        for path in sorted(SHIPPED.glob("*.jsonl"))
        for _, value in json_lines(path)
        if is_native(value)
    }


def _day(front: list[str]) -> str:
    for text in front[:12]:
        for one in DAY.finditer(text):
            day, month, year = one[1].split()
            if month in MONTHS:
                return f"{year}-{MONTHS.index(month) + 1:02d}-{int(day):02d}"
    return ""
