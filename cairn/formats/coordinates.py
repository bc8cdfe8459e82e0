"""Latitude and longitude as people write them, in degrees; and the two of them exchanged.

Reads decimal degrees with point or comma, a hemisphere letter, and degrees, minutes and seconds.
Whether a place lies where it should is asked with boxes that the caller knows: of a country, or of
a route.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cairn.formats import errors
from cairn.formats.missing import read_missing
from cairn.formats.months import fold


@dataclass(frozen=True, slots=True)
class Box:
    """An area between two latitudes and two longitudes; west > east crosses the date line."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        if not self.south <= latitude <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= longitude <= self.east
        return longitude >= self.west or longitude <= self.east


_ANGLE = re.compile(
    r"(?P<before>[nsewo])?\s*(?P<sign>[-+])?(?P<degrees>\d{1,3}(?:[.,]\d{1,20})?)\s*[°º]?"
    r"(?:\s*(?P<minutes>\d{1,2}(?:[.,]\d{1,20})?)\s*['’′]"
    r"(?:\s*(?P<seconds>\d{1,2}(?:[.,]\d{1,20})?)\s*(?:\"|”|″|''))?)?\s*(?P<after>[nsewo])?"
)
_SPLITS = (
    re.compile(r"\s*;\s*"),
    re.compile(r"\s*,\s+"),
    re.compile(r"\s*/\s*"),
    re.compile(r"\s+(?=[nsewo]\s*\d)"),
    re.compile(r"(?<=[nsewo])\s*,?\s*(?=[\d+-])|(?<=\d)\s*,?\s*(?=[nsewo]\s*\d)"),
    re.compile(r"(?<![°º'’′])\s+(?![nsewo\"”″])"),
    re.compile(r","),
)
_WKT = re.compile(r"point\s*\(\s*(\S+)\s+(\S+)\s*\)")


def read_latitude(text: object) -> float | None:
    """Degrees north, or None where nothing was recorded."""
    value = _degrees(text, "ns")
    if value is not None and abs(value) > 90:
        raise errors.LatitudeOutOfRange(value=text)
    return value


def read_longitude(text: object) -> float | None:
    """Degrees east, or None where nothing was recorded."""
    value = _degrees(text, "ewo")
    if value is not None and abs(value) > 180:
        raise errors.LongitudeOutOfRange(value=text)
    return value


def read_coordinates(text: object) -> tuple[float, float] | None:
    """Latitude and longitude from one cell, or None where nothing was recorded."""
    if read_missing(text):
        return None
    if not isinstance(text, str) or len(text) > 100:
        raise errors.UnreadableCoordinates(value=text)
    body = _plain(text)
    if found := _WKT.fullmatch(body):
        body = f"{found[2]}; {found[1]}"
    body = body.strip("()[] ")
    for split in _SPLITS:
        pair = split.split(body)
        if len(pair) == 2 and all(_ANGLE.fullmatch(part) for part in pair):
            return _pair(pair[0], pair[1], text)
    raise errors.UnreadableCoordinates(value=text)


def looks_swapped(
    pairs: Iterable[tuple[float, float]], boxes: Sequence[Box]
) -> errors.SwappedCoordinates | None:
    """The error to raise if most of the pairs lie outside all boxes and would lie inside, swapped.

    One pair may be asked about, or a whole column: that answers for the mapping.
    """
    as_written = exchanged = 0
    example = None
    for latitude, longitude in pairs:
        if any(box.holds(latitude, longitude) for box in boxes):
            as_written += 1
        elif any(box.holds(longitude, latitude) for box in boxes):
            exchanged += 1
            example = example or (latitude, longitude)
    if example and exchanged > as_written:
        return _swapped(f"{example[0]}, {example[1]}", *example)
    return None


def _swapped(written: object, latitude: float, longitude: float) -> errors.SwappedCoordinates:
    return errors.SwappedCoordinates(value=written, swapped=f"{longitude}, {latitude}")


def _pair(first: str, second: str, text: str) -> tuple[float, float]:
    if _hemisphere(first) in ("e", "w", "o") and _hemisphere(second) in ("n", "s"):
        first, second = second, first  # the letters say which is which
    latitude, longitude = _degrees(first, "ns"), _degrees(second, "ewo")
    assert latitude is not None
    assert longitude is not None
    if 90 < abs(latitude) <= 180 and abs(longitude) <= 90:
        raise _swapped(text, latitude, longitude)
    if abs(latitude) > 90:
        raise errors.LatitudeOutOfRange(value=text)
    if abs(longitude) > 180:
        raise errors.LongitudeOutOfRange(value=text)
    return latitude, longitude


def _hemisphere(text: str) -> str:
    found = _ANGLE.fullmatch(text)
    return (found["before"] or found["after"] or "") if found else ""


def _plain(text: str) -> str:
    return fold(text).replace("\u2212", "-").replace("\ufeff", "").strip()


def _degrees(value: object, letters: str) -> float | None:
    """Degrees, negative in the south and west (also French and Spanish "O")."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if math.isfinite(value):
            return float(value)
        raise errors.UnreadableCoordinates(value=value)
    if read_missing(value):
        return None
    found = _ANGLE.fullmatch(_plain(value)) if isinstance(value, str) and len(value) < 60 else None
    if not found or (found["before"] and found["after"]):
        errors.refuse(value, errors.UnreadableCoordinates)
    letter = found["before"] or found["after"] or ""
    if (letter and letter not in letters) or (letter and found["sign"]):
        raise errors.UnreadableCoordinates(value=value)
    degrees = _decimal(found["degrees"]) + _sixtieth(found["minutes"], 1, value)
    degrees += _sixtieth(found["seconds"], 2, value)
    return -degrees if found["sign"] == "-" or letter in ("s", "w", "o") else degrees


def _decimal(digits: str) -> float:
    return float(digits.replace(",", "."))


def _sixtieth(digits: str | None, power: int, written: object) -> float:
    if not digits:
        return 0.0
    value = _decimal(digits)
    if value >= 60:
        raise errors.UnreadableCoordinates(value=written)
    return float(value / 60**power)
