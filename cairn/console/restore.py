"""`cairn restore`: a backup into an empty folder of data, or a look whether it is whole.

Everything is decrypted and checked aside first; only a whole backup is put into its place. Starts
without Django, because until then there is no instance.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from cairn.config.environment import Environment
from cairn.console import archive
from cairn.console.folder import make_folders
from cairn.console.say import say, tell
from cairn.console.working import HALF, restoring
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

ABOUT = noop("Restore a backup into an empty CAIRN_DATA, or check that it is whole.")
PART = 1 << 20


class NotEmpty(CairnError):
    text = noop(
        "%(path)s is not empty; a backup is restored only into an empty folder. Set CAIRN_DATA to "
        "a new one."
    )


class OtherDatabase(CairnError):
    text = noop(
        "This backup was made on %(made)s and CAIRN_DATABASE points to %(here)s; restore it on the "
        "same kind of database."
    )


class DatabaseInUse(CairnError):
    text = noop(
        "The database that CAIRN_DATABASE names has tables already; a backup is restored only into "
        "an empty one."
    )


class NoLedgerGiven(CairnError):
    text = noop(
        "Name the ledger of erasures that was kept apart: --ledger FILE. Without it, what was "
        "erased since the backup comes back: names of people, records that a court ordered gone. "
        "If there is none, say so: --without-ledger."
    )


class NotBroughtBack(CairnError):
    text = noop("What was restored could not be opened; what went wrong stands above.")


def run(words: Sequence[str]) -> int:
    """Restore, or only check; return the exit status."""
    chosen = _arguments(words)
    key = archive.read_key(Path(chosen.key))
    path = Path(chosen.backup)
    if chosen.check:
        about = archive.read(path, key, _pass_over)
        tell(
            noop("Whole: made at %(at)s; members, each with the digest it was given: %(n)s."),
            at=about["made_at"],
            n=len(about["members"]),
        )
        return 0
    if bool(chosen.ledger) == chosen.without_ledger:
        raise NoLedgerGiven()
    environment = Environment.read(os.environ)
    data = environment.data
    with restoring(data):
        if (data / HALF).exists():
            _empty(data)  # by a restore that was killed; nothing was served from it since
        if any(data.iterdir()):
            raise NotEmpty(path=data)
        try:
            about = _restore(path, key, data, environment)
            _renew(data, about["made_at"], chosen.ledger)
            shutil.rmtree(data / HALF)
        except BaseException:
            _empty(data)
            raise
    tell(noop("Restored to %(path)s: the instance of %(at)s."), at=about["made_at"], path=data)
    if chosen.without_ledger:
        tell(noop("No ledger was replayed: what was erased since the backup is here again."))
    _must_be_zero(_cairn("search", "--rebuild"))  # the index is in no backup
    return _cairn("verify")


def _renew(data: Path, made_at: str, ledger: str) -> None:
    """Bring it up to date, enter it in the log, and erase again before anything is served; without
    a ledger, what the backup itself still had to erase."""
    named = str(Path(ledger).resolve()) if ledger else ""
    _must(_loading("renew", str(data), made_at, named))


def _loading(*words: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-m", "cairn.console.loading", *words])


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="cairn restore",
        description=say(ABOUT),
    )
    parser.add_argument("backup", metavar="FILE", help=say(noop("the backup")))
    parser.add_argument(
        "--key", required=True, metavar="FILE", help=say(noop("a file with the recovery key"))
    )
    parser.add_argument(
        "--check", action="store_true", help=say(noop("only read it and say whether it is whole"))
    )
    parser.add_argument(
        "--ledger", default="", metavar="FILE", help=say(noop("the ledger of erasures, kept apart"))
    )
    parser.add_argument(
        "--without-ledger",
        action="store_true",
        help=say(noop("there is no ledger: what was erased since the backup comes back")),
    )
    return parser.parse_args(words)


def _pass_over(name: str, content: BinaryIO) -> None:
    while content.read(PART):
        continue


def _restore(path: Path, key: Any, data: Path, environment: Environment) -> dict[str, Any]:
    make_folders(data)
    aside = data / HALF
    aside.mkdir(parents=True)

    def take(name: str, content: BinaryIO) -> None:
        target = aside / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as out:
            while part := content.read(PART):
                out.write(part)

    about = archive.read(path, key, take)
    here = "postgresql" if environment.database else "sqlite"
    if about["vendor"] != here:
        raise OtherDatabase(made=about["vendor"], here=here)
    for part in ("files", "snapshots"):
        if (aside / part).exists():
            shutil.rmtree(data / part, ignore_errors=True)
            os.replace(aside / part, data / part)
    for file in sorted((aside / "keys").glob("*")):
        os.replace(file, data / file.name)
        (data / file.name).chmod(0o600)
    if here == "sqlite":
        os.replace(aside / "database/cairn.sqlite3", data / "cairn.sqlite3")
    else:
        (aside / "migrations.json").write_text(json.dumps(about["migrations"]))
        _must(_loading("load", str(aside)))
    return about


def _empty(data: Path) -> None:
    """As it was before: empty."""
    for entry in data.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def _cairn(*words: str) -> int:
    return subprocess.run([sys.executable, "-m", "cairn.console.main", *words]).returncode


def _must(done: "subprocess.CompletedProcess[bytes]") -> None:
    _must_be_zero(done.returncode)


def _must_be_zero(status: int) -> None:
    if status:
        raise NotBroughtBack()
