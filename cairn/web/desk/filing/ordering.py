"""The order of the lines of a table: names of countries and places as the reader's language sorts
them, lists in their own order, months as the year goes."""

from collections.abc import Callable, Iterable
from typing import Any

from cairn.kernel.collation import sort_key
from cairn.reporting.filings.counts import NO_ONE_COUNTRY, CountInput
from cairn.reporting.filings.definitions import COUNTRIES, DIMENSIONS
from cairn.web.desk.filing.words import options, value_words
from cairn.web.say import current


def in_order(given: Iterable[CountInput]) -> list[CountInput]:
    return sorted(given, key=ranked())


def ranked() -> Callable[[CountInput], Any]:
    """A key to sort lines of one table by. What is no one country, and what is on no list any more,
    follows the names."""
    language = current()
    listed: dict[str, dict[str, int]] = {}

    def place_of(name: str, value: str) -> Any:
        if name not in listed:
            listed[name] = {key: at for at, (key, _words) in enumerate(options(name))}
        at = listed[name].get(value, len(listed[name]))
        if name in COUNTRIES and value in NO_ONE_COUNTRY:
            at = 1 + NO_ONE_COUNTRY.index(value)
        return at, sort_key(value_words(name, value), language)

    def key(one: CountInput) -> Any:
        names = [name for name in DIMENSIONS if one.dims.get(name)]
        days = (one.span.earliest, one.span.latest) if one.span else ()
        return [place_of(name, one.dims[name]) for name in names], days

    return key
