"""Where a statement of a record was read: a page, a document of the library with its paragraph, or
somebody who said it; with the day, and a short quotation where there is one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.face import Link


class SourceSaysNothing(CairnError):
    text = noop("This source has neither a title, an address nor a document; write one of them.")


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read, or who said it."""

    title: str = ""
    address: str = ""
    document: str = ""  # "document:" and the key of its record
    paragraph: str = ""  # the anchor in that record, such as p40
    quote: str = ""
    language: str = "en"  # of the quotation
    read_on: date | None = None

    def __post_init__(self) -> None:
        if not (self.title or self.address or self.document):
            raise SourceSaysNothing()


def links_of(sources: Iterable[Source], place: str = "") -> Iterator[Link]:
    """What leads from a place of the record to the documents on which it rests."""
    for one in sources:
        if one.document:
            yield Link("entry", one.document, place, one.paragraph)


def address_of(sources: Iterable[Source]) -> str:
    """The first address outside of the library; "" where there is none."""
    return next((one.address for one in sources if one.address), "")


def rests_on(record: Any) -> dict[str, Any]:
    """What a face says of the terms of a record and of where it was read."""
    return {
        "licence": record.licence,
        "licence_url": record.licence_url,
        "source": record.address or address_of(record.sources),
        "invented": record.invented,
    }
