"""What became of every cell of every sheet: each stands in exactly one class.

Nothing is dropped silently: the classes of a sheet add up to its rows times its columns, and the
sheets to the workbook. `closes` says so of any accounting, also of one that was stored.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self


class Class(StrEnum):
    DATA = "data"  # a number that counts
    ZERO = "zero"  # a word that is proposed, or confirmed, as a true zero
    ANSWERED = "missing_answered"  # a word or a blank of which a person said what is absent
    ASKED = "missing_asked"
    HEADER = "header"
    LABEL = "label"
    TOTAL = "total"
    NOTE = "note"
    IGNORED = "ignored"
    HIDDEN = "hidden"  # not counted, because somebody hid it and nobody said that it counts
    PROBLEM = "problem"
    OUTSIDE = "empty_outside"


@dataclass(frozen=True, slots=True)
class SheetAccount:
    """One sheet: its size, and how many of its cells are of each class."""

    name: str
    rows: int
    columns: int
    classes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Accounting:
    """All sheets, in their order."""

    sheets: tuple[SheetAccount, ...] = ()

    def total(self, one: Class) -> int:
        return sum(sheet.classes.get(one.value, 0) for sheet in self.sheets)

    def as_json(self) -> dict[str, Any]:
        stored: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(tuple(SheetAccount(**sheet) for sheet in stored["sheets"]))


ORDER = tuple(Class)
CODE = {one: number for number, one in enumerate(ORDER)}


def account(name: str, rows: int, columns: int, codes: Iterable[int]) -> SheetAccount:
    """Count the class of each cell, given as its place in `ORDER`."""
    held = bytes(codes)
    counted = {one.value: n for number, one in enumerate(ORDER) if (n := held.count(number))}
    return SheetAccount(name, rows, columns, counted)


def closes(accounting: Accounting) -> bool:
    """True where every cell of every sheet is in one class, and no class is unknown."""
    known = {one.value for one in ORDER}
    return all(
        set(sheet.classes) <= known
        and all(n >= 0 for n in sheet.classes.values())
        and sum(sheet.classes.values()) == sheet.rows * sheet.columns
        for sheet in accounting.sheets
    )
