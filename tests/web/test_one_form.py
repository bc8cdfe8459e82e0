"""One form per language: periods on pages, in drawings, in examples and in what fields accept; the
letters of a treaty, the form of address and the colon.

of01 a drawing calls a quarter and a half-year as every page does
of02 every example of a period is read by the field beside it, in each language
of03 Explore shows a period in its field as the page writes it, and reads it in any language
of04 the letters of article 10 are Arabic in Arabic
of05 Arabic addresses one person everywhere, and nobody in the plural
of06 between a thing and what is said of it French has a narrow space
"""

import re
import sys

import pytest
from django.conf import settings
from django.utils.translation import override

from cairn.figures.charts.words import TEXTS, Words
from cairn.kernel.dates import Period
from cairn.kernel.languages import LANGUAGES
from cairn.reporting.sheets.meaning import period_said
from cairn.web import numbers
from cairn.web.desk.observing.fields import span_of
from cairn.web.desk.observing.words import article_words
from cairn.web.explore.filters import _in_words
from cairn.web.explore.reading import _as_written
from cairn.web.say import paired
from cairn.web.templatetags.cairn_numbers import such_as

sys.path.insert(0, str(settings.REPOSITORY / "tools"))

import catalogues as held

# Words that end as the plural "your" does, and are none.
NO_ADDRESS = {
    *("كم", "وكم", "الحكم", "للحكم", "بالحكم", "يحكم", "بحكم", "حكم"),
    *("المحاكم", "محكم", "والحكم"),
}
PLURAL_ADDRESS = {"اختاروا", "انظروا", "اكتبوا", "اقرؤوا", "اسألوا", "أنتم", "ترون", "تقرؤون"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_of01_a_drawing_calls_a_quarter_as_pages_do(language):
    words = Words(language, TEXTS, "", "", "", "", **numbers.in_drawings(language))
    for period in map(Period.parse, ("2024-Q1", "2019-Q4", "2024-H1", "2019-H2")):
        assert words.period(period) == numbers.period(period, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_of02_what_is_shown_as_an_example_is_read(language):
    quarter, month = Period.parse("2024-Q1"), Period.parse("2024-01")
    with override(language):
        for period in (quarter, month):
            shown = such_as(str(period))
            assert period_said(shown)[1] == str(period)
            assert _as_written(shown) == str(period)
            assert (span_of(shown).earliest, span_of(shown).latest) == (period.first, period.last)


def test_of03_explore_writes_and_reads_a_quarter_in_any_language():
    for language in LANGUAGES:
        with override(language):
            assert _in_words(Period.parse("2023-Q3")) == such_as("2023-Q3")
            assert _in_words(Period.parse("2015..2018")) == "2015..2018"
            for other in LANGUAGES:  # an address that was written in another one
                shown = numbers.period(Period.parse("2023-Q3"), other)
                assert _as_written(shown) == "2023-Q3"


def test_of04_letters_of_a_treaty_are_those_of_its_text(catalogues):
    for language, letters in (("en", "abcdef"), ("ar", ["أ", "ب", "ج", "د", "هـ", "و"])):
        with override(language):
            for letter, written in zip("abcdef", letters, strict=True):
                assert article_words(letter).startswith(f"({written}) ")


def test_of05_arabic_addresses_one_person():
    plural = set()
    for entry in held.read("ar").entries.values():
        for word in re.findall("[\u0621-\u0652]+", " ".join(entry.forms)):
            bare = re.sub("[\u064b-\u0652]", "", word)
            if (bare.endswith("كم") and bare not in NO_ADDRESS) or bare in PLURAL_ADDRESS:
                plural.add(word)
    assert plural == set()


def test_of06_a_colon_is_that_of_the_language():
    for language, written in (("en", "A: b"), ("fr", "A\u202f: b"), ("zh", "A：b")):
        with override(language):
            assert paired("A", "b") == written
    composed = [
        f"{path.name}: {found[0]}"
        for path in (settings.REPOSITORY / "cairn/web").rglob("*.html")
        for found in re.finditer(r"(?:\}\}|</bdi>|</strong>): \{", _sentences_out(path))
    ]
    assert composed == []


def _sentences_out(path) -> str:
    """A template without its sentences: those are translated with their colons."""
    return re.sub(r"\{% blocktranslate.*?endblocktranslate %\}", "", path.read_text(), flags=re.S)
