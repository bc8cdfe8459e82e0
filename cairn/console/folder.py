"""The one folder below which everything lives that changes at run time.

Checked before anything is written, so that CAIRN_DATA=/etc by mistake leaves no key in /etc.
"""

import os
from pathlib import Path

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

PARTS = ("demonstration", "erasures", "files", "run", "search", "snapshots", "static", "uploads")
KEYS = ("secret-key", "checkpoint-key", "backup-recipient")
OURS = {
    *PARTS,
    *KEYS,
    "cairn.sqlite3",
    "cairn.sqlite3-wal",
    "cairn.sqlite3-shm",
}
HALF_MADE = tuple(f".{name}-" for name in KEYS)
PRIVATE = 0o700


class NotAFolder(CairnError):
    text = noop("CAIRN_DATA is %(path)s, which is a file; name a folder.")


class SomebodyElsesFolder(CairnError):
    text = noop(
        "CAIRN_DATA is %(path)s, which holds other things and no instance of Cairn; name an empty "
        "folder, or one that does not exist yet."
    )


class FolderRefused(CairnError):
    text = noop(
        "CAIRN_DATA is %(path)s, where this system user may not write; name another folder or "
        "give it to this user."
    )


def check_folder(data: Path) -> None:
    """Raise a sentence unless the folder is ours, empty, or can be made."""
    try:
        if not data.exists():
            existing = next(parent for parent in data.parents if parent.exists())
            if not existing.is_dir():
                raise NotAFolder(path=existing)
            if not os.access(existing, os.W_OK | os.X_OK):
                raise FolderRefused(path=data)
            return
        if not data.is_dir():
            raise NotAFolder(path=data)
        # a key that was being made when the power went is nobody's
        found = {one.name for one in os.scandir(data) if not one.name.startswith(HALF_MADE)}
    except PermissionError as problem:
        raise FolderRefused(path=data) from problem
    if found and not found & OURS:
        raise SomebodyElsesFolder(path=data)
    if not os.access(data, os.W_OK | os.X_OK):
        raise FolderRefused(path=data)


def make_folders(data: Path) -> None:
    """Make the folder and its parts, open to their owner only; twice is once."""
    check_folder(data)
    try:
        for folder in (data, *(data / part for part in PARTS if part != "demonstration")):
            folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
            folder.chmod(PRIVATE)
    except PermissionError as problem:
        raise FolderRefused(path=data) from problem
