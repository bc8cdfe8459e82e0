"""What is put into an index: one document for each record, and one for each part with an anchor.

A provider (see `providers`) makes documents out of what anyone may read; nothing else comes in.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

_DIGITS = {char: value for value, char in enumerate("0123456789ABCDEFGHJKMNPQRSTVWXYZ")}
_PARTS = 14  # bits for the place of a part in its record
MOST_PARTS = (1 << _PARTS) - 1
OBLIGATION = "obligation"  # the field of marks that name one
ELEMENT = "element"  # the field of marks that say what is known of one: "benefit:found"


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the language it is in, a BCP 47 tag."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One value by which a record is found: the name of a filter and a key. `by` is "source" where
    nobody has checked what the source says."""

    field: str
    key: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found."""

    ref: str
    kind: str  # of the record, or of the part: "law", "article"
    titles: tuple[Words, ...]
    published: datetime
    stamp: str  # changes with the content; an index with another one is behind
    anchor: str = ""  # of the part in the record; "": all of it
    place: int = 0  # of the part in the record, from 1 on
    heading: str = ""  # of the part
    record: str = ""  # kind of the record of which this is a part
    texts: tuple[Words, ...] = ()
    number: str = ""
    country: str = ""
    first: date | None = None
    last: date | None = None
    marks: tuple[Mark, ...] = ()
    licence: str = ""
    licence_url: str = ""
    source: str = ""
    invented: bool = False

    @property
    def order(self) -> int:
        """Sorts as references do, parts behind their record."""
        return (number_of(self.ref) << _PARTS) | min(self.place, MOST_PARTS)

    @property
    def newest(self) -> int:
        """Sorts by the second of publication, and within it against `order`."""
        return newest_from(self.published) | (0xFFFFFFFF - (self.order >> 32))

    @property
    def year(self) -> int | None:
        """The year in which it lies wholly; None where its date is not that precise."""
        if self.first and self.last and self.first.year == self.last.year:
            return self.first.year
        return None

    @property
    def languages(self) -> tuple[str, ...]:
        """Of its texts, and of its titles where it has no text; one that is not known is none."""
        spoken = [one.language.split("-")[0] for one in self.texts or self.titles]
        return tuple(dict.fromkeys(filter(None, spoken)))

    @property
    def keys(self) -> frozenset[str]:
        """Everything that a concept can be recognized by."""
        found = {one.key for one in self.marks} | {self.country}
        found |= {one.key.partition(":")[0] for one in self.marks if one.field == ELEMENT}
        asked = [one.key for one in self.marks if one.field == OBLIGATION]
        return frozenset((found | {article_of(one) for one in asked}) - {""})

    def title_in(self, language: str) -> Words:
        """The title for a reader of this language: in it, else the first one there is."""
        for wanted in (language, *(one.language for one in self.titles[:1]), "en"):
            for one in self.titles:
                if one.language.split("-")[0] == wanted.split("-")[0]:
                    return one
        return self.titles[0] if self.titles else Words("und", self.number or self.ref)

    def plain(self) -> dict[str, Any]:
        """As JSON holds it; what is empty is left out."""
        held = ((one.name, getattr(self, one.name)) for one in fields(self))
        found = {name: value for name, value in held if value not in ("", (), None)}
        found["published"] = self.published.isoformat()
        for name in ("first", "last"):
            if name in found:
                found[name] = found[name].isoformat()
        for name, keys in (("titles", ("language", "text")), ("texts", ("language", "text"))):
            if name in found:
                found[name] = [[getattr(one, key) for key in keys] for one in found[name]]
        if "marks" in found:
            found["marks"] = [[one.field, one.key, one.by] for one in self.marks]
        return found

    @classmethod
    def from_plain(cls, held: Mapping[str, Any]) -> "Document":
        values = dict(held)
        values["published"] = datetime.fromisoformat(values["published"])
        for name in ("first", "last"):
            if name in values:
                values[name] = date.fromisoformat(values[name])
        for name in ("titles", "texts"):
            values[name] = tuple(Words(*one) for one in values.get(name, ()))
        values["marks"] = tuple(Mark(*one) for one in values.get("marks", ()))
        return cls(**values)


def newest_from(moment: datetime) -> int:
    """The least `newest` of what was published in this second."""
    return int(moment.timestamp()) << 32


def article_of(obligation: str) -> str:
    """The article that an obligation is of: som-6-1-a → som-6."""
    return "-".join(obligation.split("-")[:2])


def number_of(ref: str) -> int:
    """The fifty random bits of a reference, so that numbers sort as references do."""
    body = ref.partition("-")[2][:10]
    if len(body) == 10 and all(char in _DIGITS for char in body):
        number = 0
        for char in body:
            number = number * 32 + _DIGITS[char]
        return number
    return zlib.crc32(ref.encode()) << 18
