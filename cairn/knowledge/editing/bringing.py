"""Takes a file into the library: every row is accounted for, and nothing is kept if one is rejected
unless the person leaves those rows out.

The file is read twice. First all of it is looked at, and what is wrong is told at once; then each
record is put in by itself, a hundred to a transaction. Records do not lean on each other, so an
import that is killed is finished by beginning it again: what is there already counts as unchanged.
What was brought in waits for a second person.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from cairn.accounts.models import Organisation
from cairn.history.keep import canonical
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.editing.actions import NoKey, put_entry
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.policies import check_may_change
from cairn.knowledge.editing.states import Status
from cairn.knowledge.isolated import read_isolated
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.rows import Row, checked, wrong
from cairn.knowledge.shapes import Wrong
from cairn.knowledge.shelving import check_fits

TOGETHER = 100
TOLD = 2_000  # problems that are kept; all are counted


class KeyTwice(CairnError):
    text = noop("The key %(key)r stands in line %(first)s already; keep one of the two.")


class NothingToRead(CairnError):
    text = noop("There is no record in this file.")


@dataclass(slots=True)
class Account:
    """What became of the rows: read = new + updated + unchanged + rejected."""

    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    committed: bool = False
    problems: list[tuple[int, Wrong]] = field(default_factory=list)  # line and what is wrong there
    more: int = 0  # problems beyond those that are kept


def bring(
    *,
    kind: str,
    path: Path,
    by: Any = None,
    owner: Organisation | None = None,
    name: str = "",
    leave_out: bool = False,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda rows: None,
    isolated: bool = False,
) -> Account:
    """Read the file and take it in; raise where it holds no record at all. `isolated`: somebody
    sent it, so it is read in a process of its own."""
    check_may_change(by)
    account = Account()
    rows_of = _read_apart if isolated else _rows
    for _ in _looked_at(kind, rows_of(kind, path), account):
        progress(account.read)
    if not account.read:
        raise NothingToRead()
    if dry_run or (account.rejected and not leave_out):
        return account
    account.new = account.updated = account.unchanged = 0
    again = _looked_at(kind, rows_of(kind, path), Account())
    good = iter(row for row in again if row.body is not None)
    for rows in _together(good):
        with transaction.atomic():
            for row in rows:
                there = Entry.objects.filter(kind=kind, key=row.key).first()
                was, body = there is not None, _met(kind, row, there).body or {}
                _, changed = put_entry(
                    kind=kind, key=row.key, body=body, by=by, owner=owner, origin=name
                )
                account.new += changed and not was
                account.updated += changed and was
                account.unchanged += not changed
        progress(account.new + account.updated + account.unchanged)
    account.committed = True
    return account


def _looked_at(kind: str, found: Iterator[Row], account: Account) -> Iterator[Row]:
    """The rows of the file, entered in the account as they would be taken in."""
    seen: dict[str, int] = {}
    alike = _alike(kind)
    for rows in _together(found):
        there = _there(kind, [row.key for row in rows if row.body is not None])
        rows = [_of_its_own(given, seen) for given in rows]
        for given in alike(rows):
            row = given
            if row.body is not None and row.key in there:
                row = _met(kind, row, there[row.key])
            row = _that_fits(kind, row)
            account.read += 1
            if row.body is None:
                account.rejected += 1
                room = max(0, TOLD - len(account.problems))
                account.problems += [(row.line, one) for one in row.problems[:room]]
                account.more += max(0, len(row.problems) - room)
            elif row.key not in there:
                account.new += 1
            elif _same(there[row.key], row):
                account.unchanged += 1
            else:
                account.updated += 1
            yield row


def _rows(kind: str, path: Path) -> Iterator[Row]:
    found: Iterator[Row] = import_module(f"{kind_of(kind).package}.reading").read_file(path)
    return found


def _alike(kind: str) -> Callable[[list[Row]], list[Row]]:
    """Where a kind looks for the same record under another key (`KIND/alike.py`)."""
    name = f"{kind_of(kind).package}.alike"
    if find_spec(name) is None:
        return lambda rows: rows
    made: Callable[[list[Row]], list[Row]] = import_module(name).Alike()
    return made


def _read_apart(kind: str, path: Path) -> Iterator[Row]:
    return read_isolated(kind_of(kind), path)


def _of_its_own(row: Row, seen: dict[str, int]) -> Row:
    if row.body is None:
        return row
    if not row.key:
        return Row(row.line, problems=(Wrong("key", NoKey()),))
    if row.key in seen:
        twice = KeyTwice(key=row.key, first=seen[row.key])
        return Row(row.line, row.key, problems=(Wrong("key", twice),))
    seen[row.key] = row.line
    return row


def _that_fits(kind: str, row: Row) -> Row:
    if row.body is not None:
        try:
            check_fits(kind_of(kind).face(kind_of(kind).load(row.body)))
        except CairnError as error:
            return wrong(row.line, error, key=row.key)
    return row


def _together(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, TOGETHER)):
        yield some


def _met(kind: str, row: Row, there: Entry | None) -> Row:
    """The row as it joins what the library has, where it does not say all of a record."""
    if row.whole or row.body is None or there is None:
        return row
    meet = import_module(f"{kind_of(kind).package}.reading").meet
    return replace(
        checked(kind_of(kind), row.line, row.key, meet(there.body, row.body)), whole=False
    )


def _same(there: Entry, row: Row) -> bool:
    """Whether nothing would change; a withdrawn record comes back, which is a change."""
    return there.status != Status.WITHDRAWN and canonical(there.body) == canonical(row.body or {})


def _there(kind: str, keys: list[str]) -> dict[str, Entry]:
    """Key → what the library has."""
    return {one.key: one for one in Entry.objects.filter(kind=kind, key__in=keys)}
