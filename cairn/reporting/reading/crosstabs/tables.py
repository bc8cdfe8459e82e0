"""One table of a sheet becomes a proposed block: its totals, and the block itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from cairn.kernel.text import noop
from cairn.reporting.reading.crosstabs.finding import Finder, Found
from cairn.reporting.reading.crosstabs.labels import (
    Reader,
)
from cairn.reporting.reading.crosstabs.layout import PERIODS, Axis, Block, Line, Role
from cairn.reporting.reading.crosstabs.neighbours import AMONG_OTHERS, Neighbours
from cairn.reporting.reading.crosstabs.periods import combine, lies_within
from cairn.reporting.reading.crosstabs.questions import Kind, Question
from cairn.reporting.reading.crosstabs.sheets import Place, Sheet
from cairn.reporting.reading.crosstabs.sums import check, choose
from cairn.reporting.reading.crosstabs.table_lines import SAYS_TOTAL, text_of

MOST_GROUPS = 30  # of headings that a total may belong to

HOLDS_OTHERS = noop("Its period holds those of other columns.")
ADDS_UP = noop("Its label is a region, and its numbers are the sums of those beside it.")
ONLY_NUMBERS = noop("It is the only column of numbers, so the total is what is counted.")
TOTAL_WITHOUT_PARTS = noop("No numbers in the table add up to this total; say whether it counts.")
COUNTED = (Role.DATA, Role.TOTAL, Role.SUBTOTAL)


class Table(Neighbours):
    """Works out one table; `block` is the result."""

    def __init__(
        self, sheet: Sheet, finder: Finder, found: Found, reader: Reader, place_hint: bool
    ) -> None:
        super().__init__(sheet, finder, found, reader, place_hint)
        self._labels()
        self._headings()
        self._together()
        self._columns_by_period()
        self._sums()
        self._adults()
        self.block = Block(
            found.area,
            tuple(self.rows[at] for at in sorted(self.rows)),
            tuple(self.columns[at] for at in sorted(self.columns)),
            tuple(self.meanings.values()),
        )

    def _columns_by_period(self) -> None:
        """Roles of columns: totals by their headings, and periods that hold the others."""
        totals = {
            column: m.value
            for column in self.number_columns
            for place in self.over[column]
            if (m := self.meanings.get((place, Axis.TOTAL)))
        }
        if len(totals) == len(self.number_columns):
            for column in totals:
                self._note(None, column, 0.8, ONLY_NUMBERS)
            totals = {}
        for column in self.number_columns:
            if column in totals:
                role = Role.TOTAL if totals[column] == "total" else Role.SUBTOTAL
                self.columns[column] = Line(column, role, written=self.columns[column].written)
                self._note(None, column, 0.95, SAYS_TOTAL)
        periods, others = {}, {}
        for column in self.number_columns:
            said = [m for p in self.over[column] for a in Axis if (m := self.meanings.get((p, a)))]
            periods[column] = combine([m.value for m in said if m.axis in PERIODS])[0]
            others[column] = frozenset((m.axis, m.value) for m in said if m.axis not in PERIODS)
        distinct = {period for period in periods.values() if period}
        if len(distinct) < 3:
            return
        for column in self.number_columns:
            if self.columns[column].role is not Role.DATA or not periods[column]:
                continue
            inside = [
                other for other in self.number_columns
                if other != column and self.columns[other].role is Role.DATA
                and others[other] == others[column] and periods[other]
                and lies_within(periods[other], periods[column])
            ]  # fmt: skip
            if len(inside) > 1:
                self.columns[column] = Line(
                    column, Role.SUBTOTAL, tuple(inside), self.columns[column].written
                )
                self._note(None, column, 0.85, HOLDS_OTHERS)

    def _number(self, row: int, column: int) -> int | None:
        if not self.finder.rows[row - 1].filled:
            return None
        return self.cells.read(self.sheet.at(row, column)).number

    def _sums(self) -> None:
        rows = [at for at in sorted(self.rows) if at in set(self.found.body)]
        columns = [at for at in self.columns if self.columns[at].role in COUNTED]
        self._regions(rows, columns)
        numbers_down: Callable[[int, int], int | None] = self._number
        for at in rows:
            line = self.rows[at]
            if line.role in (Role.TOTAL, Role.SUBTOTAL) and not line.sums:
                candidates = self._candidates(at, rows, self.rows, self._row_texts)
                best = choose(at, candidates, columns, numbers_down)
                self.rows[at] = Line(at, line.role, best.parts, line.written)
        across = [at for at in rows if self.rows[at].role in COUNTED]
        data_rows = [at for at in across if self.rows[at].role is Role.DATA] or across
        for at in columns:
            line = self.columns[at]
            if line.role in (Role.TOTAL, Role.SUBTOTAL) and not line.sums:
                candidates = self._candidates(at, columns, self.columns, self._column_texts)
                best = choose(at, candidates, data_rows, lambda c, r: self._number(r, c))
                if best.stated > 2 and not best.closing and self._parts_only(at):
                    self.columns[at] = Line(at, Role.DATA, written=line.written)
                    self.questions.append(
                        Question(
                            Kind.TOTAL, self.sheet.name, None, at, line.written, TOTAL_WITHOUT_PARTS
                        )
                    )
                else:
                    self.columns[at] = Line(at, line.role, best.parts, line.written)

    def _parts_only(self, at: int) -> bool:
        """True where the other columns say that they are parts of the total: "of which women"."""
        others = [c for c in self.number_columns if c != at and self.columns[c].role is Role.DATA]
        return bool(others) and all(
            any(word in self.columns[c].written.casefold() for word in AMONG_OTHERS) for c in others
        )

    def _regions(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        """The name of a region among countries, with the sums of what follows or precedes it."""
        suspects = {}
        for at in rows:
            if self.rows[at].role is not Role.DATA or not self.beside.get(at):
                continue
            label = self.sheet.at(*self.beside[at][-1])
            region = self.reader.is_region(label)
            meant = [m for p in self.beside[at] if (m := self.meanings.get((p, Axis.COUNTRY)))]
            if not self._is_country(label) and (region or meant and not meant[0].value):
                suspects[at] = region
        lines = self.rows | {at: Line(at, Role.SUBTOTAL) for at in suspects}
        for at, region in suspects.items():
            nothing: Callable[[int], frozenset[str]] = lambda _: frozenset()  # noqa: E731
            candidates = self._candidates(at, rows, lines, nothing)
            candidates += self._candidates(at, rows, self.rows, nothing)
            for candidate in candidates:
                parts = tuple(part for part in candidate if part != at)
                found = check(at, parts, columns, self._number)
                proven = found.share >= 0.8 if region else found.share == 1 and found.stated > 1
                if len(parts) > 1 and proven and found.stated:
                    self.rows[at] = Line(at, Role.SUBTOTAL, parts, self.rows[at].written)
                    self._note(at, None, 0.9, ADDS_UP)
                    break

    def _row_texts(self, at: int) -> frozenset[str]:
        places = self.beside.get(at) or tuple(self.sheet.anchor(at, c) for c in self.label_columns)
        return self._texts(places)

    def _column_texts(self, at: int) -> frozenset[str]:
        return self._texts(self.over.get(at, ()))

    def _texts(self, places: Iterable[Place]) -> frozenset[str]:
        values = [self.sheet.at(*place) for place in places]
        return frozenset(text_of(v) for v in values if v is not None and not self.reader.role(v))

    def _candidates(
        self,
        at: int,
        order: Sequence[int],
        lines: Mapping[int, Line],
        texts: Callable[[int], frozenset[str]],
    ) -> list[list[int]]:
        """Which lines a total may add up, the likeliest first."""
        data = [one for one in order if lines[one].role is Role.DATA]
        before = [one for one in data if one < at]
        stops = [one for one in order if lines[one].role is not Role.DATA and one != at]
        last = max((stop for stop in stops if stop < at), default=-1)
        following = min((stop for stop in stops if stop > at), default=10**9)
        since = [one for one in before if one > last]
        after = [one for one in data if at < one < following]
        subtotals = [one for one in order if one < at and lines[one].role is Role.SUBTOTAL]
        groups: dict[str, list[int]] = {}
        for one in data:
            for text in texts(one):
                groups.setdefault(text, []).append(one)
        several = [group for group in groups.values() if len(group) > 1][:MOST_GROUPS]
        own = texts(at)
        same = [one for one in data if own and own <= texts(one)]
        if lines[at].role is Role.SUBTOTAL:
            return [same, since, after, before, [one for one in data if one > at], data, *several]
        following_all = [one for one in data if one > at]
        return [same, before, data, since, subtotals, after, following_all, *several]
