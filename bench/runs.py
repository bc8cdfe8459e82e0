"""What every part of `cairn bench` shares: options, resuming, medians, and the file of results.

A part is made of steps. What a step found is kept below `.build/bench/` until the part is finished,
so that a run which was cut off goes on with the step it was in; steps of another size, database or
commit are forgotten. A result holds ratios, medians, sizes and versions: no names of machines, no
paths.
"""

import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("django", "duckdb", "pyarrow", "ibis-framework", "psycopg")
SEED = 20_260_301


@dataclass(frozen=True, slots=True)
class Options:
    """One run: how large, on which database, and where its files go."""

    rows: int | None = None  # None: the size that the goals speak of
    database: str = "sqlite"
    results: Path = ROOT / "bench" / "results"
    work: Path = ROOT / ".build" / "bench"
    peer: bool = True  # measure the peer too, which wants an environment of its own
    browser: bool = True


class Run:
    """One part: does each step once, and stores what all of them found."""

    def __init__(self, part: str, options: Options, rows: int | None) -> None:
        self.part, self.options, self.rows = part, options, rows
        self.folder = options.work / f"{part}-{options.database}"
        self.kept = self.folder / "steps.json"
        self.mark, self.machine = {"rows": rows, "commit": commit()}, machine()
        self.steps: dict[str, Any] = self._resumed()
        self.folder.mkdir(parents=True, exist_ok=True)
        size = f"{rows:,} rows, " if rows else ""
        tell(f"{part}: {size}{options.database}")

    def _resumed(self) -> dict[str, Any]:
        if self.kept.exists():
            found = json.loads(self.kept.read_text("utf-8"))
            if found["mark"] == self.mark:
                return dict(found["steps"])
        shutil.rmtree(self.folder, ignore_errors=True)
        return {}

    def step(self, name: str, work: Callable[[], Any]) -> Any:
        """What `work` finds, or found before this run was cut off."""
        if name in self.steps:
            tell(f"  {name}: taken over from the run that was cut off")
            return self.steps[name]
        began = time.monotonic()
        tell(f"  {name} …")
        self.steps[name] = work()
        draft = self.kept.with_suffix(".part")
        draft.write_text(json.dumps({"mark": self.mark, "steps": self.steps}), "utf-8")
        draft.replace(self.kept)
        tell(f"  {name}: {time.monotonic() - began:.1f} s")
        return self.steps[name]

    def finish(self, found: dict[str, Any]) -> Path:
        """Store the result, show it, and remove everything else that the part left."""
        told = {"part": self.part, "database": self.options.database, "rows": self.rows}
        told |= {"machine": self.machine, "commit": self.mark["commit"]} | found
        self.options.results.mkdir(parents=True, exist_ok=True)
        path = self.options.results / f"{self.part}-{self.options.database}.json"
        path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
        shutil.rmtree(self.folder, ignore_errors=True)
        print(json.dumps(found.get("goals", found), indent=1), flush=True)
        tell(f"{self.part}: stored in {path.name}")
        return path


def goal(value: float | None, limit: float, *, least: bool = False) -> dict[str, Any]:
    """A figure beside its goal; `least` where more is better."""
    met = None if value is None else (value >= limit if least else value <= limit)
    return {"value": value, "goal": f"{'≥' if least else '≤'} {limit:g}", "met": met}


def share(values: Sequence[float], part: float) -> float:
    """The value below which this part of all values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def machine() -> dict[str, Any]:
    """What a figure depends on, and nothing that tells whose machine it was."""
    found = {"measured": datetime.now(UTC).date().isoformat(), "cores": cores()}
    found |= {"memory_gb": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9)}
    found |= {"load_before": round(os.getloadavg()[0], 1), "system": platform.system()}
    found |= {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def commit(repository: Path = ROOT) -> str:
    """The commit that is measured; empty where there is none yet."""
    words = ["git", "rev-parse", "--short=12", "HEAD"]
    done = subprocess.run(words, cwd=repository, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def tell(sentence: str) -> None:
    """Progress, on the error stream: what stands on the other is the result."""
    print(sentence, file=sys.stderr, flush=True)
