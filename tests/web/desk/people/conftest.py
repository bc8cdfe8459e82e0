"""An agency with two administrators, a contact point and an officer, and another agency."""

from types import SimpleNamespace

import pytest

from cairn.accounts.models import Organisation
from tests.factories import StateBodyFactory
from tests.web.desk.conftest import Desk, person


@pytest.fixture
def agency(db) -> Organisation:
    return StateBodyFactory(state="NER", name="Border agency")


@pytest.fixture
def people(agency) -> SimpleNamespace:
    """Everybody of the agency, and `stranger`, who administers another one."""
    elsewhere = StateBodyFactory(state="MLI", name="Police elsewhere")
    return SimpleNamespace(
        ada=person("ada", "administrator", agency),
        bela=person("bela", "administrator", agency),
        contact=person("carim", "contact_point", agency),
        amina=person("amina", "officer", agency),
        stranger=person("stranger", "administrator", elsewhere),
        elsewhere=elsewhere,
    )


@pytest.fixture
def ada(people) -> Desk:
    return Desk().enter(people.ada)
