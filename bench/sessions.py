"""Part `sessions`: people at the desk for ten minutes, and an instance brought back meanwhile.

`cairn serve` with its two workers on one core, the people as one process on the other, as far as
there are two. Each has a session and a draft of her own, opens her pages, saves a number, and
thinks for 5 to 15 seconds before each. Then as many requests as the server takes, without thinking:
where more people at once bring no more answers, it is saturated. In the middle of the ten minutes a
backup is made, restored into an empty folder and verified there: what was saved before the backup
began must be in it.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.filing import SETTINGS
from bench.floor import Source
from bench.instances import ChildFailed, Instance, Instances
from bench.points_page import wait_for_page
from bench.processes import processor_seconds
from bench.runs import ROOT, Options, Run, cores, goal, tell
from tests.instances import free_port

SESSIONS = 200
MINUTES = 10.0
THINKS = (5.0, 15.0)  # seconds
AT_ONCE = (1, 2, 4, 8, 16, 32)
EACH = 20.0  # seconds of each of them


def run(options: Options) -> Path:
    sessions = options.rows or SESSIONS
    part = Run("sessions", options, sessions)
    with Instances(part) as instances:
        found = part.step("sessions", lambda: _sessions(instances, sessions))
    thinking, drill = found["thinking"], found["drill"]
    goals = {
        "errors": goal(sum(thinking["errors"].values()), 0),
        "p95_ms": {"value": thinking["p95_ms"]},
        "sessions_at_saturation": {"value": found["sessions_at_saturation"]},
        "saved_before_the_backup_and_not_restored": goal(drill["lost"], 0),
        "verified": goal(drill["verify_status"], 0),
    }
    return part.finish({"goals": goals, **found})


def _sessions(instances: Instances, sessions: int) -> dict[str, Any]:
    one = instances.fresh()
    plan, port = one.data / "plan.json", free_port()
    one.ask("bench.filing_world", sessions, 1, plan)
    with _served(one, port) as server:
        before = processor_seconds(server.pid)
        people = _people(one, plan, port, "thinking", 60 * MINUTES, sessions)
        time.sleep(min(60.0, 20 * MINUTES))
        drill = _drill(instances, one)
        thinking = _told(people)
        spent = processor_seconds(server.pid) - before
        thinking["server_cpu_ms_each"] = round(1000 * spent / max(1, thinking["answers"]), 1)
        tell(f"    {thinking['per_second']} answers a second, p95 {thinking['p95_ms']} ms")
        hurried = {}
        for at_once in [number for number in AT_ONCE if number <= sessions]:
            told = _told(_people(one, plan, port, "hurried", EACH, at_once))
            hurried[str(at_once)] = told
            tell(f"    {at_once} at once: {told['per_second']} answers a second")
    most = max(told["per_second"] for told in hurried.values())
    instances.remove(one)
    return {
        "thinking": thinking,
        "drill": drill,
        "hurried": hurried,
        "most_per_second": most,
        "sessions_at_saturation": round(most * sum(THINKS) / 2),
        "cores_of_the_server": 1 if cores() > 1 else cores(),
    }


def _people(
    one: Instance, plan: Path, port: int, kind: str, seconds: float, number: int
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.sessions_people", str(plan), str(port), kind]
        + [str(seconds), str(number), *map(str, THINKS)],
        env=one.variables,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: _stay_on(-1),
    )


def _told(people: subprocess.Popen[str]) -> dict[str, Any]:
    told, _ = people.communicate()
    if people.returncode:
        raise ChildFailed(f"the people ended with status {people.returncode}")
    return dict(json.loads(told.splitlines()[-1]))


def _stay_on(which: int) -> None:
    """One core of those that may be used: 0 the first, -1 the last."""
    allowed = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {allowed[which]})


def _drill(instances: Instances, one: Instance) -> dict[str, Any]:
    """Back up while people work, restore elsewhere, verify; each saved number is looked for."""
    kept, back = one.data.parent / "kept", instances.bare()
    key = one.data.parent / "recovery-key"
    key.write_text(_command(one, "backup", "--new-key").stdout, "utf-8")
    saved = _saved(one)
    began = time.monotonic()
    _command(one, "backup", str(kept))
    backed_up = time.monotonic() - began
    [file] = kept.glob("*.tar.age")
    _command(back, "restore", str(file), "--key", str(key), "--without-ledger")
    restored = time.monotonic() - began - backed_up
    verified = _command(back, "verify", fails=True)
    there = _saved(back)
    lost = sum(1 for ref, number in saved.items() if there.get(ref, 0) < number)
    return {
        "filings_saved_before": len(saved),
        "lost": lost,
        "backup_seconds": round(backed_up, 1),
        "restore_seconds": round(restored, 1),
        "verify_status": verified.returncode,
        "bytes": file.stat().st_size,
    }


def _saved(one: Instance) -> dict[str, int]:
    """Filing → how often something of it was saved, read without the server's code."""
    source = Source(one.source)
    rows = source.connection.execute(
        "SELECT target, count(*) FROM audit_event WHERE kind = 'reporting.filing.saved' "
        "GROUP BY target"
    ).fetchall()
    source.connection.close()
    return {ref: int(number) for ref, number in rows}


def _command(one: Instance, *words: str, fails: bool = False) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "cairn.console.main", *words],
        env=one.variables | {"DJANGO_SETTINGS_MODULE": SETTINGS},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode and not fails:
        raise ChildFailed(f"cairn {words[0]}: {done.stdout}{done.stderr}")
    return done


@contextmanager
def _served(one: Instance, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`cairn serve` as at a user's, on one core, ended with all that it started."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cairn.console.main", "serve", f"--port={port}"],
        env=one.variables | {"DJANGO_SETTINGS_MODULE": SETTINGS},
        cwd=ROOT,
        stdout=sys.stderr,
        preexec_fn=lambda: _stay_on(0),
    )
    try:
        wait_for_page(f"http://localhost:{port}/en/", process)
        yield process
    finally:
        process.terminate()
        process.wait(30)
