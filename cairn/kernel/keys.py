"""Files that are made once, such as keys: whole and on disk, or not there at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def made_once(path: Path, content: str) -> str:
    """What the file holds; where there is none it is made of `content`, for its owner only.

    The first who asks makes it. Whoever is killed meanwhile leaves no file of that name, and nobody
    ever reads half of one.
    """
    if path.exists():
        return path.read_text()
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # somebody else was first
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return path.read_text()
