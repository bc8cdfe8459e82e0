"""Words behind numbers, signs between the members of lists."""

import pytest
from django.utils.translation import override

from cairn.kernel.cells import Cell
from cairn.reference.countries import name_of
from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.definitions import sections
from cairn.web.say import say
from cairn.web.units import in_words, unit_behind
from tests.reporting.filings.doing import drafted
from tests.web.desk.filing.conftest import form_of, page_of, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("n", "unit"), [(7, "أشخاص"), (40, "شخصا"), (2200, "شخص")])
def test_behind_a_number_the_unit_has_the_form_that_arabic_wants(niger, n, unit):
    filing = drafted(niger.people, value=n)
    page = text_of(niger.officer.get(page_of("filing", filing).replace("/en/", "/ar/")))
    assert f'</span> <span class="soft">{unit}</span>' in page


@pytest.mark.parametrize(("n", "words"), [(1, "شخص واحد"), (2, "شخصان")])
def test_one_and_two_are_said_by_the_arabic_word_alone(niger, n, words):
    filing = drafted(niger.people, value=n)
    page = text_of(niger.officer.get(page_of("filing", filing).replace("/en/", "/ar/")))
    assert f'<p class="total-shown"><span>{words}</span></p>' in page
    with override("ar"):
        assert (in_words("people", n), in_words("people", 3)) == (words, "3 أشخاص")
    with override("fr"):
        assert in_words("people", n).startswith(f"{n} ")


def test_every_unit_of_a_filing_has_forms(db):
    units = {one.unit for part in sections().values() for one in part.measures.values()}
    with override("ar"):
        for unit in units:
            assert len({unit_behind(unit, n) for n in (1, 2, 3, 11)}) >= 3, unit
            assert unit_behind(unit, Cell.NOT_RECORDED) == say(unit)


@pytest.mark.parametrize(("language", "sign"), [("en", ", "), ("ar", "، "), ("zh", "，")])
def test_lists_are_written_with_the_comma_of_the_language(niger, language, sign):
    filing = drafted(niger.people)
    address = page_of("filing_return", filing).replace("/en/", f"/{language}/")
    page = text_of(niger.officer.get(address))
    assert f"{name_of('NER', language)}{sign}" in page


def test_a_reference_is_kept_from_turning_in_a_sentence_from_right_to_left(niger):
    filing = drafted(niger.people)
    address = page_of("filing", filing).replace("/en/", "/ar/")
    assert f"\u2068{filing.ref}\u2069" in text_of(niger.officer.get(address))
    check = page_of("filing_check", filing).replace("/en/", "/ar/")
    answer = niger.officer.post(check, form_of(niger.officer, check) | {"act": "submit"})
    assert f"\u2068{filing.ref}\u2069" in text_of(niger.officer.get(answer.url))


@pytest.mark.parametrize(("language", "sign"), [("en", ": "), ("fr", "\u202f: "), ("zh", "：")])
def test_a_colon_is_written_as_the_language_wants_it(niger, language, sign):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    address = page_of("filing", filing).replace("/en/", f"/{language}/")
    page = niger.officer.get(address).content.decode()
    assert f"</time>{sign}" in page
