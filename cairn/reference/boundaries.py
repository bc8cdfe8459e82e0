"""Where the boundaries file is, and what must stand beside every map drawn from it.

The file is plain GeoJSON in longitude and latitude; no ring crosses the antimeridian; the only
property is `iso3`, null for an area that is drawn without being assigned. Areas too small for its
scale are not in it: `places.country_points` has a point for them. How it is made, and where it
departs from Natural Earth, is in docs/reference.md.
"""

from pathlib import Path

from cairn.kernel.text import noop
from cairn.reference.loading import DATA

DISCLAIMER = noop(
    "The boundaries and names shown and the designations used on this map do not imply official "
    "endorsement or acceptance by the United Nations."
)
# Where a map shows the region concerned, these stand with the disclaimer.
REMARKS = (
    noop(
        "The line of control in Jammu and Kashmir is approximate; its final status has not yet "
        "been agreed upon by the parties."
    ),
    noop("The final boundary between the Sudan and South Sudan has not yet been determined."),
    noop("The final status of the Abyei area is not yet determined."),
)
ATTRIBUTION = noop("Boundaries: made from Natural Earth, simplified.")


def boundaries_path() -> Path:
    """The shipped GeoJSON file."""
    return DATA / "boundaries.geojson"
