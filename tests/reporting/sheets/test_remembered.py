"""What was said of hidden columns, rows and sheets holds for the next file of the organisation."""

import xlsxwriter

from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import staged
from tests.reporting.sheets.test_answered import answer


def quarter(path, number, *, column="E", heading="Contrôle interne", label="À vérifier"):
    """A quarter with a hidden column beside its months and a hidden row below its nationalities."""
    months = ["janvier février mars", "avril mai juin"][number - 1].split()
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(f"T{number} 2024")
        page.write(0, 0, "Migrants objet d'un trafic, 2024")
        page.write_row(1, 0, ["Nationalité", *months, heading])
        for row, country in enumerate(("Niger", "Mali", "Tchad"), 2):
            page.write_row(row, 0, [country, 1, 2, 3, 9])
        page.write_row(5, 0, [label, 4, 4, 4, 4])
        page.set_row(5, None, None, {"hidden": True})
        page.set_column(f"{column}:{column}", None, None, {"hidden": True})
    return path


def hidden(file):
    return [one.key for one in opened(file).questions if one.kind == "hidden"]


def taken(niger, path, answer_of="leave_out"):
    file = staged(niger, path)
    file = answer(file, niger, **dict.fromkeys(hidden(file), answer_of))
    open_now = {one.key: "leave_out" for one in opened(file).questions}
    file = answer(file, niger, **open_now)
    assert not opened(file).open, opened(file).open
    return take_over(file=file, by=niger.officer)


def test_what_is_hidden_is_not_asked_again_in_the_next_quarter(niger, tmp_path):
    taken(niger, quarter(tmp_path / "1.xlsx", 1))
    file = staged(niger, quarter(tmp_path / "2.xlsx", 2))
    assert hidden(file) == []
    said = {one.asked.place: one.said for one in opened(file).answered if not one.on_sheet}
    assert (said["T2 2024!E"], said["T2 2024!6"]) == ("leave_out", "leave_out")


def test_another_heading_or_another_place_is_asked(niger, tmp_path):
    taken(niger, quarter(tmp_path / "1.xlsx", 1))
    file = staged(niger, quarter(tmp_path / "2.xlsx", 2, column="D"))
    assert hidden(file) == ["hidden|T2 2024!D"]
    file = staged(niger, quarter(tmp_path / "3.xlsx", 2, label="Autre chose"))
    assert hidden(file) == ["hidden|T2 2024!6"]


def test_another_organisation_is_asked(niger, mali, tmp_path):
    taken(niger, quarter(tmp_path / "1.xlsx", 1))
    file = staged(mali, quarter(tmp_path / "2.xlsx", 2))
    assert len(hidden(file)) == 2
