"""What is asked of an index and what comes back: frozen values, whoever implements it.

A `Plan` is a question after it was thought about: which terms in which fields, how many of them are
needed, and what narrows the answer. Every implementation compiles the same plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from cairn.search.documents import Document

Order = Literal["score", "newest"]
FACETS = ("kind", "country", "language", "year", "tag")  # "tag" counts "field:key"


@dataclass(frozen=True, slots=True)
class Term:
    """A term in a field. `constant`: worth its weight, however rare it is."""

    field: str
    term: str
    weight: float = 1.0
    constant: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that follow one another."""

    field: str
    terms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one; the best one counts, and a little of each other one."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of these; each one counts."""

    parts: tuple["Node", ...]
    need: int


Node = Term | Phrase | AnyOf | AtLeast


@dataclass(frozen=True, slots=True)
class Narrow:
    """Only documents with one of these values in this facet; `field` may be "element" or the like,
    for marks of that name."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """Only what lies wholly between these days; an open end is None."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A question as an index answers it; without a `node` everything fits."""

    node: Node | None = None
    narrow: tuple[Narrow, ...] = ()
    within: Within | None = None
    without: str = ""  # a reference that is left out
    order: Order = "score"
    since: datetime | None = None  # only what was published in this second or later

    def lacking(self, name: str) -> "Plan":
        """The same without what narrows by this facet."""
        kept = tuple(one for one in self.narrow if one.field != name)
        within = None if name == "year" else self.within
        return Plan(self.node, kept, within, self.without, self.order, self.since)


@dataclass(frozen=True, slots=True)
class Place:
    """Behind which hit a page begins: its key, and how many came before."""

    score: float
    order: int
    seen: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that fits, best first; equal scores stand in the order of references."""

    document: Document
    score: float
    place: Place


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what fits, and how much there is of it."""

    total: int
    hits: tuple[Hit, ...]
    more: bool


Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Facets:
    """Facet → value → how many documents have it; names of marks are facets of their own."""

    counts: Mapping[str, Counts] = field(default_factory=dict)

    def of(self, name: str) -> Counts:
        return self.counts.get(name, {})
