"""Footnotes of a sheet that belong to its cells: a caveat that must not stay behind.

Only what begins with a mark that a number, a label or a heading bears is one. A title, a place, a
date or a signature below a table is of the sheet, and stays there.
"""

import re
import unicodedata
from collections.abc import Iterator

from cairn.reporting.reading.crosstabs.accounting import CODE, Class
from cairn.reporting.reading.crosstabs.marks import unmarked_label, unmarked_number
from cairn.reporting.sheets.opening import Opened

SHORTEST, LONGEST, MOST = 12, 500, 12
_BEGINS = re.compile(
    r"\s*(?:[(\[]\s*)?([*†‡§]+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\d{1,2}(?=[\s.):\]–-])|[a-zа-я](?=\s*[)\]]))"
    r"\s*[)\]]?[\s.:–-]*(?=\D)"
)
_LABELS = {CODE[Class.LABEL], CODE[Class.HEADER]}


def footnotes(now: Opened) -> list[str]:
    """Each once, in the order of the sheet, on one line."""
    found: dict[str, None] = {}
    for sheet in now.sheets:
        marks = _marks(now, sheet.name)
        for text in _texts(now, sheet.name, {CODE[Class.NOTE]}):
            begins = _BEGINS.match(text)
            if begins and _plain(begins[1]) in marks and len(text) >= SHORTEST:
                found.setdefault(text[:LONGEST])
    return list(found)[:MOST]


def notes(now: Opened) -> list[str]:
    """Other texts beside and below the tables, such as a source: a person may keep them."""
    taken = set(footnotes(now))
    found: dict[str, None] = {}
    for sheet in now.sheets:
        held = now.layout.sheet(sheet.name)
        if held is None or held.ignored or not held.blocks:
            continue
        first = min(block.area.top for block in held.blocks)
        titles = {_line(sheet.at(one.row, one.column))
                  for block in held.blocks for one in block.constants if one.row}  # fmt: skip
        for text in _texts(now, sheet.name, {CODE[Class.NOTE]}, first):
            if text in titles:
                continue  # it was understood: it is what its table counts
            if len(text) >= SHORTEST and text[:LONGEST] not in taken:
                found.setdefault(text[:LONGEST])
    return list(found)[:MOST]


def by_hand(now: Opened) -> list[str]:
    """ "2024!C7: 71,5 → 71": numbers that a person wrote in the place of what the sheet says, for
    whoever reads the filing and the sheet beside it."""
    return [f"{one.place}: {one.written or '–'} → {one.number}" for one in now.by_hand]


def _marks(now: Opened, name: str) -> set[str]:
    """The marks on numbers, labels and headings of this sheet."""
    marks = {
        _plain(str(one.error.values["mark"]))
        for one in now.reading.findings
        if one.sheet == name and one.code == "footnote_mark"
    }
    marks |= {_plain(unmarked_label(text)[1]) for text in _texts(now, name, _LABELS)}
    marks |= {_plain(unmarked_number(text)[1])
              for text in _texts(now, name, {CODE[Class.TOTAL]})}  # fmt: skip
    return marks - {""}


def _texts(now: Opened, name: str, wanted: set[int], first: int = 1) -> Iterator[str]:
    sheet = next(one for one in now.sheets if one.name == name)
    for at, code in enumerate(now.reading.codes.get(name, b"")):
        if code in wanted:
            row, column = divmod(at, sheet.width)
            value = sheet.at(row + 1, column) if row + 1 >= first else None
            if isinstance(value, str) and value.strip():
                yield _line(value)


def _line(value: object) -> str:
    return " ".join(str(value or "").split())


def _plain(mark: str) -> str:
    """ "1" for "¹", "(1)" and "[1]"."""
    return "".join(unicodedata.normalize("NFKC", mark).split()).strip("()[]").casefold()
