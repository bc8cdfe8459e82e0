"""How a record of the library is said in lists, whatever its kind."""

from dataclasses import dataclass

from django.urls import reverse

from cairn.kernel.dates import DateSpan
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item
from cairn.knowledge.texts import RIGHT_TO_LEFT
from cairn.reference.countries import name_of
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class Line:
    """One record in a list."""

    title: str
    language: str  # of the title, where it is not that of the reader
    direction: str
    address: str
    kind: str
    country: str
    span: DateSpan | None
    number: str
    invented: bool


def line_of(item: Item) -> Line:
    """A record as lists show it."""
    kind = kind_of(item.kind)
    title = item.title_in(current())
    spoken = current() if item.titles.get(current()) else item.title_language
    return Line(
        title,
        spoken if spoken != current() else "",
        "rtl" if spoken in RIGHT_TO_LEFT else "ltr",
        reverse(kind.address, args=[item.ref]),
        say(kind.word),
        name_of(item.country, current()) if item.country else "",
        item.span,
        item.official_number,
        item.invented,
    )
