"""Part `crosstabs`: a workbook of 100,000 cells, from the file to the last reconciled total.

The floor is the bare parser that ours uses too, on the same file in the same run. The sheet is made
as ministries make them: nationalities and posts down, months across, a total in each row, a part of
the numbers as text with a thin space, "RAS" for nothing.
"""

import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import python_calamine as calamine
import xlsxwriter

from bench.instances import Instances
from bench.runs import SEED, Options, Run, goal
from cairn.reference.countries import countries
from cairn.reporting.reading.crosstabs.accounting import closes
from cairn.reporting.reading.crosstabs.proposing import propose_all
from cairn.reporting.reading.crosstabs.reading import CrosstabReading, read_cells
from cairn.reporting.reading.crosstabs.sheets import read_sheets

CELLS = 100_000
MONTHS = 120
REPEATS = 3
TODAY = date(2026, 3, 1)
NAMES = ["janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"]


class NotAsPlanned(RuntimeError):
    """The reading gave other numbers than the sheet was made with."""


def run(options: Options) -> Path:
    cells = options.rows or CELLS
    part = Run("crosstabs", options, cells)
    sheet = part.folder / "crosstab.xlsx"
    planned = part.step("sheet", lambda: make(sheet, cells))
    found = part.step("reading", lambda: _measure(sheet, planned))
    page = part.step("page", lambda: _page(part, sheet))
    whole = page["arriving_seconds"] + page["page_seconds"]
    page["page_ratio"] = round(whole / found["bare_seconds"], 1)
    goals = {
        "seconds": goal(found["seconds"], 5),
        "ratio_to_bare_parser": goal(found["ratio"], 40),
        "checked_on_its_page_seconds": goal(round(whole, 2), 5),
    }
    return part.finish({"goals": goals} | planned | found | page)


def _page(part: Run, sheet: Path) -> dict[str, Any]:
    """The whole server time of the page at the desk, in an empty instance."""
    with Instances(part) as instances:
        told: dict[str, Any] = instances.fresh().ask("bench.checking", sheet, REPEATS)
    return told


def make(path: Path, cells: int) -> dict[str, Any]:
    """Write the sheet, and say what is in it."""
    chance = random.Random(SEED)
    names = [one.names["fr"] for one in countries().values() if one.kind == "state"]
    rows = max(1, cells // MONTHS)
    total = zeros = 0
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Données")
        page.write(0, 0, "Entrées irrégulières par poste et nationalité")
        months = [f"{NAMES[at % 12]}.-{14 + at // 12}" for at in range(MONTHS)]
        page.write_row(2, 0, ["Poste", "Nationalité", *months, "Total"])
        for row in range(rows):
            page.write_row(row + 3, 0, [f"Poste {row // len(names)}", names[row % len(names)]])
            stated = 0
            for month in range(MONTHS):
                number = chance.randint(0, 2000)
                if chance.random() < 0.02:
                    zeros += 1
                    page.write(row + 3, month + 2, "RAS")
                    continue
                stated += number
                text = f"{number:,}".replace(",", "\u202f")
                page.write(row + 3, month + 2, text if chance.random() < 0.3 else number)
            page.write(row + 3, MONTHS + 2, stated)
            total += stated
    return {"cells": rows * MONTHS, "people": total, "zeros": zeros}


def _measure(path: Path, planned: dict[str, Any]) -> dict[str, Any]:
    bare, ours = [], []
    for _ in range(REPEATS):
        bare.append(_timed(lambda: _bare(path))[0])
        seconds, reading = _timed(lambda: _ours(path))
        ours.append(seconds)
        _check(reading, planned)
    floor, seconds = median(bare), median(ours)
    told = {"bare_seconds": round(floor, 3), "seconds": round(seconds, 2)}
    return told | {"ratio": round(seconds / floor, 1)}


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def _bare(path: Path) -> int:
    with calamine.CalamineWorkbook.from_path(path) as book:
        return len(book.get_sheet_by_index(0).to_python())


def _ours(path: Path) -> CrosstabReading:
    """Isolated, proposed and read, as a file of strangers is."""
    sheets = read_sheets(path)
    layout, _ = propose_all(sheets, today=TODAY)
    return read_cells(sheets, layout, today=TODAY)


def _check(reading: CrosstabReading, planned: dict[str, Any]) -> None:
    people = sum(cell.value or 0 for cell in reading.cells)
    zeros = sum(question.times for question in reading.questions)
    found = (len(reading.cells), people, zeros)
    if found != (planned["cells"], planned["people"], planned["zeros"]):
        raise NotAsPlanned(f"cells, people, zeros: {found}, and the sheet was made for {planned}")
    if not closes(reading.accounting) or not all(one.closes for one in reading.reconciled):
        raise NotAsPlanned("The account or a total does not close.")
