"""Whatever a client sends, the public API answers as its description says and never with 5xx."""

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cairn.config.wsgi import application

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def kept_connection(db):
    """The test's own connection, which the server would close after each request."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("kept_connection", "published_world")
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
