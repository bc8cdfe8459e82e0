"""Workbooks of the old format, as ministries still keep them.

fx01  what a spreadsheet program wrote is read: dates, texts of any script, results of formulas
fx02  an error, or a formula without a result, is said; neither becomes "not recorded"
fx03  another process reads the same, under limits
fx04  a file that was cut or changed is refused in a sentence, whatever was changed
"""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.formats import errors
from cairn.formats.limits import Limits
from cairn.formats.tables import RowProblem, open_table
from cairn.kernel.errors import CairnError

DATA = Path(__file__).parent / "data"
SPREADSHEET, PROGRAM = DATA / "by_a_spreadsheet.xls", DATA / "by_a_program.xls"


def read(path, *, isolated=False, limits=None):
    book = open_table(path, isolated=isolated, limits=limits or Limits())
    problems: list[RowProblem] = []
    rows = dict(book.sheet().rows(problems.append))
    return book, rows, {(p.row, p.column): type(p.error) for p in problems}


@pytest.mark.parametrize("isolated", [False, True])
def test_fx01_fx03_what_a_spreadsheet_program_wrote_is_read(isolated):
    book, rows, problems = read(SPREADSHEET, isolated=isolated)
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [
        ("Registro 2003", False),
        ("Oculta", True),
    ]
    assert book.sheet().header == (
        *("Incident ID", "Date", "Country", "Dead", "Missing", "Survivors", "Cause"),
    )
    assert rows[4] == ("a2", date(2003, 3, 2), "Côte d’Ivoire", 0, None, 4, "Noyade")
    assert rows[5] == ("a3", date(1999, 12, 31), "Spain", None, 7, None, None)
    assert rows[6] == ("a4", date(2003, 3, 6), "Libya", 5, None, None, "Drown")
    assert rows[7] == ("a5", date(2003, 3, 7), "Libya", 0, None, None, None)
    assert rows[8] == ("a6", date(2003, 3, 8), "Libya", 2, True, 1.5, "مجهول")
    assert problems == {
        (7, "Missing"): errors.ErrorInCell,
        (7, "Survivors"): errors.ErrorInCell,
    }


@pytest.mark.parametrize("isolated", [False, True])
def test_fx02_fx03_a_formula_without_a_result_is_said(isolated):
    _, rows, problems = read(PROGRAM, isolated=isolated)
    assert rows[2] == ("a1", date(2024, 3, 1), "Italy", 3, 2, 10, None)
    assert problems == {
        (5, "Dead"): errors.ErrorInCell,
        (6, "Dead"): errors.FormulaWithoutValue,
    }


def test_fx03_limits_hold():
    with pytest.raises(errors.TooManyRows):
        read(SPREADSHEET, limits=Limits(max_rows=5))
    with pytest.raises(errors.TooManyColumns):
        read(SPREADSHEET, limits=Limits(max_columns=5))
    with pytest.raises(errors.TooLarge):
        read(SPREADSHEET, limits=Limits(max_bytes=1_000))


@pytest.mark.parametrize("path", [SPREADSHEET, PROGRAM], ids=lambda path: path.stem)
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_fx04_a_changed_file_is_read_or_refused(path, tmp_path, data):
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(8, len(content) - 1))
        content[place] = data.draw(st.sampled_from([0, 1, 2, 9, 0x7F, 0x80, 0xFE, 0xFF]))
    end = data.draw(st.one_of(st.just(len(content)), st.integers(8, len(content))))
    changed = tmp_path / "changed.xls"
    changed.write_bytes(content[:end])
    try:
        for sheet in open_table(changed).sheets:
            list(sheet.rows(lambda problem: None))
    except CairnError:
        pass
