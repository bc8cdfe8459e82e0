"""Everything that must hold before a change is accepted, in order, with the time of each part.

Stops at the first part that fails, names it, and says how to run that part alone. Tests that need
no database are not repeated on the second one.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
NO_DATABASE = (
    *("bench", "figures", "formats", "functional", "kernel", "reference", "repository"),
    *("reporting/crosstabs", "reporting/screening", "web/explore", "console/test_serve.py"),
    "web/test_public_process.py",
    "reporting/test_real_files.py",  # 250,000 rows; what a database does is tested on small files
    # pages that show what a file, or a snapshot, says; who may see it is tested elsewhere on both
    *(f"web/desk/test_explored_{name}.py" for name in ("arriving", "filings", "making")),
    *(f"web/desk/test_{name}.py" for name in ("bad_files", "cells", "columns", "opening")),
)


@dataclass(frozen=True)
class Part:
    """One command and the name under which its time is reported."""

    name: str
    words: list[str]
    variables: dict[str, str] = field(default_factory=dict)
    fast: bool = True  # part of `make test-fast` too

    @property
    def line(self) -> str:
        given = [f"{key}={value}" for key, value in self.variables.items()]
        return " ".join([*given, *self.words])


def pytest(*words: str, workers: int = 2) -> list[str]:
    # tests of one file share real processes, so a file stays with one worker
    # and the longest are begun first
    share = [f"-n{workers}", "--dist=loadfile", "--no-loadscope-reorder"]
    return [".venv/bin/pytest", "-q", *share, *words]


def parts() -> list[Part]:
    on_postgresql = [f"--ignore=tests/{name}" for name in NO_DATABASE]
    return [
        Part("format", [".venv/bin/ruff", "format", "--check", "."]),
        Part("lint", [".venv/bin/ruff", "check", "."]),
        Part("import contracts", [".venv/bin/lint-imports"]),
        Part("types", [".venv/bin/mypy"], fast=False),
        Part(
            "migrations",
            [".venv/bin/python", "manage.py", "makemigrations", "--check", "--dry-run"],
        ),
        Part("translations", [".venv/bin/python", "tools/i18n.py", "check"]),
        Part("tests on SQLite", pytest("--ignore=tests/functional")),
        Part(
            "tests on PostgreSQL",
            pytest(*on_postgresql),
            {"CAIRN_TEST_DATABASE": "postgresql"},
            fast=False,
        ),
        Part("tests in the browser", pytest("tests/functional"), fast=False),
    ]


def main() -> int:
    chosen = [part for part in parts() if part.fast or "--fast" not in sys.argv]
    times: list[tuple[str, float, str]] = []
    failed = None
    for part in chosen:
        print(f"\n== {part.name}: {part.line}", flush=True)
        began = time.monotonic()
        failed = part if run(part) else None
        times.append((part.name, time.monotonic() - began, "FAILED" if failed else "ok"))
        if failed:
            break
    print(f"\n{'part':<24}{'seconds':>9}")
    for name, seconds, verdict in times:
        print(f"{name:<24}{seconds:>9.1f}  {verdict}")
    print(f"{'all':<24}{sum(seconds for _, seconds, _ in times):>9.1f}")
    if failed:
        print(f"\nFailed: {failed.name}. Run it alone with: {failed.line}", file=sys.stderr)
    return 1 if failed else 0


def run(part: Part) -> int:
    variables = {
        **os.environ,
        "CAIRN_DATA": str(ROOT / ".build" / "checks"),
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        **part.variables,
    }
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # the many processes would each compile Django
    return subprocess.run(part.words, cwd=ROOT, env=variables).returncode


if __name__ == "__main__":
    sys.exit(main())
