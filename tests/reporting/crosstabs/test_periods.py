"""Months, quarters and years as headings write them, in the languages of the sheets."""

import pytest

from cairn.reporting.reading.crosstabs.periods import combine, find_period, lies_within, span_of

WRITTEN = {
    "2024-01": ["janv.-24", "janvier 2024", "Janv. 24", "jan/24", "يناير 2024", "جانفي 2024",
                "كانون الثاني / يناير 2024", "янв.24", "Январь 2024 г.", "enero de 2024", "01/2024",
                "2024年1月", "٠١/٢٠٢٤"],
    "--09": ["Septembre", "setiembre", "Sept.", "сентябрь", "أيلول", "9月", "شهر 9", "set."],
    "2024-Q1": ["T1 2024", "1er trimestre 2024", "1.º trimestre de 2024", "I кв. 2024", "Q1 2024",
                "الربع الأول 2024", "2024年第一季度", "Trimestre 1, 2024", "1-й квартал 2024 г."],
    "--H1": ["1er semestre", "S1", "I полугодие"],
    "2024": ["Année 2024", "سنة ٢٠٢٤", "2024 год", "2024年度", "año 2024"],
    "2024-01..2024-03": ["Jan-Mar 2024", "janvier à mars 2024"],
    "2024-01-01..2024-01-15": ["1-15 janv. 2024", "du 1er au 15 janvier 2024",
                               "01/01/2024 - 15/01/2024"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"), [(text, value) for value, texts in WRITTEN.items() for text in texts]
)
def test_a_period_is_read_as_it_is_written(text, value):
    found = find_period(text)
    assert found
    assert found.value == value


@pytest.mark.parametrize("text", ["Mali", "Total", "Postes", "12", "dont femmes", ""])
def test_other_words_are_no_period(text):
    assert find_period(text) is None


def test_of_two_years_none_is_chosen():
    for text in ("2023/2024", "2023-24", "2022, 2023"):
        found = find_period(text)
        assert (found.several, found.value) == (True, "")


def test_headings_over_each_other_make_one_period_or_contradict():
    assert combine(["2024", "--Q1", "--02"]) == ("2024-02", True)
    assert combine(["2024-03", "2024"]) == ("2024-03", True)
    assert combine(["2024-03", "2023"])[1] is False
    assert combine(["--02"]) == ("--02", True)
    assert span_of("--02") is None
    assert lies_within("2024-02", "2024-Q1")
    assert not lies_within("2024-02", "2024-02")
