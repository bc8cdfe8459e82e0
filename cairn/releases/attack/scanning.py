"""What a public folder says beside its tables: every side number is a cell.

The format knows `structure.json` with its fields and `data/TABLE.csv` with the dimensions of the
table, `value` and `status`. Any other file, field, column, status or number makes an attack fail,
with its place named. Where such a number says of which cell it speaks, it also becomes a `Fact`, so
that the attack shows what it gives away. A file that later becomes part of the format must first be
known here, with a reader that compares each of its numbers with the tables.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Any

from cairn.kernel.cells import Cell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.releases.attack import rows
from cairn.releases.attack.model import MOST, Fact
from cairn.releases.folder import Band, Folder, Key

STATUSES = {"published", "band", *Cell}
PARTS = {
    "": {"format", "release", "supersedes", "rule", "dimensions", "measures", "tables"},
    "dimensions": {"name", "total", "part_of"},
    "measures": {"name", "unit", "base", "small", "at_most"},
    "tables": {"name", "measure", "dimensions"},
}
# What a rule says is the same whatever was counted; a number under any other name is a side number.
PARAMETERS = {
    *("name", "version", "base", "small", "threshold", "withhold_up_to", "p", "percent", "share"),
    *("events", "least_events", "sensitive", "bands", "k", "l", "unit", "order", "method"),
    *("measures", "dominance", "p_percent", "min_events", "sensitive_share", "date", "source"),
    *("counts", "contributions", "owners", "persons", "top_share", "revisions", "numbers", "few"),
    *("fees", "middle_from", "tails_from", "digits", "maps", "resolution_at_sea", "days"),
    *("days_route_change", "microdata"),
}
EXACT = {"value", "count", "n", "total", "exact", "y", "persons", "events", "number", "median"}
AT_LEAST = {"records", "low", "min", "minimum", "lower", "p10", "q1"}
AT_MOST = {"high", "max", "maximum", "upper", "p90", "q3"}


class UnknownFile(CairnError):
    text = noop("%(place)s: a public folder has no such file; take it out.")


class UnknownPart(CairnError):
    text = noop("%(place)s: the format of a public folder does not know this; take it out.")


class NumberBesideStatus(CairnError):
    text = noop("%(place)s: a number stands where the cell says that there is none.")


class NotRounded(CairnError):
    text = noop("%(place)s: this number is not rounded to %(base)s as its measure says.")


class TooSmall(CairnError):
    text = noop("%(place)s: a count up to %(small)s is printed; such a count is withheld.")


class WeakRule(CairnError):
    text = noop("%(place)s: counts of persons up to 9 are withheld; this measure says %(small)s.")


@dataclass(frozen=True, slots=True)
class Finding:
    """One weakness, and what it says of cells. `place`: file, and where in it."""

    problem: CairnError
    facts: tuple[Fact, ...] = ()

    @property
    def place(self) -> str:
        return str(self.problem.values["place"])


def scan(path: Path, folder: Folder, release: int = 0) -> list[Finding]:
    """Everything that is wrong, file by file in order; `release` numbers the folder in `Fact`s."""
    known = {Path("structure.json"), *(Path("data") / f"{t.name}.csv" for t in folder.tables)}
    found = []
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        if file.is_symlink() or (not file.is_dir() and inside not in known):
            facts = () if file.is_symlink() else _facts(file, folder, release)
            found.append(Finding(UnknownFile(place=str(inside)), tuple(facts)))
        elif file.is_dir() and not any(inside in one.parents for one in known):
            found.append(Finding(UnknownFile(place=f"{inside}/")))
    found += _structure(path / "structure.json", folder)
    for table in folder.tables:
        name = f"data/{table.name}.csv"
        found += _table(path / name, name, table.measure, table.dimensions, folder, release)
    return found


def _structure(path: Path, folder: Folder) -> Iterator[Finding]:
    stored = json.loads(path.read_text(encoding="utf-8"))
    for name in stored.keys() - PARTS[""]:
        yield Finding(UnknownPart(place=f"structure.json /{name}"))
    for part in ("dimensions", "measures", "tables"):
        for number, one in enumerate(stored[part]):
            for name in one.keys() - PARTS[part]:
                yield Finding(UnknownPart(place=f"structure.json /{part}/{number}/{name}"))
    for place, name in _names(stored["rule"], "/rule", folder):
        if name not in PARAMETERS:
            yield Finding(UnknownPart(place=f"structure.json {place}"))
    for measure in folder.measures.values():
        if measure.unit == "persons" and measure.small < 9:
            place = f"structure.json {measure.name}"
            yield Finding(WeakRule(place=place, small=measure.small))


def _names(value: Any, at: str, folder: Folder) -> Iterator[tuple[str, str]]:
    """Every name in a rule; below a name of a measure or dimension stand parameters again."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if name not in folder.measures and name not in folder.dimensions:
                yield f"{at}/{name}", name
            yield from _names(one, f"{at}/{name}", folder)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _names(one, f"{at}/{number}", folder)


def _table(
    path: Path, name: str, measure: str, dims: Iterable[str], folder: Folder, release: int
) -> Iterator[Finding]:
    with path.open(encoding="utf-8", newline="") as file:
        read = csv.DictReader(file)
        extra = [one for one in read.fieldnames or () if one not in {*dims, "value", "status"}]
        facts: dict[str, list[Fact]] = {one: [] for one in extra}
        beyond = False
        for line, row in enumerate(read, start=2):
            codes = {one: row[one] for one in dims}
            key, place = folder.key(measure, codes), f"{name}, row {line}"
            for one in extra:
                facts[one] += _speaks(one, row[one], key, release)
            beyond |= None in row  # more fields than headings
            status, printed = row["status"], row["value"]
            if status not in STATUSES:
                yield Finding(UnknownPart(place=f"{place}, status"))
            elif status == "band":
                if Band.parse(printed).low <= folder.measures[measure].small:
                    small = folder.measures[measure].small
                    yield Finding(TooSmall(place=f"{place}, value", small=small))
            elif status != "published" and printed:
                told = tuple(_speaks("value", printed, key, release))
                yield Finding(NumberBesideStatus(place=f"{place}, value"), told)
            elif status == "published":
                yield from _printed(f"{place}, value", int(printed), folder, measure)
        for one in extra:
            yield Finding(UnknownPart(place=f"{name}, column {one}"), tuple(facts[one]))
        if beyond:
            yield Finding(UnknownPart(place=f"{name}, beyond the last column"))


def _printed(place: str, value: int, folder: Folder, name: str) -> Iterator[Finding]:
    measure = folder.measures[name]
    if value % measure.base:
        yield Finding(NotRounded(place=place, base=measure.base))
    if value < 0 or 0 < value <= measure.small:
        yield Finding(TooSmall(place=place, small=measure.small))


def _facts(path: Path, folder: Folder, release: int) -> Iterator[Fact]:
    """The cells of which a foreign file speaks: rows that name codes of dimensions."""
    for _, row in rows.rows(path):
        plain = {str(name).strip().lower(): value for name, value in row.items()}
        codes = {}
        for name, one in folder.dimensions.items():
            code = str(plain.get(name.lower(), one.total))
            if code != one.total and code not in one.part_of:
                break
            codes[name] = code
        else:
            if not any(name.lower() in plain for name in folder.dimensions):
                continue
            measure = plain.get("measure") or (
                next(iter(folder.measures)) if len(folder.measures) == 1 else None
            )
            for name, value in plain.items():
                of = name if name in folder.measures else measure
                if of in folder.measures:
                    yield from _speaks(name, value, folder.key(str(of), codes), release)


def _speaks(name: str, value: Any, key: Key, release: int) -> Iterator[Fact]:
    """The bounds that a number under such a heading puts on its cell. Percentages and what has no
    known meaning are refused by their place alone."""
    try:
        number = float(str(value).replace(",", ""))
    except ValueError:
        if name in {"reason", "why", "because"} and "small" in str(value).lower():
            yield Fact(release, key, 1, 9)
        return
    name = name.lower()
    if not 0 <= number < MOST:
        return
    if name in EXACT or name == key.measure:
        yield Fact(release, key, floor(number), ceil(number))
    elif name in AT_LEAST:
        yield Fact(release, key, ceil(number), MOST)
    elif name in AT_MOST:
        yield Fact(release, key, 0, floor(number))
