"""Measures are data: every file loads, says its caveat, and knows what it may be added to."""

from importlib.resources import files

import pytest

from cairn.figures.dimensions import DIMENSIONS
from cairn.figures.measures import (
    Measure,
    NotAddable,
    UnknownMeasure,
    UnreadableMeasure,
    measure,
    measures,
    together,
)

DEATHS = ["dead_and_missing", "dead", "missing", "survivors", "incidents"]
MOVEMENT = ["detections", "encounters", "arrivals", "asylum_applications", "returns", "boats"]
NEEDED = DEATHS + MOVEMENT
FILES = sorted(path.name for path in files("cairn.figures").joinpath("definitions").iterdir())


@pytest.mark.parametrize("name", FILES)
def test_every_definition_loads(name):
    key = name.removesuffix(".yaml")
    found = measures()[key]
    assert found.key == key
    assert set(found.dimensions) <= set(DIMENSIONS[found.table])
    assert found.caveat.endswith(".")
    assert "\n" not in found.caveat


def test_the_measures_that_the_pages_need_are_there():
    assert set(NEEDED) <= set(measures())


@pytest.mark.parametrize("key", ["dead_and_missing", "dead"])
def test_deaths_are_not_called_smuggling(key):
    assert "deaths on migration routes, not all linked to smuggling" in measure(key).caveat
    assert "minimum" in measure(key).caveat


def test_detections_say_that_they_reflect_enforcement():
    caveat = measure("detections").caveat
    assert "Detections reflect enforcement as well as movement" in caveat


def test_dead_and_missing_may_be_shown_together():
    assert together(measure("dead"), measure("missing")).key == "dead_and_missing"
    assert measure("missing+dead").key == "dead_and_missing"


@pytest.mark.parametrize("first", NEEDED)
@pytest.mark.parametrize("second", NEEDED)
def test_nothing_else_is_ever_added(first, second):
    if {first, second} == {"dead", "missing"}:
        return
    with pytest.raises(NotAddable):
        together(measure(first), measure(second))


def test_an_unknown_measure_is_answered_with_the_known_ones():
    with pytest.raises(UnknownMeasure, match="detections, "):
        measure("flows")


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"table": "flows"},
        {"value": "n"},
        {"dimensions": ["moon"]},
        {"basis": []},
        {"caveat": ""},
    ],
    ids=str,
)
def test_a_definition_that_makes_no_sense_is_refused(wrong):
    fine = {
        "title": "T",
        "question": "Q?",
        "unit": "u",
        "table": "counts",
        "value": "value",
        "basis": ["arrivals"],
        "caveat": "C.",
        "source_note": "S.",
        "dimensions": ["route"],
    }
    assert Measure.parse("x", fine).basis == ("arrivals",)
    with pytest.raises(UnreadableMeasure):
        Measure.parse("x", fine | wrong)
    with pytest.raises(UnreadableMeasure, match="unit"):
        Measure.parse("x", {key: fine[key] for key in fine if key != "unit"})
