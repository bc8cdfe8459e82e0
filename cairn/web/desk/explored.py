"""What Explore at the desk tells of a filing's life: of whose filings it was merged, and which of
its numbers a later version changed.

Who may see a filing knows that it was merged. Of which agencies, how many people two of them gave
and what was written by hand is for the bodies of its State and for the secretariat.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import pairwise

from cairn.kernel.dates import Period
from cairn.reporting.filings.counts import dims_of
from cairn.reporting.filings.merged_numbers import by_hand, origins
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.filings.proposing import sources_of
from cairn.sharing.viewer import Viewer
from cairn.web.desk.filing.words import cell_words
from cairn.web.explore.lives import Changed, Merged, Written

Version = tuple[str, int]


def merge_of(filing: Filing, bases: Collection[str], viewer: Viewer) -> Merged | None:
    """None where the filing is no merge."""
    if not filing.merged_from:
        return None
    if not (viewer.secretariat or filing.state in viewer.states):
        return Merged()
    found = {}
    if filing.state in viewer.states:  # with what was counted once, one agency's number can be told
        rows = FilingCount.objects.filter(filing=filing, measure__in=bases)
        whole = [key for key in rows.values_list("key", flat=True) if not _dims(key)]
        found = origins(filing, whole)
    return Merged(
        tuple(one.owner.called for one in sources_of(filing)),
        {(_basis(key), _when(filing, key)): one.doubles for key, one in found.items()},
        tuple(
            Written(_basis(one.key), cell_words(one.key))
            for one in by_hand(filing)
            if _basis(one.key) in bases
        ),
    )


def changes(
    filings: Iterable[Filing], bases: Collection[str]
) -> dict[Version, tuple[Changed, ...]]:
    """Of each version the numbers in which it or one before it differs from what was validated
    first, with the latest change of each; two queries at most."""
    chains: dict[str, list[Filing]] = defaultdict(list)
    for one in sorted(filings, key=lambda one: one.number):
        if one.validated_at:
            chains[one.ref].append(one)
    several = [chain for chain in chains.values() if len(chain) > 1]
    values: dict[int, dict[str, int | None]] = defaultdict(dict)
    pks = [one.pk for chain in several for one in chain]
    rows = FilingCount.objects.filter(filing__in=pks, measure__in=bases)
    for pk, key, value in rows.values_list("filing_id", "key", "value"):
        values[pk][key] = value
    found = {}
    for chain in several:
        told: dict[str, Changed] = {}
        for before, after in pairwise(chain):
            told |= dict(_changed(after, values[before.pk], values[after.pk]))
            found[after.ref, after.number] = tuple(told.values())
    return found


def _changed(
    filing: Filing, before: dict[str, int | None], now: dict[str, int | None]
) -> Iterator[tuple[str, Changed]]:
    day = _day(filing)
    moved = [key for key in sorted(before.keys() | now.keys()) if before.get(key) != now.get(key)]
    for key in moved:
        values = (before.get(key), now.get(key))
        yield key, Changed(_basis(key), _when(filing, key), _dims(key), *values, day)
    for basis in {_basis(key) for key in moved}:
        stated = any(_basis(key) == basis and not _dims(key) for key in now)
        if not stated:  # its parts are all that is stated, so the whole is another too
            yield f"{basis}|", Changed(basis, filing.whole, {}, None, None, day)


def _day(filing: Filing) -> date:
    assert filing.validated_at
    return filing.validated_at.date()


def _basis(key: str) -> str:
    return key.partition("|")[0]


def _when(filing: Filing, key: str) -> Period:
    when = key.split("|", 2)[1]
    first, dots, last = when.partition("..")
    return Period(date.fromisoformat(first), date.fromisoformat(last)) if dots else filing.whole


def _dims(key: str) -> dict[str, str]:
    return dims_of("".join(key.split("|", 2)[2:]))
