"""What stands beside the sheet: the account of its cells, questions, names, totals, filings."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cairn.kernel.errors import CairnError
from cairn.kernel.text import Message
from cairn.reference.countries import Kind, countries, name_of
from cairn.reference.folding import fold
from cairn.reporting.filings.counts import CountInput, NotBrokenDown
from cairn.reporting.reading.crosstabs.accounting import ORDER
from cairn.reporting.reading.crosstabs.errors import TotalUnread
from cairn.reporting.reading.crosstabs.layout import Role
from cairn.reporting.screening.findings import LABELS
from cairn.reporting.screening.findings import Kind as Found
from cairn.reporting.sheets import asking
from cairn.reporting.sheets.footnotes import footnotes, notes
from cairn.reporting.sheets.meeting import CELLS, KEEP, LEAVE, TAKE, Stored, Target
from cairn.reporting.sheets.opening import Left, Opened
from cairn.reporting.sheets.recalled import recalled
from cairn.reporting.sheets.taking import place_of
from cairn.reporting.sheets.tallying import tally
from cairn.reporting.sheets.unsaid import NOT_SAID
from cairn.web.desk.filing.words import status_kind, status_words
from cairn.web.desk.sheets.answers import BEFORE, lines, questions
from cairn.web.desk.sheets.doors import filing_url
from cairn.web.desk.sheets.gathering import gathered
from cairn.web.desk.sheets.measured import counts
from cairn.web.desk.sheets.named import named
from cairn.web.desk.sheets.tallying import tally_words
from cairn.web.desk.sheets.words import (
    ROLES,
    counted,
    input_words,
    meanings,
    problem_words,
    value_words,
    was_words,
)
from cairn.web.say import current, say

UNREAD = TotalUnread(value="").code
MOST = 30  # of a list that is shown at once
MOST_TOTALS = 100  # on one page of them


def shown(
    now: Opened,
    wrong: Mapping[str, CairnError],
    given: Mapping[str, str],
    change: str = "",
    totals: int = 0,
) -> dict[str, Any]:
    """All of the page but the sheet itself; `change` is the answer to be said anew, `totals` the
    first of the totals to be shown one by one, 0 where nobody asked for them."""
    file = now.file
    asked = questions(now, change, wrong, given)
    targets = [_target(now, one) for one in now.targets]
    asks = any(one.asks or one.said for one in now.targets)
    return {
        "file": file,
        "section": say(now.section.title),
        "account": _account(now),
        "unsaid": now.plan.unsaid,
        "unsaid_value": value_words("sex", NOT_SAID["sex"]) if now.plan.unsaid else "",
        "tally": tally_words(tally(now.reading, now.section.measures)),
        "cells": sum(one.rows * one.columns for one in now.reading.accounting.sheets),
        "counts": counts(now),
        "questions": asked,
        "said": list(lines(now)),
        "recalled": recalled(now),
        "recalled_cells": sum(one.cells for one in recalled(now)),
        "names": named(now),
        "totals": now.totals,
        "asides": [(one, f"r-{one.key}") for one in now.asides],
        "reasons": len(now.totals) + len(now.asides),
        "not_filed": _not_filed(now),
        "closing": sum(one.closes for one in now.reading.reconciled),
        "unread_totals": _has_totals(now),
        "reconciled": _reconciled(now, totals),
        "left": gathered(now.left, lambda one: _at(now, one)),
        "left_number": len(now.left),
        "left_open": len(now.left_to_confirm),
        "warnings": _warnings(now),
        "refused": [
            (place_of(sheet, row, column), say(LABELS[Found(kind)]))
            for sheet, row, column, kind in file.refused
        ],
        "removed": sum(file.removed.values()),
        "problems": list(
            dict.fromkeys((problem_words(one), _without(one)) for one in now.problems)
        )[:MOST],
        "targets": targets,
        "footnotes": footnotes(now),
        "notes": list(enumerate(notes(now))),
        "meeting": [one for one in targets if one["filing"]] if asks else [],
        "deciding": sum(bool(one["options"]) for one in targets) if asks else 0,
        "keeping": any(KEEP in one.options for one in now.targets),
        "taking": bool(now.taking),
        "open": sum(now.open.values()),
        "nothing": now.open.get("nothing"),
        "tabs": [(n, one.name, one.hidden) for n, one in enumerate(now.sheets)],
        "roles": [(role.value, say(words)) for role, words in ROLES.items()],
        "meanings": meanings(now.section),
        "countries": _countries() if any(q.asked.kind == asking.COUNTRY for q in asked) else [],
        "data": Role.DATA.value,
    }


def _without(one: CairnError) -> str:
    """The breakdown that its numbers cannot have, which one click takes out."""
    return str(one.values["dimension"]) if isinstance(one, NotBrokenDown) else ""


def _has_totals(now: Opened) -> bool:
    """Whether a row or a column is one of totals, be they read or not."""
    lines = (line for sheet in now.layout.sheets for block in sheet.blocks
             for line in (*block.rows, *block.columns))  # fmt: skip
    return any(line.role in (Role.TOTAL, Role.SUBTOTAL) for line in lines)


def _at(now: Opened, one: Left) -> str:
    """Where it is corrected: the form below the sheet, with this cell chosen."""
    if not one.at:
        return ""
    number = next(n for n, sheet in enumerate(now.sheets) if sheet.name == one.sheet)
    row = int(one.at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return f"?sheet={number}&from={max(1, row - BEFORE)}&at={one.at}#say"


def _reconciled(now: Opened, asked: int) -> dict[str, Any]:
    """Some of all totals, and how to come to the others."""
    every = now.reading.reconciled
    first = min(max(1, asked), max(1, len(every)))
    last = min(first + MOST_TOTALS - 1, len(every))
    return {
        "number": len(every),
        "first": first,
        "last": last,
        "before": max(1, first - MOST_TOTALS) if first > 1 else 0,
        "after": last + 1 if last < len(every) else 0,
        "open": asked > 0,
        "lines": [
            {
                "place": place_of(one.sheet, one.row, one.column),
                "stated": one.stated,
                "computed": one.computed,
                "closes": one.closes,
            }
            for one in every[first - 1 : last]
        ],
    }


def _account(now: Opened) -> list[tuple[str, str]]:
    """Every class that occurs, with the number of its cells."""
    account = now.reading.accounting
    return [(one.value, say(counted(one, n))) for one in ORDER if (n := account.total(one))]


def _countries() -> list[str]:
    names = [
        name_of(code, current()) for code, one in countries().items() if one.kind != Kind.SPECIAL
    ]
    return sorted(names, key=fold)


def _warnings(now: Opened) -> list[tuple[str, str]]:
    return [
        (place_of(one.sheet, one.row or 0, one.column or 0), problem_words(one.error))
        for one in now.warnings
        if one.code != UNREAD
    ][:MOST]


def _not_filed(now: Opened) -> list[tuple[str, str, str]]:
    """Totals that stay behind, why, and where that is put right: none goes without a word."""
    held = _("It also holds what you left aside of another time, so it is not filed.")
    found = [(place_of(one.sheet, one.row, one.column), held, "") for one in now.plan.not_taken]
    for one in now.warnings:
        if one.code == UNREAD:
            place = place_of(one.sheet, one.row or 0, one.column or 0)
            cell = Left("", place, one.error, one.sheet, place.rpartition("!")[2])
            found.append((place, problem_words(one.error), _at(now, cell)))
    return found[:MOST]


def _spoken(target: Target) -> tuple[list[Stored], list[Stored]]:
    """Numbers of the filing of which the sheet says nothing, and those of which it gives parts."""
    parts = {one.key for one in target.open_ended}
    silent = [one for one in target.going if one.key not in parts]
    return silent, [one for one in target.going if one.key in parts]


def _target(now: Opened, target: Target) -> dict[str, Any]:
    silent, partly = _spoken(target)
    beside = {one.place for one in now.totals}  # those that do not close
    return {
        "field": f"f-{target.key}",
        "period": target.part.period,
        "numbers": len(target.part.inputs),
        "totals": sum(one.source_cell not in beside for one in target.part.totals),
        "sums": sum(not one.dims for one in target.sums),
        "sums_of": sum(bool(one.dims) and one.value is not None for one in target.sums),
        "sums_open": sum(one.value is None for one in target.sums),
        "going": [(_stored_words(now, one), was_words(one.was)) for one in silent[:MOST]],
        "partly": [(_stored_words(now, one), was_words(one.was)) for one in partly[:MOST]],
        "untouched": [
            (_stored_words(now, one), was_words(one.was)) for one in target.staying_on[:MOST]
        ],
        "untouched_number": len(target.staying_on),
        "more_untouched": max(0, len(target.staying_on) - MOST),
        "more_going": max(0, len(silent) - MOST),
        "more_partly": max(0, len(partly) - MOST),
        "keeps": target.keeps,
        "drops": target.key if target.keeps and not target.differing else "",
        "filing": target.filing,
        "url": filing_url(target.filing) if target.filing else "",
        "status": status_words(target.filing.status) if target.filing else "",
        "kind": status_kind(target.filing.status) if target.filing else "",
        "said": target.said or _usual(target),
        "options": [(one, _option_words(target, one)) for one in target.options],
        "counts": [say(one) for one in _counts(target)],
        "amends": target.amends,
        "locked": target.locked,
        "left": target.left,
        "undecided": target.to_decide,
        "same": target.locked and not target.changes,
        "cells": not target.said and not target.locked,
        "differing": [
            {
                "field": f"c-{one.key}",
                "words": input_words(now.section, one.input),
                "place": one.input.source_cell,
                "sheet": was_words(one.sheet),
                "draft": was_words(one.draft),
                "chosen": one.chosen,
                "partly": one.partly,
            }
            for one in target.differing[:MOST]
        ],
        "more": max(0, len(target.differing) - MOST),
    }


def _stored_words(now: Opened, one: Stored) -> str:
    return input_words(now.section, CountInput(one.measure, dims=one.dims, span=one.span))


def _usual(target: Target) -> str:
    """What holds of a filing of which nothing was said: a draft takes the numbers and keeps its
    others."""
    if target.locked or not target.options:
        return ""
    if target.differing:
        return CELLS
    return KEEP if target.going else TAKE


def _counts(target: Target) -> list[Message]:
    """What the sheet would change in a filing that is there."""
    silent, partly = _spoken(target)
    counted = [
        Message("%(n)s number differs", "%(n)s numbers differ", len(target.differing)),
        Message("%(n)s is new", "%(n)s are new", target.fresh),
        Message("%(n)s is the same", "%(n)s are the same", target.equal),
        Message(
            "%(n)s of which the sheet says nothing",
            "%(n)s of which the sheet says nothing",
            len(silent),
        ),
        Message(
            "%(n)s of which the sheet gives only a part",
            "%(n)s of which the sheet gives only a part",
            len(partly),
        ),
    ]
    return [one for one in counted if one.n]


def _option_words(target: Target, option: str) -> str:
    if option == LEAVE:
        return _("leave it as it is")
    if option == CELLS and target.going:
        return _("choose number by number, below, and keep the other numbers of the filing")
    if option == CELLS:
        return _("choose number by number, below")
    if option == KEEP and target.amends:
        return _("take the sheet’s numbers and keep the others, as a new version")
    if option == KEEP:
        return _("take the sheet’s numbers and keep the others")
    if option == TAKE and target.going and target.amends:
        return _("take everything from the sheet and take the others out, as a new version")
    if option == TAKE and target.going:
        return _("take everything from the sheet and take the others out")
    if target.amends:
        return _("take everything from the sheet, as a new version")
    return _("take everything from the sheet")
