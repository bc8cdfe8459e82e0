"""Telling search that a record changed, in the transaction in which it did."""

from django.utils import timezone

from cairn.search.outbox.models import Changed


def note(ref: str) -> None:
    """The index is behind for this record until the runner has looked at it."""
    Changed.objects.create(ref=ref, at=timezone.now())
