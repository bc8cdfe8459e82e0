"""Taking words out of kept versions, or all that a version says, so that what is left is proved."""

import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from cairn.audit import log
from cairn.audit.models import Event
from cairn.audit.seal import erase_payloads
from cairn.history.keep import ERASED, KEPT
from cairn.history.models import Version


@transaction.atomic
def rewrite(version: Version, *, body: str, reason: str, under: str) -> None:
    """Let the version say `body` from now on. Its old digest goes too, from the version and from
    the log: whoever knows the rest of a text can guess a name from its digest."""
    events = Event.objects.filter(kind__in=(KEPT, ERASED), target=version.key, erased_at=None)
    old = [one.pk for one in events if one.values.get("number") == version.number]
    sha256 = hashlib.sha256(body.encode()).hexdigest()
    Version.objects.filter(pk=version.pk).update(
        body=body, sha256=sha256, reason=reason, erased_at=timezone.now()
    )
    if old:  # versions that came in a batch have no event of their own
        erase_payloads(old, under=under)
        log.record(ERASED, target=version.key, number=version.number, sha256=sha256)


def erased_versions() -> int:
    return Version.objects.filter(erased_at__isnull=False).count()


def versions_of(refs: Iterable[str]) -> Iterable[Version]:
    """All kept versions of these records."""
    return Version.objects.filter(key__in=list(refs)).order_by("pk").iterator(chunk_size=200)
