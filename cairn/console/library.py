"""`cairn import cases|laws|…`: a file of the library, with the same account of its rows as events
and series have. What comes in waits for a second person at the desk, who publishes it."""

from collections import Counter
from pathlib import Path
from typing import Any

from cairn.console.say import say
from cairn.kernel.text import noop
from cairn.knowledge.editing.bringing import Account, bring
from cairn.knowledge.kinds import kinds

WAITS = noop(
    "Brought in. It waits at the desk, under Library, until a library reviewer publishes it."
)
MORE = noop("… and %(number)s more")
NOTHING_NEW = noop("Everything in it was there already.")


def plural_names() -> dict[str, str]:
    """What is written after `cairn import`, and the kind it means."""
    return {f"{key}s" if not key.endswith("y") else f"{key[:-1]}ies": key for key in kinds()}


def take(name: str, path: Path, options: dict[str, Any], progress: Any) -> Account:
    """Bring the file in, or only look at it."""
    return bring(
        kind=plural_names()[name],
        path=path,
        name=path.name,
        leave_out=options["leave_out_rejected"],
        dry_run=options["dry_run"],
        progress=progress,
    )


def accounting(account: Account) -> dict[str, int]:
    """The closed account: read = new + updated + unchanged + rejected."""
    return {
        "read": account.read,
        "new": account.new,
        "updated": account.updated,
        "unchanged": account.unchanged,
        "rejected": account.rejected,
    }


def as_json(account: Account) -> dict[str, Any]:
    """The account with its problems, as `--json` prints it."""
    problems = [
        {"row": line, "column": one.place, "code": one.error.code, "message": say(one.error)}
        for line, one in account.problems
    ]
    return {**accounting(account), "committed": account.committed, "problems": problems}


def told(account: Account, shown: int) -> list[tuple[int, Any]]:
    """(line, problem) for the screen: of each kind of problem the first few."""
    seen: Counter[str] = Counter()
    found = []
    for line, one in account.problems:
        seen[one.error.code] += 1
        if seen[one.error.code] <= shown:
            found.append((line, one))
    return found


def end_of(account: Account) -> str:
    """The last sentence where something was committed."""
    return WAITS if account.new or account.updated else NOTHING_NEW
