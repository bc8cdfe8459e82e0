"""What stands beside the sheet: the account of its cells, questions, names, totals, filings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.reference.countries import Kind, countries, name_of
from cairn.reference.folding import fold
from cairn.reporting.reading.crosstabs.accounting import ORDER
from cairn.reporting.reading.crosstabs.layout import Role
from cairn.reporting.screening.findings import LABELS
from cairn.reporting.screening.findings import Kind as Found
from cairn.reporting.sheets import asking
from cairn.reporting.sheets.asking import Asked
from cairn.reporting.sheets.opening import DRAFT, SHEET, Opened, Target
from cairn.reporting.sheets.taking import place_of
from cairn.web.desk.sheets.doors import filing_url
from cairn.web.desk.sheets.words import (
    ANSWERS,
    ROLES,
    choice_words,
    counted,
    input_words,
    meanings,
    problem_words,
    reason_words,
    was_words,
)
from cairn.web.say import current, say

MOST = 30  # of a list that is shown at once
FREE = (asking.PERIOD, asking.COUNTRY)  # questions that may be answered in words


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the page shows it."""

    number: int
    asked: Asked
    written: str  # as it stands on the sheet
    because: str
    choices: list[tuple[str, str]]
    free: bool
    given: str = ""
    wrong: str = ""

    @property
    def mark(self) -> str:
        """What its fields are called on the page."""
        return f"q{self.number}"

    @property
    def field(self) -> str:
        return f"q-{self.asked.key}"


def shown(now: Opened, wrong: Mapping[str, CairnError], given: Mapping[str, str]) -> dict[str, Any]:
    file = now.file
    return {
        "file": file,
        "section": say(now.section.title),
        "account": _account(now),
        "cells": sum(one.rows * one.columns for one in now.reading.accounting.sheets),
        "questions": [_question(n, now, one, wrong, given) for n, one in enumerate(now.questions)],
        "names": [
            (n, one, place_of(one.sheet, one.row, one.column) if one.row else one.sheet, words)
            for n, (one, words) in enumerate(now.names)
        ],
        "totals": now.totals,
        "closing": sum(one.closes for one in now.reading.reconciled),
        "reconciled": [
            {
                "place": place_of(one.sheet, one.row, one.column),
                "stated": one.stated,
                "computed": one.computed,
                "closes": one.closes,
            }
            for one in now.reading.reconciled[:MOST]
        ],
        "left": [(one.place, problem_words(one.error)) for one in now.left[:MOST]],
        "left_number": len(now.left),
        "left_open": len(now.left_to_confirm),
        "warnings": _warnings(now),
        "refused": [
            (place_of(sheet, row, column), say(LABELS[Found(kind)]))
            for sheet, row, column, kind in file.refused
        ],
        "removed": sum(file.removed.values()),
        "problems": list(dict.fromkeys(problem_words(one) for one in now.problems))[:MOST],
        "targets": [_target(now, one) for one in now.targets],
        "open": sum(now.open.values()),
        "nothing": now.open.get("nothing"),
        "tabs": [(n, one.name, one.hidden) for n, one in enumerate(now.sheets)],
        "roles": [(role.value, say(words)) for role, words in ROLES.items()],
        "meanings": meanings(now.section),
        "countries": _countries() if _asks_country(now) else [],
        "data": Role.DATA.value,
    }


def _account(now: Opened) -> list[tuple[str, str]]:
    """Every class that occurs, with the number of its cells."""
    account = now.reading.accounting
    return [(one.value, say(counted(one, n))) for one in ORDER if (n := account.total(one))]


def _question(
    n: int, now: Opened, one: Asked, wrong: Mapping[str, CairnError], given: Mapping[str, str]
) -> Question:
    choices = [(value, choice_words(now.section, one, value)) for value in one.choices]
    if one.kind == asking.COUNTRY:
        choices.append(("leave_out", say(ANSWERS["leave_out"])))
    problem = wrong.get(one.key)
    written, values = one.written, dict(one.values)
    if one.kind == asking.WORD and one.row and one.column is not None:
        written = str(now.value_at(one.sheet, one.row, one.column) or "").strip()
        values["word"] = written
    return Question(
        n,
        one,
        written,
        reason_words(one.because, values),
        choices,
        one.kind in FREE,
        given.get(f"q-{one.key}", "") if given else "",
        problem_words(problem) if problem else "",
    )


def _asks_country(now: Opened) -> bool:
    return any(one.kind == asking.COUNTRY for one in now.questions)


def _countries() -> list[str]:
    names = [
        name_of(code, current()) for code, one in countries().items() if one.kind != Kind.SPECIAL
    ]
    return sorted(names, key=fold)


def _warnings(now: Opened) -> list[tuple[str, str]]:
    return [
        (place_of(one.sheet, one.row or 0, one.column or 0), problem_words(one.error))
        for one in now.warnings[:MOST]
    ]


def _target(now: Opened, target: Target) -> dict[str, Any]:
    return {
        "period": target.part.period,
        "numbers": len(target.part.inputs),
        "totals": len(target.part.totals),
        "filing": target.filing,
        "url": filing_url(target.filing) if target.filing else "",
        "differing": [
            {
                "field": f"c-{one.key}",
                "words": input_words(now.section, one.input),
                "place": one.input.source_cell,
                "sheet": was_words(one.sheet),
                "draft": was_words(one.draft),
                "chosen": one.chosen,
            }
            for one in target.differing[:MOST]
        ],
        "more": max(0, len(target.differing) - MOST),
        "options": (SHEET, DRAFT),
    }
