"""What one form sends, saved together: numbers and details, each only where nobody wrote meanwhile.

A detail comes with the digest of what stood there when its writer began. One item of a mapping is
named `definitions.smuggled_detected`, so that two people may write two items side by side.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cairn.history.keep import canonical
from cairn.reporting.filings.drafting import Change, Saved, put_counts, put_details
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import check_may_write

MAPPINGS = ("definitions", "differences", "answers")
LONGEST_ITEM = 2_000


@dataclass(frozen=True, slots=True)
class Given:
    """A detail as it shall be, and the digest of what its writer saw."""

    value: Any
    was: str


@dataclass(frozen=True, slots=True)
class DetailConflict:
    """Somebody else wrote this detail meanwhile; what stands there was kept."""

    name: str
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class SavedForm:
    filing: Filing
    counts: Saved
    conflicts: tuple[DetailConflict, ...]
    changed: int  # details


def digest_of(value: Any) -> str:
    """What tells whether a detail is still what it was."""
    return hashlib.sha256(canonical({"": value}).encode()).hexdigest()[:16]


def detail_of(filing: Filing, name: str) -> Any:
    """What stands there now; an item that is not there is empty."""
    whole, dot, item = name.partition(".")
    value = getattr(filing, whole)
    return value.get(item, "") if dot else value


@transaction.atomic
def save_form(
    *,
    filing: Filing,
    by: Any,
    changes: Sequence[Change] = (),
    details: Mapping[str, Given] | None = None,
) -> SavedForm:
    """Save what nobody else wrote meanwhile; say what somebody did."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    check_may_write(by, filing)
    wanted: dict[str, Any] = {}
    conflicts, changed = [], 0
    for name, given in (details or {}).items():
        now = detail_of(filing, name)
        if given.value == now:
            continue
        if digest_of(now) != given.was:
            conflicts.append(DetailConflict(name, given.value, now))
            continue
        changed += 1
        whole, dot, item = name.partition(".")
        if not dot:
            wanted[whole] = given.value
            continue
        items = {**wanted.get(whole, getattr(filing, whole)), item: given.value[:LONGEST_ITEM]}
        wanted[whole] = {key: text for key, text in items.items() if text}
    if wanted:
        put_details(filing, wanted, by=by)
    counts = put_counts(filing, changes, by=by)
    return SavedForm(filing, counts, tuple(conflicts), changed)
