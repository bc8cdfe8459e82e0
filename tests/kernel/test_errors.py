"""Sentences for people: templates with their values, one code for each mistake."""

import pytest

from cairn.kernel.errors import CairnError, NotFound, Refused, allowed
from cairn.kernel.languages import LANGUAGES, direction
from cairn.kernel.text import Message, noop


class TooManyShips(CairnError):
    text = noop("There are %(ships)s ships in %(port)s.")


class NotToday(Refused):
    text = noop("Not today.")


def test_an_error_is_its_sentence_and_keeps_its_values():
    error = TooManyShips(ships=3, port="Pozzallo")
    assert str(error) == "There are 3 ships in Pozzallo."
    assert error.values == {"ships": 3, "port": "Pozzallo"}


def test_a_sentence_without_its_values_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        TooManyShips(ships=3)


def test_the_code_is_the_name_of_the_class():
    assert TooManyShips(ships=1, port="").code == "too_many_ships"
    assert NotFound().code == "not_found"


def test_a_check_can_be_asked_as_a_question():
    def check(day):
        if day != "monday":
            raise NotToday

    assert allowed(check, "monday")
    assert not allowed(check, day="friday")


def test_a_question_hides_no_other_mistake():
    def broken():
        raise TooManyShips(ships=1, port="")

    with pytest.raises(TooManyShips):
        allowed(broken)


@pytest.mark.parametrize(("n", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows")])
def test_a_sentence_with_a_number_has_its_forms(n, said):
    assert str(Message("%(n)s row", "%(n)s rows", n)) == said


def test_arabic_is_written_from_right_to_left():
    assert {tag for tag in LANGUAGES if direction(tag) == "rtl"} == {"ar"}
    assert direction("ar-EG") == direction("FA") == "rtl"
    assert direction("en") == direction("zh-Hant") == "ltr"
