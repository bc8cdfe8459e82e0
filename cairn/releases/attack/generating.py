"""A small invented world of filings and its releases, safe by its layout, for the self-test.

Six States file counts of persons by route, quarter by quarter. Rounding and withholding are done
here in three lines, apart from the code that protects real releases: what tests the auditor must
not share a mistake with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from cairn.kernel.cells import Cell
from cairn.releases import folder as folders_of
from cairn.releases.attack.knowledge import Entry, Knowledge, Known
from cairn.releases.attack.places import Places
from cairn.releases.folder import Dimension, Folder, Key, Measure, Table

STATES = ("aland", "bland", "cland", "dland", "eland", "fland")
ROUTES = {
    "north": "all",
    "south": "all",
    "n1": "north",
    "n2": "north",
    "s1": "south",
    "s2": "south",
}
PERSONS = Measure("persons", "persons", base=5, small=9)
# Persons by route and quarter. In the north two small counts stand crosswise, each beside one that
# is withheld for its sake; on n1 nobody was counted in the third quarter, so that nothing else
# hides them. The third quarter is in the second release only.
COUNTS = {
    **{("n1", "q1"): 2, ("n1", "q2"): 20, ("n1", "q3"): 0},
    **{("n2", "q1"): 20, ("n2", "q2"): 2, ("n2", "q3"): 90},
    **{("s1", "q1"): 60, ("s1", "q2"): 75, ("s1", "q3"): 80},
    **{("s2", "q1"): 45, ("s2", "q2"): 66, ("s2", "q3"): 120},
}
COMPLEMENTS = {("n1", "q2"), ("n2", "q1")}


@dataclass(frozen=True, slots=True)
class Filing:
    """One version of what one State says of one quarter, or of one route in it."""

    state: str
    quarter: str
    version: str
    counts: Mapping[str, int]  # by route, at the finest
    route: str | None = None

    @property
    def where(self) -> Key:
        at = {("quarter", self.quarter)} | ({("route", self.route)} if self.route else set())
        return Key("persons", frozenset(at))


def filings() -> list[Filing]:
    """Every count spread over the six States as evenly as it goes, a little more here and there."""
    found = []
    for quarter in ("q1", "q2", "q3"):
        shares: dict[str, dict[str, int]] = {state: {} for state in STATES}
        for number, route in enumerate(("n1", "n2", "s1", "s2")):
            count = COUNTS[route, quarter]
            for at, state in enumerate(STATES):
                turn = (at + number) % len(STATES)
                shares[state][route] = count // 6 + (1 if turn < count % 6 else 0)
        found += [Filing(state, quarter, "1", shares[state]) for state in STATES]
    return found


def release(
    name: str,
    counted: Iterable[Filing],
    *,
    routes: Mapping[str, str] = ROUTES,
    hide: Iterable[tuple[str, str]] = COMPLEMENTS,
    show: Iterable[tuple[str, str]] = (),
    only: Iterable[tuple[str, str]] | None = None,
    supersedes: str | None = None,
) -> Folder:
    """The folder that prints these filings. `hide` and `show` are cells withheld though large, and
    printed in any case; `only`: the cells that the folder has at all."""
    counted = [*counted]
    quarters = sorted({one.quarter for one in counted})
    dimensions = {
        "quarter": Dimension("quarter", "all", dict.fromkeys(quarters, "all")),
        "route": Dimension("route", "all", dict(routes)),
    }
    empty = Folder(name, dimensions, {"persons": PERSONS}, (), {})
    places = Places(dimensions.values())
    cells: dict[Key, int | Cell] = {}
    for quarter, route in product(["all", *quarters], ["all", *routes]):
        if only is not None and (route, quarter) not in only:
            continue
        count = sum(
            n
            for one in counted
            for leaf, n in one.counts.items()
            if quarter in ("all", one.quarter) and places.within("route", leaf, route)
        )
        shown: int | Cell = 5 * round(count / 5)
        if (0 < count <= 9 or (route, quarter) in hide) and (route, quarter) not in show:
            shown = Cell.WITHHELD
        cells[empty.key("persons", {"quarter": quarter, "route": route})] = shown
    table = Table("persons_by_quarter_and_route", "persons", ("quarter", "route"))
    rule = {"base": 5, "threshold": 9}
    return Folder(name, dimensions, {"persons": PERSONS}, (table,), cells, rule, supersedes)


def knowledge(counted: Mapping[str, Iterable[Filing]]) -> list[Knowledge]:
    """What each State knows: who filed for which release, and its own counts."""
    roll = tuple(
        Entry(name, one.where, one.state, one.version)
        for name, several in counted.items()
        for one in several
    )
    own: dict[str, dict[Known, None]] = {state: {} for state in STATES}
    for several in counted.values():
        for one in several:
            for route, count in one.counts.items():
                key = Key("persons", frozenset({("quarter", one.quarter), ("route", route)}))
                own[one.state][Known(key, one.state, one.version, count)] = None
    return [Knowledge(s, frozenset({s}), roll, tuple(known)) for s, known in own.items()]


def write(folders: Iterable[Folder], into: Path) -> list[Path]:
    """One folder of files for each release, named as it is."""
    paths = []
    for one in folders:
        folders_of.write(one, into / one.release)
        paths.append(into / one.release)
    return paths
