"""A library of leaflets."""

from tests.knowledge.leaflet.there import leaflets, people  # noqa: F401
