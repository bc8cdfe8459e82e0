"""A State whose officer sends spreadsheets, and one that has nothing to do with it."""

import pytest

from tests.reporting.filings.doing import World, world


@pytest.fixture
def niger(db) -> World:
    return world()


@pytest.fixture
def mali(db) -> World:
    return world("MLI")
