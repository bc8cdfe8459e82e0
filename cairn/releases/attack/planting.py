"""Weaknesses planted one by one into releases that are safe, to prove that the auditor finds them.

`self_test(folder)` attacks the unplanted releases, which must pass, and then each planted one,
which must fail for the reason for which it was planted.
"""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import xlsxwriter

from cairn.kernel.text import noop
from cairn.releases.attack import generating as world
from cairn.releases.attack.attacking import Kind, Verdict
from cairn.releases.attack.auditing import Audit, audit
from cairn.releases.attack.generating import COUNTS, ROUTES, Filing
from cairn.releases.attack.knowledge import PUBLIC, Knowledge, everybody

TABLE = "data/persons_by_quarter_and_route.csv"
Filings = dict[str, list[Filing]]


@dataclass(frozen=True, slots=True)
class Case:
    """What is attacked, and by whom."""

    paths: list[Path]
    attackers: list[Knowledge]


@dataclass(frozen=True, slots=True)
class Weakness:
    """`place`: the file where it must be found; `kind`: the kind of target that must be recovered.
    A file with facts must be named and recover as well."""

    name: str
    plant: Callable[[Path], Case]
    place: str = ""
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    found: bool
    audit: Audit


def self_test(into: Path) -> Iterator[Result]:
    """The unplanted releases first, under the name of nothing planted; `found` means as it should
    be. Writes below `into`, one folder for each."""
    safe = audit(*_case(into / "safe"))
    yield Result(noop("nothing planted"), safe.passed, safe)
    for number, weakness in enumerate(WEAKNESSES, start=1):
        case = weakness.plant(into / str(number))

        def is_found(so_far: Audit, weakness: Weakness = weakness) -> bool:
            return _found(so_far, weakness)

        tried = audit(case.paths, case.attackers, enough=is_found)
        yield Result(weakness.name, is_found(tried), tried)


def _found(tried: Audit, weakness: Weakness) -> bool:
    named = any(weakness.place in one.place for one in tried.findings) or not weakness.place
    narrowed = weakness.kind is None or any(
        one.target.kind is weakness.kind
        for report in tried.reports
        for one in report.of(Verdict.RECOVERED)
    )
    return named and narrowed and not tried.passed


def two(filings: list[Filing]) -> Filings:
    """What the two releases count: the first two quarters, then all three."""
    return {"first": [one for one in filings if one.quarter != "q3"], "second": filings}


def _case(
    into: Path, counted: Filings | None = None, **how: object
) -> tuple[list[Path], list[Knowledge]]:
    counted = counted or two(world.filings())
    folders = [world.release(name, several, **how) for name, several in counted.items()]  # type: ignore[arg-type]
    return world.write(folders, into), everybody(world.knowledge(counted))


def _beside(name: str, write: Callable[[Path], None]) -> Callable[[Path], Case]:
    """A file that does not belong there, in the first release; found by the public already."""

    def plant(into: Path) -> Case:
        paths, _ = _case(into)
        (paths[0] / name).parent.mkdir(exist_ok=True)
        write(paths[0] / name)
        return Case(paths, [PUBLIC])

    return plant


def _column(name: str, value: Callable[[int], object]) -> Callable[[Path], Case]:
    """A column that does not belong there, filled from the true counts."""

    def plant(into: Path) -> Case:
        paths, _ = _case(into)
        with (paths[0] / TABLE).open(encoding="utf-8", newline="") as file:
            rows = [*csv.reader(file)]
        for row in rows[1:]:
            row.append(str(value(_count(row[0], row[1], ("q1", "q2")))))
        rows[0].append(name)
        with (paths[0] / TABLE).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        return Case(paths, [PUBLIC])

    return plant


def _count(quarter: str, route: str, quarters: tuple[str, ...]) -> int:
    return sum(
        n
        for (leaf, when), n in COUNTS.items()
        if when in quarters and quarter in ("all", when) and route in ("all", leaf, ROUTES[leaf])
    )


def _complement(into: Path) -> Case:
    return Case(*_case(into, show=[("n1", "q2")]))


def _late(into: Path) -> Case:
    """One State files again for one quarter; the third release is the second with that version."""
    counted = two(world.filings())
    again = [
        replace(one, version="2", counts={r: n + 60 for r, n in one.counts.items()})
        if (one.state, one.quarter) == ("cland", "q3")
        else one
        for one in counted["second"]
    ]
    return Case(*_case(into, {**counted, "third": again}))


def _first_time(into: Path) -> Case:
    """One State had not filed for the third quarter when the second release came out."""
    counted = two(world.filings())
    without = [o for o in counted["second"] if (o.state, o.quarter) != ("cland", "q3")]
    return Case(*_case(into, {"early": without, "second": counted["second"]}))


def _finer(into: Path) -> Case:
    """A level is added below a route that is withheld: all of one quarter went one way."""
    routes = {**ROUTES, "n1a": "n1", "n1b": "n1"}
    finer = []
    for one in world.filings():
        counts = {r: n for r, n in one.counts.items() if r != "n1"}
        one_way = one.counts["n1"] if one.quarter == "q2" else 0
        counts |= {"n1a": one_way, "n1b": one.counts["n1"] - one_way}
        finer.append(replace(one, counts=counts))
    counted = two(finer)
    paths, _ = _case(into, {"first": counted["first"]}, routes=routes)
    return Case(paths, [PUBLIC])


def embargoed(into: Path) -> list[Case]:
    """Two releases approved side by side: each alone is safe, and then both together."""
    filings = [one for one in world.filings() if one.quarter != "q3"]
    counted = {"first": filings, "other": filings}
    one = world.release("first", filings)
    other = world.release(
        "other", filings, only=[("n1", "q2"), ("s1", "q2"), ("s2", "q2")], hide=()
    )
    paths = world.write([one, other], into)
    knows = everybody(world.knowledge(counted))
    return [Case([paths[0]], knows), Case([paths[1]], knows), Case(paths, knows)]


def _alone(into: Path) -> Case:
    """Only one State says anything of one route in one quarter."""
    counted = two([o for one in world.filings() for o in _split(one, {"fland": 1.0})])
    return Case(*_case(into, counted))


def _dominates(into: Path) -> Case:
    """Two States speak of it, one with nineteen in twenty."""
    counted = two([o for one in world.filings() for o in _split(one, {"fland": 19, "aland": 1})])
    return Case(*_case(into, counted))


def _split(one: Filing, shares: dict[str, float]) -> Iterator[Filing]:
    """On s2 in the second quarter only some States file, and in these shares."""
    if one.quarter != "q2":
        yield one
        return
    for route in ("n1", "n2", "s1"):
        yield replace(one, route=route, counts={route: one.counts[route]})
    if one.state in shares:
        count = round(COUNTS["s2", "q2"] * shares[one.state] / sum(shares.values()))
        yield replace(one, route="s2", counts={"s2": count})


def _text(text: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    return write


def _hidden_sheet(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("notes").write(0, 0, "Persons by quarter and route")
        sheet = book.add_worksheet("source")
        sheet.write_row(0, 0, ["quarter", "route", "count"])
        for line, ((route, quarter), count) in enumerate(COUNTS.items(), start=1):
            if quarter != "q3":
                sheet.write_row(line, 0, [quarter, route, count])
        sheet.very_hidden()


def _vega() -> str:
    values = [{"quarter": q, "route": r, "count": n} for (r, q), n in COUNTS.items() if q != "q3"]
    return json.dumps({"mark": "bar", "data": {"values": values}})


def _svg() -> str:
    bars = "".join(
        f'<path aria-label="quarter: {q}; route: {r}; count: {n}" d="M0 0h{n}"/>'
        for (r, q), n in COUNTS.items()
        if q != "q3"
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{bars}</svg>'


def _why(count: int) -> str:
    return "small" if 0 < count <= 9 else "complement" if count == 20 else ""


UTILITY = json.dumps({"cells_lost": 4, "largest_error": 2, "persons_withheld": 44})
NOTE = "The release counts 293 persons, of whom 2 on n1 in q1.\n"
WEAKNESSES = (
    Weakness(noop("one complement restored"), _complement, kind=Kind.CELL),
    Weakness(noop("an exact total in a note"), _beside("notes.md", _text(NOTE)), "notes.md"),
    Weakness(noop("a column of records"), _column("records", lambda n: n), "records", Kind.CELL),
    Weakness(
        noop("a percentage"), _column("percent", lambda n: round(100 * n / 293, 1)), "percent"
    ),
    Weakness(
        noop("a hidden sheet"), _beside("tables.xlsx", _hidden_sheet), "tables.xlsx", Kind.CELL
    ),
    Weakness(
        noop("data inside a picture"), _beside("chart.svg", _text(_svg())), "chart.svg", Kind.CELL
    ),
    Weakness(
        noop("data inside a chart's specification"),
        _beside("charts/chart.vl.json", _text(_vega())),
        "chart.vl.json",
        Kind.CELL,
    ),
    Weakness(noop("a reason for withholding"), _column("reason", _why), "reason"),
    Weakness(noop("one filing changed between releases"), _late, kind=Kind.CHANGE),
    Weakness(noop("one late filing"), _first_time, kind=Kind.CONTRIBUTION),
    Weakness(noop("a finer hierarchy"), _finer, kind=Kind.CELL),
    Weakness(noop("a second embargoed release"), lambda into: embargoed(into)[2], kind=Kind.CELL),
    Weakness(noop("the report on utility"), _beside("utility.json", _text(UTILITY)), "utility"),
    Weakness(noop("whiskers"), _column("high", lambda n: n + 1), "high", Kind.CELL),
    Weakness(noop("a cell of one contributor"), _alone, kind=Kind.CONTRIBUTION),
    Weakness(noop("a contributor who dominates"), _dominates, kind=Kind.CONTRIBUTION),
)
