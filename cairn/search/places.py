"""Where the index of what anyone may read lies, and which of its generations is the current one.

Each rebuild makes a generation, a folder of its own; the file `current` names the one that answers,
and is replaced in one step. An index can always be made again, so it is in no backup.
"""

import json
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from cairn.search.fields import SCHEMA

CURRENT, META = "current", "meta.json"
PREFIX = "g-"


@dataclass(frozen=True, slots=True)
class Generation:
    """One index; `schema` says by which version of the program it was made."""

    folder: Path
    schema: int

    @property
    def readable(self) -> bool:
        return self.schema == SCHEMA and (self.folder / META).exists()


def own() -> Path:
    """Where the one who writes has it."""
    return Path(settings.CAIRN_DATA) / "search" / "open"


def read_from() -> Path:
    """Where this process reads it."""
    return Path(settings.SEARCH_INDEX) if settings.SEARCH_INDEX else own()


def current(root: Path) -> Generation | None:
    """The generation that answers; None where none was made yet."""
    try:
        told = json.loads((root / CURRENT).read_text("utf-8"))
        name, number = str(told["generation"]), int(told["schema"])
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None
    return Generation(root / Path(name).name, number)


def new(root: Path) -> Path:
    """The folder of a generation that is being made."""
    made = root / f"{PREFIX}{secrets.token_hex(8)}"
    made.mkdir(mode=0o700, parents=True)
    return made


def switch(folder: Path) -> None:
    """Let this generation answer from now on."""
    told = {"generation": folder.name, "schema": SCHEMA}
    replace(folder.parent / CURRENT, json.dumps(told).encode(), mode=0o600)


def sweep(root: Path) -> int:
    """Remove generations that do not answer: those before, and what a killed process left."""
    kept = current(root)
    removed = 0
    for folder in root.glob(f"{PREFIX}*") if root.exists() else ():
        if kept is None or folder.name != kept.folder.name:
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


def replace(path: Path, content: bytes, *, mode: int) -> None:
    """Write a file so that it is there whole, as it was or as it is now."""
    aside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())
    os.replace(aside, path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
