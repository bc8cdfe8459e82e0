"""Who makes entries for the guarded index, and says which of them somebody may read now.

A part names a module in the setting `SEARCHED_AT_DESK`; it has the functions of `Provider`. What it
does not give cannot be found.
"""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from cairn.kernel.predicates import Predicate
from cairn.search.guarded.entries import Entry
from cairn.sharing.viewer import Viewer


class Provider(Protocol):
    """What a module in `SEARCHED_AT_DESK` does."""

    KIND: str  # of its entries

    def predicate(self, viewer: Viewer) -> Predicate:
        """Which entries this viewer may find."""

    def everything(self) -> Iterator[list[Entry]]:
        """All entries, some at a time; reads the database in short queries."""

    def entries(self, units: Sequence[str]) -> Iterator[Entry]:
        """Those of these units, as they stand now."""

    def readable(self, viewer: Viewer, pks: Sequence[int]) -> list[Entry]:
        """The entries of those of these rows that lists show to this viewer now."""


def providers() -> list[Provider]:
    """All of them, in the order of the setting."""
    return [cast(Provider, import_module(name)) for name in settings.SEARCHED_AT_DESK]


def entries_of(units: Iterable[str]) -> Iterator[Entry]:
    """All entries of these units; none for what is not there any more."""
    wanted = list(dict.fromkeys(units))
    for one in providers():
        yield from one.entries(wanted)
