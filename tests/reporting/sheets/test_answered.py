"""What was said of a sheet is seen again, and said anew."""

import pytest
import xlsxwriter

from cairn.reporting.reading.crosstabs.accounting import CODE, Class
from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.correcting import correct_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import settle_sheet, take_out
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import ministry, staged
from tests.reporting.sheets.test_asked_of_a_table import plain_sheet
from tests.reporting.sheets.test_way import WORDS


@pytest.fixture
def sheet(niger, tmp_path):
    return staged(niger, ministry(tmp_path / "T1-2024.xlsx"))


def said(file):
    return {one.asked.key: (one.said, one.asked.times) for one in opened(file).answered}


def answer(file, world, **given):
    file, wrong = answer_sheet(file=file, given=given, by=world.officer)
    assert not wrong
    return file


def test_answers_come_back_with_how_often_they_hold(niger, sheet):
    assert said(sheet) == {}
    file = answer(sheet, niger, **WORDS)
    assert said(file) == {
        "word|ras": ("zero", 1),
        "word|": ("not_recorded", 1),
        "word|-": ("not_recorded", 1),
    }


def test_an_answer_is_said_anew(niger, sheet):
    file = answer(answer(sheet, niger, **WORDS), niger, **{"word|ras": "withheld"})
    [filing] = take_over(file=file, by=niger.officer).filings
    february = "smuggled_detected|2024-02-01..2024-02-29|origin=MLI"
    assert filing.counts.get(key=february).no_value == "withheld"


def test_a_country_is_said_anew_and_left_out_for_good(niger, tmp_path):
    people = {"Atlantide": [1, 2, 3], "Niger": [1, 2, 3], "Mali": [4, 5, 6], "Soudan": [1, 1, 1]}
    file = staged(niger, ministry(tmp_path / "a.xlsx", people))
    file = answer(file, niger, **{"country|Atlantide": "Tchad"})
    assert said(file)["country|Atlantide"] == ("TCD", 1)
    file = answer(file, niger, **{"country|Atlantide": "leave_out"})
    assert said(file)["country|Atlantide"][0] == "leave_out"
    now = opened(file)
    assert dict(now.open) == {"aside": 1}  # nothing asks about it a second time, but why
    reasons = {now.aside.key: "No State."}
    file = settle_sheet(file=file, reasons=reasons, by=niger.officer)
    codes = now.reading.codes["T1 2024"]
    width = now.sheets[0].width
    assert [codes[4 * width + at] for at in (1, 2, 3)] == [CODE[Class.IGNORED]] * 3
    [filing] = take_over(file=file, by=niger.officer).filings
    assert not filing.counts.filter(origin="TCD").exists()


def test_the_number_and_the_time_of_a_table_are_said_anew(niger, tmp_path):
    file = staged(niger, plain_sheet(tmp_path / "a.xlsx", "Tableau 2024", name="T1|2024"))
    key = "measure|T1|2024|0"
    file = answer(file, niger, **{key: "dead"})
    assert said(file)[key] == ("dead", 1)
    file = answer(file, niger, **{key: "missing"})
    [filing] = take_over(file=file, by=niger.officer).filings
    assert set(filing.counts.values_list("measure", flat=True)) == {"missing"}


def test_what_a_title_says_is_taken_back(niger, tmp_path):
    title = "Migrants objet d'un trafic, femmes interceptées à la frontière, 2024"
    file = staged(niger, plain_sheet(tmp_path / "a.xlsx", title))
    [key] = [one.key for one in opened(file).questions if one.key.startswith("constant|")]
    file = answer(answer(file, niger, **{key: "yes"}), niger, **{key: "no"})
    assert said(file)[key][0] == "no"
    [filing] = take_over(file=file, by=niger.officer).filings
    assert set(filing.counts.values_list("sex", flat=True)) == {None}


def test_hidden_rows_are_said_anew(niger, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("2024")
        page.write(0, 0, "Migrants objet d'un trafic, 2024")
        page.write_row(1, 0, ["Nationalité", "janvier", "février"])
        for row, country in enumerate(("Niger", "Mali", "Tchad"), 2):
            page.write_row(row, 0, [country, 1, 2])
        page.set_row(3, None, None, {"hidden": True})
    file = answer(staged(niger, path), niger, **{"hidden|2024!4": "leave_out"})
    assert said(file)["hidden|2024!4"][0] == "leave_out"
    file = answer(file, niger, **{"hidden|2024!4": "count"})
    [filing] = take_over(file=file, by=niger.officer).filings
    assert filing.counts.filter(origin="MLI").count() == 2


def test_what_was_corrected_on_the_sheet_is_listed_with_its_place(niger, sheet):
    file = correct_sheet(
        file=sheet, sheet="T1 2024", row=6, column=0, scope="cell", what="country", text="Tchad",
        by=niger.officer,
    )  # fmt: skip
    file = correct_sheet(
        file=file, sheet="T1 2024", row=5, column=None, scope="row", what="ignored",
        by=niger.officer,
    )  # fmt: skip
    found = {one.asked.place: one.said for one in opened(file).answered if one.on_sheet}
    assert found == {"T1 2024!A6": "country|TCD", "T1 2024!5": "ignored"}


def test_labels_that_were_called_places_are_called_something_else(niger, tmp_path):
    path = tmp_path / "a.csv"
    rows = "".join(f"{name};{at};{at}\n" for at, name in enumerate(("Dakoro", "Tchintabaraden"), 4))
    path.write_text(f"Migrants objet d'un trafic;;\n;janvier 2024;février 2024\n{rows}")
    file = staged(niger, path)
    [key] = [one.key for one in opened(file).questions if one.kind == "labels"]
    file = answer(file, niger, **{key: "place"})
    [labels] = [one for one in opened(file).answered if one.asked.kind == "labels"]
    assert (labels.said, labels.asked.times) == ("place", 2)
    file = correct_sheet(
        file=file, sheet="table", row=3, column=0, scope="like", what="group", by=niger.officer
    )
    [block] = opened(file).layout.sheets[0].blocks
    assert {one.axis.value for one in block.meanings if one.row > 2} == {"group"}


def test_nothing_that_was_taken_out_stands_among_the_answers(niger, tmp_path):
    people = {"Amadou Diallo": [1, 2, 3], "Niger": [1, 2, 3], "Mali": [4, 5, 6], "Soudan": [1] * 3}
    file = staged(niger, ministry(tmp_path / "a.xlsx", people))
    if opened(file).names:
        file = take_out(file=file, places=[0], by=niger.officer)
    assert "Diallo" not in str(file.said) + str([one.asked for one in opened(file).answered])
