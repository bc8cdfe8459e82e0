"""Ratios, fees and maps: from published values, enough observations, coarse and late enough."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import quantiles

import h3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.releases.disclosure.derived import change, index, ratio
from cairn.releases.disclosure.fees import fees, quantile, significant
from cairn.releases.disclosure.maps import TooFine, hexagons, tells_from
from cairn.releases.disclosure.rules import load
from cairn.releases.disclosure.viewers import PUBLIC, Viewer
from cairn.releases.folder import Band

RULE = load()


@pytest.mark.parametrize(
    ("part", "whole", "result"),
    [
        (10, 40, Fraction(1, 4)),
        (0, 40, Fraction(0)),
        (10, 0, Cell.NOT_APPLICABLE),
        (Cell.WITHHELD, 40, Cell.WITHHELD),
        (10, Cell.WITHHELD, Cell.WITHHELD),
        (Cell.NOT_RECORDED, Cell.WITHHELD, Cell.WITHHELD),
        (Cell.NOT_RECORDED, 40, Cell.NOT_RECORDED),
        (Band(10, 19), 40, Cell.WITHHELD),
    ],
)
def test_a_ratio_is_of_published_values_or_is_withheld(part, whole, result):
    assert ratio(part, whole) == result
    assert change(part, whole) == (result if isinstance(result, Cell) else result - 1)


def test_an_index_has_its_base_at_one():
    assert index([20, 30, Cell.WITHHELD], 0) == [1, Fraction(3, 2), Cell.WITHHELD]


AMOUNTS = [100 * n for n in range(1, 13)]


@pytest.mark.parametrize(("n", "middle", "tails"), [(19, 0, 0), (20, 1, 0), (49, 1, 0), (50, 1, 1)])
def test_fees_are_told_from_enough_observations(n, middle, tails):
    told = fees({"A": range(n // 2), "B": range(n - n // 2)}, RULE, [PUBLIC])
    assert (told.p25 is not Cell.WITHHELD) is (told.p50 is not Cell.WITHHELD) is bool(middle)
    assert (told.p10 is not Cell.WITHHELD) is (told.p90 is not Cell.WITHHELD) is bool(tails)
    assert (told.n is Cell.WITHHELD) is not middle


def test_fees_of_one_contributor_among_few_are_not_told():
    paid = {"A": [1000] * 100, "B": [900] * 14}
    assert fees(paid, RULE, [PUBLIC]).p50 is Cell.WITHHELD
    paid = {"A": [1000] * 100, "B": [900] * 15}
    assert fees(paid, RULE, [PUBLIC]).p50 == 1000
    assert fees(paid, RULE, [PUBLIC, Viewer("B", frozenset("B"))]).p50 is Cell.WITHHELD


@given(st.lists(st.integers(0, 10_000), min_size=20, max_size=80))
def test_quantiles_are_those_of_the_standard_library(amounts):
    ordered = sorted(map(Fraction, amounts))
    expected = quantiles(ordered, n=100, method="inclusive")
    for part in (10, 25, 50, 75, 90):
        assert quantile(ordered, Fraction(part, 100)) == expected[part - 1]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("1249", "1200"),
        ("1250", "1300"),
        ("0.0455", "0.046"),
        ("7", "7"),
        ("0", "0"),
        ("995", "1000"),
    ],
)
def test_two_significant_digits(value, told):
    assert significant(Fraction(value), 2) == Decimal(told)


def test_a_fee_below_zero_is_refused():
    with pytest.raises(ValueError, match="negative"):
        fees({"A": [-1]}, RULE, [PUBLIC])


POINTS = [(34.0, 12.0), (34.4, 12.6), (35.5, 14.1), (33.2, 11.4)]
CELLS = {h3.latlng_to_cell(*point, 4) for point in POINTS}


def test_all_resolutions_of_a_map_are_one_hierarchy():
    drawn = hexagons("hexagon", CELLS, [2, 3], RULE)
    assert {*drawn.leaves} == CELLS
    for cell in CELLS:
        assert drawn.part_of[cell] == h3.cell_to_parent(cell, 3)
        assert drawn.part_of[drawn.part_of[cell]] == h3.cell_to_parent(cell, 2)
        assert drawn.part_of[h3.cell_to_parent(cell, 2)] == "all"


def test_a_map_finer_than_the_rule_or_of_mixed_cells_is_refused():
    with pytest.raises(TooFine):
        hexagons("hexagon", {h3.latlng_to_cell(34, 12, 5)}, [3], RULE)
    with pytest.raises(ValueError, match="another resolution"):
        hexagons("hexagon", {*CELLS, h3.latlng_to_cell(34, 12, 3)}, [], RULE)
    with pytest.raises(ValueError, match="without cells"):
        hexagons("hexagon", [], [], RULE)


@pytest.mark.parametrize(
    ("day", "route_change", "first"),
    [
        (date(2026, 1, 1), False, date(2026, 6, 29)),
        (date(2026, 3, 31), False, date(2026, 6, 29)),
        (date(2026, 3, 31), True, date(2026, 9, 27)),
        (date(2026, 11, 5), False, date(2027, 3, 31)),
    ],
)
def test_a_map_waits_for_ninety_or_a_hundred_and_eighty_days_after_the_quarter(
    day, route_change, first
):
    assert tells_from(day, RULE, route_change=route_change) == first


def test_the_public_is_a_viewer_even_where_nobody_is_named():
    assert fees({"A": AMOUNTS * 2}, RULE, []).p50 is Cell.WITHHELD
    assert fees({"A": AMOUNTS, "B": AMOUNTS}, RULE, []).p50 is not Cell.WITHHELD
