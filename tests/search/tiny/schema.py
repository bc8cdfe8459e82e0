"""A kind of record for the tests of search: titles, texts, a State, tags, and parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cairn.kernel.dates import DateSpan
from cairn.knowledge.texts import Text


@dataclass(frozen=True, slots=True)
class Piece:
    anchor: str
    heading: str
    texts: tuple[Text, ...]
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    titles: tuple[Text, ...]
    texts: tuple[Text, ...] = ()
    country: str = ""
    date: DateSpan | None = None
    number: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    obligations: tuple[str, ...] = ()
    parts: tuple[Piece, ...] = ()
    licence: str = ""
