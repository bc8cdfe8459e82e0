"""Offices of two States, as the tests of filing have them."""

import pytest

from tests.web.desk.filing.conftest import Office, office


@pytest.fixture
def niger(db) -> Office:
    return office()


@pytest.fixture
def mali(db) -> Office:
    return office("MLI")
