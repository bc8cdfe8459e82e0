"""Answers to what was asked of a spreadsheet: those that can be understood are kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from cairn.kernel.errors import CairnError
from cairn.reporting.reading.crosstabs import layout as layouts
from cairn.reporting.reading.crosstabs.captioned import in_time
from cairn.reporting.reading.crosstabs.days import ORDERS
from cairn.reporting.reading.crosstabs.layout import Axis, Layout
from cairn.reporting.reading.crosstabs.periods import is_whole_year, span_of
from cairn.reporting.reading.crosstabs.questions import (
    ADD,
    COUNT,
    KEEP_FIRST,
    LEAVE_OUT,
    WORD_ANSWERS,
)
from cairn.reporting.reading.crosstabs.reading import read_cells
from cairn.reporting.sheets import asking
from cairn.reporting.sheets.ahead import Ahead, ahead
from cairn.reporting.sheets.asking import Asked
from cairn.reporting.sheets.correcting import meant
from cairn.reporting.sheets.errors import NotOver, NotSaid, NotThatTime, StillAsked
from cairn.reporting.sheets.holding import held_by, kept
from cairn.reporting.sheets.meaning import country_of, one_of, period_said
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.opening import Opened, opened

WRITTEN = "="  # between what a heading is and how the person writes it: "period=2024"
WRITTEN_BESIDE = ("period", "country", "place")
# What may be wrong with the times of a table; an answer about them must make none of it worse.
WRONG_TIMES = {"no_period", "period_in_future", "contradicting_headings"}


@transaction.atomic
def answer_sheet(
    *, file: SheetFile, given: Mapping[str, str], by: Any, revision: int | None = None
) -> tuple[SheetFile, dict[str, CairnError]]:
    """Take the answers that can be understood; the others come back with what is wrong. What was
    answered before may be answered anew."""
    held = held_by(file, by, revision)
    now = opened(held)
    wrong: dict[str, CairnError] = {}
    again = [one.asked for one in now.sayable]
    for question in (*now.questions, *again):
        text = given.get(question.key, "").strip()
        if not text:
            continue
        try:
            _answer(now, question, text)
        except CairnError as problem:
            wrong[question.key] = problem
    held.layout, held.answers = now.layout.as_json(), now.answers.as_json()
    # What was understood and settles nothing is told: else it would be asked for ever, in silence.
    given_now = {key for key, text in given.items() if text.strip() and key not in wrong}
    if given_now:
        still = {one.key for one in replace(now).questions}
        wrong |= {key: StillAsked() for key in sorted(given_now & still)}
    return kept(held, "layout", "answers", "said"), wrong


def _answer(now: Opened, question: Asked, text: str) -> None:
    answers = now.answers
    match question.kind:
        case asking.WORD:
            word = question.key.partition("|")[2]
            one_of(text, WORD_ANSWERS)
            now.answers = replace(answers, words={**answers.words, word: text})
        case asking.COUNTRY:
            said = "" if text == LEAVE_OUT else country_of(text, now.file.organisation.state or "")
            now.answers = replace(answers, countries={**answers.countries, question.written: said})
        case asking.DECIMAL:
            one_of(text, (".", ","))
            now.answers = replace(answers, decimal=text)
        case asking.DATES:
            one_of(text, ORDERS)
            now.answers = replace(answers, dates=text)
        case asking.HIDDEN:
            key = question.key.partition("|")[2]
            one_of(text, (COUNT, LEAVE_OUT))
            now.answers = replace(answers, hidden={**answers.hidden, key: text})
        case asking.SAME:
            one_of(text, (ADD, KEEP_FIRST))
            now.answers = replace(answers, same={**answers.same, question.written: text})
        case asking.MEASURE | asking.PERIOD:
            _say_of_table(now, question, text)
        case asking.LABELS:
            one_of(text, asking.LABEL_KINDS)
            now.layout = layouts.with_axis(now.layout, question.sheet, _cell(question), Axis(text))
        case asking.HEADING:
            what, _sign, written = text.partition(WRITTEN)
            said = written.strip() or question.written
            now.layout = meant(now, question.sheet, _cell(question), what, said)
        case asking.CONSTANT:
            one_of(text, (asking.YES, asking.NO))
            sheet = question.sheet
            number = asking.of_constant(now.layout, question)
            axis, _bar, value = question.meaning.partition("|")
            if text == asking.YES:
                now.layout = layouts.with_constant(now.layout, sheet, number, Axis(axis), value)
            elif asking.held_for_all(now.layout, question):
                now.layout = layouts.with_constant(now.layout, sheet, number, Axis(axis), "")
            now.file.said = {**now.file.said, question.key: text}


def _cell(question: Asked) -> tuple[int, int]:
    return question.row or 1, question.column or 0


def _table_of(question: Asked) -> tuple[str, int]:
    """Its sheet, whose name may hold any sign, and the number of the table in it."""
    return question.sheet, int(question.key.rpartition("|")[2])


def _say_of_table(now: Opened, question: Asked, text: str) -> None:
    sheet, number = _table_of(question)
    if question.kind == asking.PERIOD:
        now.layout = _with_time(now, question, sheet, number, text)
        return
    if text in (asking.OTHER, asking.AGAIN):
        now.layout = layouts.with_ignored(now.layout, sheet, text == asking.OTHER)
        return
    if text == LEAVE_OUT and LEAVE_OUT in question.choices:
        now.layout = layouts.without_block(now.layout, sheet, number)
        return
    measure, _, everywhere = text.partition("|")
    one_of(measure, now.section.measures)
    now.layout = layouts.with_ignored(now.layout, sheet, False)
    wanted = {(sheet, number)}
    if everywhere:
        wanted |= {
            _table_of(q) for q in now.questions if q.kind == asking.MEASURE and not q.meaning
        }
    for name, n in wanted:
        now.layout = layouts.with_constant(now.layout, name, n, Axis.MEASURE, measure)


def _with_time(now: Opened, question: Asked, sheet: str, number: int, text: str) -> Layout:
    """The layout with the time of a table. An answer that would leave the question open is refused
    and says why: stored without a word, it would be asked for ever."""
    late = _late(now, now.layout, sheet, number)
    if text == LEAVE_OUT:
        if late is None or not late.aside:
            raise NotSaid()
        return late.without(now.layout, sheet, number)
    axis, value = period_said(text)
    layout = _in_time(now.layout, sheet, number, axis, value)
    before, after = (_wrong(now, one, sheet, number) for one in (now.layout, layout))
    if not after["period_in_future"] + after["no_period"] and not after - before:
        return layout
    span = span_of(value)
    if late and span and late.left_by(span):
        return late.without(now.layout, sheet, number)
    if still := _late(now, layout, sheet, number):
        raise NotOver(said=text, period=still.period)
    raise NotThatTime(said=text)


def _in_time(layout: Layout, sheet: str, number: int, axis: Axis, value: str) -> Layout:
    """A year that is said of a table without one holds for all tables that lack it; each keeps the
    month of its caption."""
    undated = {(one.sheet, one.number) for one in asking.without_year(layout)}
    every = undated if is_whole_year(value) and (sheet, number) in undated else {(sheet, number)}
    for table in asking.tables(layout):
        if (table.sheet, table.number) in every:
            said, text, cell = in_time(table.block, axis, value)
            layout = layouts.with_constant(layout, table.sheet, table.number, said, text, cell)
    return layout


def _wrong(now: Opened, layout: Layout, sheet: str, number: int) -> Counter[str]:
    """How often each thing is wrong with the times of a table, read with this layout."""
    reading = read_cells(now.sheets, layout, now.answers, today=now.today)
    block = next(
        (one for one in asking.tables(layout) if (one.sheet, one.number) == (sheet, number)), None
    )
    if block is None:  # its sheet was set aside with another answer
        raise layouts.NoSuchPlace()
    return Counter(
        one.code
        for one in reading.findings
        if one.code in WRONG_TIMES and block.holds(one.sheet, one.row, one.column)
    )


def _late(now: Opened, layout: Layout, sheet: str, number: int) -> Ahead | None:
    """What of a table is not over, read with this layout."""
    if not _wrong(now, layout, sheet, number)["period_in_future"]:
        return None
    held = layout.sheet(sheet)
    assert held is not None
    reading = read_cells(now.sheets, layout, now.answers, today=now.today)
    return ahead(reading, sheet, held.blocks[number].area, now.today)
