"""Rows of regions right below the headings, and what a hidden column says of the year."""

import pytest

from tests.reporting.crosstabs.making import counted, read, sheet

REGIONS = """
    Étrangers détectés par nationalité et par mois{title}

    Nationalité | {quarter} | | | Total 2024 | Total
    | janv. | févr. | mars | |
    Afrique de l'Ouest
    Niger | 1 | 2 | 3 | 9 | 6
    Mali | 4 | 5 | 6 | 9 | 15
    Sous-total Afrique de l'Ouest | 5 | 7 | 9 | 18 | 21
    Afrique centrale
    Tchad | 1 | 1 | 1 | 2 | 3
    Cameroun | 2 | 0 | 1 | 2 | 3
    Sous-total Afrique centrale | 3 | 1 | 2 | 4 | 6
    TOTAL | 8 | 8 | 11 | 22 | 27
"""
MERGES = ("A3:A4", "B3:D3", "E3:E4", "F3:F4")


def regional(*, title="", quarter="1er trimestre 2025", merges=MERGES, hidden=(4,)):
    text = REGIONS.format(title=title, quarter=quarter)
    return sheet(text, merges=merges, hidden_columns=hidden)


def table(layout):
    [block] = layout.sheets[0].blocks
    return block


@pytest.mark.parametrize("merges", [MERGES, (*MERGES, "A5:F5", "A9:F9"), ("B3:D3",)])
def test_a_region_right_below_the_headings_groups_and_the_headings_are_found(merges):
    reading, layout, _ = read(regional(merges=merges))
    block = table(layout)
    roles = {line.at: line.role.value for line in block.rows}
    assert block.area.top == 3
    assert [roles[at] for at in (3, 4, 5, 9)] == ["header"] * 4
    assert {one.axis.value for one in block.meanings if one.row in (5, 9)} == {"group"}
    found = counted(reading)
    assert len(found) == 12
    assert found[("origin", "NER"), "2025-01..2025-01"] == 1
    assert found[("origin", "TCD"), "2025-03..2025-03"] == 1
    assert [one for one in reading.findings if not one.warning] == []
    assert all(one.closes for one in reading.reconciled)


def test_the_year_is_that_of_the_title_and_never_of_a_hidden_column():
    reading, _, _ = read(regional(title=", 2025", quarter="1er trimestre"))
    assert {key[-1][:4] for key in counted(reading)} == {"2025"}


@pytest.mark.parametrize("merges", [MERGES, ("A3:A4",)])
def test_a_hidden_column_alone_gives_no_year(merges):
    reading, _, proposals = read(regional(quarter="1er trimestre", merges=merges))
    assert counted(reading).keys() == set() or {key[-1] for key in counted(reading)} == {None}
    assert [one.kind.value for one in proposals[0].questions if one.kind.value == "period"]


def test_what_is_hidden_among_the_titles_gives_no_year():
    text = """
        Étrangers détectés | | | | 2024

        Nationalité | janv. | févr. | mars |
        Niger | 1 | 2 | 3 |
        Mali | 4 | 5 | 6 |
    """
    seen, _, _ = read(sheet(text))
    assert {key[-1][:4] for key in counted(seen)} == {"2024"}
    hidden, _, _ = read(sheet(text, hidden_columns=(4,)))
    assert not any(cell.span for cell in hidden.cells)


def test_a_title_over_a_table_without_headings_is_no_region():
    text = """
        Objet | Remarque
        Tableau 2
        Niger | poste | 1 | 2
        Mali | poste | 4 | 5
    """
    _, layout, _ = read(sheet(text))
    assert table(layout).area.top == 3
