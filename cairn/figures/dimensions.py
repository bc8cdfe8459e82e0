"""The names by which figures may be filtered and grouped, and the columns that stand behind them.

The names are those of the URL and the console. `period` and `source` are not here: they belong to
every question. The hexagon columns are for maps only and are never offered as a filter.
"""

from __future__ import annotations

DIMENSIONS: dict[str, dict[str, str]] = {
    "events": {
        "route": "route",
        "origin": "origin",
        "country": "country",
        "region": "region",
        "cause": "cause",
        "kind": "kind",
        "quality": "quality",
    },
    "counts": {
        "route": "route",
        "origin": "origin",
        "destination": "destination",
        "country": "country",
        "place": "place",
        "sex": "sex",
        "age": "age_group",
        "mode": "mode",
        "border": "border",
        "authority": "authority",
        "component": "component",
        "kind": "kind",
    },
}
HEXAGONS = {"h3_2": "h3_2", "h3_3": "h3_3", "h3_4": "h3_4", "h3_5": "h3_5"}  # events only
NUMBERS = {"quality"}  # dimensions whose values are whole numbers

# What a URL may hold besides the dimensions of the measure.
PERIOD, SOURCE = "period", "source"
NOT_RECORDED = "not_recorded"  # stands in a URL for "the source does not say"


def column(table: str, dimension: str) -> str:
    """The column of `table` in which this dimension is kept."""
    if table == "events" and dimension in HEXAGONS:
        return HEXAGONS[dimension]
    return DIMENSIONS[table][dimension]
