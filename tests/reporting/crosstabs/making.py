"""Small sheets for tests, written as they look: one line for each row, cells between bars."""

from datetime import date

from cairn.formats.grids import Area, RawRow
from cairn.reporting.reading.crosstabs.proposing import propose_all
from cairn.reporting.reading.crosstabs.questions import Answers
from cairn.reporting.reading.crosstabs.reading import read_cells
from cairn.reporting.reading.crosstabs.sheets import Sheet, sheet_of

TODAY = date(2026, 3, 1)
WORDS = {
    "irregular_entries": ["entrées irrégulières", "entradas recusadas", "irregular entries"],
    "apprehended": ["interpellés", "interceptés", "мигранты задержаны", "الموقوفون"],
    "convicted": ["condamnés", "convicted"],
    "dead": ["décès", "morts", "deaths"],
}


def value(text):
    text = text.strip()
    if text.isascii() and text.isdigit():
        return int(text)
    return text or None


def sheet(text, *, name="Feuil1", merges=(), hidden=False, hidden_rows=(), hidden_columns=()):
    """A sheet of the lines of `text`; a merge is written as the spreadsheet does: "B1:D1"."""
    lines = [line.strip() for line in text.strip("\n").split("\n")]
    rows = [
        RawRow(number, [value(cell) for cell in line.split("|")])
        for number, line in enumerate(lines, 1)
    ]
    return sheet_of(
        name,
        rows,
        merges=tuple(map(area, merges)),
        hidden=hidden,
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns,
    )


def area(text):
    (left, top), (right, bottom) = [(ord(p[0]) - 65, int(p[1:])) for p in text.split(":")]
    return Area(top, left, bottom, right)


def read(*sheets: Sheet, answers=None, layout=None, words=WORDS, today=TODAY):
    """Propose and read; `answers` as a dictionary of the parts of `Answers`."""
    proposed, proposals = propose_all(sheets, today=today, words=words)
    said = Answers(**(answers or {}))
    reading = read_cells(sheets, layout or proposed, said, today=today)
    return reading, proposed, proposals


def counted(reading):
    """What was counted, written out: dims, period, number."""
    return {
        (*sorted(cell.dims.items()), period(cell.span)): cell.value
        for cell in reading.cells
        if cell.value is not None
    }


def period(span):
    if span is None:
        return None
    return f"{span.earliest}" if span.days == 1 else f"{span.earliest:%Y-%m}..{span.latest:%Y-%m}"


def codes(reading):
    return [(finding.code, finding.row, finding.column) for finding in reading.findings]
