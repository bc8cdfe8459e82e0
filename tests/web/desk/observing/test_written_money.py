"""Money as an office writes it: with the sign of its currency, or the name of the franc."""

import pytest
from django import forms

from cairn.web.desk.observing.fields import CurrencyField, MoneyField


@pytest.mark.parametrize(
    "written", ["3 000 000 FCFA", "3 000 000 F CFA", "3000000 XOF", "€ 3000000"]
)
def test_the_name_of_a_currency_beside_an_amount_is_not_part_of_it(written):
    assert MoneyField().clean(written) == 3_000_000


@pytest.mark.parametrize("written", ["FCFA", "F CFA", "fcfa", "CFA"])
def test_the_franc_is_answered_with_the_two_codes_that_it_may_mean(written):
    with pytest.raises(forms.ValidationError, match="XOF in West Africa, XAF in Central"):
        CurrencyField().clean(written)
