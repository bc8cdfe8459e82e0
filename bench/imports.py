"""Part `imports`: a million accounts through the real code, against the bare floor and a peer.

While the import runs, a second process saves a row ten times a second, as a person at a form does.
The floor follows in another fresh database, with the same rows. The peer imports the first 20,000
rows of the same sheet, and ours imports them alone beside it.
"""

from itertools import islice
from pathlib import Path
from typing import Any

from bench.instances import Instances, answer_of
from bench.peer_environment import python_of_peer
from bench.rows import HEADER, write_csv
from bench.runs import Options, Run, goal, tell

ROWS = 1_000_000
PEER_ROWS = 20_000
WAYS = ("plain", "bulk", "tuned")  # of the peer, see `peer.py`


class NotAsPlanned(RuntimeError):
    """The import left another account of the rows than the sheet was made for."""


def run(options: Options) -> Path:
    rows = options.rows or ROWS
    part = Run("imports", options, rows)
    with Instances(part) as instances:
        sheet = part.folder / "rows.csv"
        mistakes = part.step("rows", lambda: write_csv(sheet, rows))
        both = part.step("import and floor", lambda: _ours(instances, sheet, rows, mistakes))
        peer = None
        if options.peer:
            peer = part.step("peer", lambda: _peer(instances, sheet, min(rows, PEER_ROWS)))
    return part.finish(_told(both, peer, mistakes))


def _ours(instances: Instances, sheet: Path, rows: int, mistakes: dict[str, int]) -> dict[str, Any]:
    """Import with a person saving meanwhile, then the same rows at the floor."""
    imported, bare = instances.fresh(), instances.fresh()
    visitor = imported.begin("bench.visitor")
    try:
        ours = imported.ask("bench.importing", sheet)
    finally:
        waited = answer_of(visitor)
    _check(ours, rows, mistakes)
    floor = bare.ask("bench.floor", imported.source, ours["chunks"])
    for one in (imported, bare):
        instances.remove(one)
    if not floor["same"]:
        raise NotAsPlanned("The floor did not leave the same rows.")
    return {"ours": ours, "visitor": waited, "floor": floor}


def _check(ours: dict[str, Any], rows: int, mistakes: dict[str, int]) -> None:
    wanted = (rows, rows - sum(mistakes.values()), sum(mistakes.values()))
    found = (ours["read"], ours["new"], ours["rejected"])
    if found != wanted:
        raise NotAsPlanned(f"read, new, rejected: {found}, and the sheet was made for {wanted}")


def _peer(instances: Instances, sheet: Path, rows: int) -> dict[str, Any]:
    """The first rows of the sheet: ours alone, then the peer in its three ways."""
    python = python_of_peer()
    short = sheet.with_name("short.csv")
    with sheet.open(encoding="utf-8") as whole, short.open("w", encoding="utf-8") as part:
        part.writelines(islice(whole, rows + 1))
    told: dict[str, Any] = {"rows": rows}
    for name in ("ours", *WAYS):
        fresh = instances.fresh()
        tell(f"    {name}")
        if name == "ours":
            told[name] = fresh.ask("bench.importing", short)
        else:
            told[name] = fresh.ask("bench.peer", short, name, python=python)
        instances.remove(fresh)
    return told


def _told(
    both: dict[str, Any], peer: dict[str, Any] | None, mistakes: dict[str, int]
) -> dict[str, Any]:
    ours, floor, visitor = both["ours"], both["floor"], both["visitor"]
    goals = {
        "rows_per_second": goal(ours["rows_per_second"], 5_000, least=True),
        "peak_mb": goal(ours["peak_mb"], 600),
        "ratio_to_floor": goal(round(ours["seconds"] / floor["seconds"], 2), 4),
        "longest_lock_ms": goal(ours["lock"]["longest_ms"], 500),
        "longest_wait_of_a_form_ms": goal(visitor.get("longest_ms"), 500),
        "forms_not_saved": goal(visitor["failed"], 0),
    }
    found: dict[str, Any] = {"columns": len(HEADER), "mistakes": mistakes}
    if peer:
        seconds = peer["ours"]["seconds"]
        for name in WAYS:
            ratio = round(peer[name]["seconds"] / seconds, 2)
            goals[f"times_faster_than_peer_{name}"] = goal(ratio, 10, least=True)
    return {"goals": goals} | found | both | ({"peer": peer} if peer else {})
