"""What a printed return and a receipt say of markings and signs, in the language of their reader.

pa01  the line of every page is in words, and keeps marking, reference and export
pa02  each sign has its key, on the receipt and on the return
"""

from datetime import date

import pytest
from django.utils import translation

from cairn.kernel.cells import Cell
from cairn.reporting.filings.actions import submit_filing
from cairn.sharing.carrying import Terms
from cairn.web.desk.filing.leaving import line_in_words
from tests.reporting.filings.doing import drafted
from tests.reporting.filings.test_exporting import envelope
from tests.web.desk.filing.conftest import page_of, text_of

KEY = '<p class="key"'


@pytest.mark.parametrize(
    ("language", "invented", "unstated"),
    [
        ("en", "Invented", "no use is stated"),
        ("fr", "Inventé", "aucun usage indiqué"),
    ],
)
def test_pa01_the_line_of_every_page_is_in_the_readers_words(language, invented, unstated):
    terms = Terms.of("amber", [], limits=["NER"], until=date(2026, 3, 1))
    with translation.override(language):
        line = line_in_words(envelope(terms=terms))
    first, marking, uses, whom, until, ref, export = line.split(" · ")
    assert (first, marking, uses) == (invented, "TLP:AMBER", unstated)
    assert whom.endswith("Niger")
    assert "2026" in until
    assert "2026-03-01" not in until
    assert (ref, export) == ("fil-7G4K2M9QXT-5 v2", "exp-1")


def test_pa01_a_sharing_group_stays_a_reference_and_what_is_permitted_is_said():
    terms = Terms.of("amber", ["strategic_analysis"], limits=["grp-J33NJJ2T1D-U"])
    line = line_in_words(envelope(terms=terms, invented=False))
    assert line.startswith("TLP:AMBER · Strategic analysis · for grp-J33NJJ2T1D-U · ")


@pytest.mark.django_db
def test_pa02_a_total_that_is_a_sign_has_its_key_on_both_papers_and_a_number_needs_none(niger):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    for name in ("filing_receipt", "filing_return"):
        assert KEY not in text_of(niger.officer.get(page_of(name, filing)))
    signed = drafted(niger.people, "2024-05")  # of no series with the quarter
    signed.counts.update(value=None, no_value=Cell.NOT_RECORDED.value)
    signed = submit_filing(filing=signed, by=niger.people.officer)
    for name in ("filing_receipt", "filing_return"):
        assert text_of(niger.officer.get(page_of(name, signed))).count(KEY) == 1
