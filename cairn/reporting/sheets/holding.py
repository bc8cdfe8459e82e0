"""The one row of a spreadsheet, locked, as the person whose it is last saw it.

She says which state of the sheet she saw, so that two windows do not work against each other.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from cairn.kernel.errors import NotFound
from cairn.reporting.filings.policies import check_may_file
from cairn.reporting.sheets.errors import ChangedMeanwhile
from cairn.reporting.sheets.models import SheetFile


def held_by(file: SheetFile, by: Any, revision: int | None) -> SheetFile:
    """The row, locked, as this person last saw it."""
    held = SheetFile.objects.select_for_update().filter(pk=file.pk, owner=by).first()
    if held is None:
        raise NotFound()
    check_may_file(by, held.organisation)
    if revision is not None and held.revision != revision:
        raise ChangedMeanwhile()
    return held


def kept(held: SheetFile, *names: str) -> SheetFile:
    held.revision += 1
    held.touched_at = timezone.now()
    held.missing = None  # it is counted when she looks at the sheet again
    held.save(update_fields=[*names, "revision", "touched_at", "missing"])
    return held


def note_missing(*, file: SheetFile, missing: Mapping[str, int]) -> None:
    """Remember what was open when the person looked, for the list of what waits for her."""
    if file.missing != missing:
        same = SheetFile.objects.filter(pk=file.pk, revision=file.revision)
        same.update(missing=dict(missing))
