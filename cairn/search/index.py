"""The one small protocol behind which an index stands.

`tantivy_index` is what runs; `plain` answers the same by the definition read aloud, slowly and in
memory. One contract test class asks both.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from cairn.search.documents import Document
from cairn.search.questions import Facets, Found, Place, Plan

MOST = 1_000  # hits that can be leafed through; whoever wants more narrows the question


class Reader(Protocol):
    """What can be asked."""

    def find(self, plan: Plan, *, limit: int, after: Place | None = None) -> Found:
        """The next `limit` documents that fit."""

    def count(self, plan: Plan) -> int:
        """How many fit."""

    def facets(self, plan: Plan) -> Facets:
        """Exact counts; each facet by which the plan narrows is counted as if it did not."""

    def whole(self) -> Facets:
        """The facets of everything."""

    def frequency(self, field: str, term: str) -> int:
        """In how many documents a term stands; about as many, where some were just replaced."""

    def terms(self, field: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        """Terms that begin so, with their frequency."""

    def get(self, ref: str) -> list[Document]:
        """The documents of one record, itself first."""

    def stamps(self) -> Iterator[tuple[str, str]]:
        """Reference and stamp of every record, in the order of references."""


class Writer(Protocol):
    """What changes an index. Nothing is seen before `commit`; what was not committed is lost."""

    def replace(self, ref: str, documents: Iterable[Document]) -> None:
        """These are all documents of the record; none takes it out."""

    def commit(self) -> None:
        """Make it so, in one step."""

    def close(self) -> None:
        """Let others write."""
