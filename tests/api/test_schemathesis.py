"""Whatever a client sends, the public API answers as its description says and never with 5xx."""

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cairn.config.wsgi import application
from cairn.knowledge.shelving import unshelve
from cairn.search.outbox import indexing
from tests.knowledge.cases.cases import tern
from tests.web.library.shelf import shelved

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def kept_connection(db):
    """The test's own connection, which the server would close after each request."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def library(published_world):
    """A record of two kinds and a stub, which search finds."""
    shelved("case", "the-tern", tern())
    shelved("publication", "a", {"csl": {"type": "book", "title": "One"}})
    gone = shelved("case", "b", {"state": "ITA"})
    unshelve(ref=gone.ref, because="wrong", at=timezone.now())
    indexing.rebuild()


@pytest.mark.usefixtures("kept_connection", "library")
@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_interface_keeps_its_word(case):
    case.headers["Accept-Encoding"] = "identity"  # the test client does not unpack
    # a period such as "20155" is text as the description says, and is refused with a sentence
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
