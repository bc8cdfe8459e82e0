"""What published figures say of one State or one route: a number each, of the last complete year of
one source, with a link to the figure, its caveat and how it was made.

Numbers of different measures or sources are different things; nothing is added here, and what no
source tells apart by State or route is not estimated.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cairn.figures.coverage import completeness
from cairn.figures.engine import answer
from cairn.figures.measures import measures
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.figures.tabs import known_dimensions
from cairn.kernel.dates import Level, Period
from cairn.kernel.text import noop
from cairn.published.queries import current_release
from cairn.web.explore.doors import Door
from cairn.web.explore.labels import title_of
from cairn.web.say import say

ROLES = {
    "origin": noop("by nationality or origin"),
    "country": noop("where it was recorded"),
    "destination": noop("by destination"),
    "route": noop("on the route"),
}
HERE = frozenset({"country", "destination"})


@dataclass(frozen=True, slots=True)
class Told:
    """One number."""

    title: str
    role: str
    number: int
    period: Period
    source: str
    caveat: str
    address: str


@dataclass(frozen=True, slots=True)
class _Known:
    """The same without words: what is kept for a snapshot."""

    measure: str
    dimension: str
    value: str
    source: str
    number: int
    period: Period


def figures_of(asked: Mapping[str, str]) -> list[Told]:
    """Dimension → value to what is told of it; measure by measure, in the order of the files."""
    release = current_release()
    if release is None:
        return []
    snapshot, door = release.snapshot, Door(release.snapshot)
    found, seen = [], set()
    for one in _known(snapshot, tuple(sorted(asked.items()))):
        same = (one.measure, one.source, one.number, one.period)
        if one.dimension in HERE and same in seen:
            continue  # what is recorded in a State is often told as bound for it too
        if one.dimension in HERE:
            seen.add(same)
        source = next(each for each in snapshot.sources if each.key == one.source)
        pairs = [("period", str(one.period)), ("source", one.source), (one.dimension, one.value)]
        found.append(
            Told(
                say(measures()[one.measure].title),
                say(ROLES[one.dimension]),
                one.number,
                one.period,
                title_of(source),
                say(measures()[one.measure].caveat),
                door.page(one.measure, pairs),
            )
        )
    return found


def _known(snapshot: Snapshot, asked: tuple[tuple[str, str], ...]) -> Iterator[_Known]:
    for key, measure in measures().items():
        for dimension, value in asked:
            if dimension in measure.dimensions:
                for source, told in _table(snapshot, key, dimension).items():
                    if value in told:
                        period, number = told[value]
                        yield _Known(key, dimension, value, source, number, period)


@functools.lru_cache(maxsize=256)
def _table(
    snapshot: Snapshot, key: str, dimension: str
) -> Mapping[str, Mapping[str, tuple[Period, int]]]:
    """Source → value → its last complete year with a number above zero. A snapshot never changes,
    so this is asked once in a process, for all States or routes together."""
    known = known_dimensions(snapshot, Question(key))
    if not any(dimension in names for names in known.values()):
        return {}
    told = answer(snapshot, Question(key, by=(dimension, Level.YEAR.value)))
    found: dict[str, dict[str, tuple[Period, int]]] = {}
    for source in snapshot.sources:
        one = told.of(source.key) if dimension in known.get(source.key, ()) else None
        if one is None or not source.coverage_from:
            continue
        complete: dict[Period, bool] = {}
        for row in one.rows:
            value, period = row.key
            if not isinstance(period, Period) or not isinstance(row.value, int) or not row.value:
                continue
            if period not in complete:
                complete[period] = completeness(source, period, one.tab).complete
            newest = found.setdefault(source.key, {}).get(str(value))
            if complete[period] and (newest is None or newest[0] < period):
                found[source.key][str(value)] = (period, row.value)
    return found
