"""What the parser of workbooks does not say about an ODS sheet, found in its XML.

As `sheet_xml` for XLSX: rows and columns that somebody hid, and texts of which a part is raised by
its formatting only, as the marks of footnotes are. Most files have neither, which is seen without
reading their XML as such.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from cairn.formats import errors
from cairn.formats.archives import blocks
from cairn.formats.limits import Limits
from cairn.formats.raised import MOST, with_signs
from cairn.formats.sheet_xml import SheetScan

CONTENT, STYLES = "content.xml", "styles.xml"
HINTS = (b"text-position", b"table:visibility")
OVERLAP = 64  # bytes of a block that are looked at again with the next

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, TEXT, STYLE = (f"{{{_NAMES}{one}:1.0}}" for one in ("table", "text", "style"))
ROW, COLUMN, SHEET = f"{TABLE}table-row", f"{TABLE}table-column", f"{TABLE}table"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
UNSEEN = ("collapse", "filter")


def scan_ods(path: Path, limits: Limits) -> dict[str, SheetScan]:
    """Look through the sheets of an ODS file, by name; of other archives, nothing is known."""
    with zipfile.ZipFile(path) as archive:
        parts = [part for part in (STYLES, CONTENT) if part in archive.namelist()]
        if CONTENT not in parts or not any(_hinted(archive, part) for part in parts):
            return {}
        scanner = _Scanner(limits)
        try:
            for part in parts:
                with archive.open(part) as file:
                    scanner.read(iterparse(file, events=("start", "end"), forbid_dtd=True))
        except (ParseError, DefusedXmlException, ValueError):
            raise errors.BrokenWorkbook(part=CONTENT) from None
    return scanner.scans


def _hinted(archive: zipfile.ZipFile, part: str) -> bool:
    tail = b""
    for block in blocks(archive, part):
        block = tail + block
        if any(hint in block for hint in HINTS):
            return True
        tail = block[-OVERLAP:]
    return False


@dataclass
class _Scanner:
    """Goes through the elements in order; rows and columns are counted with their repetitions."""

    limits: Limits
    scans: dict[str, SheetScan] = field(default_factory=dict)
    raising: set[str] = field(default_factory=set)  # names of styles
    tables: list[tuple[SheetScan, list[int]]] = field(default_factory=list)
    found: int = 0

    def read(self, events: Iterator[tuple[str, Element]]) -> None:
        above: list[Element] = []
        for event, element in events:
            if event == "start":
                if element.tag == SHEET:
                    scan = self.scans.setdefault(element.get(f"{TABLE}name", ""), SheetScan())
                    self.tables.append((scan, [0, 0]))
                above.append(element)
                continue
            above.pop()
            if element.tag == f"{STYLE}style":
                self._style(element)
            elif element.tag == SHEET:
                self.tables.pop()
            elif element.tag == COLUMN and self.tables:
                self._column(element)
            elif element.tag == ROW and self.tables:
                self._row(element)
            if element.tag in (ROW, COLUMN) and above:
                above[-1].remove(element)  # a sheet is never held as a whole

    def _style(self, element: Element) -> None:
        """A style raises or lowers letters: itself, or the one that it is made from."""
        name, parent = element.get(f"{STYLE}name", ""), element.get(f"{STYLE}parent-style-name")
        places = [
            place
            for one in element.iter(f"{STYLE}text-properties")
            if (place := one.get(f"{STYLE}text-position"))
        ]
        if (places and _raises(places[0])) or (not places and parent in self.raising):
            self.raising.add(name)

    def _column(self, element: Element) -> None:
        scan, at = self.tables[-1]
        times = _times(element, "columns")
        if element.get(f"{TABLE}visibility") in UNSEEN:
            last = min(at[1] + times, self.limits.max_columns)
            scan.hidden_columns.update(range(at[1], last))
        at[1] += times

    def _row(self, element: Element) -> None:
        scan, at = self.tables[-1]
        times = _times(element, "rows")
        rows = range(at[0] + 1, min(at[0] + times, self.limits.max_rows) + 1)
        if element.get(f"{TABLE}visibility") in UNSEEN:
            scan.hidden_rows.update(rows)
        at[0] += times
        position = 0
        for cell in element:
            if cell.tag not in CELLS:
                continue
            again = _times(cell, "columns")
            if len(cell) and (said := self._raised(cell)) is not None:
                for row in rows:
                    for one in range(position, min(position + again, self.limits.max_columns)):
                        self.found += 1
                        if self.found > MOST:
                            return
                        scan.raised.setdefault(row, {})[one] = said
            position += again

    def _raised(self, cell: Element) -> str | None:
        """The text of a cell with signs for what is raised in it; None where nothing is."""
        if not self.raising:
            return None
        runs: list[tuple[str, bool]] = []
        for number, paragraph in enumerate(cell.findall(f"{TEXT}p")):
            if number:
                runs.append(("\n", False))
            runs += self._runs(paragraph, False)
        return with_signs(runs)

    def _runs(self, element: Element, raised: bool) -> Iterator[tuple[str, bool]]:
        raised = raised or element.get(f"{TEXT}style-name") in self.raising
        if element.tag == f"{TEXT}s":
            yield " " * min(int(element.get(f"{TEXT}c", "1")), self.limits.max_cell), raised
        yield element.text or "", raised
        for inner in element:
            yield from self._runs(inner, raised)
            yield inner.tail or "", raised


def _times(element: Element, what: str) -> int:
    return max(1, int(element.get(f"{TABLE}number-{what}-repeated", "1")))


def _raises(place: str) -> bool:
    """ "super 58%", "sub 58%", "33% 58%"; "0% 100%" is where letters usually stand."""
    word = place.split()[0] if place.split() else ""
    return word in ("super", "sub") or word.endswith("%") and word.strip("-0%.") != ""
