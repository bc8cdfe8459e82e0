"""The offices of two States that take part, one of which shares a filing with the other."""

from dataclasses import dataclass

import pytest

from cairn.reporting.filings.models import Filing
from tests.reporting.filings.exchange import filed
from tests.web.desk.filing.conftest import Office, mali, niger
from tests.web.desk.participation.test_pages import together

__all__ = ["mali", "niger", "shared"]


@dataclass
class Shared:
    """Niger's filing, which Mali may read, and Mali's own of the same months."""

    niger: Office
    mali: Office
    theirs: Filing
    own: Filing


@pytest.fixture
def shared(niger, mali) -> Shared:
    together(niger, mali)
    return Shared(niger, mali, filed(niger.people, "2024-Q1"), filed(mali.people, "2024-Q1"))
