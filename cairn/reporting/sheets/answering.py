"""Answers to what was asked of a spreadsheet: those that can be understood are kept."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from cairn.kernel.errors import CairnError
from cairn.reporting.reading.crosstabs import layout as layouts
from cairn.reporting.reading.crosstabs.layout import Axis, Layout
from cairn.reporting.reading.crosstabs.questions import COUNT, LEAVE_OUT, WORD_ANSWERS
from cairn.reporting.sheets import asking
from cairn.reporting.sheets.asking import Asked
from cairn.reporting.sheets.correcting import meant
from cairn.reporting.sheets.holding import held_by, kept
from cairn.reporting.sheets.meaning import country_of, one_of, period_said
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.opening import Opened, opened


@transaction.atomic
def answer_sheet(
    *, file: SheetFile, given: Mapping[str, str], by: Any, revision: int | None = None
) -> tuple[SheetFile, dict[str, CairnError]]:
    """Take the answers that can be understood; the others come back with what is wrong. What was
    answered before may be answered anew."""
    held = held_by(file, by, revision)
    now = opened(held)
    wrong: dict[str, CairnError] = {}
    again = [one.asked for one in now.answered if not one.on_sheet]
    for question in (*now.questions, *again):
        text = given.get(question.key, "").strip()
        if not text:
            continue
        try:
            _answer(now, question, text)
        except CairnError as problem:
            wrong[question.key] = problem
    held.layout, held.answers = now.layout.as_json(), now.answers.as_json()
    return kept(held, "layout", "answers", "said"), wrong


def _answer(now: Opened, question: Asked, text: str) -> None:
    answers = now.answers
    match question.kind:
        case asking.WORD:
            word = question.key.partition("|")[2]
            one_of(text, WORD_ANSWERS)
            now.answers = replace(answers, words={**answers.words, word: text})
        case asking.COUNTRY:
            said = "" if text == LEAVE_OUT else country_of(text)
            now.answers = replace(answers, countries={**answers.countries, question.written: said})
        case asking.DECIMAL:
            one_of(text, (".", ","))
            now.answers = replace(answers, decimal=text)
        case asking.HIDDEN:
            key = question.key.partition("|")[2]
            one_of(text, (COUNT, LEAVE_OUT))
            now.answers = replace(answers, hidden={**answers.hidden, key: text})
        case asking.MEASURE | asking.PERIOD:
            _say_of_table(now, question, text)
        case asking.LABELS:
            one_of(text, asking.LABEL_KINDS)
            now.layout = layouts.with_axis(now.layout, question.sheet, _cell(question), Axis(text))
        case asking.HEADING:
            now.layout = meant(now, question.sheet, _cell(question), text, question.written)
        case asking.CONSTANT:
            one_of(text, (asking.YES, asking.NO))
            sheet = question.sheet
            number = _below(now.layout, sheet, question.row or 0)
            axis, _bar, value = question.meaning.partition("|")
            if text == asking.YES:
                now.layout = layouts.with_constant(now.layout, sheet, number, Axis(axis), value)
            elif now.file.said.get(question.key) == asking.YES:
                now.layout = layouts.with_constant(now.layout, sheet, number, Axis(axis), "")
            now.file.said = {**now.file.said, question.key: text}


def _cell(question: Asked) -> tuple[int, int]:
    return question.row or 1, question.column or 0


def _below(layout: Layout, sheet: str, row: int) -> int:
    """The table that a title of this row speaks of: the first that begins below it."""
    held = layout.sheet(sheet)
    blocks = held.blocks if held else ()
    return next((n for n, block in enumerate(blocks) if block.area.top > row), 0)


def _table_of(question: Asked) -> tuple[str, int]:
    """Its sheet, whose name may hold any sign, and the number of the table in it."""
    return question.sheet, int(question.key.rpartition("|")[2])


def _say_of_table(now: Opened, question: Asked, text: str) -> None:
    sheet, number = _table_of(question)
    if question.kind == asking.PERIOD:
        axis, value = period_said(text)
        now.layout = layouts.with_constant(now.layout, sheet, number, axis, value)
        return
    if text in (asking.OTHER, asking.AGAIN):
        now.layout = layouts.with_ignored(now.layout, sheet, text == asking.OTHER)
        return
    measure, _, everywhere = text.partition("|")
    one_of(measure, now.section.measures)
    now.layout = layouts.with_ignored(now.layout, sheet, False)
    wanted = {(sheet, number)}
    if everywhere:
        wanted |= {_table_of(q) for q in now.questions if q.kind == asking.MEASURE}
    for name, n in wanted:
        now.layout = layouts.with_constant(now.layout, name, n, Axis.MEASURE, measure)
