"""Boys and girls beside men and women, from the sheet to the filing, and said by a person."""

import xlsxwriter

from cairn.reporting.sheets.correcting import correct_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import staged

TOTAL = "smuggled_detected|"


def by_post(path, *heads):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("mai 2024")
        page.write(0, 0, "Migrants objet d'un trafic, détectés, mai 2024")
        page.write_row(2, 0, ["Poste", *heads, "Total"])
        for at, row in enumerate([[4, 2, 3, 1, 10], [3, 2, 1, 0, 6], [7, 4, 4, 1, 16]], 3):
            page.write_row(at, 0, [["Rosso", "Diama", "Total"][at - 3], *row])
    return path


def test_children_and_adults_are_filed_apart_and_nothing_is_lost(niger, tmp_path):
    file = staged(niger, by_post(tmp_path / "a.xlsx", "Hommes", "Femmes", "Garçons", "Filles"))
    assert dict(opened(file).open) == {}
    [filing] = take_over(file=file, by=niger.officer).filings
    counts = {(one.sex, one.age_group, one.place): one.value for one in filing.counts.all()}
    assert counts["male", "adult", "Rosso"] == 4
    assert counts["male", "child", "Rosso"] == 3
    assert sum(counts[key] for key in counts if all(key)) == 16
    assert [one.value for one in filing.counts.all() if one.key == TOTAL] == [16]


def test_a_person_says_both_of_one_heading(niger, tmp_path):
    heads = ("Hommes adultes", "Femmes adultes", "Petits", "Petites")
    file = staged(niger, by_post(tmp_path / "a.xlsx", *heads))
    for column, sex in ((3, "male"), (4, "female")):
        file = correct_sheet(
            file=file, sheet="mai 2024", row=3, column=column, scope="cell",
            what=f"sex:{sex}+age_group:child", by=niger.officer,
        )  # fmt: skip
    now = opened(file)
    assert dict(now.open) == {}
    assert [(one.asked.written, one.said) for one in now.answered] == [
        *(("Petits", "sex|male"), ("Petits", "age_group|child")),
        *(("Petites", "sex|female"), ("Petites", "age_group|child")),
    ]
