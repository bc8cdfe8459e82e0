"""Telling the guarded index that a record changed, in the transaction in which it did."""

from collections.abc import Iterable

from django.utils import timezone

from cairn.search.guarded.models import Altered


def note(unit: str) -> None:
    """The index is behind for this unit until the runner has looked at it."""
    Altered.objects.create(unit=unit, at=timezone.now())


def note_all(units: Iterable[str]) -> None:
    """The same for many."""
    now = timezone.now()
    rows = (Altered(unit=unit, at=now) for unit in dict.fromkeys(units))
    Altered.objects.bulk_create(rows, batch_size=500)
