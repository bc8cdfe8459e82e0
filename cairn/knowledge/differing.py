"""What differs between two contents of a record, field by field, and which words of each text.

Pure: contents are JSON as `shapes.write` makes it. Members of a list are compared with those that
they most resemble in order, so that one inserted in front does not make all others differ.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

MOST_WORDS = 3_000  # of one text; a longer one is compared paragraph by paragraph
WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: "same", "added" or "removed"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: the way to it, and what stood and stands there; None: not recorded."""

    place: tuple[str | int, ...]
    before: Any
    after: Any


def plain(value: Any) -> str:
    """A value as text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)


def differences(before: Any, after: Any, place: tuple[str | int, ...] = ()) -> Iterator[Difference]:
    """Every value that is not the same, in the order of the newer content."""
    if before == after and type(before) is type(after):
        return
    if before is None and after and isinstance(after, (dict, list)):
        before = type(after)()  # all of it is new: each of its fields by itself
    elif after is None and before and isinstance(before, (dict, list)):
        after = type(before)()
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*after, *(one for one in before if one not in after)]:
            yield from differences(before.get(key), after.get(key), (*place, key))
    elif isinstance(before, list) and isinstance(after, list):
        for at, old, new in _aligned(before, after):
            yield from differences(old, new, (*place, at))
    else:
        yield Difference(place, before, after)


def words(before: str, after: str) -> Iterator[Piece]:
    """The two texts as one, with what was removed and what was added."""
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(new[c:d]))
            continue
        if a < b:
            yield Piece("removed", "".join(old[a:b]))
        if c < d:
            yield Piece("added", "".join(new[c:d]))


def _aligned(before: list[Any], after: list[Any]) -> Iterator[tuple[int, Any, Any]]:
    """(place in the newer list, or in the older where it is gone; older; newer)."""
    olds, news = ([json.dumps(one, sort_keys=True) for one in many] for many in (before, after))
    for _, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        for at in range(max(b - a, d - c)):
            old, new = a + at, c + at
            yield (
                new if new < d else old,
                before[old] if old < b else None,
                after[new] if new < d else None,
            )
