"""What a person said of her spreadsheet already, so that it is seen and can be said anew. Pure.

Answers that hold for a word, a spelling, what is hidden or a table come back as the questions that
they answered, with what was said; asked again, the new answer takes the place of the old one. What
was corrected on the sheet comes back as the place where it is corrected again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cairn.formats.grids import column_position
from cairn.reference.names import plain_name
from cairn.reporting.reading.crosstabs.layout import PERIODS, Axis, Layout, Line, Meaning
from cairn.reporting.reading.crosstabs.questions import LEAVE_OUT, Answers, Question
from cairn.reporting.reading.crosstabs.results import CrosstabReading
from cairn.reporting.sheets import asking
from cairn.reporting.sheets.asking import Asked

ROW, COLUMN, NUMBER = "row", "column", "number"  # kinds of what was corrected, beside questions


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and what was said; `on_sheet` where it is said anew on the sheet itself."""

    asked: Asked
    said: str  # as an answer is given; of a heading or a label: axis and value
    on_sheet: bool = False
    taken: bool = False  # nobody said it: it is the plain name of one State


def answered(
    reading: CrosstabReading,
    layout: Layout,
    answers: Answers,
    proposals: Sequence[Question],
    said: Mapping[str, Any],
    measures: Sequence[str],
) -> list[Answered]:
    """All that was said of this file, whether today or of an earlier one that it is like."""
    found = {
        one.asked.key: one
        for one in (
            *_of_reading(reading, answers),
            *_of_tables(layout, measures),
            *_set_aside(layout, measures),
            *_of_titles(layout, proposals, said),
            *_on_sheet(layout),
            *_by_hand(answers),
        )
    }
    return list(found.values())


def _of_reading(reading: CrosstabReading, answers: Answers) -> Iterator[Answered]:
    for one in asking.of_questions(reading.answered):
        key = one.key.partition("|")[2]
        match one.kind:
            case asking.WORD:
                yield Answered(one, answers.words[key])
            case asking.COUNTRY:
                said = answers.countries.get(one.written)
                taken = said is None  # as the plain name says, before anybody was asked
                code = plain_name(one.written) if taken else said
                yield Answered(one, code or LEAVE_OUT, taken=taken)
            case asking.HIDDEN:
                yield Answered(one, answers.hidden[key])
            case asking.SAME:
                yield Answered(one, answers.same[one.written])
            case asking.DECIMAL:
                yield Answered(one, answers.decimal)
            case asking.DATES:
                yield Answered(one, answers.dates)


def _of_tables(layout: Layout, measures: Sequence[str]) -> Iterator[Answered]:
    """Which number a table gives, and of which time."""
    for table in asking.tables(layout):
        top, left = table.block.area.top, table.block.area.left
        for one in table.block.constants:
            if one.chosen and one.axis is Axis.MEASURE:
                kind, because = asking.MEASURE, asking.WHICH_NUMBER
                choices: tuple[str, ...] = (asking.OTHER, *measures)
            elif one.chosen and one.axis in PERIODS:
                kind, because, choices = asking.PERIOD, asking.WHICH_TIME, ()
            else:
                continue
            key = f"{kind}|{table.sheet}|{table.number}"
            asked = Asked(key, kind, because, {}, "", table.sheet, top, left, 1, choices)
            yield Answered(asked, one.value)


def _set_aside(layout: Layout, measures: Sequence[str]) -> Iterator[Answered]:
    """Sheets that were left aside as a whole, whether here or on the sheet itself."""
    choices = (asking.OTHER, asking.AGAIN, *measures)
    for held in layout.sheets:
        if held.ignored and held.blocks:
            area = held.blocks[0].area
            asked = Asked(
                f"{asking.MEASURE}|{held.name}|0", asking.MEASURE, asking.WHICH_NUMBER, {}, "",
                held.name, area.top, area.left, 1, choices,
            )  # fmt: skip
            yield Answered(asked, asking.OTHER)


def _of_titles(
    layout: Layout, proposals: Sequence[Question], said: Mapping[str, Any]
) -> Iterator[Answered]:
    told: set[tuple[str, int, str]] = set()
    for one in asking.of_titles(layout, proposals):
        held = asking.held_for_all(layout, one)
        if one.key in said or held:
            number = asking.of_constant(layout, one)
            told.add((one.sheet, number, one.meaning))
            yield Answered(one, said.get(one.key, asking.YES))
    for table in asking.tables(layout):  # carried over, while no title of this file says it
        top, left = table.block.area.top, table.block.area.left
        for kept in table.block.constants:
            meaning = f"{kept.axis.value}|{kept.value}"
            if not kept.chosen or kept.axis in (Axis.MEASURE, *PERIODS):
                continue
            if (table.sheet, table.number, meaning) not in told:
                key = f"{asking.CONSTANT}|{table.sheet}|{top}|{left}|{meaning}"
                yield Answered(
                    Asked(
                        key, asking.CONSTANT, asking.FOR_ALL, {}, "", table.sheet, top, left, 1,
                        (asking.YES, asking.NO), meaning=meaning,
                    ),
                    asking.YES,
                )  # fmt: skip


def _on_sheet(layout: Layout) -> Iterator[Answered]:
    """Headings, labels, rows and columns that a person explained; alike labels together."""
    for table in asking.tables(layout):
        heads = {line.at for line in table.block.rows if line.role.value == "header"}
        alike: dict[tuple[int, Axis], list[Meaning]] = {}
        twice: set[tuple[int, int]] = set()
        for one in table.block.meanings:
            at = (one.row, one.column)
            if one.chosen and one.axis.value in asking.LABEL_KINDS and one.row not in heads:
                alike.setdefault((one.column, one.axis), []).append(one)
            elif one.chosen:  # a heading may say two things: each is told
                said = _place(asking.HEADING, table.sheet, one.row, one.column,
                              f"{one.axis.value}|{one.value}", one.written)  # fmt: skip
                key = f"{said.asked.key}|{one.axis.value}" if at in twice else said.asked.key
                twice.add(at)
                yield replace(said, asked=replace(said.asked, key=key))
        for (column, axis), labels in alike.items():
            first = min(labels, key=lambda one: one.row)
            if len(labels) == 1:
                yield _place(asking.HEADING, table.sheet, first.row, column,
                             f"{axis.value}|{first.value}", first.written)  # fmt: skip
                continue
            yield _place(asking.LABELS, table.sheet, first.row, column, axis.value,
                         first.written, len(labels))  # fmt: skip
        yield from _lines(table.sheet, table.block.rows, ROW)
        yield from _lines(table.sheet, table.block.columns, COLUMN)
    for held in layout.sheets:
        yield from _lines(held.name, held.outside, ROW)


def _by_hand(answers: Answers) -> Iterator[Answered]:
    """Numbers that a person wrote in the place of what the sheet says."""
    for key, number in answers.numbers.items():
        sheet, _, cell = key.rpartition("!")
        letters = cell.rstrip("0123456789")
        row, column = int(cell[len(letters) :]), column_position(letters)
        yield _place(NUMBER, sheet, row, column, str(number))


def _lines(sheet: str, lines: Sequence[Line], kind: str) -> Iterator[Answered]:
    for one in lines:
        if one.chosen:
            row, column = (one.at, None) if kind == ROW else (None, one.at)
            yield _place(kind, sheet, row, column, one.role.value, one.written)


def _place(
    kind: str, sheet: str, row: int | None, column: int | None, said: str, written: str = "",
    times: int = 1,
) -> Answered:  # fmt: skip
    key = f"{kind}|{sheet}|{row}|{column}"
    asked = Asked(key, kind, asking.WHAT_LABEL, {}, written, sheet, row, column, times)
    return Answered(asked, said, on_sheet=True)
