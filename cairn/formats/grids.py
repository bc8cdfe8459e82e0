"""What every reader of a file hands over: rows as they stand, before anybody knows the header.

A grid may be read any number of times, each time as a stream. What is wrong with a row comes with
the row, so that one bad row does not stop the others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from cairn.kernel.errors import CairnError

CellValue = str | int | float | bool | date | datetime | None
HEAD = 80  # rows that are looked at to find the header


class Flaw(NamedTuple):
    """What is wrong with a row, or with the cell at one of its positions."""

    position: int | None
    error: CairnError


class RawRow(NamedTuple):
    """One row, its number as a spreadsheet program shows it, counted from 1."""

    number: int
    cells: list[CellValue]
    flaws: tuple[Flaw, ...] = ()


class Merge(NamedTuple):
    """Cells of one row that are merged into one: positions counted from 0, both ends included."""

    number: int
    first: int
    last: int


class Area(NamedTuple):
    """A rectangle of cells: rows counted from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, or the whole of a text file."""

    name: str
    head: tuple[RawRow, ...]  # the first rows, kept
    read: Callable[[], Iterator[RawRow]]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    delimiter: str = ""  # of a text file
    unfinished: bool = False  # a text file that ends in the middle of a line
    names: tuple[str, ...] = ()  # of the columns, where the format itself says them, as JSON does


def column_letter(position: int) -> str:
    """A, B, …, Z, AA: the name of a column, counted from 0, in spreadsheet programs."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_position(letters: str) -> int:
    """The opposite of `column_letter`."""
    position = 0
    for letter in letters:
        position = 26 * position + ord(letter) - 64
    return position - 1
