"""Which currency was legal tender until when, and what took its place.

Days and successors come from CLDR, as Babel brings it, with the few corrections of
`data/currencies.yaml`. A currency that ended is still a currency: a fee may have been paid in it.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from babel.core import get_global
from babel.numbers import get_currency_name

from cairn.reference.countries import countries
from cairn.reference.loading import load, read_yaml

FILE = "currencies.yaml"
FOLLOWS = timedelta(days=366)  # a successor begins at the latest so long after the end


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency of ISO 4217; `ended` is its last day as legal tender anywhere."""

    code: str
    ended: date | None = None
    successor: str | None = None

    def gone_on(self, day: date) -> bool:
        return self.ended is not None and self.ended < day


@dataclass(frozen=True, slots=True)
class Correction:
    """What the file says of one currency."""

    ended: date
    successor: str


@dataclass(frozen=True, slots=True)
class _Tender:
    territory: str
    code: str
    begun: date | None
    ended: date | None


@functools.cache
def currencies() -> Mapping[str, Currency]:
    """All that are or were legal tender, by code."""
    rows = list(_tenders())
    in_use = {row.code for row in rows if row.ended is None}
    last: dict[str, _Tender] = {}
    for row in rows:
        if row.code not in in_use and row.ended:
            known = last.get(row.code)
            if known is None or known.ended is None or known.ended < row.ended:
                last[row.code] = row
    found = {code: Currency(code) for code in in_use}
    found |= {code: Currency(code, row.ended, _after(row, rows)) for code, row in last.items()}
    for code, one in corrections().items():
        found[code] = Currency(code, one.ended, one.successor)
    return MappingProxyType(dict(sorted(found.items())))


@functools.cache
def corrections() -> Mapping[str, Correction]:
    """The file, by code."""
    given = read_yaml(FILE)
    return {code: load(Correction, one, file=FILE, where=code) for code, one in given.items()}


def currency_name(code: str, language: str) -> str:
    """The name in this language; a code that nobody knows stays as it is."""
    return get_currency_name(code, locale=language.replace("-", "_")) or code


@functools.cache
def tender_in(iso3: str) -> frozenset[str]:
    """Codes of what is legal tender in this State or area today; none where it is not known."""
    known = countries().get(iso3)
    return frozenset(
        one.code
        for one in _tenders()
        if known and known.iso2 and one.territory == known.iso2 and one.ended is None
    )


def _tenders() -> Iterator[_Tender]:
    for territory, rows in get_global("territory_currencies").items():
        for code, begun, ended, tender in rows:
            if tender:
                yield _Tender(
                    territory,
                    code,
                    date(*begun) if begun else None,
                    date(*ended) if ended else None,
                )


def _after(gone: _Tender, rows: list[_Tender]) -> str | None:
    """What was tender in the same place afterwards; the latest to begin, where several were."""
    assert gone.ended
    later = [
        (row.begun, row.code)
        for row in rows
        if row.territory == gone.territory
        and row.code != gone.code
        and row.begun
        and row.begun <= gone.ended + FOLLOWS
        and (row.ended is None or row.ended > gone.ended)
    ]
    return max(later)[1] if later else None
