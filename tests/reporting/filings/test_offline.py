"""A filing as a workbook: what goes out comes back, and what was changed on the way is named.

OF-1 every number survives the way out and back; OF-2 all problems at once, by row; OF-3 a renamed
column stops the reading; OF-4 deleted rows are named and empty nothing; OF-5 a workbook of
somebody else's is refused.
"""

from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.reference.countries import name_of
from cairn.reference.dimensions import dimensions
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.offline import ColumnRenamed, NotOurWorkbook
from cairn.reporting.filings.offline_reading import open_workbook, read_head, read_workbook
from cairn.reporting.filings.offline_writing import write_workbook

SECTION = section("smuggled_migrants")
COUNTRIES = ("NER", "MLI", "SDN", "CIV")


def names(dimension):
    if dimension in ("origin", "issuer", "partner"):
        return {name_of(code, "en"): code for code in COUNTRIES}
    if dimension in dimensions():
        return {value.label: key for key, value in dimensions()[dimension].values.items()}
    return {}


def written(path, counts):
    content = write_workbook(
        SECTION,
        counts,
        ref="fil-0000000000-0",
        number=1,
        revision=4,
        title="Smuggled migrants, 2024-Q1",
        language="en",
        words=str,
        name_of=lambda dimension, key: {v: k for k, v in names(dimension).items()}.get(key, key),
        values_of=lambda dimension: list(names(dimension)),
    )
    path.write_bytes(content)
    return path


def back(path):
    sheets = open_workbook(path, isolated=False)
    return read_workbook(sheets, SECTION, head=read_head(sheets), words=str, keys_of=names)


def changed(path, change):
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


spans = st.sampled_from([None, DateSpan.month(2024, 1), DateSpan.month(2024, 2)])
inputs = st.builds(
    lambda value, dims, span: CountInput(
        "smuggled_detected", value, None if value is not None else Cell.WITHHELD, dims, span
    ),
    st.one_of(st.none(), st.integers(0, 99_999)),
    st.fixed_dictionaries(
        {},
        optional={
            "origin": st.sampled_from(COUNTRIES),
            "sex": st.sampled_from(["female", "male"]),
            "place": st.sampled_from(["Agadez", "=Dirkou", "Assamaka 2"]),
        },
    ),
    spans,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(inputs, max_size=8, unique_by=lambda one: one.key))
def test_of1_what_goes_out_comes_back(tmp_path, counts):
    found = back(written(tmp_path / "filing.xlsx", counts))
    assert found.problems == ()
    assert found.gone == ()
    assert {one.key: (one.value, one.missing) for one in found.inputs} == {
        one.key: (one.value, one.missing) for one in counts
    }
    assert found.head.revision == 4


def test_of2_every_problem_is_named_by_its_row(tmp_path):
    def spoil(sheet):
        columns = {cell.value: cell.column for cell in sheet[3]}
        number = next(at for text, at in columns.items() if text == "Number")
        sheet.cell(4, number, "twelve")
        sheet.cell(5, columns["Nationality"], "Atlantis")
        sheet.cell(5, number, 3)
        sheet.cell(20, number, 7)

    path = changed(written(tmp_path / "filing.xlsx", []), spoil)
    found = back(path)
    assert [(one.row, one.error.code) for one in found.problems] == [
        (4, "unreadable_number"),
        (5, "unknown_word"),
        (20, "nothing_counted"),
    ]


def test_of2_words_are_read_as_spreadsheets_write_them(tmp_path):
    def write(sheet):
        columns = {cell.value: cell.column for cell in sheet[3]}
        told = {"What is counted": SECTION.measures["smuggled_detected"].title, "Number": 12}
        told |= {"Nationality": "Malians", "Sex": "Women"}
        for name, value in told.items():
            sheet.cell(4, columns[name], value)

    found = back(changed(written(tmp_path / "filing.xlsx", []), write))
    assert found.problems == ()
    assert [one.dims for one in found.inputs] == [{"origin": "MLI", "sex": "female"}]


def test_of3_a_renamed_column_stops_the_reading_and_says_which(tmp_path):
    path = changed(
        written(tmp_path / "filing.xlsx", []), lambda sheet: sheet.cell(3, 2, "Citizens of")
    )
    with pytest.raises(ColumnRenamed) as problem:
        back(path)
    assert problem.value.values == {"expected": "Nationality", "found": "Citizens of"}


def test_of4_a_deleted_row_is_named_and_empties_nothing(tmp_path):
    counts = [CountInput("smuggled_detected", 5), CountInput("dead", 2)]
    path = written(tmp_path / "filing.xlsx", counts)

    def remove(sheet):
        for row in range(sheet.max_row, 3, -1):
            if sheet.cell(row, 1).value == "Deaths":
                sheet.delete_rows(row)

    found = back(changed(path, remove))
    assert found.gone == ("dead|",)
    assert [one.key for one in found.inputs] == ["smuggled_detected|"]


def test_of5_a_workbook_of_somebody_elses_is_refused(tmp_path):
    path = tmp_path / "own.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "Nationalité"
    book.save(path)
    with pytest.raises(NotOurWorkbook):
        read_head(open_workbook(path))


def test_days_written_as_text_are_read_too(tmp_path):
    def fill(sheet):
        columns = {cell.value: cell.column for cell in sheet[3]}
        first = next(at for text, at in columns.items() if str(text).startswith("From"))
        sheet.cell(4, first, "2024-02-01")
        sheet.cell(4, columns["To"], "2024-02-29")
        sheet.cell(4, columns["Number"], 8)

    (one,) = back(changed(written(tmp_path / "filing.xlsx", []), fill)).inputs
    assert one.span == DateSpan.between(date(2024, 2, 1), date(2024, 2, 29))
