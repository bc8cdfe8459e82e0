"""Every bad file is refused in one clear sentence, or read with its bad rows reported."""

import gettext
import re

import pytest

from cairn.formats import errors
from cairn.formats.tables import Row, RowProblem, Workbook, open_table
from cairn.formats.values import (
    infer_date_style,
    infer_number_style,
    read_coordinates,
    read_count,
    read_date,
    read_latitude,
    read_longitude,
)
from cairn.kernel.errors import CairnError
from tests.formats.corpus import BAD_FILES, TODAY, BadFile


def read_everything(bad: BadFile, path, *, isolated=False) -> tuple[list[Row], list[RowProblem]]:
    """What an import does: open, read every row, read every value as what its column says."""
    book: Workbook = open_table(path, limits=bad.limits, isolated=isolated)
    problems: list[RowProblem] = []
    rows = []
    for sheet in book.sheets:
        found = list(sheet.rows(problems.append))
        rows += found
        for place, name in enumerate(sheet.header):
            column = [cells[place] for _, cells in found]
            reader = reader_of(name, column)
            for number, cells in found:
                try:
                    reader(cells[place])
                except CairnError as error:
                    problems.append(RowProblem(number, name, error))
    return rows, problems


def reader_of(name, column):
    style = infer_date_style(column).style
    decimal = infer_number_style(column)
    return {
        "date": lambda value: read_date(value, today=TODAY, style=style),
        "dead": lambda value: read_count(value, decimal=decimal),
        "latitude": read_latitude,
        "longitude": read_longitude,
        "coordinates": read_coordinates,
    }.get(name, lambda value: value)


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.name)
def test_a_bad_file_is_refused_or_its_bad_rows_are_reported(bad, tmp_path):
    path = tmp_path / bad.name
    bad.make(path)
    if isinstance(bad.expect, type):
        with pytest.raises(CairnError) as caught:
            read_everything(bad, path)
        assert type(caught.value) is bad.expect, caught.value
        assert_clear(caught.value)
        return
    rows, problems = read_everything(bad, path)
    assert {type(problem.error) for problem in problems} == bad.expect, problems
    assert bad.rows is None or len(rows) == bad.rows
    for problem in problems:
        assert_clear(problem.error)


@pytest.mark.parametrize(
    "name", ["merged.xlsx", "formulas.xlsx", "errors.xlsx", "bomb.xlsx", "last_row.xlsx"]
)
def test_another_process_says_the_same(name, tmp_path):
    bad = next(bad for bad in BAD_FILES if bad.name == name)
    path = tmp_path / bad.name
    bad.make(path)

    def told(isolated):
        try:
            rows, problems = read_everything(bad, path, isolated=isolated)
        except CairnError as error:
            return str(error)
        return rows, [(p.row, p.column, str(p.error)) for p in problems]

    assert told(isolated=True) == told(isolated=False)


def assert_clear(error: CairnError) -> None:
    """One sentence of a length that is read, translatable, without a trace of the machine."""
    sentence = gettext.gettext(error.text) % error.values
    assert 20 < len(sentence) < 330
    assert sentence.endswith((".", '".'))
    assert "%(" not in sentence
    assert not re.search(r"Traceback|Error\b|/tmp|0x", sentence)


def test_there_are_at_least_forty_of_them_with_different_names():
    names = {bad.name for bad in BAD_FILES}
    assert len(names) == len(BAD_FILES) >= 40


def test_every_error_of_the_formats_has_a_bad_file_or_a_reason():
    """A new error is shown by a file, unless it concerns a whole column or the caller."""
    shown = {
        kind
        for bad in BAD_FILES
        for kind in ([bad.expect] if isinstance(bad.expect, type) else bad.expect)
    }
    elsewhere = {
        errors.AmbiguousNumber,
        errors.OtherNumberStyle,
        errors.OtherDateStyle,
        errors.NoSuchSheet,
        errors.ParserStopped,
    }
    bases = {errors.FileError, errors.RowError, errors.CellError}
    every = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, CairnError) and kind is not CairnError
    }
    assert every - bases - elsewhere == shown
