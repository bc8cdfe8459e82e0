"""What stands in the guarded index: what a record is found by, who may find it, and nothing else.

An entry is one row of the database. Its words go into the index and cannot be read back from it;
what a page shows is read from the database, for this viewer, when she asks. A unit is what changes
together: all versions of a filing, all accounts of one import.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from cairn.kernel.predicates import COLUMNS

_BESIDE = 43  # bits behind the day, by which entries of one day stand in an order of their own
_LAST_DAY = 2**20 - 1  # in the year 2871: later ones stand together, and all orders fit the index


class For(StrEnum):
    """Who finds by it, among those who may see the record. A read of what belongs to others is
    entered in the log, and a word that is found within it would be a read without an entry: what
    lists say of a record is for all of them, the words within it for its owner."""

    ALL = "all"
    OTHERS = "others"  # all but its owner
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Text:
    """Words and their language, a BCP 47 tag; "": not known."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One way in which one row is found."""

    kind: str  # filing, finding, account, data_set, draft
    pk: int
    unit: str
    columns: Mapping[str, Any]  # those of `kernel.predicates`
    day: date  # by which it is ordered, the newest first
    texts: tuple[Text, ...]
    keys: tuple[str, ...] = ()  # of States, routes and the like, by which concepts find it
    # Names that the program or the instance has for what it is of. They are no part of the stamp:
    # when one is changed, the record is found by the old one until it is brought in again.
    named: tuple[Text, ...] = ()
    first: date | None = None  # the days that it speaks of
    last: date | None = None
    to: For = For.ALL
    # What it is called in public: its reference, with the number of its version. The order of a day
    # comes from it and never from the key of the row, which would count what others have.
    name: str = ""
    row: Any = field(default=None, compare=False)  # to be shown; never in the index

    @property
    def place(self) -> tuple[str, int, str]:
        """What it is, whatever it says."""
        return self.kind, self.pk, self.to.value

    @property
    def order(self) -> int:
        """Sorts by the day; no two of one day are the same. It is shown, as where a page begins."""
        said = f"{self.kind} {self.name} {self.to.value}"
        digest = hashlib.blake2b(said.encode(), digest_size=8).digest()
        day = min(self.day.toordinal(), _LAST_DAY)
        return day << _BESIDE | int.from_bytes(digest, "big") >> (64 - _BESIDE)

    @property
    def stamp(self) -> str:
        """Changes with anything by which it is found: an entry of the index that has another one is
        not what the database says now, and finds nothing. Who may see it is asked of the database
        at each question; only whose it is counts here, by which the words within are found."""
        told = {
            "owner": str(self.columns.get("owner")),
            "texts": [[one.language, one.text] for one in self.texts],
            "rest": [self.unit, *map(str, (self.day, self.first, self.last)), *self.keys],
        }
        said = json.dumps(told, ensure_ascii=False).encode()
        return hashlib.blake2b(said, digest_size=12).hexdigest()


def columns_of(row: Any) -> dict[str, Any]:
    """The columns on which visibility is decided, of a model that has them."""
    return {name: getattr(row, "owner_id" if name == "owner" else name) for name in COLUMNS}
