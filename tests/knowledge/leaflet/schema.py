"""A small kind with one of everything that a record can hold."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.texts import Text


class NobodyToAsk(CairnError):
    text = noop("A leaflet with an address needs a publisher.")


class Format(enum.StrEnum):
    SHEET = "sheet"
    BOOKLET = "booklet"


@dataclass(frozen=True, slots=True)
class Person:
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    day: DateSpan | None = None
    texts: tuple[Text, ...] = ()
    writers: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    titles: tuple[Text, ...]
    number: str = ""
    country: str = ""
    published: DateSpan | None = None
    format: Format | None = None
    pages: int | None = None
    free: bool = False
    in_print: bool | None = None
    publisher: Person | None = None
    address: str = ""
    language: str = "en"
    sections: tuple[Section, ...] = ()
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if self.address and self.publisher is None:
            raise NobodyToAsk()
