"""What was left out of one table holds for that table, and is said when it is left out again.

RT-1 a row of the same name in another table is counted
RT-2 the same table of the next file is left aside, which is told with the number of cells
RT-3 one click takes it back
RT-4 a file with only the other table loses nothing
"""

import pytest

from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.recalled import recalled, take_back
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets import test_of_others as books
from tests.reporting.sheets.books import staged

HEADINGS = "Migrants objet d’un trafic interceptés"


@pytest.fixture
def taught(niger, tmp_path, monkeypatch):
    """Table 2, which has a row "Mali" as table 1 has, was left aside."""
    monkeypatch.setattr(books, "OTHER", [["Mali", 1, 1, 1, 3], ["Total", 1, 1, 1, 3]])
    file, [one] = books.asked(niger, books.book(tmp_path / "1.xlsx", "Passeurs arrêtés, 2022"))
    file, _wrong = answer_sheet(file=file, given={one.key: "leave_out"}, by=niger.officer)
    take_over(file=file, by=niger.officer)
    monkeypatch.undo()
    monkeypatch.setattr(books, "MONTHS", [f"2023-{month:02}" for month in range(1, 4)])
    return niger


def taken(file, world):
    [filing] = take_over(file=file, by=world.officer).filings
    rows = filing.counts.exclude(origin=None)
    return {code: sum(v for o, v in rows.values_list("origin", "value") if o == code)
            for code in rows.values_list("origin", flat=True)}  # fmt: skip


def test_rt1_a_row_of_the_same_name_in_another_table_counts(taught, tmp_path, monkeypatch):
    path = books.book(
        tmp_path / "2.xlsx", "Passeurs arrêtés, 2023", f"Tableau 1 – {HEADINGS}, 2023"
    )
    file = staged(taught, path)
    assert file.known_since
    [one] = [q for q in opened(file).questions if q.kind == "measure"]  # rows that were not there
    file, _wrong = answer_sheet(file=file, given={one.key: "leave_out"}, by=taught.officer)
    assert taken(file, taught)["MLI"] == 30


def test_rt2_rt3_what_is_left_aside_again_is_told_and_taken_back(taught, tmp_path, monkeypatch):
    monkeypatch.setattr(books, "OTHER", [["Mali", 1, 1, 1, 3], ["Total", 1, 1, 1, 3]])
    path = books.book(
        tmp_path / "2.xlsx", "Passeurs arrêtés, 2023", f"Tableau 1 – {HEADINGS}, 2023"
    )
    file = staged(taught, path)
    assert not opened(file).open
    aside = recalled(opened(file))
    assert [(one.place, one.written, one.cells) for one in aside] == [
        ("2022!10", "Mali", 4),
        ("2022!11", "Total", 4),
    ]
    file = take_back(file=file, by=taught.officer)
    assert not recalled(opened(file))
    assert [one.key for one in opened(file).questions] == ["measure|2022|1"]


def test_rt4_a_file_with_only_the_other_table_loses_nothing(niger, tmp_path, monkeypatch):
    import xlsxwriter

    def single(path, caption, year):
        with xlsxwriter.Workbook(path) as held:
            page = held.add_worksheet("Feuil1")
            page.write(0, 0, caption)
            page.write_row(1, 0, ["Nationalité", *(f"{year}-{m:02}" for m in (1, 2, 3))])
            for at, row in enumerate(books.OWN[:2], 2):
                page.write_row(at, 0, row[:4])
        return path

    from cairn.reporting.sheets.correcting import correct_sheet

    file = staged(niger, single(tmp_path / "1.xlsx", "Migrants objet d’un trafic au port", 2022))
    file = correct_sheet(
        file=file, sheet="Feuil1", row=3, column=None, scope="row", what="ignored",
        by=niger.officer,
    )  # fmt: skip
    take_over(file=file, by=niger.officer)
    file = staged(niger, single(tmp_path / "2.xlsx", "Migrants objet d’un trafic en ville", 2023))
    assert file.known_since
    assert taken(file, niger) == {"MLI": 30, "SYR": 15}
