"""Labels of nationalities that say "stateless" and "not known" at once, or what is no State."""

import pytest

from cairn.reporting.reading.crosstabs.words import origins_in
from tests.reporting.crosstabs.making import read, sheet

BOTH = [
    "Apatrides / non déterminée",
    "Apatrides et indéterminés",
    "Apatrides ou de nationalité inconnue",
    "Stateless or unknown",
    "Stateless/undetermined",
    "Apátridas / no determinada",
    "Apátridas ou não determinada",
    "عديمو الجنسية / غير محددة",
    "عديمو الجنسية وغير محددة",
    "Апатриды или не установлено",
    "无国籍或不明",
]


@pytest.mark.parametrize("label", BOTH)
def test_both_at_once_are_asked_with_what_they_may_mean(label):
    assert set(origins_in(label)) == {"STL", "OOO"}
    page = sheet(f"Nationalité | 2022\nMali | 1\n{label.replace('|', '/')} | 7\nTogo | 2")
    reading, _, _ = read(page)
    [asked] = reading.questions
    assert (asked.kind, asked.written) == ("country", label)
    assert asked.candidates[0] == "MXU"  # several or not known: the truest of them
    assert set(asked.candidates) == {"MXU", "STL", "OOO"}
    reading, _, _ = read(page, answers={"countries": {label: "MXU"}})
    assert not reading.questions
    assert {cell.dims["origin"] for cell in reading.cells} == {"MLI", "MXU", "TGO"}


@pytest.mark.parametrize(
    ("label", "codes"),
    [
        ("Apatrides", ("STL",)),
        ("Nationalité inconnue", ("OOO",)),
        ("Apatrides / عديمو الجنسية", ("STL",)),
        ("Other and unknown", ("OTH",)),
        ("Autres", ("OTH",)),
        ("Apatrides du Mali", ()),
        ("Inconnus de Niamey", ()),
        ("Mali", ()),
        ("et", ()),
        ("", ()),
    ],
)
def test_what_says_one_thing_or_something_else_is_no_such_label(label, codes):
    assert origins_in(label) == codes


def test_a_label_like_no_state_offers_what_is_no_states():
    reading, _, _ = read(sheet("Nationalité | 2022\nMali | 1\nTrzxq | 7\nTogo | 2"))
    [asked] = reading.questions
    assert asked.candidates == ("OOO", "STL", "MXU")
