"""Where each country lies, roughly: to notice a latitude and a longitude that were exchanged.

Boxes around each part of a country, widened so that events at sea off its coast lie inside. They
decide nothing about borders; a point is only ever asked whether it fits better the other way round.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from cairn.formats.values import Box
from cairn.reference.boundaries import boundaries_path

MARGIN = 8.0  # degrees: about as far as rescue at sea is attributed to a coast


@cache
def boxes() -> Mapping[str, tuple[Box, ...]]:
    """Boxes by ISO3 code, from the shipped boundaries."""
    found: dict[str, list[Box]] = {}
    with boundaries_path().open(encoding="utf-8") as file:
        for feature in json.load(file)["features"]:
            code = feature["properties"].get("iso3")
            if not code or not feature["geometry"]:
                continue
            for ring in _outlines(feature["geometry"]):
                lons = [point[0] for point in ring]
                lats = [point[1] for point in ring]
                found.setdefault(code, []).append(
                    Box(
                        south=max(-90.0, min(lats) - MARGIN),
                        north=min(90.0, max(lats) + MARGIN),
                        west=max(-180.0, min(lons) - MARGIN),
                        east=min(180.0, max(lons) + MARGIN),
                    )
                )
    return {code: tuple(boxes) for code, boxes in found.items()}


def _outlines(geometry: Any) -> Iterator[Any]:
    if geometry["type"] == "Polygon":
        yield geometry["coordinates"][0]
    else:
        for polygon in geometry["coordinates"]:
            yield polygon[0]
