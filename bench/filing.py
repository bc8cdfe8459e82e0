"""Part `filing`: forms of 250 numbers from 500 phones at once, on a real server.

`cairn serve` with its two workers, on an instance of its own; the phones are one process beside it,
on the same cores. Then single numbers as a script saves them, then forms again while every process
of the server is killed at once (SIGKILL) and started anew. A form that was acknowledged must be
there, whole and saved once; one that was not, whole or not at all. The floor is the same rows
written bare, one commit for each form.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.filing_world import NUMBERS, numbers_of
from bench.floor import Source
from bench.instances import Instance, Instances, answer_of
from bench.points_page import wait_for_page
from bench.processes import kill_whole, processor_seconds
from bench.runs import ROOT, Options, Run, goal, tell
from tests.instances import free_port

PHONES = 500
FORMS = 1  # of each phone, and one more while the server is killed
REPEATS = 31
SETTINGS = "cairn.config.settings.desk"


class NotAllThere(RuntimeError):
    """Something that was acknowledged is not there, or is there twice, or half."""


def run(options: Options) -> Path:
    phones = options.rows or PHONES
    part = Run("filing", options, phones)
    with Instances(part) as instances:
        found = part.step("phones", lambda: _phones(instances, phones))
        saves = part.step("autosave", lambda: _saves(instances))
    goals = {
        "forms_per_second": goal(found["forms"]["per_second"], 200, least=True),
        "p95_ms": {"value": found["forms"]["p95_ms"]},
        "ratio_to_floor": {"value": found["ratio_to_floor"]},
        "acknowledged_and_lost": goal(found["killed"]["lost"], 0),
        "saved_twice": goal(found["killed"]["twice"], 0),
        "errors": goal(sum(sum(found[name]["errors"].values()) for name in KINDS), 0),
    }
    return part.finish({"goals": goals, "numbers_of_a_form": NUMBERS, **found, "autosave": saves})


KINDS = ("forms", "autosaves", "killed")


def _phones(instances: Instances, phones: int) -> dict[str, Any]:
    one = instances.fresh()
    plan, port = one.data / "plan.json", free_port()
    one.ask("bench.filing_world", phones, FORMS + 1, plan)
    told: dict[str, Any] = {}
    with _served(one, port) as server:
        for kind in ("forms", "autosaves"):
            before = processor_seconds(server.pid)
            told[kind] = answer_of(_begun(one, plan, port, kind, 0, FORMS), patience=3_600)
            spent = processor_seconds(server.pid) - before
            told[kind]["server_cpu_ms_each"] = round(1000 * spent / told[kind]["sent"], 1)
            told[kind]["load_after"] = round(os.getloadavg()[0], 1)
            tell(f"    {kind}: {told[kind]['per_second']} a second")
    _check_all(one, told["forms"].pop("refs"), plan, FORMS)
    told["autosaves"].pop("refs")
    told["floor"] = _floor(instances, one)
    told["ratio_to_floor"] = round(told["floor"]["per_second"] / told["forms"]["per_second"], 2)
    told["killed"] = _killed(one, plan, port)
    instances.remove(one)
    return told


def _begun(
    one: Instance, plan: Path, port: int, kind: str, first: int, last: int
) -> subprocess.Popen[str]:
    return one.begin("bench.filing_phones", plan, port, kind, first, last)


def _floor(instances: Instances, one: Instance) -> Any:
    fresh = instances.fresh()
    found = fresh.ask("bench.filing_floor", one.source)
    instances.remove(fresh)
    return found


def _saves(instances: Instances) -> Any:
    one = instances.fresh()
    plan = one.data / "plan.json"
    one.ask("bench.filing_world", 1, 1, plan)
    found = one.ask("bench.filing_saves", plan, REPEATS)
    instances.remove(one)
    return found


def _killed(one: Instance, plan: Path, port: int) -> dict[str, Any]:
    """Half of the forms were acknowledged, then everything is killed; phones send theirs again."""
    with _served(one, port) as server:
        phones = _begun(one, plan, port, "forms", FORMS, FORMS + 1)
        assert phones.stdout
        assert phones.stdout.readline().strip() == "half"
        kill_whole(server.pid)
        server.wait()
    tell("    killed, and started again")
    with _served(one, port):
        told: dict[str, Any] = answer_of(phones, patience=3_600)
    return told | _found(one, told.pop("refs"), plan, (FORMS, FORMS + 1))


def _check_all(one: Instance, refs: list[str], plan: Path, forms: int) -> None:
    found = _found(one, refs, plan, (0, forms))
    if found["lost"] or found["twice"] or found["half"]:
        raise NotAllThere(str(found))


def _found(one: Instance, refs: list[str], plan: Path, forms: tuple[int, int]) -> dict[str, Any]:
    """Every form of the plan beside what the database holds, read without the server's code."""
    source = Source(one.source)
    rows = source.connection.execute(
        "SELECT f.ref, count(*), sum(c.value) FROM filings_filingcount c "
        "JOIN filings_filing f ON f.id = c.filing_id GROUP BY f.ref"
    )
    stored = {ref: (number, int(total)) for ref, number, total in rows.fetchall()}
    events = source.connection.execute(
        'SELECT target, CAST("values" AS text) FROM audit_event '
        "WHERE kind = 'reporting.filing.saved'"
    )
    times = Counter(
        ref for ref, values in events.fetchall() if json.loads(values).get("cells") == NUMBERS
    )
    source.connection.close()
    told = {"lost": 0, "twice": 0, "half": 0, "saved_but_not_acknowledged": 0}
    acknowledged = set(refs)
    for number, phone in enumerate(json.loads(plan.read_text("utf-8"))["phones"]):
        for at in range(*forms):
            ref = phone["forms"][at]["ref"]
            total = sum(numbers_of(number, at))
            whole = ref in stored and stored[ref] in ((NUMBERS, total), (NUMBERS, total + 1))
            told["lost"] += ref in acknowledged and not (whole and times[ref])
            told["twice"] += times[ref] > 1
            told["half"] += whole != bool(times[ref]) or (ref in stored and not whole)
            told["saved_but_not_acknowledged"] += whole and ref not in acknowledged
    return told


@contextmanager
def _served(one: Instance, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`cairn serve` as at a user's, ended with all that it started."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cairn.console.main", "serve", f"--port={port}"],
        env=one.variables | {"DJANGO_SETTINGS_MODULE": SETTINGS},
        cwd=ROOT,
        stdout=sys.stderr,
    )
    try:
        wait_for_page(f"http://localhost:{port}/en/", process)
        yield process
    finally:
        process.terminate()
        process.wait(30)
