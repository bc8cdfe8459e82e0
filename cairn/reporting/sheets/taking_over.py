"""A spreadsheet becomes filings: all of it or nothing, in one transaction.

Numbers go through `save_counts` as those of a form do, with what stood there before, so that a
number that somebody wrote meanwhile stops the whole. Afterwards the sheet itself is gone; what is
left of it is how such sheets are read, for this organisation alone; and for a year which filings
it became and what was said of it, should the same workbook be sent again.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.audit import log
from cairn.kernel.crash import passing
from cairn.kernel.dates import Period
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.actions import asked_of
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import (
    Change,
    Was,
    begin_filing,
    begin_version,
    input_of,
    keep_filing,
    save_counts,
    save_details,
)
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import check_may_file
from cairn.reporting.filings.texts import words_no_persons
from cairn.reporting.reading.crosstabs.hidden import marked
from cairn.reporting.reading.crosstabs.remembering import remembered
from cairn.reporting.sheets import asking
from cairn.reporting.sheets.errors import ChangedMeanwhile, NothingToTake, StillOpen
from cairn.reporting.sheets.footnotes import by_hand, footnotes, notes
from cairn.reporting.sheets.meeting import Target
from cairn.reporting.sheets.models import NO_PERSONS, SheetFile, SheetMemory, SheetTaken
from cairn.reporting.sheets.opening import Opened, OpenTotal, opened
from cairn.reporting.sheets.taking import place_of
from cairn.reporting.sheets.tallying import Tally, tally


@dataclass(frozen=True, slots=True)
class Taken:
    """The filings that a sheet became, and how many numbers went into them."""

    filings: tuple[Filing, ...]
    numbers: int
    removed: int = 0  # numbers of the same measures that the drafts had and the sheet has not
    kept: int = 0  # such numbers that stayed
    tally: Tally = field(default_factory=Tally)
    cells: int = 0  # of the sheet that now stand in the filings
    beside: int = 0  # totals and sums that do


@transaction.atomic
def take_over(
    *, file: SheetFile, keep: Collection[int] = (), by: Any, revision: int | None = None
) -> Taken:
    """Every number into its filing; refused while anything is open. `keep`: which of the notes of
    the sheet go into the coverage note."""
    held = SheetFile.objects.select_for_update().filter(pk=file.pk, owner=by).first()
    if held is None:
        raise NotFound()
    check_may_file(by, held.organisation)
    if revision is not None and held.revision != revision:
        raise ChangedMeanwhile()
    now = opened(held)
    if now.open:
        raise StillOpen()
    words_no_persons(organisation=held.organisation, digests=held.said.get(NO_PERSONS, ()), by=by)
    lines = [
        *by_hand(now),
        *footnotes(now),
        *(one for n, one in enumerate(notes(now)) if n in keep),
    ]
    filings, numbers, removed = [], 0, 0
    counted = tally(now.reading, now.section.measures)
    if now.targets and not now.taking:
        raise NothingToTake()
    taking = now.taking
    for target in taking:
        filing, changed, gone = _into(now, target, lines, by)
        filings.append(filing)
        numbers += changed
        removed += gone
        passing("sheet.filing")
    _learn(now, by)
    log.record(
        "reporting.sheet.taken_over", target=held, by=by, filings=[one.ref for one in filings]
    )
    SheetTaken.objects.create(
        ref=held.ref,
        owner=held.owner,
        organisation=held.organisation,
        came_from=held.came_from,
        filings=[one.ref for one in filings],
        section=held.section,
        digest=held.digest,
        answers=_said(now),
        at=timezone.now(),
    )
    held.delete()
    passing("sheet.done")
    stayed = sum(len(one.going) for one in taking if one.keeps)
    stayed += sum(len(one.staying_on) for one in taking)
    own, every = _standing(taking)
    return Taken(tuple(filings), numbers, removed, stayed, counted, own, every - own)


def _standing(taking: Sequence[Target]) -> tuple[int, int]:
    """How many of the sheet's cells stand in the filings now, and with their totals and sums."""
    own = every = 0
    for target in taking:
        staying = target.staying
        own += sum(one.key not in staying for one in target.part.inputs)
        every += sum(one.key not in staying for one in target.inputs)
    return own, every


def _said(now: Opened) -> dict[str, Any]:
    """What a person said of the sheet, by question; reasons stay with the filing alone."""
    said: dict[str, Any] = {
        one.asked.key: one.said
        for one in now.answered
        if not one.taken and (not one.on_sheet or one.asked.kind == asking.LABELS)
    }
    return said | ({"left": now.file.said["left"]} if now.file.said.get("left") else {})


def _into(now: Opened, target: Target, lines: Sequence[str], by: Any) -> tuple[Filing, int, int]:
    """The numbers, and how many went in and out. What the draft says of the same measures and the
    sheet does not say goes only where a person said so, and history keeps the draft as it was."""
    filing = _opened_for(now, target, by)
    there = {one.key: one.was for one in target.going}
    there |= {one.input.key: one.draft for one in target.differing}
    staying = target.staying
    changes = [Change(one, there.get(one.key)) for one in target.inputs if one.key not in staying]
    stale = _contradicting(filing, target)
    if stale and not target.amends:
        keep_filing(filing, by=by, reason="before a spreadsheet")
    saved = save_counts(filing=filing, changes=[*changes, *stale], by=by)
    if saved.conflicts:
        raise ChangedMeanwhile()
    filing = saved.filing
    details: dict[str, Any] = {}
    if lines:
        stands = {" ".join(line.split()) for line in filing.coverage_note.splitlines()}
        fresh = [line for line in lines if line not in stands]
        details["coverage_note"] = "\n".join([filing.coverage_note, *fresh]).strip()
    if reasons := _reasons(now, target, filing):
        details["differences"] = {**filing.differences, **reasons}
    if details:
        filing = save_details(filing=filing, values=details, by=by)
    return filing, saved.changed - len(stale), len(stale)


def _reasons(now: Opened, target: Target, filing: Filing) -> dict[str, str]:
    """Reasons that stay with the filing: as they were given, by total of the sheet; and for what is
    asked of the filing because of the very same totals, so that nobody has to say it twice."""
    found = {
        one.key: one.reason
        for one in now.totals
        if one.reason and target.part.period in _periods_of(now, one)
    }
    of_place = {one.place: one.reason for one in now.totals if one.reason}
    why = {one.key: of_place[one.source_cell] for one in target.part.totals
           if one.source_cell in of_place}  # fmt: skip
    for held in now.asides:
        if held.reason and held.period == target.part.period:
            why |= dict.fromkeys(target.part.holding, held.reason)
    for one in asked_of(filing) if why else ():
        said = [text for key, text in why.items() if one.key.startswith(f"parts|{key}|")]
        if said and one.code == "parts_differ":
            found[one.key] = said[0]
    return found


def _periods_of(now: Opened, one: OpenTotal) -> set[Period]:
    """The filings of which a total speaks: where it is filed, else where cells of its row or its
    column are; the first of those that are taken where no filing has any."""
    taken = [target.part for target in now.taking]
    if own := {part.period for part in taken if one.place in _places(part.totals)}:
        return own
    total, column = one.total, place_of(one.total.sheet, 1, one.total.column).removesuffix("1")
    down = re.compile(re.escape(column) + r"\d+")
    across = re.compile(re.escape(f"{total.sheet}!") + rf"[A-Z]+{total.row}")
    for line in (down, across):
        beside = {part.period for part in taken if any(map(line.fullmatch, _places(part.all)))}
        if beside:
            return beside
    return {taken[0].period}


def _places(inputs: Iterable[CountInput]) -> set[str]:
    return {one.source_cell for one in inputs}


def _opened_for(now: Opened, target: Target, by: Any) -> Filing:
    """The draft that takes the numbers: the one there, a new version of it, or a new filing."""
    if target.filing and target.amends:
        return begin_version(filing=target.filing, by=by)
    return target.filing or begin_filing(
        owner=now.file.organisation,
        section=now.file.section,
        period=target.part.period,
        by=by,
        once=f"{now.file.ref}|{target.part.period}"[:64],
    )


def _contradicting(filing: Filing, target: Target) -> list[Change]:
    """Numbers of the filing of which the sheet says nothing, as emptied."""
    changes = []
    for row in filing.counts.filter(key__in=target.gone):
        given = input_of(row)
        empty = replace(given, value=None, missing=None)
        changes.append(Change(empty, Was(given.value, given.missing)))
    return changes


def _learn(now: Opened, by: Any) -> None:
    """How this organisation's sheets of this structure are read, from now on."""
    layout = remembered(now.layout, now.sheets)
    mark = _mark([sheet.signature for sheet in layout.sheets if sheet.blocks])
    hidden = marked(now.answers.hidden, now.sheets, now.layout)
    answers = replace(now.answers, hidden=hidden, numbers={})  # those are of this file alone
    file, at = now.file, timezone.now()
    same = SheetMemory.objects.filter(
        organisation=file.organisation,
        section=file.section,
        signature=mark,
        forgotten_at__isnull=True,
    )
    values = {
        "layout": layout.as_json(),
        "answers": answers.as_json(),
        "learned_at": at,
        "learned_by": by.username,
    }
    if not same.update(**values):
        SheetMemory.objects.create(
            organisation=file.organisation, section=file.section, signature=mark, **values
        )


def _mark(signatures: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(signatures)).encode()).hexdigest()
