"""Who took which checkpoint along."""

from collections.abc import Iterable
from datetime import date

from cairn.audit.models import Checkpoint, Holding


def note_holding(checkpoint: Checkpoint, organisations: Iterable[str], *, day: date) -> None:
    """These organisations (references) have it from now on; twice is once."""
    Holding.objects.bulk_create(
        [Holding(checkpoint=checkpoint, organisation=ref, day=day) for ref in organisations],
        ignore_conflicts=True,
    )


def held_by(organisations: Iterable[str]) -> frozenset[int]:
    """Primary keys of checkpoints that one of these organisations took along."""
    rows = Holding.objects.filter(organisation__in=list(organisations))
    return frozenset(rows.values_list("checkpoint_id", flat=True))
