"""The guarded index: words by which records of the desk are found, and who may find them.

Nothing is ranked, so there are no statistics that a hidden record could move: whatever fits and may
be seen stands in the order of its day, the newest first. No number of hits is ever made, no list of
words, and no text can be read back; a hit is a row of the database, which is asked again.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import tantivy as engine
from tantivy import Occur, Query

from cairn.search.analysis import folded, languages_of, stems
from cairn.search.guarded.entries import Entry, Text
from cairn.search.guarded.narrowing import terms_of
from cairn.search.guarded.schema import DAYS, LANGUAGES, STEMS, schema

HEAP = 30_000_000
MOST_SIGNS = 100_000  # of one text that are looked into


def document_of(one: Entry) -> Any:
    """An entry as the engine takes it."""
    made = engine.Document()
    for text in (*one.texts, *one.named):
        said = text.text[:MOST_SIGNS]
        if found := folded(said):
            made.add_text("fold", " ".join(found))
        for language in _languages(text):
            if found := stems(said, language):
                made.add_text(STEMS[language], " ".join(found))
    for key in one.keys:
        made.add_text("concept", key)
    made.add_text("kind", one.kind)
    made.add_text("to", one.to.value)
    made.add_text("unit", one.unit)
    for name, value in terms_of(one.columns).items():
        if name in DAYS:
            made.add_integer(name, value)
        else:
            made.add_text(name, value)
    if one.first and one.last:
        made.add_integer("first", one.first.toordinal())
        made.add_integer("last", one.last.toordinal())
    made.add_unsigned("order", one.order)
    made.add_bytes("held", json.dumps([*one.place, one.stamp]).encode())
    return made


def _languages(text: Text) -> tuple[str, ...]:
    """Those in which it is stemmed: its own, or all that are written so where none is known."""
    known = text.language.split("-")[0].lower()
    if known in LANGUAGES:
        return (known,)
    words = folded(text.text[:100]) if not known or known == "und" else []
    return languages_of(words[0]) if words else ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that fits: what it is, the stamp of what it was found by, and where it stands."""

    place: tuple[str, int, str]
    stamp: str
    order: int


class GuardedWriter:
    """The one who writes; another one waits until this one is closed."""

    def __init__(self, folder: Path, *, heap: int = HEAP) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.writer = engine.Index(schema(), path=str(folder)).writer(heap, 1)

    def remove(self, unit: str) -> None:
        self.writer.delete_documents_by_term("unit", unit)

    def add(self, entries: Iterable[Entry]) -> int:
        n = 0
        for one in entries:
            self.writer.add_document(document_of(one))
            n += 1
        return n

    def commit(self) -> None:
        """Nothing is seen before; what was not committed is lost."""
        self.writer.commit()

    def close(self) -> None:
        self.writer.wait_merging_threads()


class GuardedReader:
    """One state of the index, the newest when it was made or renewed."""

    def __init__(self, folder: Path) -> None:
        self.index = engine.Index.open(str(folder))
        self.index.config_reader("manual")
        self.renew()

    def renew(self) -> None:
        """See what was committed since."""
        self.index.reload()
        self.searcher = self.index.searcher()

    def find(self, parts: Iterable[Any], *, limit: int, before: int | None = None) -> list[Hit]:
        """The next `limit` entries for which all of these queries hold, the newest first."""
        wanted = [(Occur.Must, one) for one in parts]
        if before is not None:
            until = max(0, before - 1)
            wanted.append((Occur.Must, self._orders(0, until)))
        return self._hits(Query.boolean_query(wanted), limit, engine.Order.Desc)

    def stamps(self) -> Iterator[Hit]:
        """Every entry; for whoever compares the index with the database."""
        last = -1
        while hits := self._hits(self._orders(last + 1, None), 2_000, engine.Order.Asc):
            yield from hits
            last = hits[-1].order

    def _orders(self, low: int, high: int | None) -> Any:
        return Query.range_query(schema(), "order", engine.FieldType.Unsigned, low, high)

    def _hits(self, query: Any, limit: int, order: Any) -> list[Hit]:
        searcher = self.searcher  # of one state, also where another thread renews meanwhile
        found: Any = searcher.search(query, limit, count=False, order_by_field="order", order=order)
        return [_hit(searcher, int(number), address) for number, address in found.hits]


def _hit(searcher: Any, order: int, address: Any) -> Hit:
    kind, pk, to, stamp = json.loads(searcher.doc(address)["held"][0])
    return Hit((kind, pk, to), stamp, order)


def spoken_of(first: date, last: date) -> Iterator[Any]:
    """What speaks of days between these alone."""
    for name in ("first", "last"):
        yield Query.range_query(
            schema(), name, engine.FieldType.Integer, first.toordinal(), last.toordinal()
        )


def spoken_on(day: date) -> Iterator[Any]:
    """What speaks of this day, among others."""
    number, whole = day.toordinal(), engine.FieldType.Integer
    yield Query.range_query(schema(), "first", whole, date.min.toordinal(), number)
    yield Query.range_query(schema(), "last", whole, number, date.max.toordinal())


def one_of(name: str, values: Iterable[str]) -> Any:
    """One of these words in this field."""
    terms = [Query.term_query(schema(), name, one, "basic") for one in values]
    return Query.boolean_query([(Occur.Should, one) for one in terms])
