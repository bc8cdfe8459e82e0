"""A spreadsheet becomes filings: all of it or nothing, in one transaction.

Numbers go through `save_counts` as those of a form do, with what stood there before, so that a
number that somebody wrote meanwhile stops the whole. Afterwards the sheet itself is gone; what is
left of it is how such sheets are read, for this organisation alone.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.audit import log
from cairn.kernel.crash import passing
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.drafting import Change, begin_filing, save_counts, save_details
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import check_may_file
from cairn.reporting.reading.crosstabs.remembering import remembered
from cairn.reporting.sheets.errors import ChangedMeanwhile, StillOpen
from cairn.reporting.sheets.models import SheetFile, SheetMemory
from cairn.reporting.sheets.opening import DRAFT, Opened, Target, opened


@dataclass(frozen=True, slots=True)
class Taken:
    """The filings that a sheet became, and how many numbers went into them."""

    filings: tuple[Filing, ...]
    numbers: int


@transaction.atomic
def take_over(*, file: SheetFile, by: Any, revision: int | None = None) -> Taken:
    """Every number into its filing; refused while anything is open."""
    held = SheetFile.objects.select_for_update().filter(pk=file.pk, owner=by).first()
    if held is None:
        raise NotFound()
    check_may_file(by, held.organisation)
    if revision is not None and held.revision != revision:
        raise ChangedMeanwhile()
    now = opened(held)
    if now.open:
        raise StillOpen()
    filings, numbers = [], 0
    for target in now.targets:
        filing, changed = _into(now, target, by)
        filings.append(filing)
        numbers += changed
        passing("sheet.filing")
    _learn(now, by)
    log.record(
        "reporting.sheet.taken_over", target=held, by=by, filings=[one.ref for one in filings]
    )
    held.delete()
    passing("sheet.done")
    return Taken(tuple(filings), numbers)


def _into(now: Opened, target: Target, by: Any) -> tuple[Filing, int]:
    file = now.file
    filing = target.filing or begin_filing(
        owner=file.organisation,
        section=file.section,
        period=target.part.period,
        by=by,
        once=f"{file.ref}|{target.part.period}"[:64],
    )
    differing = {one.input.key: one for one in target.differing}
    changes = []
    for one in target.part.all:
        other = differing.get(one.key)
        if other and other.chosen == DRAFT:
            continue
        changes.append(Change(one, other.draft if other else None))
    saved = save_counts(filing=filing, changes=changes, by=by)
    if saved.conflicts:
        raise ChangedMeanwhile()
    filing = saved.filing
    reasons = {one.key: one.reason for one in now.totals if one.reason}
    if reasons and target is now.targets[0]:
        differences = {**filing.differences, **reasons}
        filing = save_details(filing=filing, values={"differences": differences}, by=by)
    return filing, saved.changed


def _learn(now: Opened, by: Any) -> None:
    """How this organisation's sheets of this structure are read, from now on."""
    layout = remembered(now.layout, now.sheets)
    mark = _mark([sheet.signature for sheet in layout.sheets if sheet.blocks])
    file, at = now.file, timezone.now()
    same = SheetMemory.objects.filter(
        organisation=file.organisation,
        section=file.section,
        signature=mark,
        forgotten_at__isnull=True,
    )
    values = {
        "layout": layout.as_json(),
        "answers": now.answers.as_json(),
        "learned_at": at,
        "learned_by": by.username,
    }
    if not same.update(**values):
        SheetMemory.objects.create(
            organisation=file.organisation, section=file.section, signature=mark, **values
        )


def _mark(signatures: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(signatures)).encode()).hexdigest()
