"""The day in a question, in whichever language and figures it is written.

da01  a whole date is found and taken out of the words; a law can then be shown as on it
da02  what is no whole date, or no date at all, stays among the words
da03  whatever is typed is read
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.search.days import day_in
from cairn.search.reading import read

DAY = date(2017, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "318 bis Espagne 14 mars 2017",
        "318 bis Espagne, 14 March 2017",
        "318 bis Espagne March 14th, 2017",
        "318 bis Espagne 14 de marzo de 2017",
        "318 bis Espagne 14 марта 2017 г.",
        "318 bis Espagne 14 مارس 2017",
        "318 bis Espagne ١٤ آذار ٢٠١٧",
        "2017年3月14日 318 bis Espagne",
        "318 bis Espagne 14/03/2017",
        "318 bis Espagne 03/14/2017",
        "318 bis Espagne 14.3.2017",
        "318 bis Espagne 2017-03-14",
    ],
)
def test_da01_a_whole_date_is_taken_out(text):
    on, besides = day_in(text)
    assert on == DAY
    assert besides.replace(",", "").split() == ["318", "bis", "Espagne"]


@pytest.mark.parametrize(
    "text", ["14 mars", "article 318 de 2017", "31/02/2017", "318.12.2017", "14 bis 2017"]
)
def test_da02_anything_else_stays(text):
    assert day_in(text) == (None, text)


def test_da02_a_date_alone_a_phrase_and_a_field_are_looked_for_as_they_stand():
    def asked(text):
        return read(text, naming=lambda *_: None, known=())

    assert asked("14 mars 2017").words == ("14", "mars", "2017")
    assert asked("14 mars 2017").on == DAY
    assert asked('"14 mars 2017" bateau').on is None
    assert asked("date:2017-03-14").on is None
    assert asked("date:2017-03-14").within.first == DAY


@given(st.text(max_size=80))
def test_da03_nothing_that_is_typed_breaks(text):
    on, besides = day_in(text)
    assert (on is None) <= (besides == text)
