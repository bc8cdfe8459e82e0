"""The first page says how many more wait than it shows, and leads to all of them."""

import pytest
from django.urls import reverse

from tests.reporting.filings.doing import drafted
from tests.web.desk.filing.conftest import page_of, text_of

pytestmark = pytest.mark.django_db
PERIODS = [f"{year}-Q{n}" for year in (2023, 2024, 2025) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(("number", "more"), [(10, ""), (11, "1 more waits"), (12, "2 more wait")])
def test_what_is_not_shown_is_counted_and_found(niger, number, more):
    filings = [drafted(niger.people, period) for period in PERIODS[:number]]
    text = text_of(niger.officer.get(reverse("desk:home")))
    assert ("show all" in text) == bool(more)
    assert more in text
    every = text_of(niger.officer.get(reverse("desk:filings_waiting")))
    assert all(page_of("filing_write", one) in every for one in filings)
    assert page_of("filing_write", filings[0]) not in text_of(
        niger.contact.get(reverse("desk:filings_waiting"))
    )
