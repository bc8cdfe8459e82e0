"""What the numbers of a sheet add up to, where a filing holds a number of the same whole. Pure.

A sheet of nationalities by months says the total of its period, though in no cell: a filing that
holds that total says the same or another number, and is compared with the sum. A sum is told only
where the cells make up the whole: all of them are numbers, they are broken down in one way, their
times follow one another without a gap and are the same for each, and they differ in what the sum is
not of.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.reporting.filings.counts import CountInput

Group = tuple[tuple[str, str], ...]  # dimensions and their values
DAY = timedelta(days=1)


class Sums:
    """The sums of what goes into one filing; each way of adding up is worked out once."""

    def __init__(self, inputs: Iterable[CountInput], whole: DateSpan) -> None:
        self.whole = whole
        self.of: dict[str, list[CountInput]] = defaultdict(list)
        for one in inputs:
            self.of[one.measure].append(one)
        self._grouped: dict[tuple[str, frozenset[str]], dict[Group, list[CountInput]]] = {}

    def of_same(
        self,
        measure: str,
        dims: Mapping[str, str],
        span: DateSpan | None,
        *,
        marked: bool = False,
    ) -> CountInput | None:
        """The sum of the cells that make up this number; None where they do not. Where one of them
        is not recorded or withheld there is no sum, which would pass a part off as the whole:
        `marked` then tells why there is no number."""
        found = {
            value
            for family in self._families(measure, dims, span)
            if (value := self._sum(family, dims, span or self.whole)) is not None
        }
        numbers = {one for one in found if isinstance(one, int)}
        if len(numbers) == 1:
            return CountInput(measure, numbers.pop(), None, dims, span)
        if marked and found and not numbers:
            return CountInput(measure, None, Cell(max(map(str, found))), dims, span)
        return None

    def not_there(
        self, measure: str, names: Iterable[str], held: Iterable[str]
    ) -> list[CountInput]:
        """The sums over the whole time for each value of a breakdown that are not among `held`, or
        why there is none: a table without it would look whole."""
        of = frozenset(names)
        self._group(measure, dict.fromkeys(of, ""))
        wanted = (dict(group) for group in self._grouped[measure, of])
        found = (self.of_same(measure, dims, None, marked=True) for dims in wanted)
        known = set(held)
        return [one for one in found if one and one.key not in known]

    def _families(
        self, measure: str, dims: Mapping[str, str], span: DateSpan | None
    ) -> Iterable[Sequence[CountInput]]:
        """The cells that may be parts of it, those of each breakdown together."""
        wanted = span or self.whole
        families: dict[frozenset[str], list[CountInput]] = defaultdict(list)
        for one in self._group(measure, dims):
            held = one.span or self.whole
            if wanted.earliest <= held.earliest and held.latest <= wanted.latest:
                families[frozenset(one.dims)].append(one)
        return families.values()

    def _group(self, measure: str, dims: Mapping[str, str]) -> Sequence[CountInput]:
        names = frozenset(dims)
        if (grouped := self._grouped.get((measure, names))) is None:
            grouped = self._grouped[measure, names] = defaultdict(list)
            for one in self.of.get(measure, ()):
                if names <= one.dims.keys():
                    grouped[_values(one.dims, names)].append(one)
        return grouped.get(_values(dims, names), ())

    def _sum(
        self, cells: Sequence[CountInput], dims: Mapping[str, str], wanted: DateSpan
    ) -> int | Cell | None:
        """The number, or why there is none: one of the parts is not known."""
        if not cells or all(one.value is None for one in cells):
            return None
        shared = set.intersection(*(set(one.dims.items()) for one in cells))
        if shared - set(dims.items()):
            return None  # all of them are of one sex or one place, and the number is of all
        held = {(one.earliest, one.latest) for one in (cell.span or self.whole for cell in cells)}
        spans = sorted(held)
        if (spans[0][0], spans[-1][1]) != (wanted.earliest, wanted.latest):
            return None
        if any(one[1] + DAY != after[0] for one, after in zip(spans, spans[1:], strict=False)):
            return None
        if len(cells) != len({tuple(sorted(one.dims.items())) for one in cells}) * len(spans):
            return None  # a nationality without one of the months: it is not the whole
        reasons = {one.missing for one in cells if one.value is None} - {Cell.NOT_APPLICABLE}
        if reasons:
            return Cell.WITHHELD if Cell.WITHHELD in reasons else Cell.NOT_RECORDED
        return sum(one.value or 0 for one in cells)


def _values(dims: Mapping[str, str], names: Iterable[str]) -> Group:
    return tuple(sorted((name, dims[name]) for name in names))
