"""What a merged filing will say, measure by measure, before it is written: pure.

The whole of a measure is read as everywhere: as it is stated, else from the way of cutting that
gives most. Where agencies state the whole in different ways, people are left over who are in no
total though nobody called them double: `gap` says how many, and a person must ask.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cairn.kernel.cells import Cell
from cairn.reporting.filings.counts import ORDER
from cairn.reporting.filings.definitions import DIMENSIONS
from cairn.reporting.filings.merging import Decision, Given, Undecided, one_cell

Decisions = Mapping[tuple[str, str, str], Decision]
Cut = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureSum:
    """One measure of the merged filing."""

    measure: str
    given: Mapping[str, int]  # filing → its total; one that gives no number is not here
    doubles: int  # people whom two agencies counted, once each
    merged: int | None  # None: not everything that enters it is decided
    open: int  # cells of the measure that are not decided
    alone: Sequence[tuple[str, str]]  # (cell, filing): only one agency speaks of it
    silent: Sequence[tuple[str, str]]  # (cell, filing): asked, but this agency has no number
    gap: int
    parts: Sequence[tuple[Cut, int]] = ()  # ways of cutting whose parts are not the merged total

    @property
    def whole(self) -> int:
        """The merged total, for whoever compares parts with it."""
        return self.merged or 0


def cut_of(key: str) -> Cut:
    """By which names a cell is cut; () for the whole."""
    _measure, _bar, rest = key.partition("|")
    when, _bar, rest = rest.partition("|")
    names = {part.partition("=")[0] for part in rest.split("|")} if rest else set()
    found = tuple(name for name in DIMENSIONS if name in names)
    return (*found, *(("when",) if when else ()))


def table_pattern(measure: str, cut: Cut) -> str:
    """A regular expression for the cells of a measure that are cut by just these names."""
    names = [re.escape(name) for name in ORDER if name in cut]
    when = "[^|]+" if "when" in cut else ""
    return rf"^{re.escape(measure)}\|{when}" + "".join(rf"\|{one}=[^|]*" for one in names) + "$"


def summary(given: Iterable[Given], decisions: Decisions) -> list[MeasureSum]:
    """Every measure that somebody gives, in the order of their names."""
    measures: dict[str, dict[str, list[Given]]] = defaultdict(lambda: defaultdict(list))
    filings = set()
    for one in given:
        measures[one.key.split("|", 1)[0]][one.key].append(one)
        filings.add(one.filing)
    return [
        _measure(name, cells, decisions, len(filings)) for name, cells in sorted(measures.items())
    ]


def _measure(
    name: str, cells: Mapping[str, list[Given]], decisions: Decisions, agencies: int
) -> MeasureSum:
    by_filing: dict[str, dict[Cut, int]] = defaultdict(lambda: defaultdict(int))
    merged: dict[Cut, int] = defaultdict(int)
    doubles: dict[Cut, int] = defaultdict(int)
    unknown: dict[Cut, int] = defaultdict(int)
    without: set[Cut] = set()  # a part that may be there has no number
    alone, silent = [], []
    for key in sorted(cells):
        rows, cut = sorted(cells[key], key=lambda one: one.filing), cut_of(key)
        values = {one.filing: one.value for one in rows if one.value is not None}
        for filing, value in values.items():
            by_filing[filing][cut] += value
        if len(rows) == 1 and agencies > 1:
            alone.append((key, rows[0].filing))
        silent += [(key, one.filing) for one in rows if one.value is None and values]
        try:
            cell = one_cell(key, rows, decisions)
        except Undecided:
            unknown[cut] += 1
            merged[cut] += max(values.values())
            continue
        if cell.value is not None:
            merged[cut] += cell.value
            doubles[cut] += sum(values[filing] for filing in cell.left_out)
        elif cell.missing is not Cell.NOT_APPLICABLE:
            without.add(cut)
    totals = {filing: _total(cuts) for filing, cuts in by_filing.items()}
    cut = _chosen(merged)
    known = bool(merged) and not unknown[cut]
    return MeasureSum(
        measure=name,
        given=totals,
        doubles=doubles[cut],
        merged=merged[cut] if known else None,
        open=sum(unknown.values()),
        alone=alone,
        silent=silent,
        gap=sum(totals.values()) - doubles[cut] - merged[cut] if known else 0,
        parts=_apart(merged, {*unknown}, without) if known and cut == () else (),
    )


def _apart(
    merged: Mapping[Cut, int], unknown: set[Cut], without: set[Cut]
) -> list[tuple[Cut, int]]:
    """Ways of cutting the whole period whose parts do not give the total, as the check of the
    filing asks later; one with parts that are not known may give less."""
    total, found = merged[()], []
    for cut in sorted(merged):
        whole = cut and ("when" not in cut or cut == ("when",))
        less = merged[cut] < total and cut in without
        if whole and cut not in unknown and merged[cut] != total and not less:
            found.append((cut, merged[cut]))
    return found


def _total(cuts: Mapping[Cut, int]) -> int:
    return cuts[_chosen(cuts)]


def _chosen(cuts: Mapping[Cut, int]) -> Cut:
    """The whole as stated; else the way of cutting that misses the fewest people."""
    if () in cuts or not cuts:
        return ()
    return max(sorted(cuts), key=lambda cut: cuts[cut])
