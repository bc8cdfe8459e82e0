"""What providers share: rows some at a time, and the names that the program has for its keys."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext, override

from cairn.kernel.languages import LANGUAGES
from cairn.search.guarded.entries import Entry, Text

SOME = 500  # rows that are read at a time


def some_at_a_time(rows: Any) -> Iterator[list[Any]]:
    """All rows, in short queries."""
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:SOME]):
        last = found[-1].pk
        yield found


@dataclass(frozen=True)
class Findable:
    """How rows are found: `rows` are all that anybody may find, with what is read beside them; `of`
    makes the entries of one; `unit` leads to the reference of its unit, which begins so."""

    rows: Callable[[], Any]
    of: Callable[[Any], Iterable[Entry]]
    begins: str
    unit: str = "ref"

    def everything(self) -> Iterator[list[Entry]]:
        for rows in some_at_a_time(self.rows()):
            yield self.made(rows)

    def entries(self, units: Sequence[str]) -> Iterator[Entry]:
        refs = [one for one in units if one.startswith(self.begins)]
        if refs:
            for rows in some_at_a_time(self.rows().filter(**{f"{self.unit}__in": refs})):
                yield from self.made(rows)

    def made(self, rows: Iterable[Any]) -> list[Entry]:
        return [one for row in rows for one in self.of(row)]


@lru_cache(maxsize=512)
def in_every_language(text: str) -> tuple[Text, ...]:
    """A sentence of the program as each language of the interface says it."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(Text(language, gettext(text)))
    return tuple(found)
