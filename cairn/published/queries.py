"""What the public pages answer from: the current snapshot, and the releases before it.

A snapshot is immutable, so it is opened once in a process. Which one is current is asked of the
database with every page: one query, and a release shows at once in every process.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cairn.figures.snapshot import Snapshot
from cairn.published.models import PublishedSnapshot
from cairn.published.places import root


@dataclass(frozen=True, slots=True)
class Release:
    """One published snapshot."""

    ref: str
    snapshot: Snapshot
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """What one release changed: keys of data sets with their titles."""

    published_at: datetime
    added: tuple[tuple[str, str], ...]
    updated: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]


def current_release() -> Release | None:
    """The release that answers the public pages; None where nothing is published yet."""
    found = PublishedSnapshot.objects.filter(is_current=True, withdrawn_at=None).first()
    return _release(found) if found else None


def latest_differences(most: int = 3) -> list[Difference]:
    """What the latest releases changed, newest first; a withdrawn release is passed over."""
    rows = PublishedSnapshot.objects.filter(withdrawn_at=None).order_by("-published_at")
    # Newer releases may have brought nothing but the same data under another description.
    releases = [_release(row) for row in rows[: most * 3] if _is_there(row.snapshot)]
    pairs = zip(releases, [*releases[1:], None], strict=True)
    told = [_difference(after, before) for after, before in pairs]
    return [one for one in told if one.added or one.updated or one.removed][:most]


def _difference(after: Release, before: Release | None) -> Difference:
    now = {source.key: source for source in after.snapshot.sources}
    then = {source.key: source for source in before.snapshot.sources} if before else {}
    both = now.keys() & then.keys()
    return Difference(
        after.published_at,
        tuple((key, now[key].title) for key in sorted(now.keys() - then.keys())),
        tuple((key, now[key].title) for key in sorted(both) if now[key] != then[key]),
        tuple((key, then[key].title) for key in sorted(then.keys() - now.keys())),
    )


def _release(row: PublishedSnapshot) -> Release:
    return Release(str(row.ref), opened(root(), row.snapshot), row.published_at)


def _is_there(snapshot: str) -> bool:
    return (root() / snapshot / "manifest.json").exists()


@lru_cache(maxsize=16)
def opened(root: Path, snapshot: str) -> Snapshot:
    """The snapshot of this id, opened once in this process."""
    return Snapshot.open(root / snapshot)
