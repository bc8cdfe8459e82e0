"""The slow, obvious second answer: an index in memory that reads every document each time.

For tests, and to say what the real one must answer. Scores differ, but what fits, how it is counted
and that equal scores stand in the order of references do not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from cairn.search.documents import Document, newest_from
from cairn.search.fields import by_field, facet, terms, values
from cairn.search.index import MOST
from cairn.search.questions import (
    AnyOf,
    AtLeast,
    Facets,
    Found,
    Hit,
    Node,
    Phrase,
    Place,
    Plan,
    Term,
)

Held = tuple[Document, dict[str, list[list[str]]]]


class PlainIndex:
    """Reader and writer in one; what was not committed is not seen."""

    def __init__(self) -> None:
        self.held: dict[str, list[Held]] = {}
        self.waiting: dict[str, list[Held]] = {}

    def replace(self, ref: str, documents: Iterable[Document]) -> None:
        self.waiting[ref] = [(one, terms(one)) for one in documents]

    def commit(self) -> None:
        for ref, found in self.waiting.items():
            self.held[ref] = found
            if not found:
                del self.held[ref]
        self.waiting.clear()

    def close(self) -> None:
        self.waiting.clear()

    def find(self, plan: Plan, *, limit: int, after: Place | None = None) -> Found:
        scored = [(one, score) for one, score in self._fitting(plan)]
        if plan.order == "newest":
            scored = [(one, float(one.newest)) for one, _ in scored]
        scored.sort(key=lambda pair: (-pair[1], pair[0].order))
        seen = after.seen if after else 0
        rest = [
            (one, score)
            for one, score in scored
            if after is None or (-score, one.order) > (-after.score, after.order)
        ]
        room = max(0, min(limit, MOST - seen))
        hits = tuple(
            Hit(one, score, Place(score, one.order, seen + at))
            for at, (one, score) in enumerate(rest[:room], start=1)
        )
        return Found(len(scored), hits, len(rest) > room and seen + room < MOST)

    def count(self, plan: Plan) -> int:
        return sum(1 for _ in self._fitting(plan))

    def facets(self, plan: Plan) -> Facets:
        counts = self._counts(plan)
        for name in (*(one.field for one in plan.narrow), *(["year"] if plan.within else [])):
            counts[name] = self._counts(plan.lacking(name)).get(name, {})
        return Facets(counts)

    def whole(self) -> Facets:
        return self.facets(Plan())

    def frequency(self, field: str, term: str) -> int:
        return sum(any(term in one for one in t.get(field, ())) for _, t in self._all())

    def terms(self, field: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        found: Counter[str] = Counter()
        for _, told in self._all():
            found.update({one for row in told.get(field, ()) for one in row})
        return sorted((one, n) for one, n in found.items() if one.startswith(prefix))[:limit]

    def get(self, ref: str) -> list[Document]:
        return sorted((one for one, _ in self.held.get(ref, ())), key=lambda one: one.order)

    def stamps(self) -> Iterator[tuple[str, str]]:
        for ref in sorted(self.held):
            yield ref, self.held[ref][0][0].stamp

    def _all(self) -> Iterator[Held]:
        for found in self.held.values():
            yield from found

    def _fitting(self, plan: Plan) -> Iterator[tuple[Document, float]]:
        for document, told in self._all():
            if document.ref != plan.without and _narrowed(document, plan) and _new(document, plan):
                score = 1.0 if plan.node is None else _score(plan.node, told)
                if score is not None:
                    yield document, score

    def _counts(self, plan: Plan) -> dict[str, dict[str, int]]:
        found: dict[str, Counter[str]] = {}
        for document, _ in self._fitting(plan):
            for name, held in values(document).items():
                found.setdefault(name, Counter()).update(held)
        told = {name: dict(held) for name, held in found.items()}
        return told | by_field(told.get("tag", {}).items())


def _narrowed(document: Document, plan: Plan) -> bool:
    held = values(document)
    for one in plan.narrow:
        wanted = [facet(one.field, value) for value in one.values]
        if not any(value in held[name] for name, value in wanted):
            return False
    if plan.within is None:
        return True
    first, last = plan.within.first, plan.within.last
    if document.first is None or document.last is None:
        return False
    return (first is None or document.first >= first) and (last is None or document.last <= last)


def _score(node: Node, told: dict[str, list[list[str]]]) -> float | None:
    match node:
        case Term(field, term, weight):
            return weight if any(term in row for row in told.get(field, ())) else None
        case Phrase(field, wanted, weight):
            size = len(wanted)
            for row in told.get(field, ()):
                for at in range(len(row) - size + 1):
                    if tuple(row[at : at + size]) == wanted:
                        return weight
            return None
        case AnyOf(parts):
            found = [score for one in parts if (score := _score(one, told)) is not None]
            return max(found) + 0.1 * (sum(found) - max(found)) if found else None
        case AtLeast(parts, need):
            found = [score for one in parts if (score := _score(one, told)) is not None]
            return sum(found) if len(found) >= need else None


def _new(document: Document, plan: Plan) -> bool:
    return plan.since is None or document.newest >= newest_from(plan.since)
