"""Opening and taking at the desk is bounded, whatever is asked for.

rd01  a page of a record counts, and then is refused, also where there is no such record
rd02  a file counts by itself
rd03  what one writes oneself is not bounded
rd04  every address of the desk counts as what it is
"""

from datetime import date

import pytest
from django.urls import get_resolver, reverse

from cairn.accounts import rates
from cairn.accounts.models import Usage
from cairn.accounts.rates import Bound, Rates
from cairn.kernel.refs import new_ref
from cairn.web.desk.rates import NO_RECORDS
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.filing.conftest import niger, page_of, text_of  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(monkeypatch):
    rule = Rates(1, date(2026, 1, 1), Bound(day=3, month=5), Bound(day=1, month=2))
    monkeypatch.setattr(rates, "rule_on", lambda _day: rule)


def test_rd01_pages_of_records_are_bounded_alike_for_hidden_and_absent(niger):  # noqa: F811
    filing = validated(niger.people)
    page = page_of("filing", filing)
    assert [niger.secretary.get(page).status_code for _ in range(4)] == [200, 200, 200, 403]
    refused = niger.secretary.get(page)
    assert "Records that you opened today: 3, the most" in text_of(refused)
    nowhere = niger.secretary.get(reverse("desk:filing", args=[new_ref("fil")]))
    assert nowhere.status_code == 403
    assert niger.secretary.get(reverse("desk:filings")).status_code == 200
    assert niger.contact.get(page).status_code == 200


def test_rd02_files_are_bounded_by_themselves(niger):  # noqa: F811
    filing = validated(niger.people)
    file = page_of("filing_export", filing, "csv")
    assert [niger.officer.get(file).status_code for _ in range(2)] == [200, 403]
    assert niger.officer.get(page_of("filing", filing)).status_code == 200
    assert dict(Usage.objects.values_list("kind", "n")) == {"exported": 1, "opened": 1}


def test_rd03_writing_is_not_bounded(niger):  # noqa: F811
    filing = drafted(niger.people)
    pages = [niger.officer.get(page_of("filing_write", filing)) for _ in range(5)]
    assert {page.status_code for page in pages} == {200}
    assert not Usage.objects.exists()


def test_rd04_what_is_said_not_to_count_exists():
    names = set()

    def collect(resolver):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                collect(pattern)
            elif pattern.name:
                names.add(pattern.name)

    collect(get_resolver())
    assert names >= NO_RECORDS
