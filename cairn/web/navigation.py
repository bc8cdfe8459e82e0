"""What stands in the header, in order. A page that an instance does not serve is not listed.

The public process knows no desk, and a part that is not installed has no address: a name that does
not resolve is left out, so that no link leads nowhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from cairn.kernel.text import noop
from cairn.web.say import say


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: the name of its address and its words; `only` names what of the viewer must not be
    empty for the link to be shown."""

    name: str
    words: str
    only: str = ""


PUBLIC = (
    Entry("explore:index", noop("Explore")),
    Entry("library:home", noop("Library")),
    Entry("public:data_sets", noop("Data sets")),
    Entry("public:glossary", noop("Glossary")),
    Entry("public:about", noop("About")),
)
DESK = (
    Entry("desk:home", noop("Desk")),
    Entry("desk:filings", noop("Filings")),
    Entry("desk:merge", noop("Merging"), only="clears"),
    Entry("desk:calendar", noop("Calendar")),
    Entry("desk:participation", noop("Participation")),
    Entry("desk:imports", noop("Imports"), only="imports"),
    Entry("desk:data_sets", noop("Data sets")),
    Entry("desk:links", noop("Same event?"), only="imports"),
    Entry("desk:explore", noop("Explore")),
    Entry("desk:findings", noop("Findings"), only="contributes"),
    Entry("desk:library", noop("Library"), only="library"),
    Entry("desk:corrections", noop("Corrections"), only="corrects"),
    Entry("desk:rights", noop("Rights channel")),
    Entry("desk:people", noop("People"), only="administers"),
)


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    words: str
    current: bool  # this page, or the part of the site in which it lies


def links(entries: Sequence[Entry], path: str, viewer: Any = None) -> list[Link]:
    """The entries that this process serves to this viewer; the longest address that fits is the
    current one."""
    found = list(
        _served(one for one in entries if not one.only or bool(getattr(viewer, one.only, None)))
    )
    inside = [url for url, _ in found if path.startswith(url)]
    current = max(inside, key=len, default=None)
    return [Link(url, say(words), url == current) for url, words in found]


def _for(entry: Entry, viewer: Any) -> bool:
    return not entry.only or bool(getattr(viewer, entry.only, None))


def url_of(name: str) -> str | None:
    """The address of a page, or None where this process does not serve it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _served(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        if url := url_of(entry.name):
            yield url, entry.words
