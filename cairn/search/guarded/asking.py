"""One question to the guarded index, for one viewer.

All words of a question are needed, and whatever has them stands in the order of its day. Words are
stemmed and concepts known as in the library; no word is corrected, for that would ask which words
there are. What is found is looked up in the database: it is shown only if this viewer may read it
now and it still says what it was found by.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from tantivy import Occur, Query

from cairn.kernel.predicates import In
from cairn.search.guarded.entries import Entry, For
from cairn.search.guarded.index import (
    GuardedReader,
    Hit,
    one_of,
    spoken_of,
    spoken_on,
)
from cairn.search.guarded.indexing import root
from cairn.search.guarded.narrowing import compiled
from cairn.search.guarded.providers import Provider, providers
from cairn.search.guarded.schema import SEARCHED, schema
from cairn.search.index import Reader
from cairn.search.lexicon import lexicon
from cairn.search.opened import opened
from cairn.search.planning import Unit, think
from cairn.search.questions import AnyOf, AtLeast, Node, Phrase, Term
from cairn.search.reading import Note, Typed, read
from cairn.sharing.viewer import Viewer

PAGE = 20
LOOKED_AT = 50  # hits that are looked up together
ROUNDS = 20  # of looking up, for one page


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks at the desk."""

    text: str = ""
    language: str = "en"
    kind: str = ""  # only of this one
    before: int | None = None  # behind which entry the page begins: its `order`
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Found:
    """What a page shows. There is no number of all that there is."""

    entries: tuple[Entry, ...] = ()
    next: int | None = None
    notes: tuple[Note, ...] = ()
    told: bool = False  # that something was asked


class _NoHelp:
    """In the place of an index where words are thought about: every word is taken as it stands."""

    def frequency(self, field: str, term: str) -> int:
        return 1


def ask(asked: Asked, viewer: Viewer) -> Found:
    """The answer, as the database stands now."""
    typed = read(asked.text, naming=lambda _field, _value: None, known=())
    units = think(typed, cast(Reader, _NoHelp()), lexicon(), asked.language).units
    days = list(_days(typed))
    if not units and not days:
        return Found(notes=typed.notes)
    parts = [*(_unit(one) for one in units), *days, _seen_by(viewer, asked.kind)]
    index = opened(root(), GuardedReader)
    found: list[Entry] = []
    before, ended = asked.before, False
    for _ in range(ROUNDS):
        hits = index.find(parts, limit=LOOKED_AT, before=before)
        found += _as_they_stand(hits, viewer)
        ended = len(hits) < LOOKED_AT
        if ended or len(found) > asked.limit:
            break
        before = hits[-1].order
    shown = tuple(found[: asked.limit])
    if len(found) > asked.limit:
        return Found(shown, shown[-1].order, typed.notes, told=True)
    # While much of what fits is behind the database, a page may be short and yet have a next one.
    return Found(shown, None if ended else before, typed.notes, told=True)


def _as_they_stand(hits: Sequence[Hit], viewer: Viewer) -> Iterator[Entry]:
    """Those that this viewer may read and that still say what they were found by."""
    now: dict[tuple[str, int, str], Entry] = {}
    for provider in providers():
        pks = [pk for kind, pk, _ in (one.place for one in hits) if kind == provider.KIND]
        # as many queries whether or not anything of the kind was found
        now |= {one.place: one for one in provider.readable(viewer, pks or [0])}
    for hit in hits:
        entry = now.get(hit.place)
        if entry is None or entry.stamp != hit.stamp:
            continue
        own = entry.columns.get("owner") in viewer.organisations
        if entry.to is For.ALL or own == (entry.to is For.OWNER):
            yield entry


def _seen_by(viewer: Viewer, kind: str) -> Any:
    """What the viewer may find; of a kind that there is not, nothing."""
    asked = [one for one in providers() if kind in {"", one.KIND}]
    return Query.boolean_query([(Occur.Should, _of_provider(one, viewer)) for one in asked])


def _of_provider(provider: Provider, viewer: Viewer) -> Any:
    own = compiled(In("owner", viewer.organisations))
    for_all, for_others, for_owner = (one_of("to", [one.value]) for one in For)
    others = Query.boolean_query([(Occur.Must, for_others), (Occur.MustNot, own)])
    owners = Query.boolean_query([(Occur.Must, for_owner), (Occur.Must, own)])
    ways = Query.boolean_query([(Occur.Should, one) for one in (for_all, others, owners)])
    may = compiled(provider.predicate(viewer))
    wanted = (one_of("kind", [provider.KIND]), may, ways)
    return Query.boolean_query([(Occur.Must, one) for one in wanted])


def _days(typed: Typed) -> Iterator[Any]:
    if typed.within:
        within = typed.within
        yield from spoken_of(within.first or date.min, within.last or date.max)
    if typed.on:
        yield from spoken_on(typed.on)


def _unit(unit: Unit) -> Any:
    """A word, phrase or concept of the question. A concept that a word only hints at is passed
    over: nothing is ranked, so it would stand among what was meant."""
    hinted = {one.concept.key for one in unit.hinted}
    return _node(unit.node, hinted) or Query.empty_query()


def _node(node: Node, hinted: Collection[str]) -> Any:
    """None: nothing of it is looked for here."""
    match node:
        case Term("concept", term) if term in hinted:
            return None
        case Term(field, term):
            found = Query.term_query(schema(), field, term, "basic") if field in SEARCHED else None
            return found
        case Phrase(field, terms):
            return Query.phrase_query(schema(), field, list(terms)) if field in SEARCHED else None
        case AnyOf(parts):
            return _together([_node(one, hinted) for one in parts], Occur.Should)
        case AtLeast(parts):
            return _together([_node(one, hinted) for one in parts], Occur.Must)


def _together(parts: Sequence[Any], how: Any) -> Any:
    found = [(how, one) for one in parts if one is not None]
    return Query.boolean_query(found) if found else None
