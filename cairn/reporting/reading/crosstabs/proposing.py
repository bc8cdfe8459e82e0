"""How a sheet may be read: its tables, what titles say of them, and what has to be asked.

Every proposal has a score and a reason, and a person corrects it on the sheet itself. What is not
certain becomes a question and holds for nothing until it is answered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cairn.kernel.text import noop
from cairn.reporting.reading.crosstabs.captioned import caption_of, dated, year_in, years_of
from cairn.reporting.reading.crosstabs.captions import (
    Title,
    doubt_of_tab,
    heads_another,
    nearest,
    speaks_of_others,
)
from cairn.reporting.reading.crosstabs.finding import Finder, Found
from cairn.reporting.reading.crosstabs.labels import Reader, period_axis
from cairn.reporting.reading.crosstabs.layout import (
    PERIODS,
    Axis,
    Block,
    Constant,
    Layout,
    Line,
    Meaning,
    Role,
    SheetLayout,
)
from cairn.reporting.reading.crosstabs.lookup import Lookup
from cairn.reporting.reading.crosstabs.periods import (
    combine,
    find_period,
    is_partial,
    is_whole_year,
    span_of,
)
from cairn.reporting.reading.crosstabs.questions import Kind, Question
from cairn.reporting.reading.crosstabs.sheets import Sheet
from cairn.reporting.reading.crosstabs.table_lines import Remark, text_of
from cairn.reporting.reading.crosstabs.tables import Table
from cairn.reporting.reading.crosstabs.words import generic_sheet, plain

YEAR_FROM_TITLE = noop("The title says %(written)r, and no heading names another year.")
YEAR_FROM_FILE = noop("The name of the file says %(written)r, and nothing in it another year.")
YEAR_FROM_NAME = noop("The name of the sheet says %(written)r, and no heading names another year.")
FROM_TITLE = noop("The title says %(written)r.")
OF_OTHERS = noop("The title %(written)r speaks of other people or things.")
PLACE_FROM_NAME = noop("The name of the sheet is that of the place in the title.")
WHICH_YEAR = noop("No title, heading or name of the sheet says of which year this table speaks.")
WHICH_PERIOD = noop("Nothing says of which period this table speaks.")
SEVERAL_YEARS = noop("%(written)r names several years; say which one the table speaks of.")
PERHAPS_CONSTANT = noop(
    "The title %(written)r may say this of all numbers: “%(meaning)s”. Confirm it."
)
IN_THE_FUTURE = noop("The period lies after today; check the year.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one sheet, why, and what is asked."""

    layout: SheetLayout
    remarks: tuple[Remark, ...] = ()
    questions: tuple[Question, ...] = ()


def propose(
    sheet: Sheet,
    *,
    today: date,
    language: str | None = None,
    words: Mapping[str, Sequence[str]] | None = None,
    reader: Reader | None = None,
    called: str = "",
) -> Proposal:
    """The proposed layout of one sheet; `words` are the caller's words for its measures, `called`
    the name of the file."""
    reader = reader or Reader(words, language)
    finder = Finder(sheet)
    found = finder.tables()
    blocks: list[Block] = []
    remarks: list[Remark] = []
    questions: list[Question] = []
    for number, one in enumerate(found):
        titles = _titles(sheet, finder, found, number)
        hint = not _names_sheet(sheet, titles, reader) and any(
            "place" in reader.heading(title.text) for title in titles if title.row
        )
        table = Table(sheet, finder, one, reader, hint)
        floor = max((o.area.bottom for o in found if o.area.bottom < one.area.top), default=0)
        constants, said, asked = _constants(
            sheet, table.block, titles, reader, today, floor, called
        )
        blocks.append(replace(table.block, constants=constants))
        remarks += [*table.remarks, *said]
        questions += [*table.questions, *asked]
    outside = tuple(_outside(sheet, finder, blocks))
    return Proposal(
        SheetLayout(sheet.name, tuple(blocks), outside), tuple(remarks), tuple(questions)
    )


def with_headings_above(
    sheet: Sheet,
    held: SheetLayout,
    number: int,
    heads: Sequence[int],
    *,
    today: date,
    words: Mapping[str, Sequence[str]] | None = None,
    others: Mapping[str, Sequence[str]] | None = None,
) -> SheetLayout:
    """The layout with headings that a person named above table `number`; every row between them
    and the table belongs to it, and what she said of the table before stays."""
    finder, before = Finder(sheet), held.blocks[number]
    reader = Reader(words, others=others)
    body, named = tuple(range(max(heads) + 1, before.area.bottom + 1)), set(heads)
    found = Found(tuple(sorted(named)), (), body, before.area.left, before.area.right)
    one = Table(sheet, finder, found, reader, False).block
    titles = _titles(sheet, finder, [found], 0)
    constants, _, _ = _constants(sheet, one, titles, reader, today)
    chosen = [line for line in before.rows if line.chosen and line.at > max(heads)]
    lines = {line.at: line for line in (*one.rows, *chosen)} | {
        line.at: replace(line, chosen=True) for line in one.rows if line.at in named
    }
    columns = {line.at: line for line in one.columns} | {
        line.at: line for line in before.columns if line.chosen
    }
    said = [meaning for meaning in before.meanings if meaning.chosen]
    at = {(meaning.row, meaning.column) for meaning in said}
    meanings = (*(m for m in one.meanings if (m.row, m.column) not in at), *said)
    kept = [constant for constant in before.constants if constant.chosen]
    axes = {constant.axis for constant in kept}
    block = Block(
        one.area,
        tuple(lines[row] for row in sorted(lines)),
        tuple(columns[column] for column in sorted(columns)),
        meanings,
        (*kept, *(constant for constant in constants if constant.axis not in axes)),
    )
    outside = tuple(line for line in held.outside if line.at < one.area.top
                    or line.at > one.area.bottom)  # fmt: skip
    blocks = (*held.blocks[:number], block, *held.blocks[number + 1 :])
    return replace(held, blocks=blocks, outside=outside)


def propose_all(
    sheets: Iterable[Sheet],
    *,
    today: date,
    language: str | None = None,
    words: Mapping[str, Sequence[str]] | None = None,
    others: Mapping[str, Sequence[str]] | None = None,
    called: str = "",
) -> tuple[Layout, tuple[Proposal, ...]]:
    """The proposals for all sheets of a workbook, and the layout made of them. `others`: words of
    other sections, see `Reader`."""
    reader = Reader(words, language, others)
    proposals = tuple(propose(sheet, today=today, reader=reader, called=called) for sheet in sheets)
    return Layout(tuple(proposal.layout for proposal in proposals)), proposals


def _titles(sheet: Sheet, finder: Finder, found: Sequence[Found], number: int) -> list[Title]:
    """Texts above a table, the nearest first; then those at the top of the sheet, and its name."""
    area = found[number].area
    above = [one.area for one in found if one.area.bottom < area.top]
    floor = max((one.bottom for one in above), default=0)
    top = min(one.area.top for one in found)
    rows = [*range(area.top - 1, floor, -1)]
    rows += [row for row in range(top - 1, 0, -1) if row not in rows]
    titles = [
        Title(row, at, text_of(sheet.at(row, at)))
        for row in rows
        for at in finder.rows[row - 1].filled
        if not sheet.unseen(row, at)  # what is hidden decides nothing
    ]
    return [*titles, Title(0, 0, sheet.name)]


def _outside(sheet: Sheet, finder: Finder, blocks: Sequence[Block]) -> Iterable[Line]:
    inside = {row for block in blocks for row in range(block.area.top, block.area.bottom + 1)}
    for row in range(1, sheet.height + 1):
        info = finder.rows[row - 1]
        if row not in inside and info.filled and info.kind != "D":
            yield Line(row, Role.NOTE, written=text_of(sheet.at(row, info.filled[0])))


# --- what holds for a whole table ----------------------------------------------------------------


def _constants(
    sheet: Sheet, block: Block, titles: Sequence[Title], reader: Reader, today: date,
    floor: int = 0, called: str = "",
) -> tuple[tuple[Constant, ...], list[Remark], list[Question]]:  # fmt: skip
    constants: list[Constant] = []
    remarks: list[Remark] = []
    questions: list[Question] = []
    said = {meaning.axis for meaning in block.meanings}
    period = _period(sheet, block, titles, called)
    if isinstance(period, Question):
        questions.append(period)
        if period.axis == "year" and (caption := _undated(sheet, block, titles)):
            constants.append(caption)
    elif period:
        constant, because, written = period
        constants.append(constant)
        remarks.append(Remark(constant.row, constant.column, 0.9, because, {"written": written}))
        span = span_of(constant.value)
        if span and span.earliest > today:
            questions.append(
                Question(
                    Kind.PERIOD, sheet.name, constant.row, constant.column, written, IN_THE_FUTURE,
                    candidates=(constant.value,),
                )
            )  # fmt: skip
    if Axis.PLACE not in said and (named := _named_place(titles, reader)):
        title, name = named
        constants.append(Constant(Axis.PLACE, name, title.row, title.column))
        values = {"written": title.text}
        remarks.append(Remark(title.row, title.column, 0.85, FROM_TITLE, values))
    elif Axis.PLACE not in said and (naming := _names_sheet(sheet, titles, reader)):
        constants.append(Constant(Axis.PLACE, sheet.name.strip()))
        remarks.append(Remark(naming.row, naming.column, 0.85, PLACE_FROM_NAME))
    for axis in (Axis.SEX, Axis.AGE_GROUP, Axis.MODE, Axis.MEASURE):
        if axis in said:
            continue
        if axis is Axis.MEASURE and (of := speaks_of_others(titles, reader)):
            # No number of this section: the table is asked about.
            constants.append(Constant(axis, of[0], of[1].row, of[1].column))
            values = {"written": of[1].text}
            remarks.append(Remark(of[1].row, of[1].column, 0.8, OF_OTHERS, values))
            continue
        if found := nearest(titles, axis, reader):
            title, sense, whole = found
            if axis is Axis.MEASURE and heads_another(title, floor, titles, reader):
                continue  # which number this table gives is asked
            values = {"written": title.text}
            if axis is Axis.MEASURE and (doubt := doubt_of_tab(title, sense, titles, reader)):
                because, said_so = doubt
                questions.append(
                    Question(
                        Kind.CONSTANT, sheet.name, block.area.top, block.area.left, title.text,
                        because, said_so, candidates=(sense.value,), axis=axis.value,
                    )
                )  # fmt: skip
            elif whole or axis is Axis.MEASURE:
                constants.append(Constant(axis, sense.value, title.row, title.column))
                remarks.append(Remark(title.row, title.column, sense.score, FROM_TITLE, values))
            else:
                questions.append(
                    Question(
                        Kind.CONSTANT, sheet.name, title.row, title.column, title.text,
                        PERHAPS_CONSTANT, values, candidates=(sense.value,), axis=axis.value,
                    )
                )  # fmt: skip
    return tuple(constants), remarks, questions


def _named_place(titles: Sequence[Title], reader: Reader) -> tuple[Title, str] | None:
    """ "Province: Tete": a heading of places, a colon, and a name."""
    for title in titles:
        heading, colon, name = title.text.partition(":")
        if colon and name.strip() and "place" in reader.heading(heading):
            senses, left = reader.senses(heading)
            if not left and all(sense.axis is Axis.HEADING for sense in senses):
                return title, name.strip()
    return None


def _names_sheet(sheet: Sheet, titles: Sequence[Title], reader: Reader) -> Title | None:
    """The title that speaks of a place and holds the name of the sheet."""
    name = plain(sheet.name)
    if not name or generic_sheet(sheet.name) or find_period(sheet.name):
        return None
    for title in titles:
        if title.row and f" {name} " in f" {plain(title.text)} " and plain(title.text) != name:
            senses, _ = reader.senses(title.text)
            if any(s.axis is Axis.HEADING and s.value == "place" for s in senses):
                return title
    return None


def _period(
    sheet: Sheet, block: Block, titles: Sequence[Title], called: str = ""
) -> tuple[Constant, str, str] | Question | None:
    """The period, or only the year, that titles give to a table whose headings lack it."""
    wanted = _wanted(sheet, block)
    if not wanted:
        return None
    if wanted == "period" and (caption := caption_of(titles)):
        return _captioned(sheet, block, *caption, titles, called)
    several: Title | None = None
    days: list[tuple[Title, str]] = []
    for title in titles:
        found = find_period(title.text)
        if found is None:
            continue
        if found.several:
            several = several or title
            continue
        value = found.value
        if is_partial(value):
            continue
        if len(value) > 20 and value[:10] == value[-10:]:
            days.append((title, value))  # the day on which something was written
            continue
        if wanted == "year":
            value = value[:4]
        if several and wanted == "year":
            break
        axis = Axis.YEAR if is_whole_year(value) else Axis.SPAN
        because = YEAR_FROM_TITLE if title.row else YEAR_FROM_NAME
        return Constant(axis, value, title.row, title.column), because, title.text
    top = block.area.top
    if several:
        return Question(
            Kind.PERIOD, sheet.name, several.row, several.column, several.text, SEVERAL_YEARS,
            {"written": several.text}, axis=wanted,
        )  # fmt: skip
    if wanted == "year" and (year := year_in(called)):
        return Constant(Axis.YEAR, year), YEAR_FROM_FILE, called
    because = WHICH_YEAR if wanted == "year" else WHICH_PERIOD
    candidates = tuple(dict.fromkeys(value[:4] for _, value in days))
    return Question(
        Kind.PERIOD, sheet.name, top, block.area.left, "", because, candidates=candidates,
        axis=wanted,
    )  # fmt: skip


def _captioned(
    sheet: Sheet, block: Block, title: Title, caption: str, titles: Sequence[Title], called: str
) -> tuple[Constant, str, str] | Question:
    """The month of a caption, with the one year that titles, sheet or file name."""
    found = [(one, dated(caption, year)) for one, year in years_of(titles)]
    named = [(one, value) for one, value in found if value]
    if len(named) == 1:
        one, value = named[0]
        because = YEAR_FROM_TITLE if one.row else YEAR_FROM_NAME
        return Constant(period_axis(value), value, title.row, title.column), because, one.text
    if not named and (year := year_in(called)) and (value := dated(caption, year)):
        return Constant(period_axis(value), value, title.row, title.column), YEAR_FROM_FILE, called
    return Question(
        Kind.PERIOD, sheet.name, block.area.top, block.area.left, "", WHICH_YEAR,
        candidates=tuple(value[:4] for _one, value in named), axis="year",
    )  # fmt: skip


def _undated(sheet: Sheet, block: Block, titles: Sequence[Title]) -> Constant | None:
    """The month of a caption of which the year is asked."""
    if _wanted(sheet, block) != "period" or not (found := caption_of(titles)):
        return None
    title, value = found
    return Constant(period_axis(value.removeprefix("--")), value, title.row, title.column)


def _wanted(sheet: Sheet, block: Block) -> str:
    """ "year" where headings name months without one, "period" where nothing names any."""
    if not any(meaning.axis in PERIODS for meaning in block.meanings):
        return "period"
    look = Lookup(sheet, block)
    down = _combined(look.of_rows(), sheet.hidden_rows)
    over = _combined(look.of_columns(), sheet.hidden_columns)
    for values, others in ((down, over), (over, down)):
        if any(map(is_partial, values)) and not any(map(is_whole_year, others)):
            return "year"
    return "" if any(down) or any(over) else "period"


def _combined(lines: Mapping[int, Sequence[Meaning]], hidden: frozenset[int]) -> list[str]:
    values = [combine(_periods(said))[0] for at, said in lines.items() if at not in hidden]
    return [value for value in values if value]


def _periods(meanings: Iterable[Meaning]) -> list[str]:
    return [one.value for one in meanings if one.axis in PERIODS and one.value]
