"""Whether the files of snapshots are still what was written: a root over the digests of all files
of the folder stands in the sealed event of its making."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from cairn.audit.merkle import merkle_root
from cairn.audit.models import Event

MADE = "observatory.snapshot.made"
PART = 1 << 20


def root_of(folder: Path) -> str:
    """One digest for every file below the folder: names and contents."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return merkle_root(f"{path.relative_to(folder)} {_digest(path)}" for path in files)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(PART):
            digest.update(part)
    return digest.hexdigest()


def broken_snapshots(root: Path) -> Iterator[str]:
    """Ids of snapshots that are there and are not what was written."""
    roots: dict[str, set[str]] = {}
    for event in Event.objects.filter(kind=MADE).order_by("pk").iterator():
        if "root" in event.values:  # it was not always logged
            roots.setdefault(event.values.get("snapshot", ""), set()).add(event.values["root"])
    for name, known in roots.items():
        folder = root / name
        if folder.exists() and root_of(folder) not in known:
            yield name
