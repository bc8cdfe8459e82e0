"""The fields of the guarded index; change `search.fields.SCHEMA` with them.

`fold` has every word as it stands, `stem_` with a language its stem, `concept` the keys of States,
routes and the like. Beside them stand the columns on which visibility is decided.
"""

from functools import cache
from typing import Any

import tantivy as engine

from cairn.kernel.predicates import COLUMNS
from cairn.search.analysis import STEMMED

LANGUAGES = (*STEMMED, "zh")
STEMS = {one: f"stem_{one}" for one in LANGUAGES}
SEARCHED = frozenset({"fold", "concept", *STEMS.values()})
DAYS = ("period", "embargo_until")  # columns that hold a day; the others hold a word
WORDS = tuple(name for name in COLUMNS if name not in DAYS)


@cache
def schema() -> Any:
    """Made once."""
    builder = engine.SchemaBuilder()
    builder.add_text_field("fold", tokenizer_name="whitespace", index_option="position")
    for name in STEMS.values():
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("concept", "kind", "to", "unit", *WORDS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (*DAYS, "first", "last"):
        builder.add_integer_field(name, indexed=True)
    builder.add_unsigned_field("order", indexed=True, fast=True)
    builder.add_bytes_field("held", stored=True)
    return builder.build()
