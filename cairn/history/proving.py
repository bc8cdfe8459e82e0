"""Whether kept versions are still what they were: each against its digest, and its digest against
the sealed log. Versions of rows that came in batches have no event of their own; the root of their
batch stands in its event. Where something was erased from a version, the event that kept it lost
its payload, and a later one bears the digest of what is left."""

import hashlib
from collections.abc import Iterator

from cairn.audit.models import Event
from cairn.history.keep import ERASED, KEPT
from cairn.history.models import Version

CHUNK = 500


def broken_versions() -> Iterator[tuple[str, int]]:
    """(reference, number) of versions that were changed or removed; constant memory."""
    last = 0
    while rows := list(Version.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        for row in rows:
            if hashlib.sha256(row.body.encode()).hexdigest() != row.sha256:
                yield row.key, row.number
        last = rows[-1].pk
    yield from _unlike_the_log()


def _unlike_the_log() -> Iterator[tuple[str, int]]:
    last = 0
    events = Event.objects.filter(kind__in=(KEPT, ERASED), erased_at=None)
    while rows := list(events.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        keys = {one.target for one in rows}
        found = Version.objects.filter(key__in=keys).values_list("key", "number", "sha256")
        held = {(key, number): sha256 for key, number, sha256 in found}
        for one in rows:
            number = one.values.get("number", 0)
            if held.get((one.target, number)) != one.values.get("sha256", ""):
                yield one.target, number
        last = rows[-1].pk
