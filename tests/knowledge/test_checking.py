"""What several kinds refuse in the same way."""

import pytest

from cairn.kernel.errors import CairnError
from cairn.knowledge import checking
from cairn.knowledge.checking import check_languages, check_obligations, check_state
from cairn.reference.countries import Kind, countries, invented_states

INVENTED = sorted(invented_states())[0]
SPECIAL = sorted(code for code, one in countries().items() if one.kind is Kind.SPECIAL)


def refused(check, *args, **kwargs):
    with pytest.raises(CairnError) as error:
        check(*args, **kwargs)
    return error.value.code


@pytest.mark.parametrize("invented", [False, True])
def test_a_state_is_known_and_an_invented_one_says_so(invented):
    check_state("ESP", invented=invented)
    check_state(INVENTED, invented=True)
    assert refused(check_state, INVENTED, invented=False) == "not_marked"
    for code in ("", "es", "ESPX", "OOO"):
        assert refused(check_state, code, invented=invented) == "no_such_state"


@pytest.mark.parametrize("code", SPECIAL)
def test_a_body_of_several_states_passes_only_where_it_may(code):
    check_state(code, invented=False, special=True)
    assert refused(check_state, code, invented=False) == "no_such_state"


def test_each_of_many_is_looked_at():
    check_obligations([])
    check_obligations(["som-6-1-a"])
    assert refused(check_obligations, ["som-6-1-a", "som-99"]) == "no_such_obligation"
    check_languages(["en", "pt-BR", "zh-Hant-TW"])
    for tag in ("", "English", "EN", "en_GB", "en\n"):
        assert refused(check_languages, ["en", tag]) == "no_language"


def test_a_long_wrong_value_is_cut_in_its_sentence():
    with pytest.raises(checking.NoSuchState) as error:
        check_state("X" * 10_000, invented=False)
    assert len(str(error.value)) < 200


def test_what_describes_something_has_a_title_and_a_source():
    checking.check_described(("a",), ("b",))
    assert refused(checking.check_described, (), ("b",)) == "no_title"
    assert refused(checking.check_described, ("a",), ()) == "no_source"
