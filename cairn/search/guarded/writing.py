"""What providers share: rows some at a time, and the names that the program has for its keys."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext, override

from cairn.kernel.languages import LANGUAGES
from cairn.search.guarded.entries import Text

SOME = 500  # rows that are read at a time


def some_at_a_time(rows: Any) -> Iterator[list[Any]]:
    """All rows, in short queries."""
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:SOME]):
        last = found[-1].pk
        yield found


@lru_cache(maxsize=512)
def in_every_language(text: str) -> tuple[Text, ...]:
    """A sentence of the program as each language of the interface says it."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(Text(language, gettext(text)))
    return tuple(found)
