"""Which accounts of two sources belong together, one to one: read by day, forget what is past.

Both streams come in order of days. An account is compared only with those of the other source at
most `DAYS` away in the same or a neighbouring square of the map (in the same country, where one of
the two has no point). Pairs that are alike enough are tied into groups; once time has moved on, a
group is settled and leaves memory. Within a group the most alike are paired first.

Exact twins of one source are different events, so two twins here and two there make two pairs,
never four. A pair is `clear` if nobody who is left over would have fitted about as well: two twins
here and one there are a question for a person.
"""

import math
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product

from cairn.reporting.matching import DAYS, KILOMETRES, LISTED, Likeness, Told, compare, distance

SQUARE = 0.5  # degrees: at the equator twice the distance within which accounts are compared
COLUMNS = int(360 / SQUARE)
MARGIN = 0.05  # a rival less alike than this much below is no rival


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts that may speak of one event; `clear` if no one left over fits about as well."""

    left: Told
    right: Told
    likeness: Likeness
    clear: bool


@dataclass(frozen=True, slots=True)
class Edge:
    left: str
    right: str
    likeness: Likeness

    @property
    def order(self) -> tuple[float, str, str]:
        """Most alike first; among equals the references decide, not the order of reading."""
        first, second = sorted((self.left, self.right))
        return (-self.likeness.score, first, second)


@dataclass(slots=True)
class Group:
    """Accounts tied by edges, and the day after which nothing more can be tied to them."""

    members: dict[str, Told] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    until: date = date.min


def pair_up(
    left: Iterable[Told], right: Iterable[Told], *, listed: float = LISTED
) -> Iterator[Pair]:
    """All pairs, group by group. Both streams are in order of their earliest day."""
    waiting = (Waiting(), Waiting())
    groups: dict[str, Group] = {}
    settled: deque[tuple[date, str]] = deque()  # who may leave, in the order of days
    for telling, side in _merged(left, right):
        horizon = telling.earliest - timedelta(days=DAYS)
        for seen in waiting:
            seen.forget(horizon)
        while settled and settled[0][0] < horizon:
            _, ref = settled.popleft()
            group = groups.get(ref)
            if group is not None and group.until < horizon:
                yield from settle(group)
                for member in group.members:
                    groups.pop(member, None)
        mine, others = waiting[side], waiting[1 - side]
        settled.append((telling.earliest, telling.ref))
        for other in others.near(telling):
            likeness = compare(telling, other)
            if likeness.score >= listed:
                one, two = (telling, other) if side == 0 else (other, telling)
                _tie(groups, one, two, likeness)
        mine.add(telling)
    for group in {id(group): group for group in groups.values()}.values():
        yield from settle(group)


def settle(group: Group) -> Iterator[Pair]:
    """Pair the members of one group: the most alike first, each at most once."""
    partner: dict[str, Edge] = {}
    edges = sorted(group.edges, key=lambda edge: edge.order)
    for edge in edges:
        if edge.left not in partner and edge.right not in partner:
            partner[edge.left] = partner[edge.right] = edge
    rivals: dict[str, list[tuple[Edge, str]]] = defaultdict(list)
    for edge in edges:
        rivals[edge.left].append((edge, edge.right))
        rivals[edge.right].append((edge, edge.left))
    for edge in edges:
        if partner.get(edge.left) is edge:
            clear = not any(
                _rivals(edge, other, partner.get(whom))
                for end in (edge.left, edge.right)
                for other, whom in rivals[end]
            )
            members = group.members
            yield Pair(members[edge.left], members[edge.right], edge.likeness, clear)


def _rivals(pair: Edge, other: Edge, elsewhere: Edge | None) -> bool:
    """Whether `other` puts the pair in doubt: about as alike, and its third has nobody as good."""
    if other is pair or other.likeness.score < pair.likeness.score - MARGIN:
        return False
    return elsewhere is None or elsewhere.likeness.score < other.likeness.score


def _tie(groups: dict[str, Group], left: Told, right: Told, likeness: Likeness) -> None:
    one, two = groups.get(left.ref), groups.get(right.ref)
    group = one or two or Group()
    if one and two and one is not two:
        group, lesser = (one, two) if len(one.members) >= len(two.members) else (two, one)
        group.members |= lesser.members
        group.edges += lesser.edges
        group.until = max(group.until, lesser.until)
        for ref in lesser.members:
            groups[ref] = group
    for telling in (left, right):
        group.members[telling.ref] = telling
        group.until = max(group.until, telling.earliest)
        groups[telling.ref] = group
    group.edges.append(Edge(left.ref, right.ref, likeness))


class Waiting:
    """Accounts of one source that the other may still speak of, found by where they were."""

    def __init__(self) -> None:
        self.queue: deque[Told] = deque()
        self.squares: dict[tuple[int, int], dict[str, Told]] = defaultdict(dict)
        self.countries: dict[str, dict[str, Told]] = defaultdict(dict)  # all of a country
        self.pointless: dict[str, dict[str, Told]] = defaultdict(dict)

    def add(self, telling: Told) -> None:
        self.queue.append(telling)
        square = square_of(telling)
        if square:
            self.squares[square][telling.ref] = telling
        if telling.country:
            self.countries[telling.country][telling.ref] = telling
            if not square:
                self.pointless[telling.country][telling.ref] = telling

    def forget(self, horizon: date) -> None:
        while self.queue and self.queue[0].earliest < horizon:
            telling = self.queue.popleft()
            for places, key in (
                (self.squares, square_of(telling)),
                (self.countries, telling.country),
                (self.pointless, telling.country),
            ):
                if key in places:
                    places[key].pop(telling.ref, None)  # type: ignore[index]
                    if not places[key]:  # type: ignore[index]
                        del places[key]  # type: ignore[arg-type]

    def near(self, telling: Told) -> Iterator[Told]:
        """Who stands in the same or a neighbouring square, or in the country if there is none."""
        square = square_of(telling)
        if square is None:
            yield from self.countries.get(telling.country or "", {}).values()
            return
        for up, along in product((-1, 0, 1), repeat=2):
            cell = (square[0] + up, (square[1] + along) % COLUMNS)
            for other in self.squares.get(cell, {}).values():
                if (distance(telling, other) or 0.0) <= KILOMETRES:
                    yield other
        yield from self.pointless.get(telling.country or "", {}).values()


def square_of(telling: Told) -> tuple[int, int] | None:
    if telling.latitude is None or telling.longitude is None:
        return None
    along = math.floor((telling.longitude + 180) / SQUARE) % COLUMNS
    return (math.floor(telling.latitude / SQUARE), along)


def _merged(left: Iterable[Told], right: Iterable[Told]) -> Iterator[tuple[Told, int]]:
    """Both streams as one, in order of days, each with its side."""
    streams = (iter(left), iter(right))
    heads = [next(stream, None) for stream in streams]
    while heads[0] or heads[1]:
        first, second = heads
        side = 0 if second is None or (first and first.earliest <= second.earliest) else 1
        telling = heads[side]
        assert telling is not None
        yield telling, side
        heads[side] = next(streams[side], None)
