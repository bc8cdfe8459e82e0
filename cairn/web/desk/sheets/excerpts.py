"""The cells that a question is about, shown at the question: the cell, what stands beside it, and
the headings and labels by which it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cairn.formats.grids import column_letter
from cairn.reporting.sheets.asking import Asked
from cairn.reporting.sheets.opening import Opened
from cairn.web.desk.sheets.grid import Line, Maker, is_rtl

BESIDE = 1  # rows and columns on each side
HEADS = 2  # rows of headings above
MOST = 40  # questions with an excerpt on one page
NAMED = 5  # cells that are named before the others are unfolded


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A few lines of the sheet; `at` is the cell in question."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    at: str
    rtl: bool
    url: str  # of the cell on the sheet itself


def excerpts(now: Opened, asked: Sequence[Asked]) -> Mapping[str, Excerpt]:
    """For the first questions: key → its excerpt; none for a whole sheet."""
    sheets = {sheet.name: sheet for sheet in now.sheets}
    makers: dict[str, Maker] = {}
    found = {}
    for one in asked[:MOST]:
        sheet = sheets.get(one.sheet)
        if sheet is None or one.row is None and one.column is None:
            continue
        maker = makers.setdefault(one.sheet, Maker(now, sheet, now.section))
        found[one.key] = _excerpt(maker, one.row, one.column)
    return found


def _excerpt(maker: Maker, row: int | None, column: int | None) -> Excerpt:
    sheet = maker.sheet
    at = f"{column_letter(column) if column is not None else ''}{row or ''}"
    row = row or _first(maker, column or 0)
    if column is None:
        column = next((n for n, value in enumerate(sheet.rows[row - 1]) if value is not None), 0)
    around = range(max(1, row - BESIDE), min(sheet.height, row + BESIDE) + 1)
    rows = sorted({*[one for one in maker.heads(row) if one < around[0]][-HEADS:], *around})
    left, right = max(0, column - BESIDE), min(sheet.width - 1, column + BESIDE)
    spans = [(left, right)]
    labels = maker.pinned(left)
    if labels and labels[-1] < left:
        spans.insert(0, (labels[0], labels[-1]))
    columns = tuple(column_letter(n) for one, end in spans for n in range(one, end + 1))
    lines = tuple(Line(n, tuple(maker.line(n, spans, n, n)), maker.row_role(n)) for n in rows)
    number = maker.now.sheets.index(sheet)
    where = f"?sheet={number}&from={rows[0]}&col={max(1, left)}&at={at}#sheet"
    return Excerpt(columns, lines, at, is_rtl(sheet), where)


def _first(maker: Maker, column: int) -> int:
    """The first row below its headings in which something stands in a column."""
    heads = {line.at for block in maker.blocks for line in block.rows if line.role == "header"}
    filled = [n for n, cells in enumerate(maker.sheet.rows, 1) if cells[column] is not None]
    return next((n for n in filled if n not in heads), filled[0] if filled else 1)
