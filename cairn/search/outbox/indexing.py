"""The index of the library and its outbox: what is brought in, and what fills it anew."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cairn.search import places
from cairn.search.gathering import keep
from cairn.search.outbox.models import Changed
from cairn.search.placing import place
from cairn.search.providers import documents_of, providers
from cairn.search.upkeep import Upkeep

if TYPE_CHECKING:
    from cairn.search.tantivy_index import TantivyWriter

BUILDING_HEAP = 120_000_000  # bytes
Progress = Callable[[int, int], None]


def rebuild(progress: Progress = lambda done, total: None) -> int:
    """Make the index anew beside the one that answers, then switch; return how many documents."""
    keep()
    return upkeep.rebuild(partial(_fill, progress))


def _fill(progress: Progress, writer: "TantivyWriter") -> int:
    total, done, number = sum(one.total() for one in providers()), 0, 0
    progress(0, total)
    for provider in providers():
        for documents in provider.everything():
            writer.add(documents)
            number += len(documents)
            done += sum(1 for one in documents if not one.anchor)
            upkeep.wrote()
            progress(done, max(total, done))
    return number


def _bring(refs: set[str], writer: "TantivyWriter") -> bool:
    gone = False
    for ref, documents in documents_of(refs).items():
        writer.replace(ref, documents)
        gone = gone or not documents
    return gone


def _writer(folder: Path, **how: Any) -> "TantivyWriter":
    from cairn.search.tantivy_index import TantivyWriter

    return TantivyWriter(folder, **how)


upkeep = Upkeep(
    "search",
    outbox=Changed,
    key="ref",
    root=places.own,
    writer=_writer,
    heap=BUILDING_HEAP,
    bring=_bring,
    committed=place,
)
catch_up, is_there = upkeep.catch_up, upkeep.is_there
holds_what_was_removed = upkeep.holds_what_was_removed
