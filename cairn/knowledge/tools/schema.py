"""A tool for practitioners: a manual, a course, a film, a database. What it is and where it is; the
tool itself stays with whoever published it."""

import re
from dataclasses import dataclass

from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.sources import Source
from cairn.knowledge.texts import Text
from cairn.knowledge.tools.words import For, Sort
from cairn.reference.treaties import obligations

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


class NoTitle(CairnError):
    text = noop("The tool has no title; write the one that it bears, or say what it is.")


class NoSource(CairnError):
    text = noop("The tool has no source; say where it was read of.")


class NoLanguage(CairnError):
    text = noop("%(value)r is no tag of a language; write one such as en or pt-BR.")


class NoSuchObligation(CairnError):
    text = noop("%(key)s is no obligation known here; write one such as som-6-1-a.")


@dataclass(frozen=True, slots=True)
class Record:
    """One tool."""

    titles: tuple[Text, ...]
    sort: Sort
    publishers: tuple[str, ...] = ()
    published: DateSpan | None = None
    serves: tuple[For, ...] = ()
    languages: tuple[str, ...] = ()  # in which it is known to exist; there may be more
    summary: tuple[Text, ...] = ()
    obligations: tuple[str, ...] = ()
    address: str = ""  # of the tool itself
    sources: tuple[Source, ...] = ()
    licence: str = ""
    licence_url: str = ""
    invented: bool = False

    def __post_init__(self) -> None:
        if not self.titles:
            raise NoTitle()
        if not self.sources:
            raise NoSource()
        for one in self.languages:
            if not LANGUAGE.match(one):
                raise NoLanguage(value=one[:40])
        for id in self.obligations:
            if id not in obligations():
                raise NoSuchObligation(key=id[:40])


LABELS = {
    "titles": noop("Title"),
    "sort": noop("Kind of tool"),
    "publishers": noop("Published by"),
    "published": noop("Published"),
    "serves": noop("Made for"),
    "languages": noop("Languages"),
    "summary": noop("Summary"),
    "obligations": noop("Obligations"),
    "address": noop("Address"),
    "sources": noop("Sources"),
    "licence": noop("Licence"),
    "invented": noop("Invented"),
}
