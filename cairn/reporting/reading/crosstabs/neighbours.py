"""What a heading or a label means by those that stand beside it, in one row or one column.

"Not stated" beside men and women is a sex that is not known, and no nationality. Men and women
beside boys and girls are the adults, as long as the totals do not say that the children are among
them. "Niños" without "niñas" are children of both sexes.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from cairn.kernel.text import noop
from cairn.reporting.reading.crosstabs.labels import NOT_STATED, Sense
from cairn.reporting.reading.crosstabs.layout import Axis, Line, Meaning, Role
from cairn.reporting.reading.crosstabs.marks import unmarked_label
from cairn.reporting.reading.crosstabs.sheets import Place
from cairn.reporting.reading.crosstabs.table_meanings import Meanings
from cairn.reporting.reading.crosstabs.words import UNKNOWN, child_of_either_sex

BESIDE_CHILDREN = noop("Children stand apart beside it, so it is of adults.")
BY_ITS_NEIGHBOURS = noop("What stands beside it says of what it is not known.")
AMONG_OTHERS = (
    *("dont ", "of which", "including", "в том числе", "из них", "de los cuales", "de las cuales"),
    *("dos quais", "das quais", "منهم", "من بينهم", "其中"),
)
_OF_PEOPLE = (Axis.SEX, Axis.AGE_GROUP)
_TOTALS = (Role.TOTAL, Role.SUBTOTAL)


class Neighbours(Meanings, ABC):
    """Works out what is said together by what stands in one row or one column."""

    def _together(self) -> None:
        for places in self._series():
            self._either_sex(places)
            self._not_stated(places)

    def _series(self) -> Iterator[Sequence[Place]]:
        for row in self.found.heads:
            over = (p for at in self.number_columns for p in self.over[at] if p[0] == row)
            yield tuple(dict.fromkeys(over))
        for column in self.label_columns:
            beside = (p for at in self._data_rows() for p in self.beside.get(at, ()))
            yield tuple(dict.fromkeys(p for p in beside if p[1] == column))

    def _data_rows(self) -> list[int]:
        return [at for at in self.found.body if self.rows[at].role is Role.DATA]

    def _either_sex(self, places: Sequence[Place]) -> None:
        said = {
            (self._value(place, Axis.SEX), self._value(place, Axis.AGE_GROUP)) for place in places
        }
        if ("female", "child") in said:
            return
        for place in places:
            one = self.meanings.get((place, Axis.SEX))
            if one and child_of_either_sex(unmarked_label(one.written)[0]):
                del self.meanings[place, Axis.SEX]

    def _not_stated(self, places: Sequence[Place]) -> None:
        """A word for "not stated" is of the dimension of the heading before it."""
        countries = {self._value(place, Axis.COUNTRY) for place in places}
        if countries - {None, UNKNOWN}:
            return
        for at, place in enumerate(places):
            if self._value(place, Axis.COUNTRY) != UNKNOWN:
                continue
            near = (*reversed(places[:at]), *places[at + 1 :])
            axis = next(
                (a for p in near for a in NOT_STATED if self._value(p, a) is not None), None
            )
            if axis is None:
                continue
            written = self.meanings.pop((place, Axis.COUNTRY)).written
            value = NOT_STATED[axis]
            self._say(place, Sense(axis, value, 0.9 if value else 0.3, BY_ITS_NEIGHBOURS), written)
            if not value:
                self._ask_heading(place, self.sheet.at(*place), axis)

    def _value(self, place: Place, axis: Axis) -> str | None:
        one = self.meanings.get((place, axis))
        return one.value if one else None

    # --- men and women beside children ------------------------------------------------------------

    def _adults(self) -> None:
        rows, columns = self._data_rows(), self.number_columns
        self._grown(self.columns, columns, self.over, rows, lambda at, row: self._number(row, at))
        data = [at for at in columns if self.columns[at].role is Role.DATA]
        self._grown(self.rows, self.found.body, self.beside, data, self._number)

    @abstractmethod
    def _number(self, row: int, column: int) -> int | None:
        """The number of people in a cell; None where there is none."""

    def _grown(
        self,
        lines: dict[int, Line],
        order: Sequence[int],
        heads: Mapping[int, Sequence[Place]],
        across: Sequence[int],
        number: Callable[[int, int], int | None],
    ) -> None:
        groups: dict[frozenset[tuple[Axis, str]], list[int]] = {}
        said: dict[int, dict[Axis, Meaning]] = {}
        for at in order:
            if lines[at].role is Role.DATA:
                said[at] = {
                    axis: one
                    for place in heads.get(at, ())
                    for axis in Axis
                    if (one := self.meanings.get((place, axis)))
                }
                rest = {(a, one.value) for a, one in said[at].items() if a not in _OF_PEOPLE}
                groups.setdefault(frozenset(rest), []).append(at)
        for group in groups.values():
            children = [
                at for at in group
                if (one := said[at].get(Axis.AGE_GROUP)) and one.value.startswith("child")
            ]  # fmt: skip
            grown = [
                at for at in group
                if (one := said[at].get(Axis.SEX)) and one.value in ("female", "male")
                and Axis.AGE_GROUP not in said[at]
            ]  # fmt: skip
            if not children or not grown:
                continue
            beside, among, stated = self._closing(lines, {*grown, *children}, children, across,
                                                  number)  # fmt: skip
            if among > beside or any(_among(lines[at]) for at in children):
                continue
            proven = stated and beside * 2 >= stated and beside > among
            if proven or all(Axis.SEX in said[at] for at in children):
                for at in grown:
                    one = said[at][Axis.SEX]
                    sense = Sense(Axis.AGE_GROUP, "adult", 0.85, BESIDE_CHILDREN)
                    self._say((one.row, one.column), sense, one.written)

    @staticmethod
    def _closing(
        lines: dict[int, Line], every: set[int], children: Sequence[int], across: Sequence[int],
        number: Callable[[int, int], int | None],
    ) -> tuple[int, int, int]:  # fmt: skip
        """How often totals close with the children beside the others, how often with the children
        among them, and how many totals there are. Children among the others are no parts."""
        beside = among = stated = 0
        for at, line in lines.items():
            if line.role not in _TOTALS or not every <= {*line.sums}:
                continue
            without = tuple(part for part in line.sums if part not in children)
            both = [0, 0]
            for one in across:
                total = number(at, one)
                if total is None:
                    continue
                stated += 1
                for n, parts in enumerate((line.sums, without)):
                    both[n] += total == sum(number(part, one) or 0 for part in parts)
            if both[1] > both[0]:
                lines[at] = replace(line, sums=without)
            beside, among = beside + both[0], among + both[1]
        return beside, among, stated


def _among(line: Line) -> bool:
    return any(word in f"{line.written.casefold()} " for word in AMONG_OTHERS)
