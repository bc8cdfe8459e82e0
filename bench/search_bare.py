"""Peer of the part `search`: the bare engine.

It holds the same terms in the same fields and is asked the very query that ours became, made ready
for it: its best ten with its own highlighting of title and text, the number of all, and the same
five facets (a chosen one counted as if it were not). It marks what it stores, so it stores texts.
"""

from pathlib import Path
from typing import Any

import tantivy as engine

from cairn.search import fields, tantivy_index
from cairn.search.questions import FACETS, Plan

MARKED = ("title", "fold")


def schema() -> Any:
    """That of ours, with stored texts and nothing else stored."""
    builder = engine.SchemaBuilder()
    for name in fields.TEXT_FIELDS:
        builder.add_text_field(
            name, stored=True, tokenizer_name="whitespace", index_option="position"
        )
    for name in fields.STEM_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("concept", "ref"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("kind", "country", "language", "tag"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("tag_number")
    for name in ("year", "first", "last"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("order", indexed=True, fast=True)
    builder.add_unsigned_field("newest", fast=True)
    builder.add_bytes_field("shown")
    return builder.build()


class Bare:
    """The engine by itself."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.index = engine.Index(schema(), path=str(folder))
        self.writer = self.index.writer(120_000_000, 1)

    def add(self, made: Any) -> None:
        self.writer.add_document(made)

    def ready(self) -> None:
        self.writer.commit()
        self.writer.wait_merging_threads()
        self.reader = tantivy_index.TantivyReader(self.folder)

    def compiled(self, plan: Plan) -> tuple[Any, Any]:
        """The query, and the one that counts a chosen State as if it were not."""
        wide = self.reader._compiled(plan.lacking("country")) if plan.narrow else None
        return self.reader._compiled(plan), wide

    def ask(self, asked: tuple[Any, Any]) -> int:
        query, wide = asked
        searcher = self.reader.searcher
        result = searcher.search(query, 10, count=True)
        marking = [
            engine.SnippetGenerator.create(searcher, query, self.reader.schema, name)
            for name in MARKED
        ]
        for _, place in result.hits:
            document = searcher.doc(place)
            for one in marking:
                one.snippet_from_doc(document).to_html()
        counted = {name: {"terms": {"field": name, "size": 20_000}} for name in FACETS}
        if wide is not None:
            searcher.aggregate(wide, {"country": counted.pop("country")})
        searcher.aggregate(query, counted)
        return int(result.count)
