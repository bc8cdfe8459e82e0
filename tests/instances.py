"""Real instances in folders of their own, and real processes that work on them.

On PostgreSQL each instance gets a database of its own on the server of the suite.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
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

    def cairn(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cairn.console.main", *words],
            env=self.variables | variables,
            cwd=self.data.parent,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def python(self, code: str) -> str:
        """Run a few lines with Django set up and return what they print."""
        start = "import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", start + code],
            env=self.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.desk"},
            capture_output=True,
            text=True,
            timeout=60,
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


def new_database(server: str) -> str:
    import psycopg

    name = f"cairn_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return urlsplit(server)._replace(path=f"/{name}").geturl()


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
