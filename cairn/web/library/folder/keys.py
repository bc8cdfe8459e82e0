"""What a folder holds, as its address writes it: reference, place in it and day, with "~" between;
of a figure the word "figure", measure and block, nothing, and its filters.

A folder is kept by nobody here: the browser remembers it and the address says it whole, so that it
can be opened without JavaScript and sent to a colleague.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cairn.kernel.errors import CairnError
from cairn.kernel.refs import parse_ref
from cairn.kernel.text import noop

MOST = 60
MOST_FIGURES = 20  # each is counted when the folder is opened
LONGEST = 800  # signs of one key
FIGURE = "figure"
_PLACE = re.compile(r"[\w.()-]{0,100}\Z")
_BLOCK = re.compile(r"[a-z_]{1,60}\.[a-z_]{1,20}\Z")


class TooMany(CairnError):
    text = noop("A folder holds at most %(most)s things; take some out and make a second folder.")


class TooManyFigures(CairnError):
    text = noop("A folder holds at most %(most)s figures; take some out and make a second folder.")


@dataclass(frozen=True, slots=True)
class Key:
    """One thing in a folder."""

    ref: str
    place: str = ""
    on: date | None = None
    asked: str = ""  # of a figure: its filters, as the address of its page has them

    @classmethod
    def figure(cls, block: str, asked: str) -> "Key":
        """`block`: measure and block with a point between."""
        return cls(FIGURE, block, None, asked)

    def __str__(self) -> str:
        parts = [self.ref, self.place, self.on.isoformat() if self.on else "", self.asked]
        return "~".join(parts).rstrip("~")


def read(texts: Iterable[str]) -> tuple[list[Key], int]:
    """The things that these texts name, each once, and how many texts name nothing."""
    found: dict[Key, None] = {}
    wrong = 0
    for text in texts:
        key = _key(text)
        if key is None:
            wrong += 1
        else:
            found[key] = None
    if len(found) > MOST:
        raise TooMany(most=MOST)
    if sum(key.ref == FIGURE for key in found) > MOST_FIGURES:
        raise TooManyFigures(most=MOST_FIGURES)
    return list(found), wrong


def _key(text: str) -> Key | None:
    parts = [*text[:LONGEST].split("~", 3), "", "", ""][:4]
    if parts[0] == FIGURE:
        fits = _BLOCK.match(parts[1]) and not parts[2] and len(text) <= LONGEST
        return Key.figure(parts[1], parts[3].rstrip("~")) if fits else None
    try:
        prefix, ref = parse_ref(parts[0])
        on = date.fromisoformat(parts[2]) if parts[2] else None
    except (CairnError, ValueError):
        return None
    return Key(ref, parts[1], on) if prefix == "lib" and _PLACE.match(parts[1]) else None
