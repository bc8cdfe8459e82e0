"""Putting the index where a public process reads it, in server mode (see ADR 31).

Files of an index are written once and never changed; only `meta.json` says which of them count. So
those that are new are copied first, then `meta.json` and `current` are replaced, then what nobody
names any more goes. Who reads meanwhile has the state before or the one after.
"""

import os
import shutil
from pathlib import Path

from django.conf import settings

from cairn.search.gathering import PREFIX as LEXICON
from cairn.search.gathering import kept
from cairn.search.places import CURRENT, META, PREFIX, current, own, replace

FOLDER, FILE = 0o750, 0o640  # for the group that what is made there has from the folder above


def target() -> Path | None:
    """The folder for a public process; None where all read the desk's own."""
    return Path(settings.PUBLISHED_ROOT) / "search" / "open" if settings.PUBLISHED_ROOT else None


def place() -> bool:
    """Make the placed index what ours is; True if anything was done."""
    root, found = target(), current(own())
    if root is None or found is None or not found.readable:
        return False
    lexicon = kept()
    folder = root / found.folder.name
    for one in (root.parent, root, folder):
        if not one.exists():
            one.mkdir(parents=True)
            one.chmod(FOLDER | (one.parent.stat().st_mode & 0o2000))
    meta = (found.folder / META).read_bytes()
    told = (own() / CURRENT).read_bytes()
    if lexicon is not None and not (root / lexicon.name).exists():
        replace(root / lexicon.name, lexicon.read_bytes(), mode=FILE)
        for other in root.glob(f"{LEXICON}*"):
            if other.name != lexicon.name:
                other.unlink(missing_ok=True)
    same = _read(folder / META) == meta and _read(root / CURRENT) == told
    if same:
        return False
    names = {one.name for one in found.folder.iterdir() if one.name[0] != "."} - {META}
    for name in sorted(names):
        if not (folder / name).exists():
            aside = folder / f".{name}"
            shutil.copyfile(found.folder / name, aside)
            aside.chmod(FILE)
            os.replace(aside, folder / name)
    replace(folder / META, meta, mode=FILE)
    replace(root / CURRENT, told, mode=FILE)
    for held in folder.iterdir():
        if held.name not in names and held.name != META:
            held.unlink(missing_ok=True)
    for other in root.glob(f"{PREFIX}*"):
        if other.name != folder.name:
            shutil.rmtree(other, ignore_errors=True)
    return True


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
