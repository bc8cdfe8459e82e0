"""The index that runs: tantivy, with the same fields and plans as the plain one.

Terms are made here, not in the index, so that both indexes and the marks in a text agree: a text
goes in as its terms with spaces between them. One process writes at a time; a commit is one step,
and what was not committed when the process died is not there.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import tantivy as engine
from tantivy import Occur, Query

from cairn.search import fields
from cairn.search.documents import Document, newest_from
from cairn.search.index import MOST
from cairn.search.questions import (
    FACETS,
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
    Within,
)

HEAP = 30_000_000  # bytes; the least that a thread of the engine takes is half of it
ALIKE = 5_000  # hits with one score that are put into order
BESIDE = 16  # hits more than are wanted, to see whether the last of them has equals
EVERY = 20_000  # values of a facet
TIE = 0.1  # of what is not the best


def schema() -> Any:
    """The fields of the index; change `fields.SCHEMA` with it."""
    builder = engine.SchemaBuilder()
    for name in fields.TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in fields.STEM_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("concept", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("ref", tokenizer_name="raw", index_option="basic")
    for name in ("kind", "country", "language", "tag"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("tag_number", fast=True)
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_integer_field("first", indexed=True, fast=True)
    builder.add_integer_field("last", indexed=True, fast=True)
    builder.add_unsigned_field("order", indexed=True, fast=True)
    builder.add_unsigned_field("newest", fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def document_of(one: Document) -> Any:
    """A document as the engine takes it."""
    made = engine.Document()
    for name, rows in fields.terms(one).items():
        if name == "concept":
            for term in rows[0]:
                made.add_text(name, term)
            continue
        for row in rows:
            if row:
                made.add_text(name, " ".join(row))
    for name, held in fields.values(one).items():
        for value in held:
            if name == "year":
                made.add_integer(name, int(value))
            else:
                made.add_text(name, value)
            if name == "tag":
                made.add_unsigned("tag_number", number_of(value))
    if one.first and one.last:
        made.add_integer("first", one.first.toordinal())
        made.add_integer("last", one.last.toordinal())
    made.add_text("ref", one.ref)
    made.add_unsigned("order", one.order)
    made.add_unsigned("newest", one.newest)
    text = json.dumps(fields.shown(one), ensure_ascii=False, separators=(",", ":"))
    made.add_bytes("shown", text.encode())
    return made


def number_of(tag: str) -> int:
    """A tag as a number, by which a facet is counted in less time than by its words. As many bits
    as the engine counts exactly; a reader sees to it that no two tags have the same."""
    digest = hashlib.blake2b(tag.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 12


class TantivyWriter:
    """The one who writes; another one waits until this one is closed."""

    def __init__(self, folder: Path, *, heap: int = HEAP) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.index = engine.Index(schema(), path=str(folder))
        self.writer = self.index.writer(heap, 1)

    def replace(self, ref: str, documents: Iterable[Document]) -> None:
        self.writer.delete_documents_by_term("ref", ref)
        self.add(documents)

    def add(self, documents: Iterable[Document]) -> None:
        """Of records that are not there yet."""
        for one in documents:
            self.writer.add_document(document_of(one))

    def commit(self) -> None:
        self.writer.commit()

    def close(self) -> None:
        self.writer.wait_merging_threads()


class TantivyReader:
    """One state of an index, the newest when it was made or renewed."""

    def __init__(self, folder: Path) -> None:
        self.index = engine.Index.open(str(folder))
        self.index.config_reader("manual")
        self.schema = self.index.schema
        self.renew()

    def renew(self) -> None:
        """See what was committed since."""
        self.index.reload()
        self.searcher = self.index.searcher()
        self._whole: Facets | None = None
        self._tags: dict[int, str] | None = None
        self._last: tuple[Plan | None, Any] = (None, None)

    def find(self, plan: Plan, *, limit: int, after: Place | None = None) -> Found:
        query = self._query(plan)
        seen = after.seen if after else 0
        room = max(0, min(limit, MOST - seen))
        by = "newest" if plan.order == "newest" else "order" if plan.node is None else None
        total, ranked = self._ranked(query, seen + room + 1, by)
        if by == "order":  # all are worth the same, and stand in the order of references
            ranked = [(1.0, order, address) for _, order, address in ranked]
        if after is not None:
            ranked = [one for one in ranked if (-one[0], one[1]) > (-after.score, after.order)]
        hits = tuple(
            Hit(self._document(address), score, Place(score, order, seen + at))
            for at, (score, order, address) in enumerate(ranked[:room], start=1)
        )
        return Found(total, hits, len(ranked) > room and seen + room < MOST)

    def _ranked(self, query: Any, wanted: int, by: str | None) -> tuple[int, list[Any]]:
        """So many hits in their final order, and some more where scores are equal."""
        ask: dict[str, Any] = {"count": True}
        if by is not None:
            rising = engine.Order.Asc if by == "order" else engine.Order.Desc
            ask |= {"order_by_field": by, "order": rising}
        size = wanted if by is not None else wanted + BESIDE
        while True:
            result: Any = self.searcher.search(query, size, **ask)
            hits = result.hits
            full = len(hits) == size and size < ALIKE
            if by is not None or not full or hits[-1][0] != hits[wanted - 1][0]:
                break
            size = min(ALIKE, size * 16)
        orders = self.searcher.fast_field_values("order", [address for _, address in hits])
        ranked = [
            (float(score), int(order or 0), address)
            for (score, address), order in zip(hits, orders, strict=True)
        ]
        if by is None:
            ranked.sort(key=lambda one: (-one[0], one[1]))
        return int(result.count), ranked

    def count(self, plan: Plan) -> int:
        result: Any = self.searcher.search(self._query(plan), 1, count=True)
        return int(result.count)

    def facets(self, plan: Plan) -> Facets:
        narrowed = [*(one.field for one in plan.narrow), *(["year"] if plan.within else [])]
        counts = self._counts(plan, [name for name in FACETS if name not in narrowed])
        counts |= fields.by_field(counts.get("tag", {}).items())
        for name in narrowed:
            column = fields.facet(name, "")[0]
            found = self._counts(plan.lacking(name), (column,))[column]
            counts[name] = (
                fields.by_field(found.items()).get(name, {}) if column == "tag" else found
            )
        return Facets(counts)

    def _counts(self, plan: Plan, names: Collection[str]) -> dict[str, dict[str, int]]:
        tags = self._tag_numbers() if "tag" in names else {}
        columns = {name: "tag_number" if name == "tag" and tags else name for name in names}
        asked = {
            name: {"terms": {"field": column, "size": EVERY, "segment_size": EVERY}}
            for name, column in columns.items()
        }
        found = self.searcher.aggregate(self._query(plan), asked)
        counts = {
            name: {one["key"]: one["doc_count"] for one in held["buckets"]}
            for name, held in found.items()
        }
        if tags:
            counts["tag"] = {tags[int(number)]: n for number, n in counts["tag"].items()}
        if "year" in counts:  # the engine counts in floating numbers
            counts["year"] = {str(int(year)): n for year, n in counts["year"].items()}
        return counts

    def _tag_numbers(self) -> dict[int, str]:
        """Number → tag; empty where two tags have one number, which are then counted as words."""
        if self._tags is None:
            tags = [tag for tag, _ in self.searcher.terms_with_prefix("tag", "")]
            numbers = {number_of(tag): tag for tag in tags}
            self._tags = numbers if len(numbers) == len(tags) else {}
        return self._tags

    def whole(self) -> Facets:
        if self._whole is None:  # until something is committed
            self._whole = self.facets(Plan())
        return self._whole

    def frequency(self, field: str, term: str) -> int:
        return int(self.searcher.doc_freq(field, term))

    def terms(self, field: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        return list(self.searcher.terms_with_prefix(field, prefix, limit=limit))

    def get(self, ref: str) -> list[Document]:
        query = Query.term_query(self.schema, "ref", ref, "basic")
        order = engine.Order.Asc
        hits = self.searcher.search(query, ALIKE, order_by_field="order", order=order).hits
        return [self._document(address) for _, address in hits]

    def stamps(self) -> Iterator[tuple[str, str]]:
        last, before = -1, ""
        while True:
            query = Query.range_query(
                self.schema, "order", engine.FieldType.Unsigned, last + 1, None
            )
            order = engine.Order.Asc
            hits = self.searcher.search(query, 2_000, order_by_field="order", order=order).hits
            for number, address in hits:
                one, last = self._document(address), int(number)
                if one.ref != before:
                    before = one.ref
                    yield one.ref, one.stamp
            if not hits:
                return

    def _document(self, address: Any) -> Document:
        held: bytes = self.searcher.doc(address)["shown"][0]
        return Document.from_plain(json.loads(held))

    def _query(self, plan: Plan) -> Any:
        """The plan as the engine takes it; the last one is kept, for its facets are asked next."""
        held, query = self._last
        if held is not plan:
            query = self._compiled(plan)
            self._last = (plan, query)
        return query

    def _compiled(self, plan: Plan) -> Any:
        parts = []
        if plan.node is not None:
            parts.append((Occur.Must, self._node(plan.node)))
        for one in plan.narrow:
            parts.append((Occur.Must, self._narrow(one.field, one.values)))
        if plan.within is not None:
            parts += [(Occur.Must, one) for one in self._within(plan.within)]
        if plan.since is not None:
            first = newest_from(plan.since)
            whole = engine.FieldType.Unsigned
            later = Query.range_query(self.schema, "newest", whole, first, None)
            parts.append((Occur.Must, Query.const_score_query(later, 0.0)))
        if not parts:
            parts.append((Occur.Must, Query.all_query()))
        if plan.without:
            left_out = Query.term_query(self.schema, "ref", plan.without, "basic")
            parts.append((Occur.MustNot, left_out))
        return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)

    def _node(self, node: Node) -> Any:
        match node:
            case Term(field, term, weight, constant):
                basic = "basic" if constant else "freq"
                made = Query.term_query(self.schema, field, term, basic)
                if constant:
                    return Query.const_score_query(made, weight)
                return Query.boost_query(made, weight) if weight != 1 else made
            case Phrase(field, terms, weight):
                made = Query.phrase_query(self.schema, field, list(terms))
                return Query.boost_query(made, weight)
            case AnyOf(parts):
                found = [self._node(one) for one in parts]
                return Query.disjunction_max_query(found, TIE)
            case AtLeast(parts, need):
                found = [(Occur.Should, self._node(one)) for one in parts]
                if need == len(parts):
                    found = [(Occur.Must, one) for _, one in found]
                    return Query.boolean_query(found)
                return Query.boolean_query(found, need)

    def _narrow(self, name: str, held: tuple[str, ...]) -> Any:
        pairs = [fields.facet(name, value) for value in held]
        column = pairs[0][0]
        wanted: list[Any] = [value for _, value in pairs]
        if column == "year":
            wanted = [int(value) for value in wanted if value.isdigit() and len(value) < 5]
        if not wanted:
            return Query.empty_query()
        terms = [Query.term_query(self.schema, column, one, "basic") for one in wanted]
        if len(terms) == 1:
            return Query.const_score_query(terms[0], 0.0)
        any_of = Query.boolean_query([(Occur.Should, one) for one in terms])
        return Query.const_score_query(any_of, 0.0)

    def _within(self, within: Within) -> Iterator[Any]:
        whole = engine.FieldType.Integer
        low, high = within.first or date.min, within.last or date.max
        for name in ("first", "last"):
            ends = (low.toordinal(), high.toordinal())
            yield Query.const_score_query(Query.range_query(self.schema, name, whole, *ends), 0.0)
