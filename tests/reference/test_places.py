"""Places, their precision, and points for flow lines."""

import csv
from pathlib import Path

from cairn.kernel.languages import LANGUAGES
from cairn.reference.countries import Kind, countries
from cairn.reference.places import country_points, find_place, place_name, places
from cairn.reference.vocabularies import vocabulary


def test_every_place_has_six_names_a_country_and_a_stated_precision():
    precisions = vocabulary("location_precision").terms
    for place in places().values():
        assert set(place.names) == set(LANGUAGES)
        assert all(place.names.values()), place.key
        assert place.country in countries()
        assert place.precision in precisions
        assert place.radius_km > 0
        assert -90 <= place.lat <= 90
        assert -180 <= place.lon <= 180


def test_every_place_of_the_open_series_is_known():
    with (Path(__file__).parent / "open_codes.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["kind"] == "place"]
    assert len(rows) > 40
    for row in rows:
        place = find_place(row["value"])
        assert place is not None, row
        assert place.key.startswith({"unhcr": "unhcr_", "us_cbp": "cbp_"}[row["system"]])


def test_a_coarser_place_has_a_larger_circle():
    named = [one.radius_km for one in places().values() if one.precision == "named_place"]
    provinces = [one.radius_km for one in places().values() if one.precision == "admin1"]
    assert max(named) < min(provinces)


def test_names_in_other_languages_and_kinds_are_found():
    assert find_place("لسبوس").key == "unhcr_lesvos"
    assert find_place("Lesbos").key == "unhcr_lesvos"
    assert find_place("Calais", kind="border") is None
    assert find_place("nowhere") is None
    assert place_name("unhcr_lesvos", "ru") == "Лесбос"
    assert place_name("nowhere", "ru") == "nowhere"


def test_places_lie_near_their_country():
    points = country_points()
    for place in places().values():
        lat, lon = points[place.country]
        assert abs(place.lat - lat) < 25, place.key
        assert abs(place.lon - lon) < 45, place.key


def test_every_state_and_area_has_a_point_inside_the_world():
    expected = {
        iso3
        for iso3, found in countries().items()
        if found.kind is not Kind.SPECIAL and iso3 != "EUE"
    }
    assert set(country_points()) == expected
    for lat, lon in country_points().values():
        assert -90 <= lat <= 90
        assert -180 <= lon <= 180
