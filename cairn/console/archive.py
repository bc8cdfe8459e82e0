"""One file that holds a whole instance: a tar of named members, encrypted to a recovery key (age).

The last member lists all others with size and SHA-256, so that whoever opens the archive knows that
nothing is missing, added or changed. Written and read as a stream; knows no Django. The server
holds only the public half of the key: it can write archives and read none.
"""

import hashlib
import json
import os
import re
import tarfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

MANIFEST = "manifest.json"
NAME = re.compile(r"(?:database|files|snapshots|keys)/[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+){0,3}\Z")
PART = 1 << 20
LARGEST_MANIFEST = 256 << 20


class NotARecipient(CairnError):
    text = noop("%(value)r is no public recovery key; it begins with “age1”.")


class NotAKey(CairnError):
    text = noop("%(path)s holds no recovery key; it is one line that begins with AGE-SECRET-KEY-1.")


class CannotOpen(CairnError):
    text = noop("%(path)s cannot be opened with this key. Is it the key of this backup?")


class NoBackup(CairnError):
    text = noop("There is no backup in %(path)s, or it may not be read.")


class DamagedBackup(CairnError):
    text = noop("%(path)s is damaged or was changed (%(what)s); nothing of it was used.")


def new_key() -> tuple[str, str]:
    """(secret, public): who holds the secret can read every backup that is made for the public."""
    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


def recipient(text: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as problem:
        raise NotARecipient(value=text) from problem


def key_of(secret: str) -> Any:
    """The key that `new_key` made."""
    return pyrage.x25519.Identity.from_str(secret)


def read_key(path: Path) -> Any:
    """The recovery key in a file: its first line that is one."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as problem:
        raise NotAKey(path=path) from problem
    for line in lines:
        with suppress(pyrage.IdentityError):
            return pyrage.x25519.Identity.from_str(line.strip())
    raise NotAKey(path=path)


@dataclass
class Writing:
    """An archive that is being written."""

    tar: tarfile.TarFile
    members: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self._add(name, file, path.stat().st_size)

    def add_bytes(self, name: str, content: bytes) -> None:
        self._add(name, BytesIO(content), len(content))

    def close(self, about: Mapping[str, Any]) -> None:
        """Write the list of members, which closes the archive."""
        body = json.dumps({"cairn": "backup", "version": 1, **about, "members": self.members})
        self._tar_add(MANIFEST, BytesIO(body.encode()), len(body.encode()))

    def _add(self, name: str, file: BinaryIO, size: int) -> None:
        assert NAME.match(name), name
        digest = _Digesting(file)
        self._tar_add(name, digest, size)
        self.members[name] = (size, digest.sha256.hexdigest())

    def _tar_add(self, name: str, file: Any, size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self.tar.addfile(info, file)


class _Digesting:
    """A reader that digests what passes."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.sha256 = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self.file.read(size)
        self.sha256.update(part)
        return part


@contextmanager
def writing(path: Path, *to: Any) -> Iterator[Writing]:
    """Write an archive there for these recipients; it gets its name only when whole and on disk."""
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("xb") as out:
            with (
                _pump(lambda source: pyrage.encrypt_io(source, out, list(to))) as sink,
                tarfile.open(fileobj=sink, mode="w|", bufsize=PART) as tar,
            ):
                yield Writing(tar)
            out.flush()
            os.fsync(out.fileno())
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def _pump(work: Callable[[BinaryIO], None]) -> Iterator[BinaryIO]:
    """A stream to write into, which `work` reads in a thread of its own; its error is raised."""
    reading, into = os.pipe()
    wrong: list[BaseException] = []

    def run() -> None:
        with os.fdopen(reading, "rb") as source:
            try:
                work(source)
            except BaseException as problem:
                wrong.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        with os.fdopen(into, "wb") as sink:
            yield sink
    except BrokenPipeError:
        if not wrong:
            raise
    finally:
        thread.join()
    if wrong:
        raise wrong[0]


def read(path: Path, key: Any, take: Callable[[str, BinaryIO], None]) -> dict[str, Any]:
    """Hand every member to `take`, which reads it, and return what the archive says of itself.

    Raises a sentence unless it is whole; what was taken until then must not be used.
    """
    if not path.is_file() or not os.access(path, os.R_OK):
        raise NoBackup(path=path)
    found: dict[str, tuple[int, str]] = {}
    about: dict[str, Any] = {}
    try:
        with _decrypted(path, key) as source, tarfile.open(fileobj=source, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None or about:
                    raise DamagedBackup(path=path, what=member.name)
                if member.name == MANIFEST and member.size <= LARGEST_MANIFEST:
                    about = json.loads(content.read())
                    continue
                if not NAME.match(member.name) or ".." in member.name or member.name in found:
                    raise DamagedBackup(path=path, what=member.name)
                digest = _Digesting(content)  # type: ignore[arg-type]
                take(member.name, digest)  # type: ignore[arg-type]
                found[member.name] = (member.size, digest.sha256.hexdigest())
    except pyrage.DecryptError as problem:
        raise CannotOpen(path=path) from problem
    except (tarfile.TarError, OSError, ValueError, EOFError) as problem:
        raise DamagedBackup(path=path, what=type(problem).__name__) from problem
    _check(path, about, found)
    return about


def _check(path: Path, about: dict[str, Any], found: dict[str, tuple[int, str]]) -> None:
    if about.get("cairn") != "backup" or about.get("version") != 1:
        raise DamagedBackup(path=path, what=MANIFEST)
    listed = {name: tuple(one) for name, one in about["members"].items()}
    if unlike := sorted(name for name in {*listed, *found} if listed.get(name) != found.get(name)):
        raise DamagedBackup(path=path, what=unlike[0])


@contextmanager
def _decrypted(path: Path, key: Any) -> Iterator[BinaryIO]:
    """The decrypted stream, while a thread decrypts into its other end."""
    encrypted = path.open("rb")
    reading, into = os.pipe()
    wrong: list[BaseException] = []

    def run() -> None:
        try:
            with encrypted, os.fdopen(into, "wb") as sink:
                pyrage.decrypt_io(encrypted, sink, [key])
        except BrokenPipeError:
            pass  # the reader has had enough
        except BaseException as problem:
            wrong.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    source = os.fdopen(reading, "rb")
    problem: BaseException | None = None
    try:
        yield source
        while source.read(PART):  # to the very end, so that a cut or changed tail is found
            continue
    except BaseException as caught:
        problem = caught
    finally:
        source.close()
        thread.join()
    if wrong and not isinstance(wrong[0], BrokenPipeError):
        raise wrong[0]
    if problem:
        raise problem
