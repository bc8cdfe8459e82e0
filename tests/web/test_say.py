"""Sentences of pure code in the language of the person, with values that cannot disturb them."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cairn.formats.errors import FractionalCount
from cairn.kernel.dates import Period
from cairn.kernel.errors import CairnError, NotFound
from cairn.kernel.text import Message
from cairn.reference.countries import OneOf
from cairn.reporting.reading.errors import UncertainCountry
from cairn.web.say import say


class Misread(CairnError):
    text = "Row %(row)s: %(value)r is not a date."


class Waiting(CairnError):
    text = "%(what)s waits since %(since)s, for %(period)s."


def test_an_error_is_said_with_its_values():
    assert say(Misread(row=1204, value="1 March")) == "Row 1204: '1 March' is not a date."


def test_numbers_choose_the_form_and_are_written_with_separators():
    message = Message("%(n)s row", "%(n)s rows", 18211)
    assert say(message) == "18,211 rows"
    assert say(Message("%(n)s row", "%(n)s rows", 1)) == "1 row"
    assert say(Message("%(n)d row", "%(n)d rows", 18211)) == "18211 rows"


def test_dates_and_sentences_inside_a_sentence_are_said_too():
    inner = Message("%(n)s file", "%(n)s files", 2)
    error = Waiting(what=inner, since=date(2026, 3, 1), period=Period.parse("2015-Q3"))
    assert say(error) == "2 files waits since 1 Mar 2026, for Q3 2015."


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_every_language_says_something(language):
    with override(language):
        assert say(NotFound())
        assert say("") == ""


def test_foreign_text_is_isolated_from_right_to_left_only():
    error = Misread(row=1, value="2015-13")
    with override("ar"):
        assert "\u2068«2015-13»\u2069" in say(error)
    assert "\u2068" not in say(error)


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("fr", "«\u202fRAS\u202f»", "«\u202f195,5\u202f»"),
        ("ru", "«RAS»", "«195,5»"),
        ("zh", "“RAS”", "“195.5”"),
    ],
)
def test_foreign_text_and_decimals_are_written_as_the_language_does(language, text, number):
    with override(language):
        assert text in say(Misread(row=1, value="RAS"))
        assert number in say(FractionalCount(value=195.5))


@given(value=st.text(max_size=40), language=st.sampled_from(["ar", "en"]))
def test_no_value_breaks_a_sentence(value, language):
    with override(language):
        assert say(Misread(row=3, value=value))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", "Congo / Democratic Republic of the Congo"),
        ("es", "Congo / República Democrática del Congo"),
        ("fr", "Congo / République démocratique du Congo"),
        ("ru", "Конго / Демократическая Республика Конго"),
        ("zh", "刚果 / 刚果民主共和国"),
        ("ar", "الكونغو / جمهورية الكونغو الديمقراطية"),
    ],
)
def test_countries_inside_a_sentence_are_named_in_the_language_of_the_reader(language, names):
    error = UncertainCountry(value="Kongo", candidates=OneOf(("COG", "COD")))
    with override(language):
        assert names in say(error)
    assert "Congo / Democratic Republic of the Congo" in str(error)


class DoesNotClose(CairnError):
    text = "Row %(row)s: %(stated)s against %(computed)s, difference %(difference)s."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Row 1204: 12,500 against 13,000, difference -500."),
        ("fr", "Row 1204: 12\u202f500 against 13\u202f000, difference -500."),
        ("es", "Row 1204: 12.500 against 13.000, difference -500."),
    ],
)
def test_numbers_of_people_in_a_warning_have_the_separators_of_the_language(language, words):
    problem = DoesNotClose(row=1204, stated=12500, computed=13000, difference=-500)
    with override(language):
        assert say(problem).replace("\N{MINUS SIGN}", "-") == words
