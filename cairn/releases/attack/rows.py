"""Rows of data in files where none should be: CSV, JSON, XLSX with hidden sheets, SVG.

Gives what could be read as (place, row), each row a dict from text to text or number, for
`scanning.py` to recognize cells in. What cannot be read gives nothing; that the file is there is
reported all the same.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import defusedxml.ElementTree as xml
import python_calamine as calamine

Row = Mapping[str, Any]
LARGEST = 50_000_000  # bytes; a larger file is refused unread
BRACES = re.compile(r"[{\[].*[}\]]", re.DOTALL)


def rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Every row of a file, with where in the file it is. Never raises for what a file holds."""
    if path.stat().st_size > LARGEST:
        return
    read = {
        ".csv": _csv,
        ".tsv": _csv,
        ".json": _json,
        ".xlsx": _xlsx,
        ".svg": _svg,
        ".html": _embedded,
    }.get(path.suffix.lower(), _embedded)
    try:
        yield from read(path)
    except Exception:  # whatever a parser makes of a hostile file, the file is refused
        return


def texts(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.stat().st_size <= LARGEST else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _csv(path: Path) -> Iterator[tuple[str, Row]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = file.readline()
        file.seek(0)
        delimiter = max(",;\t", key=sample.count)
        for number, row in enumerate(csv.DictReader(file, delimiter=delimiter), start=2):
            yield f"row {number}", {str(k): v for k, v in row.items() if k is not None}


def _json(path: Path) -> Iterator[tuple[str, Row]]:
    yield from _objects(json.loads(path.read_text(encoding="utf-8")), "")


def _objects(value: Any, at: str) -> Iterator[tuple[str, Row]]:
    if isinstance(value, dict):
        if any(not isinstance(one, dict | list) for one in value.values()):
            yield at or "/", value
        for name, one in value.items():
            yield from _objects(one, f"{at}/{name}")
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _objects(one, f"{at}/{number}")


def _xlsx(path: Path) -> Iterator[tuple[str, Row]]:
    """All sheets, hidden and very hidden ones too; the first row of each is its heading."""
    with calamine.load_workbook(str(path)) as book:
        for sheet in book.sheets_metadata:
            shown = "" if "Visible" in str(sheet.visible) else "hidden "
            lines = book.get_sheet_by_name(sheet.name).to_python()
            for number, line in enumerate(lines[1:], start=2):
                heads = (str(head) for head in lines[0])
                yield (
                    f"{shown}sheet {sheet.name}, row {number}",
                    dict(zip(heads, line, strict=False)),
                )


def _svg(path: Path) -> Iterator[tuple[str, Row]]:
    """`data-…` attributes, `aria-label`s such as Vega writes ("route: north; count: 12"), and JSON
    in any text of the picture."""
    for number, element in enumerate(xml.parse(path).iter()):
        data = {k.removeprefix("data-"): v for k, v in element.attrib.items() if "data-" in k}
        if data:
            yield f"element {number}", data
        label = element.attrib.get("aria-label", "") + ";" + (element.text or "")
        pairs = (part.split(":", 1) for part in label.split(";") if part.count(":") == 1)
        if said := {name.strip(): value.strip() for name, value in pairs}:
            yield f"element {number}", said
        if found := BRACES.search(element.text or ""):
            yield from _objects(json.loads(found[0]), f"element {number} ")


def _embedded(path: Path) -> Iterator[tuple[str, Row]]:
    for line, text in enumerate(texts(path).splitlines(), start=1):
        if found := BRACES.search(text):
            yield from _objects(json.loads(found[0]), f"line {line} ")
