"""Labels of nationalities that say "stateless" and "not known" at once, or what is no State."""

from dataclasses import replace

import pytest

from cairn.kernel.languages import LANGUAGES
from cairn.reference.countries import Kind, country, name_of
from cairn.reporting.filings.counts import NO_ONE_COUNTRY, is_value
from cairn.reporting.filings.definitions import section as find_section
from cairn.reporting.reading.crosstabs.words import origins_in
from cairn.reporting.sheets.taking import ORIGINS, plan
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
    assert asked.candidates[0] == "STU"  # both of them: the truest
    assert set(asked.candidates) == {"STU", "STL", "OOO"}
    reading, _, _ = read(page, answers={"countries": {label: "STU"}})
    assert not reading.questions
    assert {cell.dims["origin"] for cell in reading.cells} == {"MLI", "STU", "TGO"}


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
    assert asked.candidates == ("OOO", "STL", "STU", "MIX")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_is_filed_is_what_was_chosen_in_the_words_of_the_choice(language):
    for label in ("Apatrides / non déterminée", "Autres / non déterminée", "Trzxq"):
        reading, _, _ = read(sheet(f"Nationalité | 2022\nMali | 1\n{label} | 7\nTogo | 2"))
        [asked] = reading.questions
        shown = [name_of(code, language) for code in asked.candidates]
        filed = [ORIGINS.get(code, code) for code in asked.candidates]
        assert [name_of(code, language) for code in filed] == shown
        assert len(set(shown)) == len(set(filed)) == len(shown)
        assert all(is_value("origin", code) for code in filed)


def test_stateless_and_not_determined_together_are_filed_as_both_and_as_no_country():
    label = "Apatrides / non déterminée"
    page = sheet(f"Nationalité | 2022\nMali | 1\n{label} | 7\nTogo | 2")
    reading, layout, _ = read(page, answers={"countries": {label: "STU"}})
    section = find_section("smuggled_migrants")
    cells = [replace(cell, measure="smuggled_detected") for cell in reading.cells]
    [part] = plan(replace(reading, cells=tuple(cells)), layout, measures=section.measures).parts
    assert {one.dims["origin"]: one.value for one in part.inputs} == {"MLI": 1, "STU": 7, "TGO": 2}
    assert country("STU").kind is Kind.SPECIAL
    assert country("STU").region is None
    assert "STU" in NO_ONE_COUNTRY
