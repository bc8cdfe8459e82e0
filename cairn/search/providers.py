"""Who makes documents for the index of what anyone may read.

A part that publishes something names a module in the setting `SEARCHED`; it has the functions of
`Provider`. So search knows no part that stands above it, and a part that comes later only adds a
line. A provider gives nothing that is not published: what it does not give cannot be found.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from cairn.search.documents import Document


class Provider(Protocol):
    """What a module in `SEARCHED` does."""

    def total(self) -> int:
        """How many records there are to be found."""

    def everything(self) -> Iterator[list[Document]]:
        """All documents, some records at a time; reads the database in short queries."""

    def documents(self, refs: Iterable[str]) -> list[Document]:
        """Those of these records, of what is published now."""

    def published(self, refs: Iterable[str]) -> set[str]:
        """Which of these can be read now; one query."""

    def stamps(self) -> Iterator[tuple[str, str]]:
        """Reference and stamp of all that is published."""


def providers() -> list[Provider]:
    """All of them, in the order of the setting."""
    return [cast(Provider, import_module(name)) for name in settings.SEARCHED]


def documents_of(refs: Iterable[str]) -> dict[str, list[Document]]:
    """Reference → its documents; none for what is not published."""
    wanted = list(dict.fromkeys(refs))
    found: dict[str, list[Document]] = {ref: [] for ref in wanted}
    for one in providers():
        for document in one.documents(wanted):
            found[document.ref].append(document)
    return found


def published(refs: Iterable[str]) -> set[str]:
    """Which of these can still be read: an index is behind for a moment, a page is not."""
    wanted = list(refs)
    return {ref for one in providers() for ref in one.published(wanted)} if wanted else set()
