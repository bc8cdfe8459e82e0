"""Part `start`: `make run` on a fresh clone until a page answers, and the memory of it at rest.

The clone is of the last commit, in a folder of its own far from here, with the package caches that
are there. Then `make run` again, as on the second day. Memory is the proportional share of every
process of `cairn serve`: at rest after the start, and at rest again after people used it.
"""

import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bench.instances import OURS
from bench.points_page import wait_for_page
from bench.processes import memory
from bench.runs import ROOT, Options, Run, commit, goal, tell
from cairn.figures.charts import renderer
from tests.instances import free_port

PATIENCE = 1_800  # seconds for a cold start
REST = renderer.IDLE + 5  # seconds: whoever rests has given back what is not used
USED = ("en/", "ar/", "en/explore/", "en/explore/dead_and_missing/?period=2023", "api/v1/measures")
ROUNDS = 4  # so that each worker is met
NOT_OURS = ("make", "sh", "dash", "bash")
NOT_OUTSIDE = (*OURS, "MAKE", "VIRTUAL_", "PYTHON")  # a clone runs its own code, kept as compiled


class NothingCommitted(RuntimeError):
    """There is no commit to clone."""


def run(options: Options, *, source: Path = ROOT, rest: float = REST) -> Path:
    if not commit(source):
        raise NothingCommitted("There is no commit yet, so nothing can be cloned.")
    part = Run("start", options, None)
    found = part.step("two starts", lambda: _started_twice(source, rest))
    goals = {
        "cold_seconds": goal(found["cold_seconds"], 180),
        "second_start_seconds": {"value": found["second_seconds"]},
        "idle_mb": goal(_sum(found["idle"]), 400),
        "idle_after_use_mb": goal(_sum(found["idle_after_use"]), 400),
    }
    return part.finish({"goals": goals, **found})


def _started_twice(source: Path, rest: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        clone = Path(folder) / "cairn"
        subprocess.run(["git", "clone", "--quiet", str(source), str(clone)], check=True)
        with _made(clone) as (cold, _, _):
            pass
        with _made(clone) as (second, process, address):
            time.sleep(rest)
            idle = memory(process.pid, without=NOT_OURS)
            _use(address)
            time.sleep(rest)
            after = memory(process.pid, without=NOT_OURS)
    told = {"cold_seconds": round(cold, 1), "second_seconds": round(second, 1)}
    return told | {"idle": idle, "idle_after_use": after}


def _use(address: str) -> None:
    for _ in range(ROUNDS):
        for page in USED:
            with (
                suppress(urllib.error.HTTPError),
                urllib.request.urlopen(f"{address}/{page}", timeout=60) as answer,
            ):
                answer.read()


@contextmanager
def _made(clone: Path) -> Iterator[tuple[float, subprocess.Popen[bytes], str]]:
    """`make run` in a session of its own, ended with all that it started."""
    port = free_port()
    address = f"http://localhost:{port}"
    outside = {k: v for k, v in os.environ.items() if not k.startswith(NOT_OUTSIDE)}
    began = time.monotonic()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=clone,
        env=outside,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for_page(f"{address}/en/", process, seconds=PATIENCE)
        seconds = time.monotonic() - began
        tell(f"    the first page after {seconds:.1f} s")
        yield seconds, process, address
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """First politely, as Ctrl-C in a terminal does; the group is that of our own session."""
    for number, patience in ((signal.SIGINT, 20), (signal.SIGTERM, 20), (signal.SIGKILL, 10)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return


def _sum(found: Sequence[dict[str, Any]]) -> float | None:
    return round(sum(one["pss_mb"] for one in found)) if found else None
