"""What is left aside because it was left aside in an earlier file, so that it is said each time.

What was remembered holds for the same table of the same layout (`crosstabs.remembering`). Nothing
of it goes silently: the page of the sheet names each row, column, sheet and spelling with the cells
that it leaves out, and one click takes all of them back to what the sheet itself says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from cairn.formats.grids import column_letter
from cairn.reporting.reading.crosstabs import layout as layouts
from cairn.reporting.reading.crosstabs.layout import Axis, Layout, Role
from cairn.reporting.reading.crosstabs.proposing import propose_all
from cairn.reporting.reading.crosstabs.questions import LEAVE_OUT, Answers
from cairn.reporting.reading.crosstabs.sheets import Sheet
from cairn.reporting.sheets.holding import held_by, kept
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.naming import reading_words
from cairn.reporting.sheets.opening import Opened, opened

ROW, COLUMN, SHEET, COUNTRY, HIDDEN = "row", "column", "sheet", "country", "hidden"
Entry = list[Any]  # its kind and where it is, as it is stored


@dataclass(frozen=True, slots=True)
class Recalled:
    """One thing that is left aside again."""

    kind: str
    place: str
    written: str
    cells: int  # that hold something, and go into no filing


def entries(layout: Layout, answers: Answers) -> list[Entry]:
    """All that memory leaves aside in a file that has just been read."""
    found: list[Entry] = []
    for held in layout.sheets:
        if held.ignored:
            found.append([SHEET, held.name])
            continue
        for number, block in enumerate(held.blocks):
            for kind, lines in ((ROW, block.rows), (COLUMN, block.columns)):
                found += [
                    [kind, held.name, number, one.at]
                    for one in lines
                    if one.chosen and one.role is Role.IGNORED
                ]
    spelled = {
        one.written
        for held in layout.sheets
        for block in held.blocks
        for one in block.meanings
        if one.axis is Axis.COUNTRY
    }
    found += [[COUNTRY, name] for name, code in answers.countries.items()
              if not code and name in spelled]  # fmt: skip
    found += [[HIDDEN, key] for key, said in answers.hidden.items() if said == LEAVE_OUT]
    return found


def recalled(now: Opened) -> list[Recalled]:
    """What of it is still left aside; nobody took it back or said something else since."""
    return [one for entry in now.file.proposed.get("aside", ()) if (one := _one(now, entry))]


def _one(now: Opened, entry: Sequence[Any]) -> Recalled | None:
    kind, name = entry[0], str(entry[1])
    if kind == COUNTRY:
        if now.answers.countries.get(name) != "":
            return None
        places = [(sheet, row) for sheet, row in _spelled(now, name)]
        cells = sum(_filled(now, sheet, row=row) for sheet, row in places)
        return Recalled(kind, "", name, cells)
    if kind == HIDDEN:
        return Recalled(kind, name, "", 0) if now.answers.hidden.get(name) == LEAVE_OUT else None
    held = now.layout.sheet(name)
    if held is None:
        return None
    if kind == SHEET:
        return Recalled(kind, name, "", _filled(now, name)) if held.ignored else None
    number, at = entry[2], entry[3]
    if number >= len(held.blocks):
        return None
    block = held.blocks[number]
    lines = block.rows if kind == ROW else block.columns
    line = next((one for one in lines if one.at == at), None)
    if line is None or line.role is not Role.IGNORED:
        return None
    if kind == ROW:
        return Recalled(kind, f"{name}!{at}", line.written, _filled(now, name, row=at))
    place = f"{name}!{column_letter(at)}"
    top, _left, bottom, _right = block.area
    heads = {one.at for one in block.rows if one.role is Role.HEADER}
    shown = _shown(now, name)
    cells = sum(shown.at(row, at) is not None for row in range(top, bottom + 1) if row not in heads)
    return Recalled(kind, place, line.written, cells)


def _spelled(now: Opened, spelling: str) -> Iterator[tuple[str, int]]:
    for held in now.layout.sheets:
        for block in held.blocks:
            for one in block.meanings:
                if one.axis is Axis.COUNTRY and one.written == spelling:
                    yield held.name, one.row


def _shown(now: Opened, name: str) -> Sheet:
    return next(one for one in now.sheets if one.name == name)


def _filled(now: Opened, name: str, row: int | None = None) -> int:
    """Cells of numbers, or words in their place, of a row or a whole sheet's tables."""
    shown, held = _shown(now, name), now.layout.sheet(name)
    assert held is not None
    found = 0
    for block in held.blocks:
        top, left, bottom, right = block.area
        labels = {one.at for one in block.columns if one.role is Role.HEADER}
        heads = {one.at for one in block.rows if one.role is Role.HEADER}
        rows = range(top, bottom + 1) if row is None else [row] if top <= row <= bottom else []
        found += sum(
            shown.at(one, at) is not None
            for one in rows
            if one not in heads
            for at in range(left, right + 1)
            if at not in labels
        )
    return found


@transaction.atomic
def take_back(*, file: SheetFile, by: Any, revision: int | None = None) -> SheetFile:
    """Read all of it as the sheet itself says; what was said of anything else stays."""
    held = held_by(file, by, revision)
    now = opened(held)
    words, others = reading_words(now.section)
    fresh, _ = propose_all(
        now.sheets, today=now.today, words=words, others=others, called=held.name
    )
    still = [entry for entry in held.proposed.get("aside", ()) if _one(now, entry)]
    layout, answers = now.layout, now.answers
    for kind, name, *where in still:
        match kind:
            case "sheet":
                layout = layouts.with_ignored(layout, name, False)
            case "country":
                left = {key: code for key, code in answers.countries.items() if key != name}
                answers = replace(answers, countries=left)
            case "hidden":
                left = {key: said for key, said in answers.hidden.items() if key != name}
                answers = replace(answers, hidden=left)
            case _:
                layout = _as_it_is(layout, fresh, kind, name, *where)
    held.layout, held.answers = layout.as_json(), answers.as_json()
    held.proposed = {key: value for key, value in held.proposed.items() if key != "aside"}
    return kept(held, "layout", "answers", "proposed")


def _as_it_is(layout: Layout, fresh: Layout, kind: str, name: str, number: int, at: int) -> Layout:
    """A row or a column as it is proposed when nobody said anything of it."""
    held, new = layout.sheet(name), fresh.sheet(name)
    if held is None or new is None or number >= min(len(held.blocks), len(new.blocks)):
        return layout
    of = "rows" if kind == ROW else "columns"
    line = next((one for one in getattr(new.blocks[number], of) if one.at == at), None)
    if line is None:
        return layout
    block = held.blocks[number]
    lines = tuple(line if one.at == at else one for one in getattr(block, of))
    changed = replace(block, rows=lines) if kind == ROW else replace(block, columns=lines)
    blocks = (*held.blocks[:number], changed, *held.blocks[number + 1 :])
    return layouts.with_sheet(layout, replace(held, blocks=blocks))
