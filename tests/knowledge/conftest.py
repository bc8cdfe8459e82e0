"""Leaflets, and people who bring them in."""

from tests.knowledge.leaflet.there import leaflets, people  # noqa: F401
