"""Small worlds of rows, snapshots of them, and the definition of an answer read aloud: one loop."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pyarrow as pa
from hypothesis import strategies as st

from cairn.figures.answers import UNDATED, make_row
from cairn.figures.cubes import Budget
from cairn.figures.questions import Question
from cairn.figures.schema import arrow_schema
from cairn.figures.snapshot import Snapshot
from cairn.figures.tabs import choose
from cairn.figures.writer import SnapshotWriter
from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Level, Period
from cairn.kernel.predicates import And, Before, Eq, In, Never, Or, holds

BUILT = "2026-01-01T00:00:00+00:00"
OPEN = {"owner": "iom", "audience_class": "clear", "section": "deaths"}


def event(ref: str, **values) -> dict:
    row = dict.fromkeys(arrow_schema("events").names)
    row |= {"ref": ref, "version": 1, "incident": f"inc-{ref}", "source": "mmp"}
    row |= {"kind": "incident"} | OPEN | values
    if row["total"] is None and (row["dead"] is not None or row["missing"] is not None):
        row["total"] = (row["dead"] or 0) + (row["missing"] or 0)
    return row


def count(ref: str, **values) -> dict:
    row = dict.fromkeys(arrow_schema("counts").names)
    row |= {"ref": ref, "version": 1, "source": "fx", "tab": "routes", "basis": "detections"}
    row |= OPEN | {"section": "movement"} | values
    if row["value"] is None and row["missing"] is None:
        row["missing"] = Cell.NOT_RECORDED.value
    return row


def on(text: str) -> dict:
    """The date columns of a period (`2015-Q3`) or of a day (`2015-07-14`)."""
    span = Period.parse(text) if len(text) < 10 else None
    first = span.first if span else date.fromisoformat(text)
    last = span.last if span else first
    return {"earliest": first, "latest": last, "precision": DateSpan.between(first, last).precision}


def table(tab: str, basis: str = "detections", **values) -> dict:
    return {"tab": tab, "basis": basis, "dimensions": ["route"], "level": "month"} | values


SOURCES = (
    {"key": "mmp", "title": "Missing people"},
    {
        "key": "fx",
        "title": "Border agency",
        "tables": [
            table("routes", dimensions=["route", "border"], preference=1),
            table("origins", dimensions=["route", "origin"], preference=2),
            table("years", dimensions=["route", "origin", "border"], level="year", preference=0),
        ],
    },
    {"key": "uk", "title": "Coast", "tables": [table("daily", dimensions=["mode"], level="day")]},
)


# Small worlds would be served by the cube with all dimensions alone; this keeps all others instead,
# by month, by year and without dates.
EVERY_PART = Budget(small=0, worth=0, part_worth=100, pairs_from=0, coarser=100)


def build(
    root: Path, events=(), counts=(), sources=SOURCES, built_at=BUILT, batch=1000, budget=None
) -> Snapshot:
    with SnapshotWriter(root, memory="128MB", threads=1, budget=budget) as writer:
        for name, rows, add in (
            ("events", list(events), writer.add_events),
            ("counts", list(counts), writer.add_counts),
        ):
            for start in range(0, len(rows), batch):
                part = rows[start : start + batch]
                add(pa.RecordBatch.from_pylist(part, schema=arrow_schema(name)))
        return writer.finish(sources, built_at)


# --- the definition, read aloud -----------------------------------------------------------------


def span_of(row: dict) -> DateSpan | None:
    if row["earliest"] is not None:
        return DateSpan(row["earliest"], row["latest"])
    return DateSpan.year(row["year"]) if row.get("year") is not None else None


def place_in_time(row: dict, period: Period | None, level: Level | None):
    """(row of the answer, key part), or None where the record has no place in this answer."""
    span = span_of(row)
    if span is None:
        return None if period else ("inside", UNDATED if level else ())
    if period and not period.touches(span):
        return None
    inside = period is None or period.holds(span)
    if level is None:
        return ("inside" if inside else "beside", ())
    of_level = Period.of(span.earliest, level)
    return ("inside", of_level if inside and of_level.holds(span) else None)


COLUMNS = {"age": "age_group"}


def by_definition(snapshot: Snapshot, rows: list[dict], question: Question, visible, deny=()):
    measure = question.defined
    tabs, _ = choose(snapshot, question)
    groups: dict = defaultdict(list)
    for row in rows:
        if row["ref"] in deny or tabs.get(row["source"]) != row.get("tab", ""):
            continue
        if visible is not None and not holds(visible, row):
            continue
        if any(row[COLUMNS.get(n, n)] not in values for n, values in question.where):
            continue
        placed = place_in_time(row, question.period, question.level)
        if placed is None:
            continue
        where, time = placed
        key = tuple(
            time if name == question.level else row[COLUMNS.get(name, name)] for name in question.by
        )
        groups[row["source"], where, key].append(row)
    return {
        place: make_row(measure, place[2], _sums(measure, members))
        for place, members in groups.items()
    }


def _sums(measure, members: list[dict]) -> dict:
    sums: dict = {"n": len(members)}
    for name in {measure.value, *measure.sum_of} - {""}:
        numbers = [row[name] for row in members if row[name] is not None]
        sums |= {name: sum(numbers), f"{name}_n": len(numbers)}
    if measure.table == "events":
        only = [
            row["total"]
            for row in members
            if row["total"] is not None and row["dead"] is None and row["missing"] is None
        ]
        sums |= {"together": sum(only), "together_n": len(only)}
    else:
        for name in ("withheld", "not_applicable"):
            sums[name] = sum(row["missing"] == name for row in members)
    return sums


def as_mapping(answer) -> dict:
    """An answer in the shape of `by_definition`."""
    found = {}
    for one in answer.sets:
        found |= {(one.source, "inside", row.key): row for row in one.rows}
        found |= {(one.source, "beside", row.key): row for row in one.not_precise}
    return found


# --- random worlds ------------------------------------------------------------------------------

DAYS = st.dates(date(2014, 11, 1), date(2017, 2, 28))
SPANS = st.one_of(
    DAYS.map(lambda day: (day, day)),
    st.tuples(DAYS, st.sampled_from(list(Level))).map(
        lambda of: (Period.of(*of).first, Period.of(*of).last)
    ),
    st.tuples(DAYS, DAYS).map(lambda ends: (min(ends), max(ends))),
    st.just((None, None)),
)
SOME = st.sampled_from([None, 0, 1, 2, 5])
VISIBILITY = {
    "owner": st.sampled_from(["iom", "fra"]),
    "state": st.sampled_from([None, "FRA", "ITA"]),
    "audience_class": st.sampled_from(["clear", "green"]),
    "section": st.sampled_from(["deaths", "movement"]),
    "period": st.sampled_from([None, date(2015, 1, 1)]),
    "embargo_until": st.sampled_from([None, date(2016, 1, 1), date(2027, 1, 1)]),
    "shared_with": st.sampled_from([None, "grp-1", "grp-2"]),
}


@st.composite
def events(draw, least: int = 0) -> list[dict]:
    rows = []
    for number in range(draw(st.integers(least, 12))):
        (earliest, latest), dead, missing = draw(SPANS), draw(SOME), draw(SOME)
        parts = [part for part in (dead, missing) if part is not None]
        total = sum(parts) if parts else draw(SOME)
        rows.append(
            event(
                f"acc-{number}",
                source=draw(st.sampled_from(["mmp", "fx"])),
                earliest=earliest,
                latest=latest,
                year=draw(st.sampled_from([None, 2015, 2016])),
                dead=dead,
                missing=missing,
                total=total,
                survivors=draw(SOME),
                route=draw(st.sampled_from([None, "med", "sahara"])),
                origin=draw(st.sampled_from([None, "SYR", "UNK", "MIX"])),
                country=draw(st.sampled_from([None, "LBY", "ITA"])),
                quality=draw(st.sampled_from([None, 1, 5])),
                **{name: draw(values) for name, values in VISIBILITY.items()},
            )
        )
    return rows


@st.composite
def counts(draw, least: int = 0) -> list[dict]:
    rows = []
    for number in range(draw(st.integers(least, 12))):
        source, tab = draw(
            st.sampled_from([("fx", "routes"), ("fx", "origins"), ("fx", "years"), ("uk", "daily")])
        )
        value = draw(SOME)
        earliest, latest = draw(SPANS)
        rows.append(
            count(
                f"cnt-{number}",
                source=source,
                tab=tab,
                value=value,
                missing=draw(st.sampled_from(list(Cell))).value if value is None else None,
                earliest=earliest,
                latest=latest,
                route=draw(st.sampled_from([None, "med", "sahara"])),
                origin=draw(st.sampled_from([None, "SYR", "UNK"])),
                border=draw(st.sampled_from([None, "sea"])),
                mode=draw(st.sampled_from([None, "boat"])),
                **{name: draw(values) for name, values in VISIBILITY.items()},
            )
        )
    return rows


LEAVES = st.one_of(
    st.just(Never()),
    st.builds(Eq, st.just("owner"), st.sampled_from(["iom", "fra", "nobody", None, 7])),
    st.builds(Eq, st.just("state"), st.sampled_from(["FRA", None])),
    st.builds(Eq, st.just("period"), st.sampled_from([date(2015, 1, 1), "2015-01-01"])),
    st.builds(
        In, st.just("section"), st.frozensets(st.sampled_from(["deaths", "movement", None, 3]))
    ),
    st.builds(In, st.just("audience_class"), st.frozensets(st.sampled_from(["clear", "green"]))),
    st.builds(In, st.just("shared_with"), st.frozensets(st.sampled_from(["grp-1", None]))),
    st.builds(
        Before, st.just("embargo_until"), st.sampled_from([date(2015, 1, 1), date(2026, 1, 1)])
    ),
    st.builds(Eq, st.just("no_such_column"), st.just("x")),
)
PREDICATES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.lists(parts, max_size=3).map(tuple).map(And),
        st.lists(parts, max_size=3).map(tuple).map(Or),
    ),
    max_leaves=6,
)
PERIODS = st.sampled_from(
    [None, "2015", "2015-Q3", "2016-H1", "2015-07", "2015..2016", "2014-12..2015-11"]
).map(lambda text: text and Period.parse(text))


@st.composite
def questions(draw, measures: list[str]) -> Question:
    key = draw(st.sampled_from(measures))
    in_events = key in ("dead_and_missing", "dead", "missing", "survivors", "incidents")
    values = (
        {
            "route": ["med", None],
            "origin": ["SYR", "UNK", None],
            "country": ["LBY", None],
            "quality": [1, None],
        }
        if in_events
        else {"route": ["med", "sahara"], "origin": ["SYR", None], "border": ["sea", None]}
    )
    where = tuple(
        (name, tuple(draw(st.lists(st.sampled_from(choices), min_size=1, unique=True))))
        for name, choices in values.items()
        if draw(st.integers(0, 3)) == 0
    )
    by = [name for name in values if draw(st.integers(0, 3)) == 0]
    level = draw(st.sampled_from([None, *Level]))
    if level:
        by.insert(draw(st.integers(0, len(by))), level.value)
    return Question(key, draw(PERIODS), where, tuple(by))
