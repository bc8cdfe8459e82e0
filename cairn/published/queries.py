"""What the public pages answer from: the current snapshot, and the releases before it.

A snapshot is immutable, so it is opened once in a process. Which one is current is asked of the
database with every page: one query, and a release shows at once in every process.
"""

from dataclasses import dataclass
from datetime import date, datetime
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


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """That a data set, or a part of it, was taken out of all releases."""

    key: str
    day: date
    rule: str  # a key of `erasure.rules.Rule`
    whole: bool


def withdrawn_sets() -> dict[str, Withdrawn]:
    """Key → its withdrawal, the newest first. One that went as a whole stays so."""
    rows = PublishedSnapshot.objects.exclude(withdrawn_sets=[]).order_by("-withdrawn_at", "-pk")
    found: dict[str, Withdrawn] = {}
    for told in rows.values_list("withdrawn_sets", flat=True):
        for one in told:
            day = date.fromisoformat(one["day"])
            made = Withdrawn(one["key"], day, one["rule"], bool(one["whole"]))
            if made.key not in found or (made.whole and not found[made.key].whole):
                found[made.key] = made
    return found


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
    told = [
        _difference(after, before)
        for after, before in pairs
        if before is not None or not _follows_a_withdrawn(after)
    ]
    return [one for one in told if one.added or one.updated or one.removed][:most]


def _follows_a_withdrawn(release: Release) -> bool:
    """Whether what came before it cannot be compared any more."""
    before = PublishedSnapshot.objects.filter(published_at__lt=release.published_at)
    return before.exclude(withdrawn_at=None).exists()


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
