"""Which headings stand over a number and which labels beside it.

A heading reaches as far as its merged cells; without any it reaches to the next heading of its row,
where a lower row names the columns one by one. A label in an outer column reaches down to the next
one or to a total. The same rules serve the proposal and the reading.
"""

from collections.abc import Iterable, Iterator, Sequence

from cairn.reporting.reading.crosstabs.layout import Axis, Block, Line, Meaning, Role
from cairn.reporting.reading.crosstabs.sheets import Place, Sheet

TOTALS = (Role.TOTAL, Role.SUBTOTAL)


def heads_over(
    sheet: Sheet, rows: Sequence[int], columns: Sequence[int]
) -> dict[int, tuple[Place, ...]]:
    """For each column of numbers, the cells of the headings over it, from the top."""
    found: dict[int, list[Place]] = {column: [] for column in columns}
    for number, row in enumerate(rows):
        lower = rows[number + 1 :]
        merged = any(sheet.covered.get((row, c)) for c in columns) if lower else True
        last: Place | None = None
        for column in sorted(columns):
            place = sheet.anchor(row, column)
            filled = sheet.at(*place) is not None and (place[0] in rows or place[0] == row)
            if filled and place[1] in sheet.hidden_columns:
                pass  # what is hidden says nothing of the columns that follow it
            elif filled:
                last = place
            elif sheet.covered.get((row, column)) or merged or not lower:
                continue
            elif last is None or not any(_filled(sheet, below, column) for below in lower):
                last = None
                continue
            else:
                place = last
            if place not in found[column]:
                found[column].append(place)
    return {column: tuple(places) for column, places in found.items()}


def _filled(sheet: Sheet, row: int, column: int) -> bool:
    return sheet.shown(row, column) is not None


def labels_beside(
    sheet: Sheet, rows: Iterable[int], columns: Sequence[int], stops: Iterable[int] = ()
) -> dict[int, tuple[Place, ...]]:
    """For each row, the cells of the labels beside it, from the outermost; `stops` are totals."""
    found: dict[int, tuple[Place, ...]] = {}
    held: dict[int, Place] = {}
    stop = set(stops)
    for row in rows:
        if row in stop:
            held.clear()
        places: list[Place] = []
        inner = False
        for number, column in enumerate(columns):
            place = sheet.anchor(row, column)
            if sheet.at(*place) is not None:
                held = {c: p for c, p in held.items() if columns.index(c) < number}
                held[column] = place
                inner = True
            elif row not in stop and number < len(columns) - 1 and column in held:
                place = held[column]
            else:
                continue
            if place not in places:
                places.append(place)
        found[row] = tuple(places) if inner else ()
    return found


def _is_aside(line: Line) -> bool:
    """A person said that it does not count; what is no count at all was never said to be one."""
    return line.role is Role.IGNORED and line.chosen


class Lookup:
    """The meanings that hold for the rows and the columns of one block."""

    def __init__(self, sheet: Sheet, block: Block) -> None:
        self.sheet, self.block = sheet, block
        rows = {line.at: line for line in block.rows}
        columns = {line.at: line for line in block.columns}
        first = next(
            (
                line.at
                for line in block.rows
                if line.role is not Role.HEADER and line.role not in (Role.IGNORED, Role.NOTE)
            ),
            block.area.bottom + 1,
        )
        self.rows, self.columns = rows, columns
        self.labels = tuple(at for at in columns if columns[at].role is Role.HEADER)
        heads = [at for at in rows if rows[at].role is Role.HEADER and at < first]
        below = [at for at in heads[1:] if self._is_section(at)]
        self.heads = tuple(at for at in heads if at not in below)
        self.sections = (
            *below, *(at for at in rows if rows[at].role is Role.HEADER and at > first)
        )  # fmt: skip
        self.counted_rows = tuple(
            at for at in rows if rows[at].role in (Role.DATA, *TOTALS) and at >= first
        )
        self.counted_columns = tuple(
            at for at in columns if columns[at].role in (Role.DATA, *TOTALS)
        )
        top = max(self.heads, default=block.area.top - 1)
        self.aside_rows = frozenset(
            at for at in rows if at > top and _is_aside(rows[at]) and at not in heads
        )
        self.aside_columns = frozenset(at for at in columns if _is_aside(columns[at]))
        self.over = heads_over(
            sheet, self.heads, sorted({*self.counted_columns, *self.aside_columns})
        )
        stops = [at for at in rows if rows[at].role in TOTALS]
        body = [at for at in rows if at >= first or at in below or at in self.aside_rows]
        self.beside = labels_beside(sheet, body, self.labels, (*stops, *self.sections))
        self.meant: set[int] = set()  # rows whose own labels say something
        self.meanings: dict[Place, list[Meaning]] = {}
        for meaning in block.meanings:
            self.meanings.setdefault((meaning.row, meaning.column), []).append(meaning)

    def _is_section(self, row: int) -> bool:
        """True where only labels stand in the row: it is a heading of the rows that follow."""
        cells = self.sheet.rows[row - 1]
        _, left, _, right = self.block.area
        filled = [at for at in range(left, right + 1) if cells[at] is not None]
        return bool(filled) and all(at in self.labels for at in filled)

    def of_columns(self) -> dict[int, tuple[Meaning, ...]]:
        return {
            column: tuple(one for place in places for one in self.meanings.get(place, ()))
            for column, places in self.over.items()
        }

    def of_rows(self) -> dict[int, tuple[Meaning, ...]]:
        """What labels and the headings between the rows say of each row of numbers."""
        found: dict[int, tuple[Meaning, ...]] = {}
        held: dict[str, tuple[Meaning, ...]] = {}
        fresh, silent = False, set[int]()
        for row in sorted((*self.counted_rows, *self.aside_rows, *self.sections)):
            if row in self.sections:
                said = self._section(row)
                if not fresh:  # a heading right below another stands beneath it, and not for it
                    held = {a: m for a, m in held.items() if a not in {one.axis for one in said}}
                for axis in {one.axis for one in said}:
                    held[axis] = tuple(one for one in said if one.axis is axis)
                fresh = True
                continue
            fresh = False
            own = tuple(one for p in self.beside.get(row, ()) for one in self.meanings.get(p, ()))
            if any(one.axis is not Axis.GROUP for one in own):
                self.meant.add(row)
            elif any(one.chosen for one in own):
                silent.add(row)
            axes = {one.axis for one in own}
            above = tuple(one for axis, said in held.items() if axis not in axes for one in said)
            found[row] = (*above, *own)
        if not self.meant:  # a person took all that its labels say out of the table
            self.meant = silent
        return found

    def _section(self, row: int) -> tuple[Meaning, ...]:
        left, right = self.block.area.left, self.block.area.right
        return tuple(
            one for column in range(left, right + 1) for one in self.meanings.get((row, column), ())
        )


def places_aside(look: Lookup, hidden: tuple[frozenset[int], frozenset[int]]) -> Iterator[Place]:
    """Places of numbers, or of their totals, in the rows and columns that a person left aside."""
    rows, columns = look.aside_rows - hidden[0], look.aside_columns - hidden[1]
    if not rows and not columns:
        return
    for row in sorted({*look.counted_rows, *rows} - hidden[0]):
        for column in sorted({*look.counted_columns, *columns} - hidden[1]):
            if row in rows or column in columns:
                yield row, column


def counts(line: Line) -> bool:
    """Whether the line holds numbers of its own, left aside or not, and no sums of others."""
    return line.role in (Role.DATA, Role.IGNORED) and not line.sums
