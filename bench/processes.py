"""What a tree of processes takes of memory and processors; Linux only.

The proportional share (PSS): a page that several processes share is counted in parts.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

PROC = Path("/proc")


def family(root: int) -> list[int]:
    """The process and everything that descends from it."""
    parents: dict[int, int] = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:  # it ended meanwhile
            continue
        parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [root]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def kill_whole(root: int) -> None:
    """All of a family at once: each is stopped first, so that none begins another meanwhile, which
    would go on and hold its port."""
    held: set[int] = set()
    while new := set(family(root)) - held:
        for pid in new:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        held |= new
    for pid in held:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def memory(root: int, *, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Each process of the family with its share of the memory, those of these names left out."""
    found = []
    for pid in family(root):
        folder = PROC / str(pid)
        try:
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        name = _name(words)
        if name in without:
            continue
        kilobytes = next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
        found.append({"process": name, "pss_mb": round(kilobytes * 1024 / 1e6, 1)})
    return found


def processor_seconds(root: int) -> float:
    """What the family has had of the processors until now."""
    ticks = 0
    for pid in family(root):
        try:
            words = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _name(words: list[str]) -> str:
    """What it runs, without paths and options: `gunicorn`, `cairn jobs`, `make`."""
    first = Path(words[0]).name
    if not first.startswith("python"):
        return first
    rest = [word for word in words[1:] if word and not word.startswith("-")]
    return " ".join(Path(word).name for word in rest[:2]) if rest else first
