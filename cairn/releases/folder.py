"""A public folder of tables: what is published, in files that anyone can read.

It is all that an attack may read of a release, so it says nothing of why a cell is withheld, of who
contributed or how many. The builder writes it and the attacker reads it; they share nothing else.

    structure.json        dimensions with their hierarchies, measures, tables, the rule
    data/TABLE.csv        one row per cell: its dimensions, `value`, `status`

A cell is known by its measure and by where it stands; a dimension that a table lacks stands at its
total. So cells of two tables that stand at the same place are the same cell, and tables are linked
without being told so.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cairn.kernel.cells import Cell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

FORMAT = 1


class UnreadableFolder(CairnError):
    text = noop("%(file)s: %(problem)s. A folder of tables was expected there.")


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way of telling counts apart. `part_of` maps each code to the one it is part of; exactly
    one code, the total, is part of nothing and is not among the keys."""

    name: str
    total: str
    part_of: Mapping[str, str]

    def __post_init__(self) -> None:
        for code in self.part_of:
            seen = {code}
            while code != self.total:
                if code not in self.part_of or (code := self.part_of[code]) in seen:
                    raise ValueError(f"{self.name}: {code!r} is part of no total")
                seen.add(code)

    def parts(self, code: str) -> tuple[str, ...]:
        """The codes directly below, in order; empty for a leaf."""
        return tuple(sorted(one for one, above in self.part_of.items() if above == code))

    @property
    def leaves(self) -> tuple[str, ...]:
        above = {*self.part_of.values()}
        return tuple(sorted(one for one in (self.total, *self.part_of) if one not in above))


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted. `base`: numbers are rounded to it, 1 means exact; `small`: the largest count
    that is withheld, so a printed number is 0 or above it; `at_most`: the measure that this one can
    nowhere exceed, such as persons for events or for those among them who died."""

    name: str
    unit: str  # "persons" or "events"
    base: int = 5
    small: int = 9
    at_most: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """Where a cell stands: its measure and, per dimension that is not at its total, the code."""

    measure: str
    at: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Band:
    """A number told by its limits alone, both included: `10-19`; `high` None: `100+`, or more."""

    low: int
    high: int | None = None

    def __str__(self) -> str:
        return f"{self.low}+" if self.high is None else f"{self.low}-{self.high}"

    @classmethod
    def parse(cls, text: str) -> "Band":
        low, dash, high = text.partition("-")
        return cls(int(low), int(high)) if dash else cls(int(text.removesuffix("+")))


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    measure: str
    dimensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """The tables of one release. `cells` maps each published key to a number, to a band that it
    lies in, or to why there is none: withheld (there is a count of 1 or more) or not recorded
    (nobody answered). Of a key that is not there nothing is said: its table is coarser there."""

    release: str
    dimensions: Mapping[str, Dimension]
    measures: Mapping[str, Measure]
    tables: tuple[Table, ...]
    cells: Mapping[Key, int | Band | Cell]
    rule: Mapping[str, object] = field(default_factory=dict)
    supersedes: str | None = None

    def key(self, measure: str, codes: Mapping[str, str]) -> Key:
        totals = {name: one.total for name, one in self.dimensions.items()}
        return Key(measure, frozenset((d, c) for d, c in codes.items() if c != totals[d]))

    def keys_of(self, table: Table) -> Iterator[tuple[tuple[str, ...], Key]]:
        """The codes and the key of each published cell of a table, in the order of its codes."""
        at = {name: self.dimensions[name] for name in table.dimensions}
        inside = {*table.dimensions}
        for key in self.cells:
            if key.measure == table.measure and {name for name, _ in key.at} <= inside:
                stands = dict(key.at)
                yield tuple(stands.get(name, one.total) for name, one in at.items()), key


def write(folder: Folder, path: Path) -> None:
    """The same bytes for the same folder, on any machine."""
    (path / "data").mkdir(parents=True)
    for table in folder.tables:
        rows = sorted(folder.keys_of(table))
        with (path / "data" / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow([*table.dimensions, "value", "status"])
            for codes, key in rows:
                cell = folder.cells[key]
                out.writerow([*codes, *_shown(cell)])
    structure = {
        "format": FORMAT,
        "release": folder.release,
        "supersedes": folder.supersedes,
        "rule": dict(folder.rule),
        "dimensions": [
            {"name": one.name, "total": one.total, "part_of": dict(sorted(one.part_of.items()))}
            for one in folder.dimensions.values()
        ],
        "measures": [
            {"name": m.name, "unit": m.unit, "base": m.base, "small": m.small, "at_most": m.at_most}
            for m in folder.measures.values()
        ],
        "tables": [
            {"name": t.name, "measure": t.measure, "dimensions": list(t.dimensions)}
            for t in folder.tables
        ],
    }
    text = json.dumps(structure, ensure_ascii=False, indent=1) + "\n"
    (path / "structure.json").write_text(text, encoding="utf-8")


def read(path: Path) -> Folder:
    """Raises `UnreadableFolder`, which names the file and what is wrong with it."""
    name = "structure.json"
    try:
        stored = json.loads((path / name).read_text(encoding="utf-8"))
        if stored["format"] != FORMAT:
            raise ValueError(f"format {stored['format']!r}")
        folder = Folder(
            release=stored["release"],
            supersedes=stored["supersedes"],
            rule=stored["rule"],
            dimensions={one["name"]: Dimension(**one) for one in stored["dimensions"]},
            measures={one["name"]: Measure(**one) for one in stored["measures"]},
            tables=tuple(
                Table(one["name"], one["measure"], tuple(one["dimensions"]))
                for one in stored["tables"]
            ),
            cells={},
        )
        cells: dict[Key, int | Band | Cell] = {}
        for table in folder.tables:
            name = f"data/{table.name}.csv"
            with (path / name).open(encoding="utf-8", newline="") as file:
                for key, cell in _cells(folder, table, csv.DictReader(file, strict=True)):
                    if cells.setdefault(key, cell) != cell:
                        raise ValueError(f"{sorted(key.at)} differs from the same cell elsewhere")
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as problem:
        raise UnreadableFolder(file=name, problem=problem) from problem
    return Folder(**{**{f: getattr(folder, f) for f in Folder.__slots__}, "cells": cells})


def _shown(cell: int | Band | Cell) -> list[object]:
    if isinstance(cell, Cell):
        return ["", cell.value]
    return [cell, "band" if isinstance(cell, Band) else "published"]


def _cells(
    folder: Folder, table: Table, rows: Iterable[dict[str, str]]
) -> Iterator[tuple[Key, int | Band | Cell]]:
    for row in rows:
        codes = {name: row[name] for name in table.dimensions}
        for name, code in codes.items():
            one = folder.dimensions[name]
            if code != one.total and code not in one.part_of:
                raise ValueError(f"{name} has no {code!r}")
        value: int | Band | Cell
        match row["status"]:
            case "published":
                value = int(row["value"])
            case "band":
                value = Band.parse(row["value"])
            case status:
                value = Cell(status)
        yield folder.key(table.measure, codes), value
