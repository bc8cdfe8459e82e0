"""Two selections beside each other: what the chart of both shows, says and never shows.

bs1 one scale, each in its own place and colour   bs2 partial and gaps   bs3 nothing is summed
bs4 right to left   bs5 alternative text   bs6 words in the picture
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.figures.answers import Row, SourceRows
from cairn.figures.charts.beside import Side, beside
from cairn.figures.charts.render import render
from cairn.figures.charts.theme import DARK, LIGHT, PHONE
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Period

from .pictures import ARABIC, BESIDE, ENGLISH, MONTHS, YEARS, by_month, by_year, labels, texts, year

GAP = "The source has no data from 9 September to 31 December 2022."


def side(name, *values, first=2014, partial=(), beside=()):
    return Side(name, YEARS, by_year(*values, first=first, beside=beside), dict(partial))


def marks(spec):
    """The marks of both selections with a value, in the order of their places."""
    found = [layer["data"]["values"] for layer in spec["layer"]]
    drawn = {p["i"]: p["v"] for values in found for p in values if p.get("v") is not None}
    return dict(sorted(drawn.items()))


def tops(spec):
    axes = [layer["encoding"].get("y", {}) for layer in spec["layer"]]
    return {tuple(y["scale"]["domain"]) for y in axes if "scale" in y}


def colours(spec):
    return [layer["mark"]["color"] for layer in spec["layer"] if layer["mark"]["type"] == "bar"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_bs1_each_selection_has_its_place_and_colour_and_both_one_scale(theme):
    spec = beside(side("A", 5, 7), side("B", 40, 20, first=2020), ENGLISH, theme=theme)
    assert marks(spec) == {0: 5, 1: 7, 3: 40, 4: 20}  # a free place between them
    assert len(tops(spec)) == 1
    assert colours(spec) == list(theme.categories[:2])
    assert labels(render(spec)) == ["A: 2014: 5", "A: 2015: 7", "B: 2020: 40", "B: 2021: 20"]


def test_bs1_many_periods_are_lines_and_neither_leads_to_the_other():
    spec = beside(
        Side("A", MONTHS, by_month("2014..2016")), Side("B", MONTHS, by_month("2020")), ENGLISH
    )
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    whole = [layer["data"]["values"] for layer in lines if "strokeDash" not in layer["mark"]]
    assert [(values[0]["i"], values[-1]["i"]) for values in whole] == [(0, 35), (37, 48)]
    assert [line["encoding"]["color"]["value"] for line in lines] == [
        colour for colour in LIGHT.categories[:2] for _ in range(2)
    ]
    assert render(spec)


def test_bs2_partial_periods_are_told_with_the_selection_they_belong_to():
    spec = beside(side("A", 5, 7), side("B", 4, 2, partial={year("2015"): GAP}), ENGLISH)
    picture = render(spec)
    assert labels(picture)[-1] == "B: 2015 (incomplete): 2"
    assert "B: Incomplete: 2015" in texts(picture)
    assert [p["p"] for layer in spec["layer"][:4:2] for p in layer["data"]["values"]] == [
        0,
        0,
        0,
        1,
    ]


def test_bs2_a_period_cut_by_the_question_is_partial():
    cut = Question("dead_and_missing", Period.parse("2014-07..2015-12"), (), ("year",))
    spec = beside(Side("A", cut, by_year(5, 7)), side("B", 1), ENGLISH)
    assert labels(render(spec))[0] == "A: 2014 (incomplete): 5"


def test_bs2_a_gap_is_no_zero_and_what_has_no_period_is_told_below():
    spec = beside(side("A", 5, None, 0), side("B", 3, beside=BESIDE), ENGLISH)
    assert marks(spec) == {0: 5, 2: 0, 4: 3}
    assert "B: No date: 15" in texts(render(spec))


counts = st.lists(st.one_of(st.none(), st.integers(0, 10**7)), min_size=1, max_size=8)


@given(one=counts, other=counts)
def test_bs3_every_value_is_drawn_once_and_nothing_is_summed(one, other):
    spec = beside(side("A", *one), side("B", *other), ENGLISH)
    drawn = list(marks(spec).values())
    assert drawn == [value for value in (*one, *other) if value is not None]
    assert all(value <= top for value in drawn for _, top in tops(spec))


def test_bs4_in_arabic_the_first_selection_stands_on_the_right():
    spec = beside(side("أ", 5, 7), side("ب", 4), ARABIC)
    assert spec["layer"][0]["encoding"]["x"]["scale"]["reverse"] is True
    first, second = spec["layer"][-3:-1]
    assert (first["mark"]["align"], second["mark"]["align"]) == ("right", "left")
    assert first["encoding"]["x"]["value"] > second["encoding"]["x"]["value"]


def test_bs5_the_alternative_text_tells_each_selection_from_its_data():
    nothing = SourceRows("mmp", "", (Row((year("2020"),), Cell.NOT_RECORDED, 1, 1),))
    spec = beside(side("A", 5550, 8086, 6289), Side("B", YEARS, nothing), ENGLISH)
    assert spec["description"] == (
        "Dead and missing on migration routes (minimum). Two selections over time, one beside the "
        "other on one scale. A: 3 periods from 2014 to 2016; highest 2015 with 8\u202f086, lowest "
        "2014 with 5\u202f550. B: nothing is recorded. Source: IOM Missing Migrants Project, "
        "CC BY 4.0"
    )


def test_bs6_names_records_caveat_and_source_are_in_the_picture():
    written = texts(render(beside(side("First", 5), side("Second", 7), ENGLISH, size=PHONE)))
    assert {"First", "Second"} <= set(written.split())
    assert "First: Number of records: 10" in written
    for sentence in (ENGLISH.title, ENGLISH.caveat, f"Source: {ENGLISH.source}"):
        assert set(sentence.split()) <= set(written.split())
