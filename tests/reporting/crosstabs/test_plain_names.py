"""A country by its plain name: taken where one State alone has it, asked where two do."""

import pytest

from cairn.reference.names import plain_name
from tests.reporting.crosstabs.making import read, sheet


@pytest.mark.parametrize(
    "name", ["Guinée", "guinea", "Гвинея", "غينيا", "几内亚", "Guinée / غينيا"]
)
def test_a_name_that_one_state_alone_has_is_taken_and_can_be_said_anew(name):
    page = sheet(f"Pays | 2022\nMali | 1\n{name.replace(' / ', '/')} | 7\nTogo | 2")
    reading, _, _ = read(page)
    assert not reading.questions
    assert {cell.dims["origin"] for cell in reading.cells} == {"MLI", "GIN", "TGO"}
    [shown] = reading.answered
    assert set(shown.candidates) >= {"GIN", "GNB", "GNQ"}
    written = shown.written
    reading, _, _ = read(page, answers={"countries": {written: "GNQ"}})
    assert {cell.dims["origin"] for cell in reading.cells} == {"MLI", "GNQ", "TGO"}


@pytest.mark.parametrize(
    "name",
    ["Congo", "Corée", "Guiné", "Korea", "Конго", "كوريا", "刚果", "Îles Vierges", "Guinéens"],
)
def test_a_name_that_two_have_is_asked(name):
    assert plain_name(name) is None
    reading, _, _ = read(sheet(f"Pays | 2022\nMali | 1\n{name} | 7\nTogo | 2"))
    assert [one.written for one in reading.questions] == [name]
    assert {cell.dims.get("origin") for cell in reading.cells} == {"MLI", "TGO", None}


@pytest.mark.parametrize("name", ["Soudan", "Samoa", "Niger", "Dominique"])
def test_a_name_of_which_only_a_longer_one_reminds_was_never_asked(name):
    reading, _, _ = read(sheet(f"Pays | 2022\nMali | 1\n{name} | 7\nTogo | 2"))
    assert not reading.questions
    assert not reading.answered
