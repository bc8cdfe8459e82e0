"""Currencies that ended, and their successors."""

from datetime import date

import pytest

from cairn.reference.currencies import currencies, currency_name, tender_in

SUCCESSORS = {
    "HRK": "EUR",
    "BGN": "EUR",
    "MRO": "MRU",
    "STD": "STN",
    "VEF": "VES",
    "ZMK": "ZMW",
    "BYR": "BYN",
    "FRF": "EUR",
    "GHC": "GHS",
    "MZM": "MZN",
    "SDD": "SDG",
    "SLL": "SLE",
    "TRL": "TRY",
    "ZWL": "ZWG",
}


@pytest.mark.parametrize(("old", "new"), SUCCESSORS.items())
def test_a_currency_that_ended_names_its_successor(old, new):
    found = currencies()[old]
    assert found.successor == new
    assert found.gone_on(date(2026, 6, 1))


def test_each_successor_is_a_currency_and_none_follows_itself():
    for one in currencies().values():
        if one.successor:
            assert one.successor in currencies()
            assert one.successor != one.code


def test_a_currency_is_tender_on_its_last_day_and_gone_on_the_next():
    assert not currencies()["HRK"].gone_on(date(2023, 1, 14))
    assert currencies()["HRK"].gone_on(date(2023, 1, 15))
    assert not currencies()["XOF"].gone_on(date(2026, 11, 1))


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_a_currency_has_a_name_in_every_language(language):
    assert currency_name("XOF", language) != "XOF"


@pytest.mark.parametrize(
    ("state", "code"), [("NER", "XOF"), ("TCD", "XAF"), ("FRA", "EUR"), ("QMA", None)]
)
def test_what_is_tender_in_a_state_today(state, code):
    assert tender_in(state) == (frozenset() if code is None else {code})
