"""Publishing: the last step, called by `releases` only."""

from contextlib import suppress

from django.db import IntegrityError, transaction
from django.utils import timezone

from cairn.published.models import PublishedSnapshot
from cairn.published.placing import place

TRIES = 5  # where others publish at the same moment


def publish_snapshot(*, snapshot: str, rule: str) -> PublishedSnapshot:
    """Make `snapshot` the one that public pages answer from; earlier ones stay on record."""
    place(snapshot)  # what cannot be read yet is not said to be published
    for _ in range(TRIES - 1):
        with suppress(IntegrityError):
            return _publish(snapshot, rule)
    return _publish(snapshot, rule)


@transaction.atomic
def _publish(snapshot: str, rule: str) -> PublishedSnapshot:
    current = PublishedSnapshot.objects.select_for_update().filter(is_current=True).first()
    if current and current.snapshot == snapshot:
        return current
    PublishedSnapshot.objects.filter(is_current=True).update(is_current=False)
    return PublishedSnapshot.objects.create(
        snapshot=snapshot, rule=rule, published_at=timezone.now(), is_current=True
    )
