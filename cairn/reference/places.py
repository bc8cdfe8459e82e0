"""Places that the open series name, with how exactly their coordinates stand for them.

Coordinates come from the UNHCR file (`source` unhcr: its centroids) or are commonly known, rounded
to a hundredth of a degree or coarser. `radius_km` says how large a circle must be drawn so that the
map claims no more than is known. Nothing here is a route in use.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cairn.kernel.languages import LANGUAGES
from cairn.reference.folding import fold
from cairn.reference.loading import load, read_csv

FILE = "places.csv"
COLUMNS = (
    *("key", "kind", "country", "lat", "lon", "precision", "radius_km", "source", "also"),
    *LANGUAGES,
)
POINT_COLUMNS = ("iso3", "lat", "lon")


@dataclass(frozen=True, slots=True)
class Place:
    """One named place, border stretch or sector."""

    key: str
    names: Mapping[str, str]
    country: str
    lat: float
    lon: float
    precision: str  # key of the vocabulary location_precision
    radius_km: float
    kind: str  # landing, sector, field_office, border, sea, hub
    source: str  # unhcr, common
    also: tuple[str, ...]  # as the open series write it


@functools.cache
def places() -> Mapping[str, Place]:
    """All places, by key."""
    found = {}
    for row in read_csv(FILE, COLUMNS):
        fields = {
            "key": row["key"],
            "names": {language: row[language] for language in LANGUAGES},
            "country": row["country"],
            "lat": float(row["lat"]),
            "lon": float(row["lon"]),
            "precision": row["precision"],
            "radius_km": float(row["radius_km"]),
            "kind": row["kind"],
            "source": row["source"],
            "also": row["also"].split("|"),
        }
        found[row["key"]] = load(Place, fields, file=FILE, where=row["key"])
    return MappingProxyType(found)


@functools.cache
def _index() -> Mapping[str, tuple[str, ...]]:
    index: dict[str, dict[str, None]] = {}
    for place in places().values():
        for name in (*place.also, *place.names.values()):
            index.setdefault(fold(name), {})[place.key] = None
    return {name: tuple(keys) for name, keys in index.items()}


def find_place(text: str, *, kind: str | None = None) -> Place | None:
    """The one place of that name, and of that kind if given; None where there are none or more."""
    found = [places()[key] for key in _index().get(fold(text), ())]
    found = [place for place in found if kind in (None, place.kind)]
    return found[0] if len(found) == 1 else None


def place_name(key: str, language: str) -> str:
    """The name of a place in `language`, else in English; an unknown key as it is."""
    place = places().get(key)
    if place is None:
        return key
    return place.names.get(language.split("-")[0].lower()) or place.names["en"]


@functools.cache
def country_points() -> Mapping[str, tuple[float, float]]:
    """(latitude, longitude) of a point inside each State or area, to end a flow line at."""
    return MappingProxyType(
        {
            row["iso3"]: (float(row["lat"]), float(row["lon"]))
            for row in read_csv("country_points.csv", POINT_COLUMNS)
        }
    )
