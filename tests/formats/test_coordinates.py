"""Coordinates: spellings, limits, and latitude and longitude exchanged."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.formats import errors as e
from cairn.formats.values import (
    Box,
    looks_swapped,
    read_coordinates,
    read_latitude,
    read_longitude,
)

ARIZONA = Box(south=31, west=-115, north=37, east=-109)
FIJI = Box(south=-21, west=177, north=-12, east=-178)


@pytest.mark.parametrize(
    "text",
    [
        "31.65, -110.37", "31.65,-110.37", "31.65 -110.37", "31.65; -110.37", "31.65 / -110.37",
        "31,65; -110,37", "31,65, -110,37", "31,65 -110,37", "(31.65, -110.37)",
        "31.65 N, 110.37 W", "31.65N 110.37W", "N31.65 W110.37", "110.37W, 31.65N",
        "31.65°, −110.37°", "31°39'0\"N 110°22'12\"W", "31°39′N, 110°22.2′W",
        "31.65 N, 110.37 O", "POINT (-110.37 31.65)", "٣١٫٦٥".replace("٫", ".") + ", -110.37",
    ],
)  # fmt: skip
def test_a_place_is_read_in_every_spelling(text):
    assert read_coordinates(text) == pytest.approx((31.65, -110.37))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("-110.37, 31.65", e.SwappedCoordinates),
        ("95.0, 200.0", e.LatitudeOutOfRange),
        ("45.0, 200.0", e.LongitudeOutOfRange),
        ("near the coast", e.UnreadableCoordinates),
        ("31.65", e.UnreadableCoordinates),
        ("31.65, -110.37, 12", e.UnreadableCoordinates),
        ("31°75'N, 110°W", e.UnreadableCoordinates),
        ("31 N, 110 S", e.UnreadableCoordinates),
        ("1" * 5000, e.UnreadableCoordinates),
        (31.65, e.UnreadableCoordinates),
    ],
)
def test_what_is_no_place_is_refused_by_name(text, error):
    with pytest.raises(error):
        read_coordinates(text)


def test_latitude_and_longitude_have_limits_of_their_own():
    assert read_latitude("-33,9") == -33.9
    assert read_longitude("180") == 180
    assert read_longitude("7.4 W") == -7.4
    assert read_latitude("NA") is None
    assert read_longitude(12) == 12.0
    with pytest.raises(e.LatitudeOutOfRange):
        read_latitude("110.37")
    with pytest.raises(e.LongitudeOutOfRange):
        read_longitude(-180.5)
    with pytest.raises(e.UnreadableCoordinates):
        read_latitude(float("nan"))
    with pytest.raises(e.UnreadableCoordinates):
        read_latitude("7.4 W")


def test_pairs_that_fit_only_when_exchanged_are_said_to_be_swapped():
    error = looks_swapped([(-110.4, 31.6), (-111.2, 32.1)], [ARIZONA])
    assert error is not None
    assert error.values == {"value": "-110.4, 31.6", "swapped": "31.6, -110.4"}
    assert looks_swapped([(31.6, -110.4), (32.1, -111.2), (-110.0, 32.0)], [ARIZONA]) is None
    assert looks_swapped([(10, 10)], [ARIZONA]) is None
    assert looks_swapped([], [ARIZONA]) is None


def test_a_box_may_cross_the_date_line():
    assert FIJI.holds(-17, 179)
    assert FIJI.holds(-17, -179)
    assert not FIJI.holds(-17, 170)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_printed_place_is_read_back(latitude, longitude):
    text = f"{latitude:.6f}, {longitude:.6f}"
    assert read_coordinates(text) == pytest.approx((latitude, longitude), abs=1e-6)


@given(st.text(alphabet="0123456789.,;-°'\"NSEW /()", max_size=30))
def test_no_text_raises_anything_but_a_cell_error(text):
    place = None
    with suppress(e.CellError):
        place = read_coordinates(text)
    assert place is None or (abs(place[0]) <= 90 and abs(place[1]) <= 180)
