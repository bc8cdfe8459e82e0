"""Makes country_points.csv from boundaries.geojson: one point on the largest part of each area.

    python tools/build_reference_points.py

The centre of gravity where it lies well inside, else the point farthest from any border that a
search along forty parallels finds. Areas too small for the boundaries have a commonly known point,
below.
"""

import csv
import json
import math
from pathlib import Path

DATA = Path(__file__).parents[1] / "cairn" / "reference" / "data"
SMALL = {
    "AB9": (9.6, 28.43),
    "ANT": (12.2, -69.0),
    "ATA": (-80.0, 0.0),
    "BVT": (-54.42, 3.36),
    "CCK": (-12.17, 96.84),
    "CXR": (-10.48, 105.63),
    "GIB": (36.14, -5.35),
    "TKL": (-9.2, -171.85),
    "TUV": (-8.52, 179.2),
    "UMI": (19.28, 166.65),
    "XCX": (49.35, -2.36),
}
Ring = list[list[float]]
Pairs = list[tuple[list[float], list[float]]]


def main() -> None:
    found = json.loads((DATA / "boundaries.geojson").read_text(encoding="utf-8"))
    points = {
        one["properties"]["iso3"]: point(one["geometry"]["coordinates"][0][0])
        for one in found["features"]
        if one["properties"]["iso3"]
    }
    assert not set(points) & set(SMALL)
    with (DATA / "country_points.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("iso3", "lat", "lon"))
        for iso3, (lat, lon) in sorted((points | SMALL).items()):
            writer.writerow((iso3, f"{lat:.2f}", f"{lon:.2f}"))


def point(ring: Ring) -> tuple[float, float]:
    """(latitude, longitude) inside the ring; the largest part of an area stands first."""
    pairs = list(zip(ring, ring[1:], strict=False))
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2
    lon = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    lat = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    inside = any(west < lon < east for west, east in stretches(pairs, lat))
    if inside and clearance(pairs, lat, lon) > 0.02:
        return lat, lon
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    middles = [
        (at, (west + east) / 2)
        for at in (south + (north - south) * step / 40 for step in range(1, 40))
        for west, east in stretches(pairs, at)
    ]
    return max(middles, key=lambda middle: clearance(pairs, *middle))


def stretches(pairs: Pairs, lat: float) -> list[tuple[float, float]]:
    """Where a parallel runs over the area, from west to east."""
    crossings = sorted(
        a[0] + (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1])
        for a, b in pairs
        if (a[1] > lat) != (b[1] > lat)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def clearance(pairs: Pairs, lat: float, lon: float) -> float:
    """How far the nearest border is, in degrees."""
    nearest = 360.0
    for (ax, ay), (bx, by) in pairs:
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        along = ((lon - ax) * dx + (lat - ay) * dy) / length if length else 0.0
        along = max(0.0, min(1.0, along))
        nearest = min(nearest, math.hypot(lon - ax - along * dx, lat - ay - along * dy))
    return nearest


if __name__ == "__main__":
    main()
