"""The guarded index and its outbox: what is brought in, and what fills it anew."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from cairn.search.guarded.entries import Entry
from cairn.search.guarded.models import Altered
from cairn.search.guarded.providers import entries_of, providers
from cairn.search.upkeep import TOGETHER, Upkeep

if TYPE_CHECKING:
    from cairn.search.guarded.index import GuardedWriter

BUILDING_HEAP = 60_000_000  # bytes
Progress = Callable[[int], None]


def root() -> Path:
    """Where it lies: in the desk's own folder, which no public process reads."""
    return Path(settings.CAIRN_DATA) / "search" / "desk"


def rebuild(progress: Progress = lambda done: None) -> int:
    """Make the index anew beside the one that answers, then switch; return how many entries."""
    return upkeep.rebuild(partial(_fill, progress))


def forget() -> None:
    """After an erasure: no file of the index holds a word that the database does not hold."""
    upkeep.forget(partial(_fill, lambda done: None))


def _fill(progress: Progress, writer: "GuardedWriter") -> int:
    number = 0
    for provider in providers():
        for entries in provider.everything():
            number += writer.add(entries)
            upkeep.wrote()
            progress(number)
    return number


def _bring(units: set[str], writer: "GuardedWriter") -> bool:
    kept = set()
    for unit in units:
        writer.remove(unit)
    for some in _some(entries_of(sorted(units))):
        kept |= {one.unit for one in some}
        writer.add(some)
    return bool(units - kept)


def _some(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    stream = iter(entries)
    while some := list(islice(stream, TOGETHER)):
        yield some


def _writer(folder: Path, **how: Any) -> "GuardedWriter":
    from cairn.search.guarded.index import GuardedWriter

    return GuardedWriter(folder, **how)


upkeep = Upkeep(
    "guarded",
    outbox=Altered,
    key="unit",
    root=root,
    writer=_writer,
    heap=BUILDING_HEAP,
    bring=_bring,
)
catch_up, is_there = upkeep.catch_up, upkeep.is_there
holds_what_was_removed = upkeep.holds_what_was_removed
