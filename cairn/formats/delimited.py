"""Delimited text: CSV and its cousins, row by row and never as a whole.

The delimiter is the one that cuts the first rows into the same number of cells most often. Quotes
are read strictly: where one stands in the wrong place, the row is a problem and reading goes on
with the next line.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cairn.formats import errors
from cairn.formats.encodings import Encoding, explain
from cairn.formats.grids import CellValue, Flaw, RawRow
from cairn.formats.limits import Limits
from cairn.formats.opening import DELIMITERS, NoSuchDelimiter

SAMPLE = 64 * 1024
# Control characters, and those that reverse or hide what stands around them.
UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e\ufffe\uffff\ud800-\udfff]"
)  # the last: halves of pairs, which nothing can store


@dataclass(frozen=True, slots=True)
class Delimited:
    """A text file whose encoding and delimiter are known."""

    path: Path
    encoding: Encoding
    delimiter: str
    limits: Limits
    spaced: bool = False  # a space follows each delimiter, also before quotes
    unfinished: bool = False  # the last line does not end

    def read(self) -> Iterator[RawRow]:
        """All rows, empty ones too, so that they keep their numbers."""
        with self.path.open(encoding=self.encoding.name, newline="") as file:
            try:
                yield from self._rows(file)
            except UnicodeDecodeError:
                explain(self.path, self.encoding.name)

    def _rows(self, file: io.TextIOBase) -> Iterator[RawRow]:
        reader = csv.reader(
            file, delimiter=self.delimiter, strict=True, skipinitialspace=self.spaced
        )
        longest, unsafe = self.limits.max_cell, UNSAFE.search
        number = 0
        while True:
            before = reader.line_num
            number += 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield RawRow(number, [], (_quotes(error, before + 1, reader.line_num),))
                continue
            if number == 1 and row and (row[0][:1] == "\ufeff" or row[0][:4] == "sep="):
                row = _first(row, self.delimiter)
            text = "".join(row)
            if "\ufeff" in text:  # where files were joined
                row = [cell.replace("\ufeff", "") for cell in row]
            if not text or text.isspace():
                yield RawRow(number, [])
                continue
            cells: list[CellValue] = [cell or None for cell in row]
            if len(text) <= longest and (text.isprintable() or not unsafe(text)):
                yield RawRow(number, cells)
            else:
                yield RawRow(number, cells, tuple(_inspect(cells, self.limits)))


def open_delimited(path: Path, encoding: Encoding, limits: Limits, chosen: str = "") -> Delimited:
    """Find the delimiter from the beginning of the file, or see that the chosen one is there."""
    with path.open(encoding=encoding.name, newline="") as file:
        try:
            sample = file.read(SAMPLE)
        except UnicodeDecodeError:
            explain(path, encoding.name)
    if not sample.strip('\ufeff\r\n\t ,;|"'):
        raise errors.EmptyFile
    if chosen and chosen not in sample:
        raise NoSuchDelimiter(delimiter="Tab" if chosen == "\t" else chosen)
    delimiter = chosen or find_delimiter(sample)
    spaced = f'{delimiter} "' in sample and f'"{delimiter}"' not in sample
    with path.open("rb") as binary:
        binary.seek(max(0, path.stat().st_size - 2))
        unfinished = not set(binary.read()) & {10, 13}
    return Delimited(path, encoding, delimiter, limits, spaced, unfinished)


def find_delimiter(sample: str) -> str:
    """The delimiter that cuts most rows into equally many cells; a comma where none does."""
    if found := re.match(r"\ufeff?\"?sep=([,;\t|])\"?\r?\n", sample):
        return found[1]
    if len(sample) == SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    lines = io.StringIO(sample, newline="").readlines()
    return max(DELIMITERS, key=lambda delimiter: _fitness(lines, delimiter))


def _fitness(lines: list[str], delimiter: str) -> tuple[float, int]:
    """The share of rows that are cut into the same number of cells, and that number.

    The share decides: where commas stand in the decimals, they do not stand in the header.
    """
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if any(row):
                widths[len(row)] += 1
    except csv.Error:
        pass  # judge by the rows before
    wide = [(rows, width) for width, rows in widths.items() if width > 1]
    if not wide:
        return 0.0, 0
    rows, width = max(wide)
    return rows / sum(widths.values()), width


def _first(row: list[str], delimiter: str) -> list[str]:
    """The first row without a byte-order mark, or Excel's hint of the delimiter."""
    first = row[0].removeprefix("\ufeff")
    if first == f"sep={delimiter}" or (first == "sep=" and len(row) == 2 and not row[1]):
        return []
    return [first, *row[1:]]


def _quotes(error: csv.Error, first: int, last: int) -> Flaw:
    """The messages are those of Python's parser; a test holds them fast."""
    if "unexpected end of data" in str(error):
        return Flaw(None, errors.UnclosedQuote(last=last))
    if "field larger than field limit" in str(error) and last <= first:
        return Flaw(None, errors.CellFarTooLong(allowed=csv.field_size_limit()))
    return Flaw(None, errors.BrokenQuotes(first=first, last=max(first, last)))


def _inspect(cells: list[CellValue], limits: Limits) -> Iterator[Flaw]:
    """Say which cells are too long or hide something, and empty them."""
    for position, cell in enumerate(cells):
        if not isinstance(cell, str):
            continue
        if len(cell) > limits.max_cell:
            error: errors.CellError = errors.CellTooLong(
                value=cell, characters=len(cell), allowed=limits.max_cell
            )
        elif UNSAFE.search(cell):
            error = errors.HiddenCharacters(value=cell)
        else:
            continue
        cells[position] = None
        yield Flaw(position, error)
