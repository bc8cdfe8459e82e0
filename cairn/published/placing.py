"""Putting published snapshots where a public process finds them, and taking withdrawn ones away.

In laptop mode the public pages read the desk's own folder, and there is nothing to do. In server
mode `CAIRN_PUBLISHED` names a folder that the desk's system user writes and the public one reads,
by its group: a snapshot lies there before the database says that it is published.
"""

import os
import secrets
import shutil
from pathlib import Path

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.published.models import PublishedSnapshot
from cairn.published.places import own, root

MANIFEST = "manifest.json"
FOLDER, FILE = 0o750, 0o640  # for the group that what is made there has from the folder above


class NotPlaced(CairnError):
    text = noop(
        "The snapshot could not be put into CAIRN_PUBLISHED (%(reason)s); nothing was published."
    )


def apart() -> bool:
    """Whether published files stand apart from the desk's own."""
    return own() != root()


def place(snapshot: str) -> bool:
    """Copy one snapshot to where public pages read it; True if it was not there before."""
    source, target = own() / snapshot, root() / snapshot
    if not apart() or (target / MANIFEST).exists() or not (source / MANIFEST).exists():
        return False
    aside = target.parent / f"incoming-{secrets.token_hex(8)}"
    try:
        aside.mkdir()
        for found in sorted(source.rglob("*")):
            copy = aside / found.relative_to(source)
            if found.is_dir():
                copy.mkdir()
            else:
                shutil.copyfile(found, copy)
                copy.chmod(FILE)
                _sync(copy)
        for folder in (aside, *(one for one in aside.rglob("*") if one.is_dir())):
            folder.chmod(FOLDER)  # last, because it ends that the group goes on to what is made
        os.replace(aside, target)
        _sync(target.parent)
    except OSError as problem:
        shutil.rmtree(aside, ignore_errors=True)
        if (target / MANIFEST).exists():
            return False  # another process was faster
        raise NotPlaced(reason=problem.strerror or type(problem).__name__) from problem
    return True


def keep_placed() -> int:
    """Make the folder hold what is published, and nothing that was withdrawn; return the changes.

    Needed after a restore, and where the folder was not there when something was published.
    """
    if not apart():
        return 0
    changed = 0
    for row in PublishedSnapshot.objects.order_by("pk").iterator():
        if row.withdrawn_at is None:
            changed += place(row.snapshot)
            continue
        held = root() / row.snapshot
        others = PublishedSnapshot.objects.filter(snapshot=row.snapshot, withdrawn_at=None)
        if held.exists() and not others.exists():
            shutil.rmtree(held)
            changed += 1
    return changed


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
