"""Routes and the crosswalk."""

import csv
from pathlib import Path

import pytest

from cairn.kernel.languages import LANGUAGES
from cairn.reference.routes import (
    Extent,
    find_route,
    match_route,
    match_routes,
    route_name,
    route_regions,
    route_systems,
    routes,
)

OPEN = Path(__file__).parent / "open_codes.csv"


def test_every_route_has_six_names_a_region_and_known_systems():
    for route in routes().values():
        assert set(route.names) == set(LANGUAGES), route.key
        assert route.region in route_regions()
        assert set(route.crosswalk) <= set(route_systems())
        assert route.within is None or route.within in routes()


def test_within_has_no_circle():
    for route in routes().values():
        seen = [route.key]
        while (above := routes()[seen[-1]].within) is not None:
            assert above not in seen
            seen.append(above)


def test_a_wider_narrower_or_overlapping_extent_says_why_or_is_a_part():
    for route in routes().values():
        for names in route.crosswalk.values():
            for name in names:
                if name.extent is Extent.OVERLAPS:
                    assert name.note, (route.key, name.name)


def test_one_name_of_one_system_is_the_same_extent_as_one_route_only():
    for system in route_systems():
        names = [
            name.name
            for route in routes().values()
            for name in route.crosswalk.get(system, ())
            if name.extent is Extent.SAME
        ]
        assert len(names) == len(set(names)), system


@pytest.mark.parametrize(
    ("text", "system", "key"),
    [
        ("Central Mediterranean", "iom_mmp", "central_mediterranean"),
        ("Central Mediterranean Route", "frontex", "central_mediterranean"),
        ("central  mediterranean", None, "central_mediterranean"),
        ("English Channel to the UK", None, "english_channel"),
        ("Mainland Europe to the UK", None, "english_channel"),
        ("Small boats", "uk_home_office", "english_channel"),
        ("Western Africa / Atlantic route to the Canary Islands", None, "western_african_atlantic"),
        ("Western Balkan Route", "frontex", "western_balkan"),
        ("Eastern Borders Route", "frontex", "eastern_land_border"),
        ("Belarus-EU border", "iom_mmp", "belarus_eu"),
        ("Sahara Desert crossing", None, "sahara"),
        ("Darién", None, "darien"),
        ("Southwest Land Border", "us_cbp", "us_mexico_border"),
        ("Afghanistan to Iran", None, "afghanistan_iran"),
        ("darien", None, "darien"),
        ("وسط البحر الأبيض المتوسط", None, "central_mediterranean"),
        ("the moon", None, None),
        ("", None, None),
    ],
)
def test_names_are_found(text, system, key):
    assert match_route(text, system) == key


def test_a_name_of_another_extent_is_not_read_as_the_narrower_route():
    assert match_route("Eastern Mediterranean", "iom_mmp") == "eastern_mediterranean"
    assert match_route("Eastern Mediterranean Route", "frontex") == "eastern_mediterranean_all"
    assert match_route("Eastern Mediterranean Route", "iom_gdidata") == "eastern_mediterranean_all"
    assert match_route("Central American Route", "iom_gdidata") == "central_american"
    assert match_route("greece_all", "unhcr") == "eastern_mediterranean_all"
    assert match_route("spain_sea", "unhcr") == "mediterranean_all"
    extents = {key: name.extent for key, name in find_route("spain_sea", "unhcr")}
    assert extents == {
        "western_mediterranean": Extent.OVERLAPS,
        "western_african_atlantic": Extent.OVERLAPS,
        "mediterranean_all": Extent.NARROWER,
    }


def test_a_cell_with_two_routes_gives_both_and_none_if_one_is_unknown():
    text = "Central Mediterranean,Sahara Desert crossing"
    assert match_routes(text, "iom_mmp") == ("central_mediterranean", "sahara")
    assert match_route(text, "iom_mmp") is None
    assert match_routes("Central Mediterranean,somewhere", "iom_mmp") == ()


def test_every_route_name_of_the_open_series_is_known():
    with OPEN.open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["kind"] == "route"]
    assert len(rows) > 60
    for row in rows:
        assert match_routes(row["value"], row["system"] or None), row


def test_an_unknown_key_is_shown_as_it_is():
    assert route_name("nowhere", "fr") == "nowhere"
    assert route_name("sahara", "de") == "Sahara Desert crossing"
