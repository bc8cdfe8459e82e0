"""Publishing: the last step, called by `releases` only."""

from django.db import transaction
from django.utils import timezone

from cairn.published.models import PublishedSnapshot


@transaction.atomic
def publish_snapshot(*, snapshot: str, rule: str) -> PublishedSnapshot:
    """Make `snapshot` the one that public pages answer from; earlier ones stay on record."""
    current = PublishedSnapshot.objects.select_for_update().filter(is_current=True).first()
    if current and current.snapshot == snapshot:
        return current
    PublishedSnapshot.objects.filter(is_current=True).update(is_current=False)
    return PublishedSnapshot.objects.create(
        snapshot=snapshot, rule=rule, published_at=timezone.now(), is_current=True
    )
