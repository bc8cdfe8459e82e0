"""What the pages of a filing's life weigh on a line of 64 kbit/s: at first, and later."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.filing.conftest import page_of

pytestmark = pytest.mark.django_db
FIRST_VISIT, LATER = 60_000, 20_000  # bytes, compressed, fonts not counted
WRITING = ("filing_write", "filing_about", "filing_check", "filing_file", "filing")


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def files_of(page: str) -> set[str]:
    found = re.findall(r'(?:src|href)="/static/([^"?]+)"', page)
    return {re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", name) for name in found}


def weigh(page: bytes) -> tuple[int, int]:
    """The page alone, and with every file that it asks for."""
    paths = [finders.find(name) for name in files_of(page.decode())]
    assert all(paths)
    return packed(page), packed(page) + sum(packed(Path(path).read_bytes()) for path in paths)


def test_every_page_of_a_filings_life_is_light(niger):
    filing = drafted(niger.people, value=900)
    origins = ("MLI", "NGA", "SEN", "TCD", "SDN", "LBY", "GIN", "CIV", "BFA", "BEN", "TGO", "GHA")
    changes = [
        Change(CountInput("smuggled_detected", 9, None, {"origin": one, "sex": sex}))
        for one in origins
        for sex in ("female", "male")
    ]
    save_counts(filing=filing, changes=changes, by=niger.people.officer)
    done = validated(niger.people, "2023-Q4")
    addresses = [page_of(name, filing) for name in WRITING]
    addresses += [page_of("filing_measure", filing, "smuggled_detected") + "?open=age_group"]
    addresses += [page_of(name, done) for name in ("filing", "filing_receipt", "filing_return")]
    addresses += [reverse(name) for name in ("desk:home", "desk:filings", "desk:filing_new")]
    for address in addresses:
        for language in ("en", "ar"):
            alone, first = weigh(
                niger.officer.get(address.replace("/en/", f"/{language}/")).content
            )
            assert alone <= LATER, (address, alone)
            assert first <= FIRST_VISIT, (address, first)
