"""Everything that must hold before a change is accepted, in order, with the time of each part.

Stops at the first part that fails, names it, and says how to run that part alone. Tests that need
no database are not repeated on the second one.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
NO_DATABASE = (
    *("bench", "figures", "formats", "functional", "kernel", "reference", "repository"),
    *("reporting/crosstabs", "reporting/screening", "console/test_serve.py"),
    "reporting/test_real_files.py",  # 250,000 rows; what a database does is tested on small files
)
# What is said of files, processes and the interface rather than of a database. That processes are
# killed, backups restored and instances brought up to date on either is said by tests beside these.
SAID_ONCE = (
    *("api", "accounts/test_providers.py", "accounts/test_providers_ending.py"),
    *("console/test_instance.py", "console/test_tampered.py", "erasure/test_restore.py"),
    *("killing/test_erasing.py", "reporting/test_bad_input.py", "search/test_killed.py"),
)
# What asks for hundreds of pages, and says the same on either database, is asked on the one that
# servers have: whoever may and may not open each address, hidden and absent, hostile requests.
ON_SERVERS = (
    *("sharing/test_matrix.py", "web/desk/test_doors.py", "web/desk/test_hostile.py"),
    "web/desk/test_two_worlds.py",
)
# What other pages do is tested on SQLite; on PostgreSQL what they lock, save and find. What lies
# below the pages is tested on both. `make test-long` runs all of it on both.
PAGES_ON_BOTH = (
    *("test_lists", "test_once_parallel", "test_who_may", "test_uploads", "erasing"),
    *("filing/test_life_by_hand", "filing/test_saving", "filing/test_who_may_see"),
    *("merging/test_merge_by_hand", "people/test_recovery", "reads/test_told"),
)

# Collecting it loads the whole desk and describes it, in every test process of every part; so one
# part alone does.
INTERFACE = "tests/api/test_schemathesis.py"
WITHOUT_INTERFACE = (f"--ignore={INTERFACE}", "-p", "no:schemathesis")


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


def on_postgresql() -> list[str]:
    """What is run on PostgreSQL: all that lies below the pages, and the pages named above."""
    left_out = [*NO_DATABASE, *SAID_ONCE, "web"]
    parts = [one.name for one in sorted((ROOT / "tests").iterdir()) if one.is_dir()]
    below = [f"tests/{one}" for one in parts if one not in left_out and one != "__pycache__"]
    pages = [ROOT / "tests/web/desk" / name for name in PAGES_ON_BOTH]
    named = [one if one.exists() else one.with_suffix(".py") for one in pages]
    pages_of_servers = [f"tests/{one}" for one in ON_SERVERS if one.startswith("web/")]
    ignored = [f"--ignore=tests/{name}" for name in left_out if "/" in name]
    named_here = [str(one.relative_to(ROOT)) for one in named]
    return [*below, *named_here, *pages_of_servers, *ignored, *WITHOUT_INTERFACE]


def on_sqlite() -> list[str]:
    """What is run on SQLite where the rest follows on PostgreSQL."""
    left_out = [f"--ignore=tests/{name}" for name in ("functional", *ON_SERVERS)]
    return [*left_out, *WITHOUT_INTERFACE]


def parts(*, long: bool = False, fast: bool = False) -> list[Part]:
    """In their order. `long`: every test on both databases, with many more examples. `fast`: all
    of it on one database."""
    many = {"CAIRN_EXAMPLES": "400", "CAIRN_KILLS": "1000"} if long else {}
    below = ["--ignore=tests/functional"]
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
        Part("tests on SQLite", pytest(*(below if long or fast else on_sqlite())), many),
        Part(
            "tests on PostgreSQL",
            pytest(*(below if long else on_postgresql())),
            many | {"CAIRN_TEST_DATABASE": "postgresql", "CAIRN_TEST_ALL": "1" if long else ""},
            fast=False,
        ),
        Part("tests from outside", pytest("tests/functional", INTERFACE), fast=False),
    ]


def main() -> int:
    fast = "--fast" in sys.argv
    chosen = [part for part in parts(long="--long" in sys.argv, fast=fast) if part.fast or not fast]
    times: list[tuple[str, float, str]] = []
    failed = None
    shared = tempfile.TemporaryDirectory(prefix="cairn-suite-")  # an empty database, made once
    for part in chosen:
        print(f"\n== {part.name}: {part.line}", flush=True)
        began = time.monotonic()
        failed = part if run(part, shared.name) else None
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


def run(part: Part, shared: str) -> int:
    kept = Path(shared) / part.variables.get("CAIRN_TEST_DATABASE", "sqlite")
    kept.mkdir(exist_ok=True)
    variables = {
        **os.environ,
        "CAIRN_DATA": str(ROOT / ".build" / "checks"),
        "CAIRN_TEST_SHARED": str(kept),
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        **part.variables,
    }
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # the many processes would each compile Django
    return subprocess.run(part.words, cwd=ROOT, env=variables).returncode


if __name__ == "__main__":
    sys.exit(main())
