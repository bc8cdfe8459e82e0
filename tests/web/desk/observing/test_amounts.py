"""Amounts as people write them: with the marks and digits of their language, and never taken for a
thousand times more or less without a word."""

import re
from decimal import Decimal

import pytest
from django.forms import ValidationError
from django.urls import reverse
from django.utils import translation

from cairn.reporting.observations.queries import observed
from cairn.web.desk.observing.fields import DegreesField, MoneyField, WholeField
from tests.reporting.observations.doing import draft

ENTERED = {"title": "Seat on a pickup", "currency": "XOF", "covers": "journey", "per": "person"}


@pytest.mark.parametrize(
    ("language", "text", "means", "said"),
    [
        ("en", "3,000", "3000", False),
        ("en", "3,000.50", "3000.5", False),
        ("en", "1,204,500", "1204500", False),
        ("en", "1500", "1500", False),
        ("fr", "3 000", "3000", False),
        ("fr", "3\u202f000,50", "3000.5", False),
        ("fr", "3.000", "3000", True),
        ("es", "3.000", "3000", False),
        ("es", "3.000,50", "3000.5", False),
        ("ru", "3 000,5", "3000.5", False),
        ("ru", "3.000", "3000", True),
        ("ar", "٣٬٠٠٠", "3000", False),
        ("ar", "٣٠٠٠٫٥", "3000.5", False),
        ("ar", "3,000", "3000", False),
        ("zh", "3,000", "3000", False),
        ("zh", "３０００", "3000", False),
    ],
)
def test_money_is_read_as_it_is_written_in_the_language(language, text, means, said):
    with translation.override(language):
        field = MoneyField(required=False)
        assert field.clean(text) == Decimal(means)
        assert (field.read_as is not None) is said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "3.000"),  # the decimal mark of the language, and yet three digits
        ("fr", "3,000"),
        ("es", "1,500"),
        ("ru", "1,500"),
        ("en", "three"),
        ("en", "-"),
        ("en", "n/a"),
        ("fr", "3,00,0"),
    ],
)
def test_what_may_be_a_thousand_times_more_is_asked(language, text):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        MoneyField(required=False).clean(text)
    assert text in str(refused.value)


@pytest.mark.parametrize("text", ["18.755", "18,755", "١٨٫٧٥٥"])
def test_degrees_have_no_thousands(text):
    assert DegreesField(required=False).clean(text) == Decimal("18.755")


@pytest.mark.parametrize("text", ["3,000", "3.000", "3 000", "٣٠٠٠", "3'000"])
def test_a_count_has_no_decimals(text):
    assert WholeField(required=False).clean(text) == 3000


@pytest.mark.parametrize("text", ["1.5", "-3", "some", "n/a", "12345678901"])
def test_what_is_no_count_is_said(text):
    with pytest.raises(ValidationError):
        WholeField(required=False).clean(text)


def test_how_an_amount_was_read_is_said_once_it_is_saved(officer, people):
    filing = draft(people, "fee")
    address = reverse("desk:record_new", args=[filing.ref, "fee"]).replace("/en/", "/fr/", 1)
    answer = officer.send(address, **ENTERED | {"low": "3.000", "high": "4 500,50"})
    [one] = observed(filing)
    assert (one.values["low"], one.values["high"]) == (3000, Decimal("4500.5"))
    page = officer.get(answer.url).content.decode()
    assert len(re.findall(r"«\s?3\.000\s?»|“3\.000”", page)) == 1
