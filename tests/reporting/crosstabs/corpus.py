"""Workbooks as ministries make them, invented, each with what a careful person reads in it.

Somebody made them without knowing the reader. The second half was kept apart until the rules stood;
what the rules gave on it then is written in `test_corpus.py`.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cairn.kernel.dates import Period
from cairn.reporting.reading.crosstabs.accounting import Class, closes
from cairn.reporting.reading.crosstabs.layout import Axis, with_axis, with_meaning
from cairn.reporting.reading.crosstabs.proposing import propose_all
from cairn.reporting.reading.crosstabs.questions import Answers, Kind
from cairn.reporting.reading.crosstabs.reading import read_cells
from cairn.reporting.reading.crosstabs.sheets import read_sheets

FILES = sorted((Path(__file__).parent / "data").glob("*.xlsx"))
TODAY = date(2026, 6, 1)
KEYS = {"OTH": "other", "STL": "stateless", "OOO": "unknown", "child": "children"}
KEYS |= {"adult": "adults"}
CODES = {"other": "OTH", "stateless": "STL", "unknown": "OOO"}
MODES = {"sea", "land", "air"}


@dataclass
class Judged:
    """Cells right, wrong, asked; and totals."""

    cells: Counter = field(default_factory=Counter)
    totals: Counter = field(default_factory=Counter)
    wrong: list = field(default_factory=list)


def truth_of(path):
    return json.loads(path.with_suffix(".json").read_text("utf-8"))


def read(path):
    """As the file comes, without any answer."""
    sheets = read_sheets(path, isolated=False)
    layout, proposals = propose_all(sheets, today=TODAY)
    return sheets, layout, proposals, read_cells(sheets, layout, today=TODAY)


def judge(path, reading):
    truth, found = truth_of(path), Judged()
    assert closes(reading.accounting)
    got = {(cell.sheet, cell.row, cell.column + 1): cell for cell in reading.cells}
    for wanted in truth["cells"]:
        cell = got.pop((wanted["sheet"], wanted["row"], wanted["column"]), None)
        result = _compare(wanted, cell, truth.get("context", {}))
        found.cells[result] += 1
        if result in ("wrong", "lost"):
            found.wrong.append((wanted, cell))
    for place in map(tuple, truth["must_not_count"]):
        if (cell := got.get(place)) and cell.value is not None and cell.kind is Class.DATA:
            found.cells["wrong"] += 1
            found.wrong.append((place, cell))
    closing = {(one.sheet, one.row, one.column + 1): one.closes for one in reading.reconciled}
    for total in truth["totals"]:
        said = closing.get((total["sheet"], total["row"], total["column"]))
        found.totals["right" if said is total["closes"] else "wrong"] += 1
    return found


def _compare(wanted, cell, context):
    if cell is None:
        return "lost"
    same = _dims(cell, wanted["dims"], context) and _days(cell) == period(wanted["period"])
    if wanted["missing"]:
        expected = Class.ZERO if wanted["missing"] == "zero_word" else Class.ASKED
        if cell.kind is Class.DATA:
            return "wrong"
        return "right" if cell.kind is expected and same else "asked"
    if cell.kind is not Class.DATA:
        return "asked"
    return "right" if same and cell.value == wanted["value"] else "wrong"


def _dims(cell, wanted, context):
    wanted = {name: value for name, value in wanted.items() if name != "measure"}
    found = {name: KEYS.get(value, value) for name, value in cell.dims.items()}
    return all(found.get(name) == value for name, value in wanted.items()) and all(
        name in wanted or context.get(name) == value for name, value in found.items()
    )


def _days(cell):
    return (cell.span.earliest, cell.span.latest) if cell.span else None


def period(text):
    if len(text) == 10:
        return date.fromisoformat(text), date.fromisoformat(text)
    parsed = Period.parse(text)
    return parsed.first, parsed.last


def answered(path):
    """The same file after a person answered what was asked about countries and headings."""
    truth = truth_of(path)
    sheets, layout, proposals, reading = read(path)
    countries = {
        question.written: CODES.get(code, code)
        for question in reading.questions
        if question.kind is Kind.COUNTRY and (code := _origin(truth, question))
    }
    for question in (one for proposal in proposals for one in proposal.questions):
        if question.kind in (Kind.HEADING, Kind.LABELS):
            layout = _say(layout, question, truth)
    return read_cells(sheets, layout, Answers(countries=countries), today=TODAY)


def _beside(truth, question):
    """What the careful person read in the cells under a heading or beside a label."""
    for cell in truth["cells"]:
        if cell["sheet"] == question.sheet and (
            cell["row"] == question.row or cell["column"] - 1 == question.column
        ):
            yield cell["dims"]


def _origin(truth, question):
    return next((dims["origin"] for dims in _beside(truth, question) if "origin" in dims), None)


def _say(layout, question, truth):
    place = (question.row, question.column)
    for dims in _beside(truth, question):
        if dims.get("place") == question.written:
            return with_axis(layout, question.sheet, place, Axis.PLACE)
        if dims.get("measure") == question.written:
            return with_meaning(
                layout, question.sheet, place, Axis.MEASURE, question.written, question.written
            )
        if dims.get("mode") and dims["mode"] not in MODES | {dims.get("place")}:
            return with_meaning(layout, question.sheet, place, Axis.MODE, dims["mode"])
    return layout
