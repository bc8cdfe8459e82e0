"""Small tables that can be read at a glance: what stands in which row, and what never does.

en1 zero, not recorded and unknown differ   en2 spans and missing dates   en3 one table per source
en4 dead, missing and neither   en5 withdrawn records   en6 nothing hidden is said to exist
"""

import threading
from datetime import date

import pytest

from cairn.figures import connection, plans
from cairn.figures.answers import UNDATED
from cairn.figures.engine import answer
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Period
from cairn.kernel.predicates import And, Eq, In, Never

from . import worlds
from .worlds import count, event, on


def rows(snapshot, measure, pairs=(), by=(), source=None, **options):
    found = answer(snapshot, Question.parse(measure, dict(pairs), by), **options)
    sets = found.sets if source is None else [found.of(source)]
    return {
        tuple(str(part) if isinstance(part, Period) else part for part in row.key): row
        for one in sets
        for row in one.rows
    }


def values(*args, **options):
    return {key: row.value for key, row in rows(*args, **options).items()}


def test_en1_zero_is_not_the_same_as_not_recorded_or_withheld(tmp_path):
    snapshot = worlds.build(
        tmp_path,
        counts=[
            count("c1", route="med", value=0),
            count("c2", route="sahara"),
            count("c3", route="sea", missing="withheld"),
            count("c4", route="sea", missing="not_recorded"),
            count("c5", route=None, value=4),
            count("c6", route="med", missing="not_recorded"),
            count("c7", route="desert", missing="not_applicable"),
        ],
    )
    found = rows(snapshot, "detections", by="route")
    assert {key: row.value for key, row in found.items()} == {
        ("med",): 0,
        ("sahara",): Cell.NOT_RECORDED,
        ("sea",): Cell.WITHHELD,
        ("desert",): Cell.NOT_APPLICABLE,
        (None,): 4,
    }
    assert (found["med",].records, found["med",].not_recorded) == (2, 1)
    assert (found["sea",].withheld, found["sea",].not_recorded) == (1, 1)


def test_en1_unknown_mixed_and_not_recorded_origins_are_three_rows(tmp_path):
    snapshot = worlds.build(
        tmp_path,
        [
            event("a1", origin="UNK", dead=1),
            event("a2", origin="MIX", dead=2),
            event("a3", origin=None, dead=3),
        ],
    )
    expected = {("UNK",): 1, ("MIX",): 2, (None,): 3}
    assert values(snapshot, "dead", by="origin") == expected
    assert values(snapshot, "dead", {"origin": "not_recorded,UNK"}, "origin") == {
        ("UNK",): 1,
        (None,): 3,
    }


DATED = [
    event("a1", **on("2015-03-02"), dead=1),
    event("a2", **on("2015-Q3"), dead=10),
    event("a3", earliest=date(2015, 12, 30), latest=date(2016, 1, 2), dead=100),
    event("a4", year=2015, dead=1000),
    event("a5", dead=10_000),
]


def test_en2_a_record_counts_where_its_whole_span_lies(tmp_path):
    snapshot = worlds.build(tmp_path, DATED)
    assert values(snapshot, "dead", by="month") == {
        ("2015-03",): 1,
        (None,): 1110,
        (UNDATED,): 10_000,
    }
    assert values(snapshot, "dead", by="quarter") == {
        ("2015-Q1",): 1,
        ("2015-Q3",): 10,
        (None,): 1100,
        (UNDATED,): 10_000,
    }
    assert values(snapshot, "dead", by="year") == {
        ("2015",): 1011,
        (None,): 100,
        (UNDATED,): 10_000,
    }
    assert values(snapshot, "dead") == {(): 11_111}


def test_en2_what_only_touches_the_period_stands_beside_the_number(tmp_path):
    snapshot = worlds.build(tmp_path, DATED)
    assert values(snapshot, "dead", {"period": "2015"}) == {(): 1011}
    found = answer(snapshot, Question.parse("dead", {"period": "2015"})).of("mmp")
    assert [row.value for row in found.not_precise] == [100]
    assert values(snapshot, "dead", {"period": "2015-08"}) == {}
    assert values(snapshot, "dead", {"period": "2015-H1"}, "month") == {
        ("2015-03",): 1,
        (None,): 1000,
    }


def test_en2_a_year_that_the_source_states_wins_only_where_there_is_no_date(tmp_path):
    snapshot = worlds.build(tmp_path, [event("a1", **on("2015-12-31"), year=2016, dead=1)])
    assert values(snapshot, "dead", by="year") == {("2015",): 1}


SERIES = [
    count("c1", tab="routes", **on("2015-03"), route="med", border="sea", value=1),
    count("c2", tab="origins", **on("2015-03"), route="med", origin="SYR", value=20),
    count("c3", tab="years", **on("2015"), route="med", origin="SYR", border="sea", value=300),
    count("c4", source="uk", tab="daily", **on("2015-03-02"), mode="boat", value=4000),
]


@pytest.mark.parametrize(
    ("pairs", "by", "tab", "value"),
    [
        ({}, "", "years", 300),
        ({}, "month", "routes", 1),
        ({"period": "2015-Q1"}, "", "routes", 1),
        ({"period": "2015"}, "", "years", 300),
        ({"period": "2015"}, "origin", "years", 300),
        ({"origin": "SYR"}, "quarter", "origins", 20),
        ({"border": "sea"}, "month", "routes", 1),
    ],
)
def test_en3_one_table_of_a_source_answers_the_one_it_prefers(tmp_path, pairs, by, tab, value):
    snapshot = worlds.build(tmp_path, counts=SERIES)
    one = answer(snapshot, Question.parse("detections", pairs, by)).of("fx")
    assert one.tab == tab
    assert [row.value for row in one.rows] == [value]


def test_en3_a_coarse_table_stands_under_date_not_precise_enough(tmp_path):
    snapshot = worlds.build(tmp_path, counts=SERIES)
    found = rows(snapshot, "detections", {"origin": "SYR"}, "month,border", source="fx")
    assert {key: row.value for key, row in found.items()} == {(None, "sea"): 300}


def test_en3_sources_are_never_added_and_who_cannot_answer_is_named(tmp_path):
    snapshot = worlds.build(tmp_path, counts=SERIES)
    whole = answer(snapshot, Question.parse("detections", {}))
    assert {one.source: one.rows[0].value for one in whole.sets} == {"fx": 300, "uk": 4000}
    by_origin = answer(snapshot, Question.parse("detections", {}, "origin"))
    assert [one.source for one in by_origin.sets] == ["fx"]
    assert [(one.source, one.unknown) for one in by_origin.unanswered] == [("uk", ("origin",))]
    only = answer(snapshot, Question.parse("detections", {"source": "uk"}))
    assert [one.source for one in only.sets] == ["uk"]


def test_en3_another_basis_is_another_measure(tmp_path):
    sources = (
        {
            "key": "uk",
            "title": "Coast",
            "tables": [worlds.table("people", "arrivals"), worlds.table("boats", "boats")],
        },
    )
    counts = [
        count("c1", source="uk", tab="people", basis="arrivals", value=40),
        count("c2", source="uk", tab="boats", basis="boats", value=1),
    ]
    snapshot = worlds.build(tmp_path, counts=counts, sources=sources)
    assert values(snapshot, "arrivals") == {(): 40}
    assert values(snapshot, "boats") == {(): 1}
    assert values(snapshot, "detections") == {}


def test_en4_dead_and_missing_come_with_both_parts_and_what_has_neither(tmp_path):
    snapshot = worlds.build(
        tmp_path,
        [
            event("a1", dead=2, missing=3),
            event("a2", dead=1),
            event("a3", total=10),
            event("a4"),
        ],
    )
    row = rows(snapshot, "dead_and_missing")[()]
    assert (row.value, row.records, row.not_recorded) == (16, 4, 1)
    assert row.parts == {"dead": 3, "missing": 3, "neither": 1, "together": 10}
    assert row.value == row.parts["dead"] + row.parts["missing"] + row.parts["together"]
    assert rows(snapshot, "dead")[()].not_recorded == 2
    assert rows(snapshot, "incidents")[()].value == 4
    alone = worlds.build(tmp_path / "b", [event("a3", total=10)])
    assert rows(alone, "dead_and_missing")[()].parts["dead"] is Cell.NOT_RECORDED
    assert values(alone, "dead") == {(): Cell.NOT_RECORDED}


def test_en5_what_was_withdrawn_since_is_left_out_everywhere(tmp_path):
    snapshot = worlds.build(tmp_path, DATED)
    assert values(snapshot, "dead", deny={"a5", "a1"}) == {(): 1110}
    assert values(snapshot, "dead", deny={f"x{n}" for n in range(70)} | {"a5"}) == {(): 1111}
    assert values(snapshot, "dead", deny={row["ref"] for row in DATED}) == {}


def test_en6_a_source_of_which_nothing_may_be_seen_is_not_named(tmp_path):
    hidden = [*SERIES[:3], SERIES[3] | {"owner": "gbr", "audience_class": "red"}]
    snapshot = worlds.build(tmp_path, counts=hidden)
    question = Question.parse("detections", {}, "origin")
    visible = In("audience_class", frozenset({"clear"}))
    without = worlds.build(tmp_path / "without", counts=SERIES[:3])
    seen = answer(snapshot, question, visible=visible)
    assert seen.unanswered == ()
    assert seen.sets == answer(without, question, visible=visible).sets
    assert answer(snapshot, question, visible=Never()).sets == ()


def test_one_compiled_query_serves_questions_of_one_shape(tmp_path):
    snapshot = worlds.build(tmp_path, DATED)
    plans.compiled.cache_clear()
    for year, owner in (("2015", "iom"), ("2016", "fra"), ("2014", "deu")):
        visible = And((Eq("owner", owner), Eq("section", "deaths")))
        question = Question.parse("dead", {"period": year, "route": f"route of {year}"}, "month")
        answer(snapshot, question, visible=visible)
    assert plans.compiled.cache_info().misses == 1


def test_values_never_become_part_of_a_query(tmp_path):
    snapshot = worlds.build(tmp_path, [event("a1", route="'; DROP TABLE events; --", dead=1)])
    pairs = {"route": "'; DROP TABLE events; --,\u00a7p0\u00a7"}
    assert values(snapshot, "dead", pairs, "route") == {("'; DROP TABLE events; --",): 1}


def test_threads_answer_at_the_same_time(tmp_path):
    snapshot = worlds.build(tmp_path, DATED)
    found, expected = [], answer(snapshot, Question.parse("dead", {}, "month"))

    def ask():
        found.append(answer(snapshot, Question.parse("dead", {}, "month")))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_the_database_fetches_nothing_and_is_bounded():
    connection.configure(connection.Limits(memory="100MB", threads=1))
    settings = dict(
        connection.fetch(
            "SELECT name, value FROM duckdb_settings() WHERE name IN "
            "('autoinstall_known_extensions', 'autoload_known_extensions', 'threads')"
        )
    )
    assert settings == {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": "1",
    }
    connection.configure(connection.Limits())


def test_a_path_with_pattern_characters_is_a_path(tmp_path):
    folder = tmp_path / "it's [a] *strange* place?"
    snapshot = worlds.build(folder, DATED)
    assert values(snapshot, "dead") == {(): 11_111}
