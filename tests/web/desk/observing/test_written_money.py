"""Money as an office writes it: with the sign of its currency, or the name of the franc."""

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from cairn.reporting.observations.catalogue import KINDS
from cairn.web.desk.observing.fields import CurrencyField, MoneyField
from cairn.web.desk.observing.forms import RecordForms
from cairn.web.desk.observing.words import currency_choices


@pytest.mark.parametrize(
    "written", ["3 000 000 FCFA", "3 000 000 F CFA", "3000000 XOF", "€ 3000000"]
)
def test_the_name_of_a_currency_beside_an_amount_is_not_part_of_it(written):
    assert MoneyField().clean(written) == 3_000_000


@pytest.mark.parametrize(
    ("language", "thousands", "twofold", "meant"),
    [
        ("en", "3,000", "3.000", "3 or 3,000"),
        ("fr", "3\u202f000", "3,000", "3 ou 3\u202f000"),
        ("ar", "3,000", "3.000", "3"),
    ],
)
def test_thousands_are_read_as_the_language_writes_them(
    language, thousands, twofold, meant, catalogues
):
    with override(language):
        assert MoneyField().clean(thousands) == MoneyField().clean("3 000") == 3_000
        with pytest.raises(forms.ValidationError) as refused:
            MoneyField().clean(twofold)  # its mark is the decimal one here, and so it may be three
        assert meant in str(refused.value.messages[0])


@pytest.mark.parametrize("written", ["FCFA", "F CFA", "fcfa", "CFA"])
def test_the_franc_is_answered_with_the_two_codes_that_it_may_mean(written):
    with pytest.raises(forms.ValidationError, match="XOF in West Africa, XAF in Central"):
        CurrencyField().clean(written)


@pytest.mark.parametrize(("state", "code"), [("NER", "XOF"), ("CMR", "XAF")])
def test_the_franc_of_the_state_is_put_into_the_field_and_not_taken_silently(state, code):
    data = QueryDict("title=Camion&currency=F+CFA&typical=3000")
    forms_sent = RecordForms.sent(KINDS["fee"], data)
    assert not forms_sent.valid()
    forms_sent.propose_currency(state)
    [sentence] = forms_sent.form.errors["currency"]
    assert code in sentence
    assert f'value="{code}"' in str(forms_sent.form["currency"])
    again = QueryDict(f"title=Camion&currency={code}&typical=3000")
    assert RecordForms.sent(KINDS["fee"], again).valid()


def test_where_the_state_has_neither_both_are_named():
    forms_sent = RecordForms.sent(KINDS["fee"], QueryDict("title=Camion&currency=FCFA"))
    assert not forms_sent.valid()
    forms_sent.propose_currency("FRA")
    assert "XOF in West Africa, XAF in Central" in str(forms_sent.form.errors["currency"])


def test_the_currency_of_the_state_is_offered_first():
    assert currency_choices("fr", "MLI")[0][0] == "XOF"
