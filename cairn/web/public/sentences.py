"""The true sentences of the first page: each a number of the last complete year and its figure.

Which ones there are follows from what is published. A sentence speaks of one source; where several
answer, of the one whose last complete year is the latest. No year is taken that the source does not
cover whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cairn.figures.answers import SourceRows
from cairn.figures.coverage import completeness
from cairn.figures.dimensions import SOURCE
from cairn.figures.engine import answer
from cairn.figures.manifest import Source
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.figures.tabs import known_dimensions
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level, Period
from cairn.kernel.text import Message
from cairn.reference.routes import route_name
from cairn.web.explore.doors import Door
from cairn.web.explore.labels import UNKNOWN, apart
from cairn.web.say import current, say

MOST = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A number, the sentence that it belongs to, and where its figure is."""

    number: int
    words: str
    caveat: str
    source: str
    address: str


def sentences(door: Door) -> list[Sentence]:
    """The first three that the published snapshot can answer."""
    found: list[Sentence] = []
    for key in ("dead_and_missing", "detections", "arrivals", "encounters", "asylum_applications"):
        one = _sentence(door, key)
        if one is not None:
            found.append(one)
        if len(found) == MOST:
            break
    return found


def _sentence(door: Door, key: str) -> Sentence | None:
    """The sentence of one measure, from the source whose last complete year is the latest."""
    found = max(_candidates(door.data, key), key=lambda one: one.rank, default=None)
    if found is None:
        return None
    source, period = found.source, found.period
    whole = Question(key, period, ((SOURCE, (source.key,)),))
    route = _largest_route(door.data, whole, source) if key == "detections" else None
    number = route[1] if route else found.number
    pairs = [("period", str(period)), ("source", source.key)]
    if route:
        pairs.append(("route", route[0]))
    return Sentence(
        number,
        _words(key, number, period, source, route and route[0]),
        say(whole.defined.caveat),
        apart(source.publisher or say(source.title)),
        door.page(key, pairs),
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    source: Source
    period: Period
    number: int

    @property
    def rank(self) -> tuple[date, int, str]:
        """The latest year; of these, the source that goes back furthest."""
        assert self.source.coverage_from
        return (self.period.last, -self.source.coverage_from.toordinal(), self.source.key)


def _candidates(snapshot: Snapshot, key: str) -> Iterator[_Candidate]:
    known = known_dimensions(snapshot, Question(key))
    found = answer(snapshot, Question(key, by=(Level.YEAR.value,)))
    for source in snapshot.sources:
        if source.key in known and source.coverage_from:
            year = last_complete_year(source, found.of(source.key))
            if year is not None:
                yield _Candidate(source, *year)


def last_complete_year(source: Source, one: SourceRows | None) -> tuple[Period, int] | None:
    """The latest year that the source covers whole and has a number for."""
    for row in reversed(one.rows if one else ()):
        period = row.key[0]
        if not isinstance(period, Period) or isinstance(row.value, Cell):
            continue
        assert one
        if completeness(source, period, one.tab).complete:
            return period, row.value
    return None


def _largest_route(snapshot: Snapshot, whole: Question, source: Source) -> tuple[str, int] | None:
    """The route with the largest number, where the source tells routes apart."""
    if "route" not in known_dimensions(snapshot, whole).get(source.key, ()):
        return None
    one = answer(snapshot, replace(whole, by=("route",))).of(source.key)
    return max(_routes(one), key=lambda pair: pair[1], default=None)


def _routes(one: SourceRows | None) -> Iterator[tuple[str, int]]:
    for row in one.rows if one else ():
        if isinstance(row.key[0], str) and row.key[0] not in UNKNOWN and isinstance(row.value, int):
            yield row.key[0], row.value


def _words(key: str, n: int, period: Period, source: Source, route: str | None) -> str:
    values = {
        "period": period,
        "publisher": source.publisher or source.title,
        "route": route_name(route, current()) if route else "",
    }
    match key:
        case "dead_and_missing":
            told = Message(
                "person is recorded dead or missing on migration routes in %(period)s. At least.",
                "people are recorded dead or missing on migration routes in %(period)s. At least.",
                n,
                values,
            )
        case "detections" if route:
            told = Message(
                "time a person was detected crossing a border on the route “%(route)s” in "
                "%(period)s.",
                "times people were detected crossing a border on the route “%(route)s” in "
                "%(period)s, more than on any other recorded there.",
                n,
                values,
            )
        case "detections":
            told = Message(
                "time a person was detected crossing a border irregularly in %(period)s.",
                "times people were detected crossing a border irregularly in %(period)s.",
                n,
                values,
            )
        case "arrivals":
            told = Message(
                "arrival was recorded in %(period)s by %(publisher)s.",
                "arrivals were recorded in %(period)s by %(publisher)s.",
                n,
                values,
            )
        case "encounters":
            told = Message(
                "encounter was recorded in %(period)s by %(publisher)s.",
                "encounters were recorded in %(period)s by %(publisher)s.",
                n,
                values,
            )
        case _:
            told = Message(
                "application for asylum was recorded in %(period)s by %(publisher)s.",
                "applications for asylum were recorded in %(period)s by %(publisher)s.",
                n,
                values,
            )
    return say(told)
