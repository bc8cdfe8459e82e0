"""Names, totals that do not close, numbers that differ from the draft, and giving it all up."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from cairn.audit import log
from cairn.reporting.filings.policies import check_may_file
from cairn.reporting.filings.texts import check_clean, digest_of
from cairn.reporting.reading.crosstabs import layout as layouts
from cairn.reporting.reading.crosstabs.layout import Layout, NoSuchPlace, Role, SheetLayout
from cairn.reporting.reading.crosstabs.proposing import propose_all
from cairn.reporting.reading.crosstabs.questions import Answers
from cairn.reporting.reading.crosstabs.saying import DIMENSIONS
from cairn.reporting.sheets import asking
from cairn.reporting.sheets.arriving import as_stored
from cairn.reporting.sheets.errors import HeadedAsNames
from cairn.reporting.sheets.holding import held_by, kept
from cairn.reporting.sheets.keeping import packed
from cairn.reporting.sheets.meaning import own_spellings
from cairn.reporting.sheets.meeting import CELLS, DRAFT, SHEET
from cairn.reporting.sheets.models import NO_PERSONS, SheetFile, SheetMemory
from cairn.reporting.sheets.naming import reading_words
from cairn.reporting.sheets.opening import Opened, opened
from cairn.reporting.sheets.screening import Likely

LONGEST_REASON = 500
FOR_ALL = "all"  # the reason of every total that has none of its own


@transaction.atomic
def say_places(
    *,
    file: SheetFile,
    places: Iterable[int],
    looked_twice: bool = False,
    by: Any,
    revision: int | None = None,
) -> SheetFile:
    """These are places or things, no persons: it holds for this sheet and goes with it. Only once
    the sheet is taken over is the organisation asked about them no more. What stands under a
    heading for names is looked at twice."""
    held = held_by(file, by, revision)
    now = opened(held)
    wanted = set(places)
    chosen = [one for at, one in enumerate(now.names) if at in wanted]
    headings = list(dict.fromkeys(one.heading for one, _ in chosen if one.heading))
    if headings and not looked_twice:
        raise HeadedAsNames(heading=" · ".join(headings))
    said = [words for _, words in chosen]
    digests = {digest_of(words, held.organisation.ref) for words in said}
    held.names = [
        one.as_json()
        for one, words in now.names
        if digest_of(words, held.organisation.ref) not in digests
    ]
    no_persons = sorted(digests.union(held.said.get(NO_PERSONS, ())))
    held.said = {**held.said, NO_PERSONS: no_persons}
    return kept(held, "names", "said")


@transaction.atomic
def take_out(
    *, file: SheetFile, places: Iterable[int], by: Any, revision: int | None = None
) -> SheetFile:
    """Names of persons: the row of each in its table, or its cell elsewhere, is taken out for good;
    where a sheet bears the name, the sheet."""
    held = held_by(file, by, revision)
    now = opened(held)
    wanted = set(places)
    if not wanted or not wanted <= set(range(len(now.names))):
        raise NoSuchPlace()
    chosen = [one for at, (one, _) in enumerate(now.names) if at in wanted]
    whole = {one.sheet for one in chosen if goes_with(now, one) is Goes.SHEET}
    gone = {(one.sheet, row, column) for one in chosen for row, column in _cells_to_go(now, one)}
    sheets = [
        replace(
            sheet,
            rows=tuple(
                tuple(
                    None if (sheet.name, n, at) in gone else value for at, value in enumerate(cells)
                )
                for n, cells in enumerate(sheet.rows, 1)
            ),
        )
        for sheet in now.sheets
        if sheet.name not in whole
    ]
    words, others = reading_words(now.section)
    fresh, proposals = propose_all(
        sheets,
        today=now.today,
        language=get_language(),
        words=words,
        others=others,
        called=held.name,
    )
    held.cells = packed(sheets)
    held.layout = Layout(tuple(_roles_kept(one, now.layout) for one in fresh.sheets)).as_json()
    held.proposed = as_stored(sheets, proposals)
    names = [one for at, (one, _) in enumerate(now.names) if at not in wanted]
    held.names = [
        one.as_json()
        for one in names
        if one.sheet not in whole and (one.sheet, one.row, one.column) not in gone
    ]
    return kept(held, "cells", "layout", "proposed", "names")


class Goes(StrEnum):
    """What is taken out with a name."""

    CELL = "cell"
    ROW = "row"
    SHEET = "sheet"


def goes_with(now: Opened, likely: Likely) -> Goes:
    if likely.row == 0:
        return Goes.SHEET
    table = asking.table_at(now.layout, likely.sheet, likely.row, likely.column)
    rows = table.block.rows if table else ()
    role = next((one.role for one in rows if one.at == likely.row), None)
    return Goes.CELL if role in (None, Role.HEADER) else Goes.ROW


def _cells_to_go(now: Opened, likely: Likely) -> Iterator[tuple[int, int]]:
    match goes_with(now, likely):
        case Goes.CELL:
            yield likely.row, likely.column
        case Goes.ROW:
            width = next(one.width for one in now.sheets if one.name == likely.sheet)
            yield from ((likely.row, column) for column in range(width))


def _roles_kept(fresh: SheetLayout, before: Layout) -> SheetLayout:
    """What a person had decided stays, wherever the tables are the same as before."""
    held = before.sheet(fresh.name)
    if held is None or [b.area for b in held.blocks] != [b.area for b in fresh.blocks]:
        return fresh
    blocks = []
    for new, old in zip(fresh.blocks, held.blocks, strict=True):
        places = {(one.row, one.column) for one in new.meanings}
        chosen = [one for one in old.meanings if one.chosen and (one.row, one.column) in places]
        at = {(one.row, one.column) for one in chosen}
        others = [one for one in new.meanings if (one.row, one.column) not in at]
        said = [one for one in old.constants if one.chosen]
        axes = {one.axis for one in said}
        constants = (*said, *(one for one in new.constants if one.axis not in axes))
        blocks.append(replace(new, meanings=(*others, *chosen), constants=constants))
    return replace(fresh, blocks=tuple(blocks), ignored=held.ignored)


@transaction.atomic
def settle_sheet(
    *,
    file: SheetFile,
    reasons: Mapping[str, str] | None = None,
    choices: Mapping[str, str] | None = None,
    filings: Mapping[str, str] | None = None,
    everything: str = "",
    leave_out: bool = False,
    mistaken: Collection[str] | None = None,
    by: Any,
    revision: int | None = None,
) -> SheetFile:
    """Reasons for totals that do not close and for what totals hold though it was left aside, one
    by one or as `FOR_ALL`; a reason that comes back empty is taken away. Which of two
    numbers stays, and what is left out; of whole filings `TAKE`, `LEAVE` or `CELLS`, for each or,
    as `everything`, for all of them. `mistaken`: keys of the totals that are mistakes of the sheet,
    so that none of them is filed; None where nothing is said of that."""
    held = held_by(file, by, revision)
    now = opened(held)
    said = dict(held.said)
    given, common = reasons or {}, (reasons or {}).get(FOR_ALL, "").strip()
    stood = {one.key: one.reason for one in now.totals}
    stood |= {one.key: one.reason for one in now.asides}
    wanted = {
        key: given[key].strip() or common if key in given else reason or common
        for key, reason in stood.items()
    }
    texts = {key: text[:LONGEST_REASON] for key, text in wanted.items() if text}
    check_clean(texts, organisation=held.organisation)
    said = {key: text for key, text in said.items() if key not in wanted} | texts
    known = {one.key for target in now.targets for one in target.differing}
    for key, choice in (choices or {}).items():
        if key in known and choice in (SHEET, DRAFT):
            said[key] = choice
    for target in now.targets:
        choice = everything or (filings or {}).get(target.key, "")
        if choice in target.options:
            said[target.key] = "" if choice == CELLS else choice
    if mistaken is not None:
        said["mistaken"] = sorted({one.place for one in now.totals if one.key in mistaken})
    if leave_out:
        said["left"] = sorted({one.key for one in now.left})
    held.said = said
    return kept(held, "said")


@transaction.atomic
def without_breakdown(
    *, file: SheetFile, dimension: str, by: Any, revision: int | None = None
) -> SheetFile:
    """Take a breakdown out of the tables whose numbers cannot have it: its labels or headings stay
    on the sheet and say nothing of the numbers."""
    held = held_by(file, by, revision)
    now = opened(held)
    axis = next((one for one, name in DIMENSIONS.items() if name == dimension), None)
    layout = now.layout
    for table in asking.tables(layout):
        if axis is not None and (table.sheet, table.number) in now.not_broken_down(dimension):
            layout = layouts.without_axis(layout, table.sheet, table.number, axis)
    if layout == now.layout:
        raise NoSuchPlace()
    held.layout = layout.as_json()
    return kept(held, "layout")


# --- giving up, and forgetting what was learned ---------------------------------------------------


@transaction.atomic
def drop_sheet(*, file: SheetFile, by: Any) -> None:
    """Give the spreadsheet up: nothing of it is left."""
    held = held_by(file, by, None)
    log.record("reporting.sheet.dropped", target=held, by=by)
    held.delete()


@transaction.atomic
def unlearn(*, memory: SheetMemory, by: Any) -> SheetMemory:
    """Forget how workbooks of this structure were read; the next one is proposed afresh."""
    check_may_file(by, memory.organisation)
    if memory.forgotten_at is None:
        memory.forgotten_at, memory.forgotten_by = timezone.now(), by.username
        memory.save(update_fields=["forgotten_at", "forgotten_by"])
        log.record("reporting.sheet.unlearned", target=memory, by=by)
    return memory


@transaction.atomic
def read_afresh(*, file: SheetFile, by: Any, revision: int | None = None) -> SheetFile:
    """Understand the sheet without anything that was learned or said before."""
    held = held_by(file, by, revision)
    now = opened(held)
    words, others = reading_words(now.section)
    layout, proposals = propose_all(
        now.sheets,
        today=now.today,
        language=get_language(),
        words=words,
        others=others,
        called=held.name,
    )
    held.layout, held.proposed = layout.as_json(), as_stored(now.sheets, proposals)
    ours = own_spellings(layout, held.organisation.state or "")
    said = {key: one for key, one in held.said.items() if key == NO_PERSONS}
    held.answers, held.said, held.known_since = Answers(ours).as_json(), said, None
    held.before = {}
    return kept(held, "layout", "proposed", "answers", "said", "before", "known_since")
