"""What only a person can say of her spreadsheet, all of it at once and each thing once.

Pure. The questions of the reading and of the proposal come together here with those that a filing
needs beside them: which number of the section a table gives, and of what time. Nothing may be taken
over while one of them is open.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cairn.formats.grids import column_letter, column_position
from cairn.kernel.text import noop
from cairn.reporting.reading.crosstabs.captioned import lacks_year
from cairn.reporting.reading.crosstabs.captions import above
from cairn.reporting.reading.crosstabs.days import EITHER
from cairn.reporting.reading.crosstabs.layout import PERIODS, Axis, Block, Layout, Meaning
from cairn.reporting.reading.crosstabs.once import ADDING
from cairn.reporting.reading.crosstabs.questions import ADD, COUNT, LEAVE_OUT, Kind, Question
from cairn.reporting.reading.crosstabs.results import CrosstabReading, Finding
from cairn.reporting.reading.crosstabs.words import begins_note
from cairn.reporting.sheets.ahead import ahead

WHICH_NUMBER = noop("Which number of the section does this table give?")
SAME_AS_OTHER = noop(
    "This table gives numbers for the same things as the one with %(other)s. Say which number of "
    "the section it gives, or leave it out."
)
OF_OTHERS = noop(
    "The title of this table speaks of another section. None of its numbers is taken for this one "
    "unless you say which number of this section it gives."
)
WHICH_OF_TABLE = noop(
    "The title of this table does not say a number of this section, and there are other tables on "
    "the sheet. Say which number of the section it gives, or leave it aside."
)
WHICH_YEAR = noop(
    "Several tables of this file name months without a year. Of which year are they? The answer "
    "holds for all of them."
)
WHICH_TIME = noop("Of which time does this table speak?")
FUTURE = noop(
    "%(period)s is not over, and a filing tells what was. Leave it aside, or write the period that "
    "is really meant."
)
FOR_ALL = noop("It was said of all numbers of this table: “%(meaning)s”.")
WHAT_LABEL = noop("What does this stand for?")
WHAT_LABELS = noop("What do the labels of this column stand for?")

MEASURE, PERIOD, LABELS, HEADING = "measure", "period", "labels", "heading"
COUNTRY, WORD, DECIMAL, HIDDEN = "country", "word", "decimal", "hidden"
CONSTANT, SAME, DATES = "constant", "same", "dates"
YES, NO = "yes", "no"
OTHER, AGAIN = "other", "again"  # a sheet that is of another section; one that counts after all
LABEL_KINDS = (Axis.PLACE.value, Axis.COUNTRY.value, Axis.GROUP.value)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: `key` stays the same as long as it is the same question."""

    key: str
    kind: str
    because: str  # a template
    values: Mapping[str, Any] = field(default_factory=dict)
    written: str = ""
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    times: int = 1
    choices: tuple[str, ...] = ()  # the likeliest first
    proposed: str = ""
    places: tuple[tuple[str, int, int], ...] = ()  # all cells that it is about, where it is many
    meaning: str = ""  # of a constant: axis and value, which a "yes" takes for all numbers; of a
    # table whose title speaks of another section: "section/measure"

    @property
    def place(self) -> str:
        """ "Feuil1!C7", as a spreadsheet program would say it."""
        if self.row is None and self.column is None:
            return self.sheet
        letter = column_letter(self.column) if self.column is not None else ""
        return f"{self.sheet}!{letter}{self.row or ''}"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet, as questions speak of it."""

    sheet: str
    number: int
    block: Block

    def holds(self, sheet: str, row: int | None, column: int | None) -> bool:
        top, left, bottom, right = self.block.area
        inside = row is None or top <= row <= bottom
        return sheet == self.sheet and inside and (column is None or left <= column <= right)


def tables(layout: Layout) -> Iterator[Table]:
    for held in layout.sheets:
        if not held.ignored:
            for number, block in enumerate(held.blocks):
                yield Table(held.name, number, block)


def table_at(layout: Layout, sheet: str, row: int | None, column: int | None) -> Table | None:
    return next((one for one in tables(layout) if one.holds(sheet, row, column)), None)


def below(layout: Layout, sheet: str, row: int) -> int | None:
    """The table that a title of this row speaks of: the next that begins below it."""
    tops = [(one.block.area.top, one.number) for one in tables(layout) if one.sheet == sheet]
    return min((one for one in tops if one[0] > row), default=(0, None))[1]


def asked(
    reading: CrosstabReading,
    layout: Layout,
    proposals: Sequence[Question],
    said: Mapping[str, Any],
    measures: Sequence[str],
    today: date,
) -> list[Asked]:
    """All that is open, in the order in which a person can best answer it."""
    found: dict[str, Asked] = {}
    every = (
        *_numbers(reading, layout, proposals, measures),
        *_same_numbers(reading, layout, measures),
        *_times(reading, layout, proposals, today),
        *_labels(reading, layout, said),
        *(
            one
            for one in of_titles(layout, proposals)
            if one.key not in said and not held_for_all(layout, one)
        ),
        *of_questions(reading.questions),
    )
    for one in every:
        found.setdefault(one.key, one)
    return list(found.values())


def of_questions(questions: Sequence[Question]) -> Iterator[Asked]:
    """Questions of the reading, be they open or answered, as they are asked here."""
    for one in questions:
        if one.kind is Kind.CONSTANT:
            continue  # two tables of the same things: asked as "which number"
        kind, choices = one.kind.value, one.candidates
        proposed = ""
        if one.kind is Kind.WORD and choices and choices[0] in ("zero", "withheld"):
            proposed = choices[0]
        if one.because in ADDING:
            proposed = ADD
        if one.kind is Kind.HIDDEN:
            choices = (LEAVE_OUT, COUNT)
        yield Asked(
            f"{kind}|{one.key}", kind, one.because, one.values, one.written, one.sheet, one.row,
            one.column, one.times, choices, proposed, one.places,
        )  # fmt: skip


def _numbers(
    reading: CrosstabReading, layout: Layout, proposals: Sequence[Question], measures: Sequence[str]
) -> Iterator[Asked]:
    """Tables with cells of which nobody knows what they count."""
    seen: set[tuple[str, int]] = set()
    known = set(measures)
    listed = list(tables(layout))
    saying = Counter(cell.sheet for cell in reading.cells if cell.measure in known)
    of_sheet = Counter(table.sheet for table in listed)
    for cell in reading.cells:
        if cell.measure in known:
            continue
        table = next((one for one in listed if one.holds(cell.sheet, cell.row, cell.column)), None)
        if table is None or (table.sheet, table.number) in seen:
            continue
        seen.add((table.sheet, table.number))
        area = table.block.area
        other, several = of_others(table.block), of_sheet[table.sheet] > 1
        because = OF_OTHERS if other else WHICH_OF_TABLE if several else WHICH_NUMBER
        silent = not saying[table.sheet]  # nothing of the whole sheet is of this section so far
        aside = [LEAVE_OUT] if several or other and not silent else []
        aside += [OTHER] if silent else []
        likely, values = aside[0] if other and aside else "", {}
        if not other and (doubt := _doubt(table, proposals)):
            because, values, likely = doubt.because, dict(doubt.values), doubt.candidates[0]
        yield Asked(
            f"{MEASURE}|{table.sheet}|{table.number}", MEASURE, because, values,
            caption(layout, table) if several or other else "", table.sheet, area.top, area.left, 1,
            (*aside, *measures), likely, meaning=other,
        )  # fmt: skip


def _doubt(table: Table, proposals: Sequence[Question]) -> Question | None:
    """What only the name of the sheet says of this table, or says otherwise than its title."""
    return next(
        (one for one in proposals if one.kind is Kind.CONSTANT and one.candidates
         and one.axis == Axis.MEASURE.value and table.holds(one.sheet, one.row, one.column)), None,
    )  # fmt: skip


def of_others(block: Block) -> str:
    """ "section/measure" where the title of a table speaks of another section."""
    said = [one.value for one in block.constants if one.axis is Axis.MEASURE and "/" in one.value]
    return said[0] if said else ""


def caption(layout: Layout, table: Table) -> str:
    """The text right above a table, as it is written."""
    held = layout.sheet(table.sheet)
    if held is None:
        return ""
    rows = above(table.block, held.blocks)
    found = [one for one in held.outside if one.at in rows and one.written]
    told = [one for one in found if not begins_note(one.written)]
    return max(told, key=lambda one: one.at).written if told else ""


def _same_numbers(
    reading: CrosstabReading, layout: Layout, measures: Sequence[str]
) -> Iterator[Asked]:
    """Tables that say of the same things what another one says: once, and not of each cell."""
    for one in reading.findings:
        if one.code == "same_label_twice" and (table := table_again(layout, one)):
            area = table.block.area
            yield Asked(
                f"{MEASURE}|{table.sheet}|{table.number}", MEASURE, SAME_AS_OTHER,
                {"other": one.error.values["other"]}, "", table.sheet, area.top, area.left, 1,
                (LEAVE_OUT, *measures),
            )  # fmt: skip


def table_again(layout: Layout, one: Finding) -> Table | None:
    """The table of a cell that repeats a cell of another table; None within one table."""
    table = table_at(layout, one.sheet, one.row, one.column)
    sheet, _, cell = str(one.error.values.get("other", "")).rpartition("!")
    letters = cell.rstrip("0123456789")
    if table is None or not letters or letters == cell:
        return None
    row, column = int(cell[len(letters) :]), column_position(letters)
    return None if table.holds(sheet or one.sheet, row, column) else table


def _times(
    reading: CrosstabReading, layout: Layout, proposals: Sequence[Question], today: date
) -> Iterator[Asked]:
    undated = without_year(layout)
    for one in reading.findings:
        if one.code not in ("no_period", "period_in_future"):
            continue
        table = table_at(layout, one.sheet, one.row, one.column)
        if table is None:
            continue
        key, area = f"{PERIOD}|{table.sheet}|{table.number}", table.block.area
        if one.code == "period_in_future":
            late = ahead(reading, table.sheet, area, today)
            row, column = late.place(table.block)
            yield Asked(
                key, PERIOD, FUTURE, {"period": late.period}, "", table.sheet, row, column, 1,
                (LEAVE_OUT,) if late.aside else (),
            )  # fmt: skip
            continue
        of_all = len(undated) > 1 and table in undated
        if of_all and table != undated[0]:
            continue  # asked with the first of them
        near = [
            q for q in proposals if q.kind is Kind.PERIOD and q.sheet == one.sheet and q.candidates
        ]
        yield Asked(
            key, PERIOD, WHICH_YEAR if of_all else WHICH_TIME, {}, "", table.sheet, area.top,
            area.left, len(undated) if of_all else 1, near[0].candidates if near else (),
        )  # fmt: skip


def without_year(layout: Layout) -> list[Table]:
    """The tables that name months or quarters and nowhere their year: it is asked once for all."""
    return [one for one in tables(layout) if lacks_year(one.block)]


def _labels(reading: CrosstabReading, layout: Layout, said: Mapping[str, Any]) -> Iterator[Asked]:
    """Headings and labels that are not understood: whole columns once, others one by one."""
    for one in reading.findings:
        if one.code != "unknown_meaning" or one.row is None or one.column is None:
            continue
        table = table_at(layout, one.sheet, one.row, one.column)
        if table is None:
            continue
        here = _meanings(table, one)
        if any(meaning.axis is Axis.COUNTRY for meaning in here):
            continue  # asked as a country, once for its spelling, or left out
        if any(meaning.axis in PERIODS and EITHER in meaning.value for meaning in here):
            continue  # asked once for all dates of the file
        beside = [
            meaning
            for meaning in table.block.meanings
            if meaning.column == one.column and meaning.axis is Axis.UNKNOWN
        ]
        heads = {line.at for line in table.block.rows if line.role.value == "header"}
        if len(beside) > 1 and one.row not in heads:
            first = min(beside, key=lambda meaning: meaning.row)
            yield Asked(
                f"{LABELS}|{one.sheet}|{first.row}|{one.column}", LABELS, WHAT_LABELS, {},
                first.written, one.sheet, first.row, one.column, len(beside), LABEL_KINDS,
            )  # fmt: skip
            continue
        written = here[0].written if here else str(one.error.values.get("value", ""))
        yield Asked(
            f"{HEADING}|{one.sheet}|{one.row}|{one.column}", HEADING, WHAT_LABEL, {}, written,
            one.sheet, one.row, one.column,
        )  # fmt: skip


def _meanings(table: Table, one: Finding) -> list[Meaning]:
    return [
        meaning
        for meaning in table.block.meanings
        if (meaning.row, meaning.column) == (one.row, one.column)
    ]


def of_constant(layout: Layout, one: Asked) -> int:
    """The number of the table that it is about: the one it stands in, or the next below."""
    inside = table_at(layout, one.sheet, one.row, one.column)
    if inside is not None:
        return inside.number
    return below(layout, one.sheet, one.row or 0) or 0


def held_for_all(layout: Layout, one: Asked) -> bool:
    """Whether a person said for all numbers below it, be it of an earlier file, what a title
    says."""
    held = layout.sheet(one.sheet)
    number = of_constant(layout, one)
    if held is None or number >= len(held.blocks):
        return False
    axis, _bar, value = one.meaning.partition("|")
    return any(
        said.chosen and (said.axis.value, said.value) == (axis, value)
        for said in held.blocks[number].constants
    )


def of_titles(layout: Layout, proposals: Sequence[Question]) -> Iterator[Asked]:
    """Whether what a title says holds for all numbers below it, asked or answered."""
    for one in proposals:
        if one.kind is not Kind.CONSTANT or not one.candidates:
            continue
        axis, value = Axis(one.axis), one.candidates[0]
        if axis is Axis.MEASURE:
            continue  # asked as "which number"
        held = layout.sheet(one.sheet)
        if held is None or held.ignored:
            continue
        key = f"{CONSTANT}|{one.sheet}|{one.row}|{one.column}|{axis.value}|{value}"
        yield Asked(
            key, CONSTANT, one.because, one.values, one.written, one.sheet, one.row, one.column, 1,
            (YES, NO), meaning=f"{axis.value}|{value}",
        )  # fmt: skip
