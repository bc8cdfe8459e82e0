"""Where the tables of a sheet are: rows of headings, rows of numbers, and what stands around them.

Only kinds of cells are looked at here: numbers, words in the place of a number, dates, texts. What
the texts mean is decided in `proposing.py`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cairn.formats.grids import Area, CellValue
from cairn.reporting.reading.crosstabs.marks import looks_numeric
from cairn.reporting.reading.crosstabs.sheets import Sheet
from cairn.reporting.reading.crosstabs.words import (
    UNKNOWN,
    begins_note,
    cell_word,
    origins_in,
)

EMPTY, NUMBER, WORD, DATE, TEXT = range(5)
MOST_HEADER_ROWS = 4
MOST_SECTIONS = 3  # headings beneath each other over the first rows: a continent, a region
LONG = 60  # characters: a title or a note, not a heading

_DOTTED = re.compile(r"(?:\d{1,2}[./-])?(?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d")
_BELOW = re.compile(r"[<≤>≥]\s?\d+|\d+\s?-\s?\d+")


def kind_of(value: CellValue) -> int:
    if value is None:
        return EMPTY
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return EMPTY
        if cell_word(text) or text[0] in "<≤>≥" and _BELOW.fullmatch(text):
            return WORD
        if looks_numeric(text) and not _DOTTED.fullmatch(text):
            return NUMBER
        return TEXT
    if isinstance(value, bool):
        return TEXT
    return DATE if isinstance(value, date) else NUMBER


def is_year(value: CellValue) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"\s*(?:19[5-9]|20\d)\d\s*", value) is not None
    return isinstance(value, int) and not isinstance(value, bool) and 1950 <= value < 2100


@dataclass(slots=True)
class Row:
    """What stands in a row: positions by kind; merged cells count once, where they begin."""

    filled: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    kind: str = "B"  # B nothing, S a single text, H headings, D data, X numbers of columns


@dataclass(frozen=True, slots=True)
class Found:
    """One table: its rows of headings, its other rows, and its columns."""

    heads: tuple[int, ...]
    numbering: tuple[int, ...]
    body: tuple[int, ...]
    left: int
    right: int

    @property
    def area(self) -> Area:
        rows = (*self.heads, *self.numbering, *self.body)
        return Area(min(rows), self.left, max(rows), self.right)


class Finder:
    """Looks at one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        kinds: dict[CellValue, int] = {}
        self.rows = [self._row(number, kinds) for number in range(1, sheet.height + 1)]
        for number in range(1, sheet.height + 1):
            self.rows[number - 1].kind = self._kind(number)

    def _row(self, number: int, kinds: dict[CellValue, int]) -> Row:
        row, covered = Row(), self.sheet.covered
        for at, value in enumerate(self.sheet.rows[number - 1]):
            if value is None:
                continue
            if covered and (area := covered.get((number, at))) and area[:2] != (number, at):
                continue
            key = (value, type(value))
            kind = kinds.get(key)  # type: ignore[call-overload]
            if kind is None:
                kind = kinds[key] = kind_of(value)  # type: ignore[index]
            if kind == EMPTY:
                continue
            row.filled.append(at)
            (row.numbers, row.words, row.texts, row.texts)[kind - 1].append(at)
        return row

    def _kind(self, number: int) -> str:
        row = self.rows[number - 1]
        if not row.filled:
            return "B"
        cells = self.sheet.rows[number - 1]
        if row.numbers and self._are_years(cells, row):
            if len(row.filled) > 1 or self._wide(number, row.filled[0]):
                return "H"
            return "S"
        if self._are_counting(cells, row):
            return "X"
        if self._are_months(number, row) or self._names_unknown(number, row):
            return "H"
        if row.numbers or row.words:
            alone = len(row.filled) == 1
            return "S" if alone and self._wide(number, row.filled[0]) else "D"
        return "S" if len(row.filled) == 1 else "H"

    def _are_years(self, cells: Sequence[CellValue], row: Row) -> bool:
        """Years that may be headings: they rise or fall by one, or come back in groups."""
        if row.words or not all(is_year(cells[at]) for at in row.numbers):
            return False
        years = [int(str(cells[at]).strip()) for at in row.numbers]
        distinct = list(dict.fromkeys(years))
        steps = {after - before for before, after in zip(distinct, distinct[1:], strict=False)}
        return len(years) == 1 or (len(steps) <= 1 and steps <= {1, -1}) and len(distinct) > 0

    def _are_counting(self, cells: Sequence[CellValue], row: Row) -> bool:
        """1, 2, 3 … under the headings, as official forms number their columns."""
        texts = [str(cells[at]).strip() for at in row.texts]
        if len(row.numbers) < 3 or row.words or any(len(text) > 2 for text in texts):
            return False
        numbers = [str(cells[at]).strip() for at in row.numbers]
        first = int(numbers[0]) if numbers[0].isdecimal() else -1
        return first in (0, 1, 2) and numbers == [str(first + step) for step in range(len(numbers))]

    def _are_months(self, number: int, row: Row) -> bool:
        """A heading and 1, 2, 3 … at most to 12, where no other headings stand above."""
        if len(row.texts) != 1 or len(row.numbers) < 3 or row.filled[0] != row.texts[0]:
            return False
        above = self.rows[number - 2] if number > 1 else Row()
        if len(above.filled) > 2 or above.numbers and above.kind == "D":
            return False
        over = number - 1
        while over > 1 and number - over <= MOST_SECTIONS and self.rows[over - 1].kind == "S":
            over -= 1  # a region between the headings and the first numbers
        if 0 < over < number - 1 and len(self.rows[over - 1].filled) > 2:
            return False
        counted = [str(self.sheet.at(number, at)).strip() for at in row.numbers]
        return counted == [str(n) for n in range(1, len(counted) + 1)] and len(counted) <= 12

    def _names_unknown(self, number: int, row: Row) -> bool:
        """Headings over numbers, one of which is a word that may also stand for a number: "Men",
        "Women", "Unknown"."""
        cells = self.sheet.rows[number - 1]
        if row.numbers or not row.words or number == self.sheet.height:
            return False
        if any(origins_in(str(cells[at])) != (UNKNOWN,) for at in row.words):
            return False
        below = self.rows[number]
        return sum(at in below.numbers for at in row.texts) >= 2

    def _wide(self, number: int, column: int) -> bool:
        area = self.sheet.covered.get((number, column))
        return bool(area and area.right > area.left)

    # --- tables -----------------------------------------------------------------------------------

    def tables(self) -> list[Found]:
        found: list[Found] = []
        used, number = 0, 1
        while number <= self.sheet.height:
            if self.rows[number - 1].kind != "D":
                number += 1
                continue
            first = number
            while first - 2 > used and self._heads_a_section(first - 1, number):
                first -= 1
            above = first - 1
            if above > used + 1 and self.rows[above - 1].kind == "B":
                above -= 1
            if not self._stands_over(above, number):
                first = number  # no headings above: what seemed a section is a title
            heads, numbering = self._heads(first, used)
            body = self._body(first)
            if not heads and not any(self.rows[row - 1].texts for row in body):
                number += 1  # numbers alone are no table
                continue
            found += self._beside(heads, numbering, body)
            used = body[-1]
            number = used + 1
        return found

    def _heads_a_section(self, number: int, first: int) -> bool:
        """A single label over the rows that follow, in the column of their labels or across."""
        row = self.rows[number - 1]
        if row.kind != "S" or self._noted(number) or first - number > MOST_SECTIONS:
            return False
        above = self.rows[number - 2]
        beside = row.filled[0] in self.rows[first - 1].texts[:2]
        return beside or bool(above.filled) and row.filled[0] == above.filled[0]

    def _stands_over(self, number: int, first: int) -> bool:
        """Headings in this row, over the numbers of the first row that holds any."""
        if number < 1 or (row := self.rows[number - 1]).kind not in "HX" or len(row.filled) < 2:
            return False
        below, shown = self.rows[first - 1], self.sheet.shown
        return any(shown(number, at) is not None for at in (*below.numbers, *below.words))

    def heads_above(self, first: int, used: int = 0) -> tuple[int, ...]:
        """The rows of headings that end right above this row, none of them above row `used`."""
        return self._heads(first, used)[0]

    def _heads(self, first: int, used: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The rows of headings directly above the first row of numbers."""
        heads: list[int] = []
        numbering: list[int] = []
        at = first - 1
        if at > used + 1 and self.rows[at - 1].kind == "B" and self.rows[at - 2].kind == "H":
            at -= 1
        while at > used and len(heads) < MOST_HEADER_ROWS:
            kind = self.rows[at - 1].kind
            if kind == "X" and not heads:
                numbering.append(at)
            elif (
                kind == "H"
                and not self._is_title(at, heads)
                or kind == "S"
                and self._groups(at, heads, first)
            ):
                heads.append(at)
            else:
                break
            at -= 1
        if not heads and numbering:  # 1, 2, 3 … are the headings themselves: months
            heads, numbering = numbering[-1:], []
        return tuple(sorted(heads)), tuple(sorted(numbering))

    def _is_title(self, at: int, heads: list[int]) -> bool:
        """Two texts over many headings, such as "Period: | January 2024", are no headings."""
        row, cells = self.rows[at - 1], self.sheet.rows[at - 1]
        if not heads:
            return False
        first = str(cells[row.filled[0]]).strip()
        below = self.rows[heads[-1] - 1]
        few = len(row.filled) == 2 and len(below.filled) > 4
        return few and (
            first.endswith(":")
            or not any(self._wide(at, c) for c in row.filled)
            and row.filled[0] == below.filled[0]
            and row.filled[1] == row.filled[0] + 1
        )

    def _groups(self, at: int, heads: list[int], first: int) -> bool:
        """A single text that stands over several headings, and not over the labels too."""
        [column] = self.rows[at - 1].filled
        value = self.sheet.at(at, column)
        lead = min((self.rows[row - 1].filled[0] for row in (*heads, first)), default=0)
        if isinstance(value, str) and len(value) > LONG or not heads:
            return False
        below = self.rows[heads[-1] - 1]
        area = self.sheet.covered.get((at, column))
        if column > lead and area and area.right > column:
            return True
        return column > lead and len(str(value)) <= 25 and lead not in below.filled

    def _body(self, first: int) -> list[int]:
        """The rows of numbers, with what stands between them."""
        height = self.sheet.height
        last, at = first, first + 1
        while at <= height:
            if self.rows[at - 1].kind in "DX":
                last, at = at, at + 1
                continue
            ahead = at
            while ahead <= height and self.rows[ahead - 1].kind != "D":
                ahead += 1
            if ahead > height:
                break
            between = range(at, ahead)
            blanks = sum(self.rows[row - 1].kind == "B" for row in between)
            if any(
                self.rows[row - 1].kind == "H" and self._new_head(row, first) for row in between
            ):
                break
            if blanks > 3 or any(self._noted(row) for row in between):
                break
            last, at = ahead, ahead + 1
        # Labels without any number may follow at once.
        while last < height:
            row = self.rows[last]
            if (
                row.kind == "S"
                and not self._noted(last + 1)
                and self._beside_labels(last + 1, first)
            ) or (
                row.kind == "H"
                and not self._new_head(last + 1, first)
                and row.filled[0] in set(self.rows[first - 1].texts[:2])
            ):
                last += 1
            else:
                break
        return list(range(first, last + 1))

    def _noted(self, number: int) -> bool:
        row = self.rows[number - 1]
        if row.kind != "S":
            return False
        text = str(self.sheet.at(number, row.filled[0]))
        return begins_note(text) or len(text) > LONG

    def _beside_labels(self, number: int, first: int) -> bool:
        row = self.rows[number - 1]
        labels = self.rows[first - 1].texts
        wide = self._wide(number, row.filled[0])
        text = self.sheet.at(number, row.filled[0])
        short = isinstance(text, str) and len(text) < 40
        return short and not wide and row.filled[0] in labels[:2]

    def _new_head(self, number: int, first: int) -> bool:
        """Headings of another table, and not a label with a remark beside it."""
        row = self.rows[number - 1]
        usual = len(self.rows[first - 1].filled)
        below = self.rows[number].kind if number < self.sheet.height else "B"
        return (
            below in "HDXS"
            and len(row.filled) >= max(2, (usual + 1) // 2)
            or (below == "H" and any(self._wide(number, column) for column in row.filled))
        )

    def _beside(
        self, heads: tuple[int, ...], numbering: tuple[int, ...], body: list[int]
    ) -> list[Found]:
        """Tables beside each other: divided by an empty column, each with labels of its own."""
        every = (*heads, *body)
        used: set[int] = set()
        for number in every:
            for at in self.rows[number - 1].filled:
                area = self.sheet.covered.get((number, at))
                last = area.right if area and number in heads else at
                used.update(range(at, min(last, self.sheet.width - 1) + 1))
        left, right = min(used), max(used)
        data = {at for row in body for at in self.rows[row - 1].filled}
        groups: list[list[int]] = []
        for column in range(left, right + 1):
            if column in data:
                if groups and groups[-1][1] == column - 1:
                    groups[-1][1] = column
                else:
                    groups.append([column, column])
        texts, numbers = self.shares(body) if len(groups) > 1 else (Counter(), Counter())
        starts = [left]
        for first, last in groups[1:]:
            labels = texts[first] > numbers[first] and texts[first] >= max(2, len(body) // 3)
            if labels and any(numbers[at] > texts[at] for at in range(first + 1, last + 1)):
                starts.append(first)
        ends = [start - 1 for start in starts[1:]] + [right]
        found = []
        for start, end in zip(starts, ends, strict=True):
            kept = [
                row for row in body if any(start <= at <= end for at in self.rows[row - 1].filled)
            ]
            if kept:
                span = range(kept[0], kept[-1] + 1)
                found.append(Found(heads, numbering, tuple(span), start, end))
        return found

    def shares(self, body: Sequence[int]) -> tuple[Counter[int], Counter[int]]:
        """By column: how many cells are texts or dates, and how many numbers or words for none."""
        texts: Counter[int] = Counter()
        numbers: Counter[int] = Counter()
        for number in body:
            row = self.rows[number - 1]
            texts.update(row.texts)
            numbers.update(row.numbers)
            numbers.update(row.words)
        return texts, numbers
