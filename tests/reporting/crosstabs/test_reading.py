"""Cross-tabs read as they are proposed: small sheets, each with a habit of their makers."""

from datetime import date

import pytest

from cairn.kernel.cells import Cell
from cairn.reporting.reading.crosstabs.accounting import Class
from cairn.reporting.reading.crosstabs.layout import Role
from cairn.reporting.reading.crosstabs.questions import WORD_ANSWERS, Kind
from tests.reporting.crosstabs.making import codes, counted, read, sheet


def of(reading, **dims):
    """The numbers for these dimensions, by period."""
    return {
        f"{cell.span.earliest:%Y-%m}": cell.value
        for cell in reading.cells
        if cell.value is not None and dims.items() <= cell.dims.items()
    }


def test_nationalities_down_and_months_across_take_the_year_from_the_title():
    reading, _, proposals = read(
        sheet("""
            Situation des migrants, année 2024
            Nationalité | janv. | févr. | Total
            Maliens | 1 | 2 | 3
            Sénégalaises | 4 | 5 | 9
            TOTAL | 5 | 7 | 12
        """)
    )
    assert of(reading, origin="MLI") == {"2024-01": 1, "2024-02": 2}
    assert of(reading, origin="SEN") == {"2024-01": 4, "2024-02": 5}
    assert all(total.closes for total in reading.reconciled)
    assert len(reading.reconciled) == 5
    because = {remark.because for remark in proposals[0].remarks}
    assert "The title says %(written)r, and no heading names another year." in because


def test_two_rows_of_merged_headings_and_totals_within_each_group():
    reading, _, _ = read(
        sheet(
            """
            الجنسية | يناير 2024 | | | فبراير 2024 | |
            | ذكور | إناث | المجموع | ذكور | إناث | المجموع
            سوداني | 1 | 2 | 3 | ٤ | ٥ | 9
            إريتري | 3 | لا يوجد | 3 | 1 | 1 | 3
            المجموع | 4 | 2 | 6 | 5 | 6 | 12
            """,
            merges=("A1:A2", "B1:D1", "E1:G1"),
        )
    )
    assert of(reading, origin="SDN", sex="male") == {"2024-01": 1, "2024-02": 4}
    assert of(reading, origin="SDN", sex="female") == {"2024-01": 2, "2024-02": 5}
    wrong = [(one.row, one.column, one.stated, one.computed) for one in reading.reconciled
             if not one.closes]  # fmt: skip
    assert wrong == [(4, 6, 3, 2)]


def test_a_total_that_does_not_close_is_told_with_both_numbers_and_never_counted():
    reading, _, _ = read(
        sheet("""
            Pays | T1 2024 | T2 2024
            Mali | 10 | 20
            Togo | 1 | 2
            Total | 12 | 22
        """)
    )
    assert codes(reading) == [("total_does_not_close", 4, 1)]
    assert reading.findings[0].error.values == {"stated": 12, "computed": 11, "difference": 1}
    assert sum(counted(reading).values()) == 33
    stored = reading.findings[0].as_json()
    assert stored == {"sheet": "Feuil1", "row": 4, "column": 1, "code": "total_does_not_close",
                      "warning": False}  # fmt: skip


@pytest.mark.parametrize("region", ["Afrique de l'Ouest", "غرب أفريقيا", "West Africa"])
def test_a_region_with_the_sums_of_its_countries_is_a_subtotal(region):
    reading, layout, _ = read(
        sheet(f"""
            2024
            Nationalité | janv | févr
            {region} | 30 | 12
            Mali | 10 | 7
            Sénégal | 20 | 5
            Asie du Sud | 6 | 5
            Inde | 1 | 2
            Pakistan | 5 | 3
            TOTAL | 36 | 17
        """)
    )
    roles = {line.at: line.role for line in layout.sheets[0].blocks[0].rows}
    assert [roles[3], roles[6], roles[9]] == [Role.SUBTOTAL, Role.SUBTOTAL, Role.TOTAL]
    assert sum(counted(reading).values()) == 53
    assert all(one.closes for one in reading.reconciled)


def test_a_grand_total_closes_with_its_parts_even_where_a_subtotal_does_not():
    reading, _, _ = read(
        sheet("""
            2024
            Poste | janv | févr
            Rosso | 1 | 2
            Diama | 3 | 4
            Sous-total | 5 | 6
            Kidira | 5 | 6
            Moussala | 7 | 8
            Sous-total | 12 | 14
            Total général | 16 | 20
        """)
    )
    assert codes(reading) == [("total_does_not_close", 5, 1)]


def test_headings_between_the_rows_say_what_the_rows_below_are():
    reading, _, _ = read(
        sheet("""
            Interpellés 2024
            Nationalité | T1 | T2
            Hommes
            Mali | 1 | 2
            Femmes
            Mali | 5 | 6
            Total | 6 | 8
        """)
    )
    assert of(reading, origin="MLI", sex="male") == {"2024-01": 1, "2024-04": 2}
    assert of(reading, origin="MLI", sex="female") == {"2024-01": 5, "2024-04": 6}
    assert {cell.measure for cell in reading.cells} == {"apprehended"}


def test_a_quarter_among_its_months_is_a_sum_without_being_called_one():
    reading, _, _ = read(
        sheet("""
            2024
            Nationalité | janv | févr | mars | T1 | avr
            Mali | 1 | 2 | 3 | 6 | 5
            Togo | 4 | 5 | 6 | 15 | 5
        """)
    )
    assert sum(counted(reading).values()) == 31


def test_blocks_below_and_beside_each_other_are_read_apart():
    reading, layout, _ = read(
        sheet("""
            2024 | | | | |
            Pays | janv | | Poste | janv
            Mali | 1 | | Rosso | 3
            Togo | 2 | | Diama | 4

            Pays | févr | | |
            Mali | 5 | | |
            Togo | 6 | | |
        """)
    )
    assert len(layout.sheets[0].blocks) == 3
    assert of(reading, origin="MLI") == {"2024-01": 1, "2024-02": 5}
    assert of(reading, place="Diama") == {"2024-01": 4}


@pytest.mark.parametrize(
    ("word", "likely", "because"),
    [
        ("n.d.", "not_available", "is not available"),
        ("s.d.", "not_available", "is not available"),
        ("..", "not_available", "is not available"),
        ("…", "not_available", "is not available"),
        ("н/д", "not_available", "is not available"),
        ("n/a", "not_available", "or that it does not apply"),
        ("s.o.", "not_applicable", "that it does not apply"),
        ("n.r.", "not_recorded", "nothing was recorded"),
        ("–", "not_recorded", "may mean zero"),
        ("?", "not_recorded", "stands where a number would stand"),
    ],
)
def test_a_word_is_explained_as_it_is_used(word, likely, because):
    rows = f"Pays | 2023 | 2024\nMali | 5 | {word}\nTogo | 4 | 3"
    reading, _, _ = read(sheet(rows))
    [asked] = reading.questions
    assert (asked.candidates[0], set(asked.candidates)) == (likely, set(WORD_ANSWERS))
    assert because in asked.because
    again, _, _ = read(sheet(rows), answers={"words": {asked.written: "not_available"}})
    assert [one.missing for one in again.cells if one.value is None] == [Cell.NOT_RECORDED]


def test_a_word_is_asked_once_for_the_whole_file():
    first = sheet("""
        Pays | 2023 | 2024
        Mali | RAS | ND
        Togo | ND | 3
    """)
    second = sheet(
        """
        Pays | 2021 | 2022
        Mali | nd |
        Togo | néant | 3
        """,
        name="Avant",
    )
    reading, _, _ = read(first, second)
    asked = {question.written: question for question in reading.questions}
    assert set(asked) == {"ras", "nd", "", "néant"}
    assert asked["nd"].times == 3
    assert asked["ras"].candidates[0] == "zero"
    assert asked["nd"].candidates[0] == "not_available"
    assert "not available" in asked["nd"].because
    zeros = [cell for cell in reading.cells if cell.kind is Class.ZERO]
    assert [cell.value for cell in zeros] == [0, 0]

    said = {"words": {"ras": "zero", "néant": "not_recorded", "nd": "withheld", "": "zero"}}
    reading, _, _ = read(first, second, answers=said)
    assert not [one for one in reading.questions if one.kind is Kind.WORD]
    missing = {cell.as_written: cell.missing for cell in reading.cells if cell.missing}
    assert missing == {"ND": Cell.WITHHELD, "nd": Cell.WITHHELD, "néant": Cell.NOT_RECORDED}


@pytest.mark.parametrize(
    ("written", "number"),
    [("12*", 12), ("12¹", 12), ("1 234 (2)", 1234), ("1\u202f204**", 1204), ("٤٢¹", 42),
     ("1.234", 1234), ("1,234", 1234), ("12 (p)", 12)],
)  # fmt: skip
def test_marks_of_footnotes_and_separators_leave_the_number(written, number):
    reading, _, _ = read(sheet(f"Pays | 2023 | 2024\nMali | {written} | 7\nTogo | 5 | 6"))
    assert of(reading, origin="MLI") == {"2023-01": number, "2024-01": 7}
    warnings = [finding.code for finding in reading.findings]
    marked = not written.replace(".", "").replace(",", "").isdecimal()
    assert warnings == (["footnote_mark"] if marked else [])


def test_a_fraction_of_a_person_is_a_finding():
    reading, _, _ = read(sheet("Pays | 2023 | 2024\nMali | 1 234,5 | 7\nTogo | 5 | 6"))
    assert codes(reading) == [("fractional_count", 2, 1)]


def test_both_marks_of_decimals_in_one_file_are_asked_about():
    text = "Pays | 2022 | 2023 | 2024\nMali | 1.234,50 | 7 | 1,234\nTogo | 1,234.50 | 6 | 5"
    reading, _, _ = read(sheet(text))
    [question] = [one for one in reading.questions if one.kind is Kind.DECIMAL]
    assert question.candidates == (".", ",")
    reading, _, _ = read(sheet(text), answers={"decimal": "."})
    assert of(reading, origin="MLI") == {"2023-01": 7, "2024-01": 1234}


def test_names_that_may_mean_several_are_asked_and_count_after_the_answer():
    page = sheet("""
        Nationalité | 2023 | 2024
        Congolais | 1 | 2
        Maliens | 3 | 4
    """)
    reading, _, _ = read(page)
    [question] = reading.questions
    assert (question.kind, question.written) == (Kind.COUNTRY, "Congolais")
    assert set(question.candidates) == {"COG", "COD"}
    assert codes(reading) == [("unknown_meaning", 2, 0)]
    assert sum(counted(reading).values()) == 7
    reading, _, _ = read(page, answers={"countries": {"Congolais": "COD"}})
    assert of(reading, origin="COD") == {"2023-01": 1, "2024-01": 2}
    assert not reading.questions


def test_two_tables_with_the_same_headings_are_asked_what_each_counts():
    reading, _, _ = read(
        sheet("Pays | 2023\nMali | 1\nTogo | 4\n\nPays | 2023\nMali | 7\nTogo | 8")
    )
    assert [one.kind for one in reading.questions] == [Kind.CONSTANT]


def test_what_is_hidden_is_asked_about_and_counts_only_when_somebody_says_so():
    page = sheet(
        "Pays | 2022 | 2023\nMali | 1 | 2\nTogo | 4 | 5\nBénin | 6 | 7\nTotal | 5 | 7",
        hidden_rows=(4,),
        hidden_columns=(2,),
    )
    reading, _, _ = read(page)
    assert {one.key for one in reading.questions} == {"Feuil1!4", "Feuil1!C"}
    assert sum(counted(reading).values()) == 5
    assert reading.accounting.total(Class.HIDDEN) == 7
    assert [(one.row, one.column, one.closes) for one in reading.reconciled] == [(5, 1, True)]
    said = {"hidden": {"Feuil1!4": "count", "Feuil1!C": "leave_out"}}
    reading, _, _ = read(page, answers=said)
    assert sum(counted(reading).values()) == 11
    assert codes(reading) == [("total_does_not_close", 5, 1)]


def test_a_total_that_is_right_only_with_what_is_hidden_says_so():
    page = sheet("Pays | 2022\nMali | 1\nTogo | 4\nBénin | 6\nTotal | 11", hidden_rows=(4,))
    reading, _, _ = read(page)
    assert codes(reading) == [("total_counts_hidden", 5, 1)]


def test_a_hidden_sheet_counts_nothing_until_somebody_says_so():
    page = sheet("Pays | 2022\nMali | 1", name="base", hidden=True)
    reading, _, _ = read(page)
    assert not reading.cells
    assert [one.key for one in reading.questions] == ["base"]
    reading, _, _ = read(page, answers={"hidden": {"base": "count"}})
    assert sum(counted(reading).values()) == 1


def test_a_number_in_merged_cells_belongs_to_none_of_them():
    reading, _, _ = read(sheet("Pays | 2022 | 2023\nMali | 9 |\nTogo | 1 | 2", merges=("B2:C2",)))
    assert codes(reading) == [("merged_number", 2, 1)]
    assert sum(counted(reading).values()) == 3


def test_rows_without_a_label_numbers_outside_and_texts_among_numbers_are_told():
    reading, _, _ = read(
        sheet("""
            Pays | 2022 | 2023
            Mali | 1 | beaucoup
            | 4 | 5
            Togo | 6 | 7




            | | | | 77
        """)
    )
    assert codes(reading) == [
        ("text_for_number", 2, 2), ("no_label", 3, None), ("stray_number", 9, 4),
    ]  # fmt: skip


def test_averages_shares_remarks_and_numbers_of_rows_are_not_counted():
    reading, _, _ = read(
        sheet("""
            N° | Pays | 2022 | 2023 | Var. % | Observations
            1 | Mali | 10 | 20 | 100,0 | hausse
            2 | Togo | 30 | 40 | 33,3 |
            Total | | 40 | 60 | |
            Moyenne mensuelle | | 3,3 | 5,0 | |
        """)
    )
    assert sum(counted(reading).values()) == 100
    assert all(one.closes for one in reading.reconciled)
    assert not reading.findings


def test_a_list_with_one_number_in_each_row_is_read_too():
    reading, _, _ = read(
        sheet("""
            Année | Mois | Nationalité | Nombre
            2024 | janvier | Mali | 4
            2024 | février | Mali | 5
            2023 | janvier | Togo | 6
        """)
    )
    assert of(reading, origin="MLI") == {"2024-01": 4, "2024-02": 5}
    assert of(reading, origin="TGO") == {"2023-01": 6}


def test_a_misspelt_total_is_never_counted():
    reading, _, _ = read(sheet("País | 2022 | 2023\nMali | 1 | 2\nTogo | 4 | 5\nToal | 5 | 7"))
    assert sum(counted(reading).values()) == 12


def test_months_without_any_year_are_asked_and_a_year_to_come_is_a_finding():
    page = "Pays | janv | févr\nMali | 1 | 2\nTogo | 3 | 4"
    reading, _, proposals = read(sheet(page))
    assert [one.kind for one in proposals[0].questions] == [Kind.PERIOD]
    assert not counted(reading)
    assert {code for code, *_ in codes(reading)} == {"no_period"}
    reading, _, _ = read(sheet("Année 2031\n" + page))
    assert {code for code, *_ in codes(reading)} == {"period_in_future"}


def test_of_several_years_in_a_title_none_is_taken():
    reading, _, proposals = read(
        sheet("Campagne 2023/2024\nPays | janv | févr\nMali | 1 | 2\nTogo | 3 | 4")
    )
    assert not counted(reading)
    [question] = [one for one in proposals[0].questions if one.kind is Kind.PERIOD]
    assert question.written == "Campagne 2023/2024"


def test_dates_of_a_spreadsheet_across_are_months():
    page = sheet("Pays | a | b\nMali | 1 | 2\nTogo | 3 | 4")
    dated = (("Pays", date(2024, 1, 1), date(2024, 2, 1)), *page.rows[1:])
    reading, _, _ = read(type(page)(page.name, dated))
    assert of(reading, origin="MLI") == {"2024-01": 1, "2024-02": 2}
