"""Two sources of one publisher that tell of events, and a person who may decide about them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cairn.reporting.linking import (
    link_sources,
)
from cairn.reporting.models import Account, DataSet
from cairn.sharing.viewer import Viewer
from tests.factories import (
    AccountFactory,
    DataSetFactory,
    ImportBatchFactory,
    IncidentFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.reporting.tellings import DAY

TODAY = timezone.now().date()
PUBLIC = Viewer(today=TODAY)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.CAIRN_DATA = tmp_path


@pytest.fixture
def publisher():
    return OrganisationFactory(name="A publisher")


@pytest.fixture
def official(publisher) -> DataSet:
    return batch_of("official", publisher).dataset


@pytest.fixture
def package(publisher) -> DataSet:
    return batch_of("package", publisher).dataset


@pytest.fixture
def steward(publisher):
    return UserFactory(username="amina", role="steward")


def batch_of(key, owner, *, title="", audience_class="open"):
    """The one committed batch of a new source."""
    shared = {"owner": owner, "audience_class": audience_class}
    dataset = DataSetFactory(key=key, title=title or key, **shared)
    return ImportBatchFactory(dataset=dataset, **shared)


def account(source: DataSet, *, days=0, **values) -> Account:
    """An account of twelve dead off Lampedusa on 1 March 2024, unless said otherwise."""
    day = DAY + timedelta(days=days)
    shared = {"audience_class": source.audience_class, "owner": source.owner}
    batch = source.batches.get()
    usual = {"latitude": 35.2, "longitude": 12.6, "total": 12, "survivors": 30}
    usual |= {"country": "ITA", "cause": "drowning", "origin": "TUN", "when_precision": "day"}
    usual |= {"when_earliest": day, "when_latest": values.pop("latest", day)}
    if "incident" not in values:
        usual["incident"] = IncidentFactory(batch=batch, **shared)
    return AccountFactory(batch=batch, **(shared | usual | values))


def run(one, other, **values):
    return link_sources(one=one, other=other, viewer=PUBLIC, **values)


def events() -> list[int]:
    """How many accounts each event has, for events that have any."""
    found: dict[int, int] = {}
    for incident in Account.objects.values_list("incident_id", flat=True):
        found[incident] = found.get(incident, 0) + 1
    return sorted(found.values())
