"""Real instances in folders of their own, and real processes that work on them.

On PostgreSQL each instance gets a database of its own on the server of the suite.
"""

import atexit
import fcntl
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
OURS = ("CAIRN_", "DJANGO_")


class Instance:
    """An instance of its own and the processes started on it; ends them all."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.variables = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        self.variables |= {"CAIRN_DATA": str(data), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
        if os.environ.get("CAIRN_DATABASE"):
            self.variables["CAIRN_DATABASE"] = new_database(os.environ["CAIRN_DATABASE"])
        self.processes: list[subprocess.Popen[str]] = []

    def make_empty(self) -> None:
        """What `cairn migrate` leaves, copied."""
        self.data.mkdir(parents=True, exist_ok=True)
        copy_template(self.variables.get("CAIRN_DATABASE") or self.data / "cairn.sqlite3")

    def cairn(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cairn.console.main", *words],
            env=self.variables | variables,
            cwd=self.data.parent,
            capture_output=True,
            text=True,
            timeout=600,  # a machine may be slow
        )

    def python(self, code: str) -> str:
        """Run a few lines with Django set up and return what they print."""
        start = "import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", start + code],
            env=self.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.desk"},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, *words: str, **variables: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "cairn.console.main", *words],
            env=self.variables | variables,
            cwd=self.data.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.processes.append(process)
        return process

    def end(self) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=15)
            process.kill()
            process.communicate()


@cache
def template() -> str:
    """Where an empty, migrated database stands that is only ever copied: the path of its file, or
    its address. The processes of one run of the suite make it once and share it."""
    shared = os.environ.get("CAIRN_TEST_SHARED")
    folder = Path(shared or tempfile.mkdtemp(prefix="cairn-empty-")) / "template"
    if not shared:
        atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    told = folder / "address"
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            made = Instance(folder / "data")
            database = made.variables.get("CAIRN_DATABASE")
            if database:
                _migrate(made)
            told.write_text(database or str(_kept(made)), "utf-8")
    return told.read_text("utf-8")


def _migrate(made: Instance) -> None:
    done = made.cairn("migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr


def _kept(made: Instance) -> Path:
    """An empty SQLite database, kept from one run to the next while no migration changes."""
    from django.db.migrations.loader import MigrationLoader

    steps = MigrationLoader(None).disk_migrations.values()
    files = {Path(str(sys.modules[type(one).__module__].__file__)) for one in steps}
    digest = sha256(ROOT.joinpath("requirements.lock").read_bytes())
    for file in (*sorted(files), ROOT / "cairn/db/fields.py"):
        digest.update(f"{file.name} ".encode() + file.read_bytes())
    kept = ROOT / ".build" / "empty" / f"{digest.hexdigest()[:32]}.sqlite3"
    if not kept.exists():
        _migrate(made)
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_name(f"{secrets.token_hex(8)}.draft")
        copy_database(made.data / "cairn.sqlite3", draft)
        draft.replace(kept)
    return kept


def copy_template(database: str | Path) -> None:
    """Make this file, or this database of the server of the suite, a copy of the template."""
    if isinstance(database, Path):
        copy_database(Path(template()), database)
        return
    name, model = (urlsplit(one).path.strip("/") for one in (database, template()))
    drop, create = f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {model}"
    _on_server(database, drop, create)


def copy_database(source: Path, target: Path) -> None:
    """With what still stands in the log of the source."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def new_database(server: str) -> str:
    name = f"cairn_{secrets.token_hex(4)}"
    _on_server(server, f"CREATE DATABASE {name}")
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _on_server(address: str, *statements: str) -> None:
    import psycopg

    server = urlsplit(address)._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(question: Callable[[], object], *, seconds: float = 30) -> object:
    """Ask until the answer is true; fail after so many seconds."""
    until = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < until, f"not true within {seconds} s"
        time.sleep(0.1)
    return answer
