"""The values from which templates draw: presenters build them, `{% table %}` and its kin show them.

Frozen and without Django, so that a presenter can be tested without drawing anything. Words in here
are already in the language of the reader.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Period

Kind = Literal["text", "number", "percent"]
Value = int | float | str | date | DateSpan | Period | Cell | None  # None: an empty cell, no datum


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how the values below it are written."""

    label: str
    kind: Kind = "text"

    @property
    def numeric(self) -> bool:
        return self.kind != "text"


@dataclass(frozen=True, slots=True)
class Item:
    """One cell at its place: `th` where it names the row."""

    column: Column
    value: Value
    tag: Literal["th", "td"]


@dataclass(frozen=True, slots=True)
class Line:
    items: tuple[Item, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first column names the rows, `totals` close it."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    totals: Sequence[Sequence[Value]] = ()
    help: str = ""
    stacked: bool = False  # on a telephone each row is a list of its cells, under their columns

    def __post_init__(self) -> None:
        for row in (*self.rows, *self.totals):
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} in a table of {len(self.columns)} columns")

    def lines(self) -> Iterator[Line]:
        for row in self.rows:
            yield Line(self._items(row))
        for row in self.totals:
            yield Line(self._items(row), total=True)

    @property
    def key(self) -> bool:
        """Whether a dot or a hatch occurs, which must then be explained below."""
        marks = (Cell.NOT_RECORDED, Cell.WITHHELD)
        return any(value in marks for row in (*self.rows, *self.totals) for value in row)

    def _items(self, row: Sequence[Value]) -> tuple[Item, ...]:
        pairs = enumerate(zip(self.columns, row, strict=True))
        return tuple(Item(column, value, "td" if at else "th") for at, (column, value) in pairs)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of key facts."""

    label: str
    value: Value
    note: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A headline number; `change` only where both periods are complete (its maker decides)."""

    label: str
    value: Value
    change: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: a download, a tab."""

    words: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Besides:
    """What is not here, why it is not, and where each of it is."""

    words: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter that is set, and the address without it."""

    label: str
    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What stands around a chart; the chart itself is what the block holds."""

    title: str
    source: str  # n and source in one line
    subtitle: str = ""
    caveat: str = ""
    table: Table | None = None
    downloads: Sequence[Link] = field(default_factory=tuple)
    how: str = ""  # the address of "how this number was made"


@dataclass(frozen=True, slots=True)
class Step:
    words: str
    past: bool
    current: bool


def steps(words: Sequence[str], current: int) -> list[Step]:
    """The steps of a task; `current` counts from 1, and one more than their number means done."""
    return [Step(word, at < current, at == current) for at, word in enumerate(words, start=1)]
