"""What must hold for every world: the engine, with cubes and without, says what one loop says."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.figures import connection
from cairn.figures.answers import UNDATED, make_row
from cairn.figures.counting import records_by
from cairn.figures.engine import answer
from cairn.figures.hexagons import cells
from cairn.figures.largest import largest
from cairn.figures.questions import Question
from cairn.figures.undated import undated
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level
from cairn.kernel.predicates import holds

from . import worlds

# Each example builds a snapshot and asks it many questions; at night there are many more.
EXAMPLES = settings.default.max_examples
few = settings(
    max_examples=max(5, EXAMPLES // 5),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)
fewer = settings(few, max_examples=max(3, EXAMPLES // 8))
SOME = 8  # rows at least, where there are fewer examples: the empty world is met above
BUDGETS = st.sampled_from([None, worlds.EVERY_PART])
EVENT_MEASURES = ["dead_and_missing", "dead", "missing", "survivors", "incidents"]


@pytest.fixture(autouse=True)
def _one_thread():
    connection.configure(connection.Limits(memory="128MB", threads=1))
    yield
    connection.configure(connection.Limits())


def asked_of(snapshot, rows, asked):
    for question, visible, deny in asked:
        expected = worlds.by_definition(snapshot, rows, question, visible, deny)
        raw = answer(snapshot, question, visible=visible, deny=deny, use_cubes=False)
        assert worlds.as_mapping(raw) == expected
        if not deny:
            assert answer(snapshot, question, visible=visible) == raw


@few
@given(rows=worlds.events(), data=st.data(), budget=BUDGETS)
def test_events_are_counted_as_the_definition_says(rows, data, budget):
    asked = data.draw(
        st.lists(
            st.tuples(
                worlds.questions(EVENT_MEASURES),
                st.none() | worlds.PREDICATES,
                st.frozensets(st.sampled_from(["acc-0", "acc-3"])),
            ),
            min_size=10,
            max_size=10,
        )
    )
    with tempfile.TemporaryDirectory() as root:
        asked_of(worlds.build(Path(root), events=rows, budget=budget), rows, asked)


@few
@given(rows=worlds.counts(), data=st.data(), budget=BUDGETS)
def test_series_are_counted_as_the_definition_says(rows, data, budget):
    asked = data.draw(
        st.lists(
            st.tuples(
                worlds.questions(["detections"]),
                st.none() | worlds.PREDICATES,
                st.frozensets(st.sampled_from(["cnt-0", "cnt-3"])),
            ),
            min_size=10,
            max_size=10,
        )
    )
    with tempfile.TemporaryDirectory() as root:
        asked_of(worlds.build(Path(root), counts=rows, budget=budget), rows, asked)


ASKERS = {
    "visible": st.none() | worlds.PREDICATES,
    "deny": st.frozensets(st.sampled_from(["acc-0", "acc-3", "cnt-0", "cnt-3"])),
}


def drawn_world(data, root):
    """A snapshot of either table, its rows, and the measures that speak of them."""
    budget = data.draw(BUDGETS)
    if data.draw(st.booleans()):
        rows = data.draw(worlds.events(SOME))
        return worlds.build(Path(root), events=rows, budget=budget), rows, EVENT_MEASURES
    rows = data.draw(worlds.counts(SOME))
    return worlds.build(Path(root), counts=rows, budget=budget), rows, ["detections"]


@fewer
@given(data=st.data())
def test_each_list_counts_the_records_under_all_filters_but_its_own(data):
    with tempfile.TemporaryDirectory() as root:
        snapshot, rows, measures = drawn_world(data, root)
        for _ in range(5):
            question = data.draw(worlds.questions(measures))
            asker = {name: data.draw(strategy) for name, strategy in ASKERS.items()}
            names = question.defined.dimensions
            expected = {}
            for name in names:
                alone = question.but(by=(name,), without=name)
                counted = expected[name] = {}
                by_loop = worlds.by_definition(snapshot, rows, alone, *asker.values())
                for (source, where, key), row in by_loop.items():
                    if where == "inside":
                        counted.setdefault(key[0], {})[source] = row.records
            for use_cubes in (True, False):
                found = records_by(snapshot, question, names, **asker, use_cubes=use_cubes)
                assert found == expected


@fewer
@given(data=st.data(), limit=st.integers(1, 4))
def test_the_largest_lines_are_those_of_the_whole_answer(data, limit):
    with tempfile.TemporaryDirectory() as root:
        snapshot, _, measures = drawn_world(data, root)
        for _ in range(5):
            question = data.draw(worlds.questions(measures))
            question = question.but(by=question.dimensions)
            asker = {name: data.draw(strategy) for name, strategy in ASKERS.items()}
            whole = answer(snapshot, question, **asker, use_cubes=False)
            for source in ("mmp", "fx", "uk"):
                one = whole.of(source)
                for use_cubes in (True, False):
                    found = largest(snapshot, question, source, limit, **asker, use_cubes=use_cubes)
                    if one is None or not one.rows:
                        assert found is None
                        continue
                    ordered = sorted(one.rows, key=lambda row: -by_number(row))
                    assert list(found.shown.rows) == ordered[:limit]
                    assert found.lines == len(one.rows)
                    assert found.records == one.records
                    assert found.with_number == sum(
                        not isinstance(row.value, Cell) for row in one.rows
                    )


def by_number(row):
    return -1 if isinstance(row.value, Cell) else row.value


@fewer
@given(rows=worlds.events(SOME), data=st.data(), budget=BUDGETS)
def test_records_without_a_date_are_those_of_the_whole_time(rows, data, budget):
    with tempfile.TemporaryDirectory() as root:
        snapshot = worlds.build(Path(root), events=rows, budget=budget)
        for _ in range(5):
            question = data.draw(worlds.questions(EVENT_MEASURES))
            asker = {name: data.draw(strategy) for name, strategy in ASKERS.items()}
            ever = replace(question, period=None, by=("year",))
            by_loop = worlds.by_definition(snapshot, rows, ever, *asker.values())
            for source in ("mmp", "fx"):
                row = by_loop.get((source, "inside", (UNDATED,)))
                for use_cubes in (True, False):
                    found = undated(snapshot, question, source, **asker, use_cubes=use_cubes)
                    assert found == (row.records if row else 0)


@fewer
@given(rows=worlds.events(SOME), data=st.data(), budget=BUDGETS)
def test_hexagons_have_the_numbers_of_the_answer(rows, data, budget):
    for number, row in enumerate(rows):
        row["h3_3"] = data.draw(st.sampled_from([None, "a", "b"]), label=str(number))
    with tempfile.TemporaryDirectory() as root:
        snapshot = worlds.build(Path(root), events=rows, budget=budget)
        for _ in range(5):
            question = data.draw(worlds.questions(EVENT_MEASURES)).but(by=())
            asker = {name: data.draw(strategy) for name, strategy in ASKERS.items()}
            by_cell = question.but(by=("h3_3",))
            by_loop = worlds.by_definition(snapshot, rows, by_cell, *asker.values())
            for source in ("mmp", "fx"):
                expected = sorted(
                    (key[0], row.value, row.records)
                    for (of, where, key), row in by_loop.items()
                    if of == source and where == "inside" and key[0]
                    if not isinstance(row.value, Cell)
                )
                for use_cubes in (True, False):
                    found = cells(snapshot, question, source, 3, **asker, use_cubes=use_cubes)
                    assert found == expected


@few
@given(rows=worlds.events(), data=st.data())
def test_sums_close_at_every_level(rows, data):
    """Rows with a level, the imprecise one among them, are the whole and what only touches it."""
    period = data.draw(worlds.PERIODS)
    visible = data.draw(st.none() | worlds.PREDICATES)
    with tempfile.TemporaryDirectory() as root:
        snapshot = worlds.build(Path(root), events=rows)
        whole = answer(snapshot, Question("dead_and_missing", period), visible=visible)
        for level in Level:
            by_level = answer(
                snapshot, Question("dead_and_missing", period, (), (level.value,)), visible=visible
            )
            for one in whole.sets:
                together = (*one.rows, *one.not_precise)
                parts = by_level.of(one.source).rows
                assert total(parts) == total(together)
                assert sum(r.records for r in parts) == sum(r.records for r in together)
                assert sum(r.not_recorded for r in parts) == sum(r.not_recorded for r in together)


def total(rows):
    return sum(row.value for row in rows if not isinstance(row.value, Cell))


@few
@given(rows=worlds.events(), predicate=worlds.PREDICATES)
def test_a_predicate_compiled_for_ibis_holds_where_it_holds(rows, predicate):
    with tempfile.TemporaryDirectory() as root:
        snapshot = worlds.build(Path(root), events=rows)
        for use_cubes in (True, False):
            found = answer(snapshot, Question("incidents"), visible=predicate, use_cubes=use_cubes)
            seen = sum(one.records for one in found.sets)
            assert seen == sum(holds(predicate, row) for row in rows)


@given(number=st.integers(0, 5), withheld=st.integers(0, 2), empty=st.integers(0, 2))
def test_a_number_is_there_only_where_a_record_has_one(number, withheld, empty):
    n = number + withheld + empty
    sums = {"n": n, "value": 0 if number else None, "value_n": number, "withheld": withheld}
    row = make_row(Question("detections").defined, (), sums | {"not_applicable": 0})
    if number:
        assert row.value == 0
    elif n:
        assert row.value == (Cell.WITHHELD if withheld else Cell.NOT_RECORDED)
    assert row.records == number + row.not_recorded + row.withheld
