"""How filters of search and their values are said: as the lists of each kind say them."""

import functools
from importlib import import_module

from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.knowledge.kinds import kind_of
from cairn.reference.countries import countries, invented_states
from cairn.reference.countries import name_of as country_name
from cairn.reference.treaties import obligations, treaties
from cairn.reference.vocabularies import vocabularies
from cairn.search.lexicon import name_of
from cairn.search.results import LanguageName
from cairn.web.library.listing import Filter
from cairn.web.say import current, say

FIELDS = {
    "kind": noop("Kind"),
    "country": noop("State"),
    "language": noop("Language of the text"),
    "year": noop("Year"),
    "obligation": noop("Obligation"),
    "route": noop("Route"),
    "state": noop("Speaks of the State"),
}
LISTS = (
    "cairn.web.library.cases.lists",
    "cairn.web.library.laws.listing",
    "cairn.web.library.documents.listing",
    "cairn.web.library.mandates.pages",
    "cairn.web.library.procedures.listing",
    "cairn.web.library.publications.listing",
    "cairn.web.library.strategies.listing",
    "cairn.web.library.tools.pages",
)
PARTS = {
    "action": noop("action"),
    "article": noop("article"),
    "paragraph": noop("paragraph"),
    "part": noop("part"),
}


def field_words(name: str) -> str:
    """What a filter is called; one that nobody named by its key."""
    if name in FIELDS:
        return say(FIELDS[name])
    if filters := _filters().get(name):
        return say(filters[0].label)
    known = vocabularies().get(name) or vocabularies().get(f"{name}s")
    if known:
        return known.titles.get(current()) or known.titles["en"]
    return name.replace("_", " ").capitalize()


@functools.cache
def _filters() -> dict[str, list[Filter]]:
    """Name → the filters of this name in the lists of the kinds."""
    found: dict[str, list[Filter]] = {}
    for module in LISTS:
        for one in import_module(module).FILTERS:
            found.setdefault(one.name, []).append(one)
    return found


def _words(one: Filter, key: str) -> str:
    """What this list says of the value; "" where it has no such value."""
    try:
        words = one.words(key)
    except (KeyError, ValueError):  # a value of another kind's list
        return ""
    return "" if words == key and one.words is not str else words


def kind_words(key: str) -> str:
    if key in PARTS:
        return say(PARTS[key])
    try:
        return say(kind_of(key).word)
    except NotFound:  # a kind that is not here any more
        return key


def value_words(name: str, key: str) -> str:
    """What a value of a filter is called."""
    match name:
        case "kind":
            return kind_words(key)
        case "country" | "state":
            return country_name(key, current())
        case "language":
            return language_words(key)
        case "year":
            return key
        case "obligation":
            found = obligations().get(key)
            return f"{treaties()[found.treaty].abbreviation} {found.ref}" if found else key
    for one in _filters().get(name, ()):
        if words := _words(one, key):
            return words
    if key in countries() or key in invented_states():
        return country_name(key, current())
    return name_of(key, current()) or key.replace("_", " ")


def language_words(tag: str) -> str:
    return LanguageName(tag).in_language(current())
