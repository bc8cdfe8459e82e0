"""Fresh instances of Cairn, and child processes that work on them and answer with one JSON object.

An empty instance is made once and copied where a fresh one is needed. PostgreSQL is started when it
is first needed and ended with the whole run; it has the durability that a server has.
"""

import atexit
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from bench.runs import ROOT, Run, tell
from tests.instances import copy_database, template
from tests.postgres import start

OURS = ("CAIRN_", "DJANGO_")
SETTINGS = "cairn.config.settings.testing"  # the desk's, without collected static files


class ChildFailed(RuntimeError):
    """A measured process ended with an error; what it said stands above."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A folder of data and, on PostgreSQL, a database."""

    data: Path
    database: str = ""

    @property
    def variables(self) -> dict[str, str]:
        found = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        found |= {"CAIRN_DATA": str(self.data), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
        found |= {"DJANGO_SETTINGS_MODULE": SETTINGS}
        return found | ({"CAIRN_DATABASE": self.database} if self.database else {})

    @property
    def source(self) -> str:
        """Where its rows can be read without Django."""
        return self.database or str(self.data / "cairn.sqlite3")

    def ask(self, module: str, *words: object, python: str = sys.executable) -> Any:
        """Run `python -m module words` here and return what it answers; its progress is shown."""
        done = subprocess.run(
            [python, "-m", module, *map(str, words)],
            env=self.variables,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            raise ChildFailed(f"{module} ended with status {done.returncode}")
        return json.loads(done.stdout.splitlines()[-1])

    def begin(self, module: str, *words: object) -> subprocess.Popen[str]:
        """Start a process that works until its input ends, and wait until it says it is ready."""
        process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, words)],
            env=self.variables,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        if process.stdout.readline().strip() != "ready":
            raise ChildFailed(f"{module} did not start")
        return process


def answer_of(process: subprocess.Popen[str], *, patience: float = 60) -> Any:
    """End the input of a process that `begin` started, and return what it answers."""
    told, _ = process.communicate("", timeout=patience)
    if process.returncode:
        raise ChildFailed(f"a process ended with status {process.returncode}")
    return json.loads(told.splitlines()[-1])


class Instances:
    """Makes fresh instances for one part; `with` removes them."""

    def __init__(self, run: Run) -> None:
        self.folder = run.folder / "instances"
        self.server = _server() if run.options.database == "postgresql" else ""
        self.made: list[Instance] = []

    def __enter__(self) -> Self:
        shutil.rmtree(self.folder, ignore_errors=True)
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.made:
            self.remove(one)
        shutil.rmtree(self.folder, ignore_errors=True)

    def fresh(self) -> Instance:
        """An empty instance of its own, migrated."""
        name = f"bench_{secrets.token_hex(4)}"
        made = Instance(self.folder / name, _address(self.server, name))
        (made.data / "static").mkdir(parents=True)
        if self.server:
            copied = _name(_template(self.server).database)
            _on_server(self.server, f"CREATE DATABASE {name} TEMPLATE {copied}")
        else:
            copy_database(_empty(), made.data / "cairn.sqlite3")
        self.made.append(made)
        return made

    def bare(self) -> Instance:
        """A place where nothing is yet: no folder, and on PostgreSQL a database without tables."""
        name = f"bench_{secrets.token_hex(4)}"
        made = Instance(self.folder / name, _address(self.server, name))
        if self.server:
            _on_server(self.server, f"CREATE DATABASE {name}")
        self.made.append(made)
        return made

    def remove(self, one: Instance) -> None:
        """Give its room back before the next one is made."""
        shutil.rmtree(one.data, ignore_errors=True)
        if one.database:
            statement = f"DROP DATABASE IF EXISTS {_name(one.database)} WITH (FORCE)"
            _on_server(self.server, statement)


@cache
def _server() -> str:
    tell("  starting PostgreSQL")
    return start(durable=True)


@cache
def _empty() -> Path:
    """An empty, migrated database in a file that is only ever copied."""
    import django

    tell("  making an empty instance")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()  # it is known by its migrations
    return Path(template())


@cache
def _template(server: str) -> Instance:
    """The same as a database of the server."""
    tell("  making an empty instance")
    folder = Path(tempfile.mkdtemp(prefix="cairn-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Instance(folder, _address(server, "bench_template"))
    _on_server(server, "CREATE DATABASE bench_template")
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(migrate, env=made.variables, cwd=ROOT, check=True)
    return made


def _on_server(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def _address(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl() if server else ""


def _name(address: str) -> str:
    return urlsplit(address).path.strip("/")
