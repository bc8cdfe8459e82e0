"""The boundaries file is small, plain and safe to draw."""

import json

import pytest

from cairn.reference.boundaries import DISCLAIMER, REMARKS, boundaries_path
from cairn.reference.countries import Kind, countries
from cairn.reference.places import country_points


@pytest.fixture(scope="module")
def features():
    return json.loads(boundaries_path().read_text(encoding="utf-8"))["features"]


def rings(feature):
    for polygon in feature["geometry"]["coordinates"]:
        yield from polygon


def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False)) / 2


def test_the_file_is_small():
    assert boundaries_path().stat().st_size <= 250_000


def test_the_only_property_is_a_known_code_or_none(features):
    codes = [feature["properties"] for feature in features]
    assert all(set(properties) == {"iso3"} for properties in codes)
    known = [properties["iso3"] for properties in codes if properties["iso3"]]
    assert len(known) == len(set(known))
    assert set(known) <= set(countries())
    assert len(codes) - len(known) == 1  # one disputed area, drawn and assigned to nobody


def test_every_state_is_drawn_but_the_smallest(features):
    drawn = {feature["properties"]["iso3"] for feature in features}
    states = {iso3 for iso3, found in countries().items() if found.kind is Kind.STATE}
    assert states - drawn == {"TUV"}
    assert {"ESH", "PSE", "XKX", "TWN", "MYT", "GUF", "REU"} <= drawn


def test_rings_are_closed_rounded_and_never_leap_over_the_antimeridian(features):
    for feature in features:
        for ring in rings(feature):
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            for a, b in zip(ring, ring[1:], strict=False):
                assert abs(a[0] - b[0]) < 90, feature["properties"]
            for lon, lat in ring:
                assert -180 <= lon <= 180
                assert -90 <= lat <= 90
                assert (round(lon, 2), round(lat, 2)) == (lon, lat)


def test_outer_rings_wind_counter_clockwise_and_holes_clockwise(features):
    for feature in features:
        for outer, *holes in feature["geometry"]["coordinates"]:
            assert area(outer) > 0, feature["properties"]
            assert all(area(hole) <= 0 for hole in holes)


def within(point, ring):
    lat, lon = point
    crossings = [
        a[0] + (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1])
        for a, b in zip(ring, ring[1:], strict=False)
        if (a[1] > lat) != (b[1] > lat)
    ]
    return sum(lon < crossing for crossing in crossings) % 2 == 1


def where(point, features):
    return {
        feature["properties"]["iso3"]
        for feature in features
        for polygon in feature["geometry"]["coordinates"]
        if within(point, polygon[0]) and not any(within(point, hole) for hole in polygon[1:])
    }


@pytest.mark.parametrize(
    ("point", "iso3"),
    [
        ((45.3, 34.3), "UKR"),  # Crimea
        ((24.0, -14.5), "ESH"),
        ((26.2, -13.5), "ESH"),
        ((35.3, 33.6), "CYP"),
        ((9.8, 45.5), "SOM"),
        ((42.6, 20.9), "XKX"),
        ((4.0, -53.0), "GUF"),
        ((66.0, -172.0), "RUS"),  # beyond the antimeridian
        ((61.0, 100.0), "RUS"),
        ((40.0, -100.0), "USA"),
    ],
)
def test_points_lie_where_the_usage_of_the_united_nations_counts_them(features, point, iso3):
    assert where(point, features) == {iso3}


def test_the_point_of_a_drawn_area_lies_inside_it(features):
    drawn = {feature["properties"]["iso3"]: feature for feature in features}
    large = [
        iso3
        for iso3, feature in drawn.items()
        if iso3 and area(feature["geometry"]["coordinates"][0][0]) > 0.5
    ]
    for iso3 in large:
        ring = drawn[iso3]["geometry"]["coordinates"][0][0]
        assert within(country_points()[iso3], ring), iso3


def test_the_disclaimer_and_remarks_are_whole_sentences():
    assert "do not imply official endorsement" in DISCLAIMER
    assert all(text.endswith(".") for text in (DISCLAIMER, *REMARKS))
