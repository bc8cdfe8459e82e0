"""Boundaries as a drawing needs them: the inside on the right side, and no more points than show.

GeoJSON (RFC 7946) winds its outer rings counter-clockwise and Vega clockwise, where the wrong way
round is the rest of the world. Coordinates are rounded to what one pixel shows; a ring that would
vanish keeps its own points, so that no State is lost for being small.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

Ring = Sequence[Sequence[float]]
Geometry = Mapping[str, Any]
DECIMALS = 1  # of a degree; a map 680 pixels wide shows half a degree in one


class Drawable(dict[str, Any]):
    """A geometry that is ready: whoever keeps it has it made ready, and read through, only once."""

    @cached_property
    def mark(self) -> str:
        """The fingerprint of its points, by which drawings of it are known again."""
        return hashlib.sha256(json.dumps(self).encode()).hexdigest()[:32]


def drawable(geometry: Geometry, decimals: int = DECIMALS) -> Drawable:
    """A polygon or several, wound for Vega and thinned."""
    if isinstance(geometry, Drawable):
        return geometry
    if geometry["type"] == "Polygon":
        polygon = _polygon(geometry["coordinates"], decimals)
        return Drawable(type="Polygon", coordinates=polygon)
    assert geometry["type"] == "MultiPolygon"
    polygons = [_polygon(polygon, decimals) for polygon in geometry["coordinates"]]
    return Drawable(type="MultiPolygon", coordinates=polygons)


def _polygon(rings: Sequence[Ring], decimals: int) -> list[list[list[float]]]:
    return [
        _wound(_thinned(ring, decimals), clockwise=number == 0) for number, ring in enumerate(rings)
    ]


def _thinned(ring: Ring, decimals: int) -> list[list[float]]:
    thin: list[list[float]] = []
    for lon, lat, *_ in ring:
        point = [round(lon, decimals), round(lat, decimals)]
        if not thin or point != thin[-1]:
            thin.append(point)
    if len(thin) < 4 or not signed_area(thin):
        return [[lon, lat] for lon, lat, *_ in ring]
    return thin


def _wound(ring: list[list[float]], *, clockwise: bool) -> list[list[float]]:
    return ring[::-1] if (signed_area(ring) > 0) is clockwise else ring


def signed_area(ring: Ring) -> float:
    """Positive where the ring runs counter-clockwise, north up."""
    pairs = zip(ring, ring[1:], strict=False)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2
