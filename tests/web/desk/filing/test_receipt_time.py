"""The receipt tells the time of the State beside Coordinated Universal Time, where it has one."""

import pytest

from cairn.history.models import Version
from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.models import Filing
from tests.reporting.filings.doing import drafted
from tests.web.desk.filing.conftest import page_of, text_of

pytestmark = pytest.mark.django_db


def test_the_time_of_the_state_stands_beside_utc_and_only_where_it_is_one(niger):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    at = Version.objects.filter(key=filing.ref, reason="submitted").get().at
    page = text_of(niger.officer.get(page_of("filing_receipt", filing)))
    assert f"{at:%H:%M:%S} UTC" in page
    there = f"{(at.hour + 1) % 24}:{at:%M:%S}"
    assert f"{there.zfill(8)} (\u2066UTC+1\u2069) in Niger" in page
    Filing.objects.update(state="RUS")
    niger.people.agency.state = "RUS"
    niger.people.agency.save()
    assert "(\u2066UTC" not in text_of(niger.officer.get(page_of("filing_receipt", filing)))
