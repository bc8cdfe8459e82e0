"""What every published record of the library shows to lists, to search and to other records.

Each kind makes its face from its own content (see `kinds`); nothing else of the library knows what
a kind holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cairn.kernel.dates import DateSpan
from cairn.knowledge.texts import Text


@dataclass(frozen=True, slots=True)
class Tag:
    """One value by which records are found: `field` is the name of a filter, `key` a value of it.

    `by` says who says so: "" the record itself, "source" a tag of the source that nobody checked.
    """

    field: str
    key: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """That a place in this record speaks of something else.

    `place`: an anchor in this record, "" for all of it. `kind`: what is meant, a key of `LINKS`;
    `target`: a reference of the library, an obligation, a State or a route.
    """

    kind: str
    target: str
    place: str = ""
    target_place: str = ""  # an anchor in the other record, such as an article or a paragraph
    note: str = ""


# What a target is: the id of an obligation such as som-6-1-a, a State, a key of `routes`, or
# another record of the library by reference or by "kind:key" of its import.
LINKS = frozenset({"obligation", "state", "route", "entry"})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a record with an anchor of its own, which search finds by itself: an article, a
    numbered paragraph. `heading` is shown, `texts` are searched."""

    anchor: str
    heading: str
    texts: tuple[Text, ...]
    tags: tuple[Tag, ...] = ()
    span: DateSpan | None = None


@dataclass(frozen=True, slots=True)
class Face:
    """A record as others see it."""

    titles: tuple[Text, ...]
    number: str = ""  # the official number, such as that of a court file or a gazette
    country: str = ""  # the State whose it is, ISO 3166-1 alpha-3; "" of none
    span: DateSpan | None = None  # its principal date: of decision, adoption, publication
    texts: tuple[Text, ...] = ()  # what search reads beside the titles
    tags: tuple[Tag, ...] = ()
    links: tuple[Link, ...] = ()
    parts: tuple[Part, ...] = ()
    licence: str = ""
    licence_url: str = ""
    source: str = ""  # address of the page or file that it rests on
    invented: bool = False
    asked: Mapping[str, bool] = field(default_factory=dict)  # what a full record says: said or not

    @property
    def completeness(self) -> int | None:
        """How much of what a full record says is said, in percent; None where nothing is asked."""
        if not self.asked:
            return None
        return round(100 * sum(self.asked.values()) / len(self.asked))
