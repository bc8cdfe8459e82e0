"""Filter lists, points, hexagons, areas and flows, under the viewer's predicate."""

import pytest

from cairn.figures.options import check_values, dimensions_known, options
from cairn.figures.places import (
    NoFlow,
    NoPoints,
    UnknownResolution,
    areas,
    flow,
    flow_end,
    hexagons,
    points,
)
from cairn.figures.questions import Question, UnknownValue
from cairn.kernel.cells import Cell
from cairn.kernel.predicates import Eq

from . import worlds
from .worlds import count, event, on

EVENTS = [
    event("a1", **on("2015-03-02"), route="med", cause="drowning", dead=1, lat=35.0, lon=12.0),
    event("a2", **on("2015-03-09"), route="med", cause=None, dead=2, lat=35.1, lon=12.1),
    event("a3", **on("2015"), route="sahara", cause="thirst", lat=24.0, lon=12.0),
    event("a4", **on("2016-01-02"), route="sahara", cause="thirst", dead=4, owner="fra"),
    event("b1", source="fx", **on("2015-03-02"), route="med", dead=1, lat=35.0, lon=12.0),
]
for row in EVENTS:
    row["h3_2"] = row["lat"] and f"hex at {row['lat']:.0f}"
OF_IOM = Eq("owner", "iom")


@pytest.fixture
def snapshot(tmp_path):
    series = [
        count("c1", tab="origins", route="med", origin="SYR", value=3),
        count("c2", tab="routes", route="med", border="sea", value=3),
        count("c3", source="uk", tab="daily", mode="boat", value=5),
    ]
    return worlds.build(tmp_path, EVENTS, series)


def listed(found):
    return {
        name: [(option.value, dict(option.records)) for option in each]
        for name, each in found.items()
    }


def test_options_are_counted_under_the_other_filters_and_by_source(snapshot):
    question = Question.parse("dead", {"route": "med"})
    found = listed(options(snapshot, question, ["route", "cause", "source"]))
    assert found == {
        "route": [("med", {"mmp": 2, "fx": 1}), ("sahara", {"mmp": 2})],
        "cause": [("drowning", {"mmp": 1}), (None, {"mmp": 1, "fx": 1})],
        "source": [("mmp", {"mmp": 2}), ("fx", {"fx": 1})],
    }


def test_options_show_only_what_may_be_seen(snapshot):
    found = listed(options(snapshot, Question("dead"), ["route"], visible=OF_IOM))
    assert found["route"] == [("med", {"mmp": 2, "fx": 1}), ("sahara", {"mmp": 1})]
    assert "cause" not in listed(options(snapshot, Question("dead"), ["route"]))


def test_a_source_knows_what_any_of_its_tables_knows(snapshot):
    assert dimensions_known(snapshot, Question("detections")) == {
        "fx": {"route", "border", "origin"},
        "uk": {"mode"},
    }
    offered = options(snapshot, Question("detections"))
    assert list(offered) == ["source", "route", "origin", "mode", "border"]


def test_a_value_that_occurs_nowhere_is_refused_with_those_that_do(snapshot):
    check_values(snapshot, Question.parse("dead", {"route": "med", "cause": "not_recorded"}))
    with pytest.raises(UnknownValue, match="'medd'.* med"):
        check_values(snapshot, Question.parse("dead", {"route": "medd"}))
    with pytest.raises(UnknownValue):
        check_values(snapshot, Question.parse("dead", {"source": "nobody"}))


def test_points_come_in_pages_and_lie_wholly_in_the_period(snapshot):
    question = Question.parse("dead", {"period": "2015"})
    first = points(snapshot, question, limit=2)
    assert [(p.ref, p.value) for p in first.points] == [("a1", 1), ("a2", 2)]
    assert first.after == "a2"
    second = points(snapshot, question, limit=2, after=first.after)
    assert [(p.ref, p.value) for p in second.points] == [("a3", Cell.NOT_RECORDED), ("b1", 1)]
    assert second.after is None
    march = points(snapshot, Question.parse("dead", {"period": "2015-03"}))
    assert [p.ref for p in march.points] == ["a1", "a2", "b1"]


def test_points_obey_filters_predicate_and_withdrawals(snapshot):
    question = Question.parse("incidents", {"route": "med"})
    found = points(snapshot, question, visible=OF_IOM, deny={"a1"})
    assert [(p.ref, p.value) for p in found.points] == [("a2", 1), ("b1", 1)]


def test_a_series_has_no_points(snapshot):
    with pytest.raises(NoPoints):
        points(snapshot, Question("detections"))
    with pytest.raises(NoPoints):
        hexagons(snapshot, Question("detections"), 3)


def test_hexagons_keep_what_has_no_place_and_sources_apart(snapshot):
    found = hexagons(snapshot, Question("dead"), 2)
    assert {row.key: row.value for row in found.of("mmp").rows} == {
        ("hex at 35",): 3,
        ("hex at 24",): Cell.NOT_RECORDED,
        (None,): 4,
    }
    assert [row.value for row in found.of("fx").rows] == [1]
    with pytest.raises(UnknownResolution):
        hexagons(snapshot, Question("dead"), 9)


def test_areas_are_answers_by_country(snapshot):
    found = areas(snapshot, Question("dead", None, (), ("year",)), "country")
    assert found.question.by == ("country",)


def test_a_flow_leads_where_the_source_knows_both_ends(snapshot):
    question = Question("detections")
    assert flow_end(snapshot, question, "fx") == "route"
    found = flow(snapshot, question, "fx")
    assert found.question.by == ("origin", "route")
    assert [(row.key, row.value) for row in found.of("fx").rows] == [(("SYR", "med"), 3)]
    assert flow_end(snapshot, question, "uk") is None
    with pytest.raises(NoFlow):
        flow(snapshot, question, "uk")
    assert flow_end(snapshot, Question("dead"), "mmp") == "country"
