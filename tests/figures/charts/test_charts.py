"""What a chart shows, says and never shows.

ch1 in the picture   ch2 partial and gaps   ch3 zero, not recorded   ch4 right to left
ch5 alternative text   ch6 nothing is lost between the columns of a flow   ch7 maps
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.figures.answers import Row, SourceRows
from cairn.figures.charts import maps
from cairn.figures.charts.alt import alt
from cairn.figures.charts.bars import breakdown, comparison
from cairn.figures.charts.flow import flow
from cairn.figures.charts.geometry import drawable, signed_area
from cairn.figures.charts.render import render
from cairn.figures.charts.theme import DARK, DESKTOP, LIGHT, PHONE
from cairn.figures.charts.trend import amount_axis, nice_top, trend
from cairn.figures.charts.words import TEXTS, Words, shorten, width_of, wrap
from cairn.figures.places import Point
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Period

from .pictures import (
    ARABIC,
    BESIDE,
    BY_ROUTE,
    ENGLISH,
    MONTHS,
    ROUTES,
    YEARS,
    by_month,
    by_year,
    labels,
    texts,
    year,
)

GAP = "The source has no data from 9 September to 31 December 2025."


def data(spec, layer=0):
    return spec["layer"][layer]["data"]["values"]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_ch1_title_caveat_source_and_number_of_records_are_in_the_picture(size):
    written = texts(render(trend(by_year(5, 7), YEARS, ENGLISH, size=size)))
    for sentence in (ENGLISH.title, ENGLISH.caveat, f"Source: {ENGLISH.source}"):
        assert set(sentence.split()) <= set(written.split())
    assert "Number of records: 20" in written
    assert "Records without a number: 2" in written


def test_ch1_bars_begin_at_zero_and_carry_their_own_labels():
    spec = trend(by_year(5550, 8086), YEARS, ENGLISH)
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0, 10_000]
    assert labels(render(spec)) == ["2014: 5\u202f550", "2015: 8\u202f086"]


def test_ch2_partial_periods_are_lighter_marked_and_named_with_their_reason():
    partial = {year("2015"): GAP}
    spec = trend(by_year(5, 7), YEARS, ENGLISH, partial=partial)
    assert [point["p"] for point in data(spec)] == [0, 1]
    picture = render(spec)
    assert "Incomplete: 2015" in texts(picture)
    assert "9 September" in texts(picture)
    assert labels(picture)[1] == "2015 (incomplete): 7"


def test_ch2_a_period_cut_by_the_question_is_partial():
    question = Question("dead_and_missing", Period.parse("2014-07..2015-12"), (), ("year",))
    spec = trend(by_year(5, 7), question, ENGLISH)
    assert [point["p"] for point in data(spec)] == [1, 0]


def test_ch2_a_period_without_records_is_a_gap_and_not_a_zero():
    spec = trend(by_year(5, None, 0, 7), YEARS, ENGLISH)
    assert [(point["i"], point["v"]) for point in data(spec)] == [(0, 5), (2, 0), (3, 7)]
    by_line = trend(
        SourceRows("mmp", "", tuple(r for n, r in enumerate(by_month().rows) if n != 50)),
        MONTHS,
        ENGLISH,
    )
    assert data(by_line)[50]["v"] is None


def test_ch2_what_stands_in_no_period_is_told_below():
    written = texts(render(trend(by_year(5, beside=BESIDE), YEARS, ENGLISH)))
    assert "No date: 15" in written
    assert "Date not precise enough: 12" in written


def test_ch3_a_row_without_a_number_has_words_and_no_bar():
    spec = breakdown(BY_ROUTE, ROUTES, ENGLISH)
    bars, written, names = (data(spec, layer) for layer in range(3))
    assert [bar["v"] for bar in bars] == [700, 70, 0, 9000]
    assert [text["t"] for text in written] == ["700", "70", "0", "not recorded", "9\u202f000"]
    assert names[0]["n"] == "sahara"
    assert names[1]["n"] == "Central Mediterranean"
    assert names[-1]["n"] == "not recorded"  # last: it is not one more kind


def test_ch3_what_is_not_drawn_is_said():
    written = texts(render(breakdown(BY_ROUTE, ROUTES, ENGLISH, most=2)))
    assert "Rows that stand in the table only: 3" in written


def test_ch3_a_comparison_says_where_one_selection_has_no_record():
    first = SourceRows("mmp", "", (Row(("med",), 5, 1), Row(("sea",), 1, 1)))
    second = SourceRows("mmp", "", (Row(("med",), 7, 1),))
    picture = render(comparison(first, second, ROUTES, ENGLISH, ("2022", "2023")))
    assert "2022: Central Mediterranean: 5" in labels(picture)
    assert "no record" in texts(picture)
    assert "2022" in texts(picture)


def test_ch4_time_and_bars_run_from_right_to_left_in_arabic():
    spec = trend(by_year(5550, 8086), YEARS, ARABIC)
    encoding = spec["layer"][0]["encoding"]
    assert encoding["x"]["scale"]["reverse"] is True
    assert encoding["y"]["axis"]["orient"] == "right"
    assert spec["config"]["title"]["anchor"] == "end"
    assert "٨٬٠٨٦" in texts(render(spec))
    bars = breakdown(BY_ROUTE, ROUTES, ARABIC)["layer"][0]["encoding"]["x"]["scale"]["range"]
    assert bars[0] > bars[1]


def test_ch5_the_alternative_text_tells_the_data():
    assert alt(by_year(5550, 8086, 6289), YEARS, ENGLISH, "trend") == (
        "Dead and missing on migration routes (minimum). Chart over time, 3 periods from 2014 to "
        "2016; highest 2015 with 8\u202f086, lowest 2014 with 5\u202f550. Source: IOM Missing "
        "Migrants Project, CC BY 4.0"
    )
    assert "largest not recorded with 9\u202f000" in alt(BY_ROUTE, ROUTES, ENGLISH, "bars")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("nothing", [None, SourceRows("mmp", "", ())], ids=["none", "empty"])
def test_ch5_an_empty_answer_is_a_picture_that_says_so(nothing, theme):
    world = {"type": "FeatureCollection", "features": []}
    links = Question("detections", by=("origin", "country"))
    cells = Question("dead", by=("h3_3",))
    for spec in (
        trend(nothing, YEARS, ENGLISH, theme=theme),
        trend(nothing, MONTHS, ARABIC, theme=theme),
        breakdown(nothing, ROUTES, ENGLISH, theme=theme),
        flow(nothing, links, ENGLISH, theme=theme),
        maps.areas(nothing, ROUTES, ENGLISH, world, theme=theme),
        maps.hexagons(nothing, cells, ENGLISH, world, theme=theme),
        maps.points((), ENGLISH, world, theme=theme),
    ):
        assert "Nothing is recorded" in spec["description"]
        assert render(spec).startswith(b"<svg")


def test_ch5_an_answer_whose_cells_are_all_missing_has_no_extremes():
    only = SourceRows("mmp", "", (Row((year("2014"),), Cell.NOT_RECORDED, 3, 3),))
    assert "Nothing is recorded" in trend(only, YEARS, ENGLISH)["description"]


LINKS = Question("detections", by=("origin", "country"))


@given(
    numbers=st.dictionaries(
        st.tuples(st.sampled_from([None, *"ABCDEFGHIJKLMN"]), st.sampled_from([None, *"XYZ"])),
        st.integers(0, 500),
        min_size=1,
        max_size=25,
    )
)
def test_ch6_ribbons_fill_both_columns_and_nothing_is_lost(numbers):
    one = SourceRows("fx", "t", tuple(Row(key, value, 1) for key, value in numbers.items()))
    spec = flow(one, LINKS, ENGLISH)
    ribbons = data(spec)
    for side, x in ((0, 0), (1, 1)):
        filled = sum(point["b"] - point["a"] for point in ribbons if point["x"] == x)
        nodes = data(spec, 1 + 2 * side)
        assert filled == pytest.approx(sum(n["b"] - n["a"] for n in nodes), abs=0.005)
        if sum(numbers.values()):
            assert nodes[-1]["b"] == pytest.approx(1, abs=0.001)


def test_ch6_a_flow_begins_at_the_right_in_arabic():
    one = SourceRows("fx", "t", (Row(("SYR", "ITA"), 5, 1),))
    first, second = (
        flow(one, LINKS, words)["layer"][0]["encoding"]["x"]["scale"]["range"]
        for words in (ENGLISH, ARABIC)
    )
    assert first == second[::-1]


def square(code, west=0, south=0, clockwise=False):
    ring = [
        [west, south],
        [west + 9, south],
        [west + 9, south + 9],
        [west, south + 9],
        [west, south],
    ]
    return {
        "type": "Feature",
        "properties": {"iso3": code},
        "geometry": {"type": "Polygon", "coordinates": [ring[::-1] if clockwise else ring]},
    }


WORLD = {
    "type": "FeatureCollection",
    "features": [square("LBY"), square("ITA", 0, 20, clockwise=True), square(None, 40)],
}


def test_ch7_an_area_without_a_code_is_not_where_the_not_recorded_are():
    question = Question("dead", by=("country",))
    rows = (Row(("LBY",), 5, 1), Row((None,), 900, 7), Row(("UNK",), 3, 1))
    spec = maps.areas(SourceRows("mmp", "", rows), question, ENGLISH, WORLD)
    shaded = data(spec, 1)
    assert [feature["properties"]["d"] for feature in shaded] == ["LBY: 5"]
    assert len(data(spec, 0)) == 2
    assert "not recorded: 900" in texts(render(spec))


def test_ch7_an_area_with_records_and_no_number_is_not_shaded():
    question = Question("dead", by=("country",))
    rows = (Row(("LBY",), Cell.NOT_RECORDED, 2, 2), Row(("ITA",), 0, 1))
    shaded = data(maps.areas(SourceRows("mmp", "", rows), question, ENGLISH, WORLD), 1)
    assert [(f["properties"]["c"], f["properties"]["e"]) for f in shaded] == [
        (LIGHT.land, 1),
        (LIGHT.sequential[0], 0),
    ]


@pytest.mark.parametrize("clockwise", [True, False])
def test_ch7_boundaries_of_either_winding_are_drawn_as_land_and_not_as_its_complement(clockwise):
    drawn = drawable(square("LBY", clockwise=clockwise)["geometry"])
    assert signed_area(drawn["coordinates"][0]) == -81


def test_ch7_a_small_island_keeps_its_shape():
    ring = [[0.01, 0.01], [0.02, 0.01], [0.02, 0.02], [0.01, 0.01]]
    drawn = drawable({"type": "MultiPolygon", "coordinates": [[ring]]})
    assert sorted(drawn["coordinates"][0][0]) == sorted(ring)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=60))
def test_ch7_every_number_has_a_shade_and_larger_ones_a_darker(numbers):
    breaks = maps.classes(numbers, 5)
    shades = [maps.shade_of(number, breaks) for number in sorted(numbers)]
    assert shades == sorted(shades)
    assert max(shades) < 5
    assert breaks == sorted(set(breaks))


def test_ch7_points_without_a_number_are_open_circles():
    found = [
        Point("a1", "mmp", 35.0, 12.0, None, None, None, 40),
        Point("a2", "mmp", 34.0, 11.0, None, None, None, Cell.NOT_RECORDED),
    ]
    spec = maps.points(found, ENGLISH, WORLD)
    assert [(point["e"], point["d"]) for point in data(spec, 1)] == [(0, "40"), (1, "not recorded")]
    assert "2 points" in spec["description"]


def test_ch7_hexagons_are_outlined_and_what_has_no_place_is_told():
    rows = (Row(("831e80fffffffff",), 12, 2), Row((None,), 4, 1))
    question = Question("dead", by=("h3_3",))
    spec = maps.hexagons(SourceRows("mmp", "", rows), question, ENGLISH, WORLD)
    ring = data(spec, 1)[0]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert len(ring) == 7
    assert signed_area(ring) < 0
    assert "not recorded: 4" in texts(render(spec))


@given(st.integers(0, 10**12))
def test_an_axis_ends_at_a_round_number_that_is_not_far_away(highest):
    top = nice_top(highest)
    assert top >= highest
    assert top <= max(1, highest * 1.67)


def test_numbers_and_periods_are_written_as_the_language_does():
    assert ENGLISH.number(-1234567) == "\u22121\u202f234\u202f567"
    assert ARABIC.number(1234.5) == "١٬٢٣٤٫٥"
    periods = ["2015", "2015-H2", "2015-Q3", "2015-07", "2017-10..2018-09"]
    assert [ENGLISH.period(Period.parse(text)) for text in periods] == [
        "2015",
        "2015 H2",
        "2015 Q3",
        "Jul 2015",
        "Oct 2017 to Sep 2018",
    ]
    assert ARABIC.period(Period.parse("2015-07")) == "٠٧ ٢٠١٥"


def test_words_that_lack_a_sentence_do_not_exist():
    with pytest.raises(ValueError, match="withheld"):
        Words("en", {k: v for k, v in TEXTS.items() if k != "withheld"}, "T", "S", "C", "u")


@given(st.text("ab 漢字", max_size=80))
def test_wrapping_loses_nothing(text):
    lines = wrap(text, 60, 12)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert width_of(shorten(text, 40, 12), 12) <= max(40, width_of("…", 12))


@pytest.mark.parametrize(("top", "ticks"), [(1, [0, 1]), (1.5, [0, 1]), (3, [0, 1, 2, 3])])
def test_a_short_axis_says_no_number_twice(top, ticks):
    assert amount_axis(top, ENGLISH)["axis"]["values"] == ticks
