"""How a table is read: which column is which field, kept as a value that can be stored and shown.

A mapping is made by a declared layout (`layouts.py`) or proposed from the headings (`proposing.py`)
and corrected by a person. It is frozen; `as_json` and `from_json` are inverse, so that the batch
remembers exactly what its rows were read with.
"""

import dataclasses
import json
from collections.abc import Mapping as Dict
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from cairn.formats.opening import Opening
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

FIGURES = ("dead", "missing", "total", "survivors", "females", "males", "children")
INCIDENT_FIELDS = (
    *("identifier", "identifier_group", "date", "date_end", "year", "event_kind", *FIGURES),
    *("origin", "origin_region", "country", "region", "route", "cause", "quality"),
    *("latitude", "longitude", "coordinates"),
)
COUNT_FIELDS = (
    *("date", "date_end", "year", "month", "week"),
    *("route", "origin", "destination", "country", "place", "sex", "age_group", "mode"),
    *("border", "authority", "component", "what", "demographic"),
)
# What each field is read with, where the mapping says nothing else.
READERS = {
    "identifier": "text",
    "identifier_group": "text",
    "date": "date",
    "date_end": "date",
    "year": "year",
    "month": "month",
    "week": "week",
    "origin": "countries",
    "country": "country",
    "destination": "country",
    "route": "route",
    "place": "place",
    "latitude": "latitude",
    "longitude": "longitude",
    "coordinates": "coordinates",
    **dict.fromkeys(FIGURES, "count"),
}


class UnknownField(CairnError):
    text = noop("There is no field %(field)r to put a column into.")


class NothingCounted(CairnError):
    text = noop("No column holds a number of people; say which column holds the count.")


@dataclass(frozen=True, slots=True)
class Rule:
    """One column of theirs, read into one field of ours."""

    field: str
    column: str  # the heading, exactly as in the file
    reader: str = ""  # empty: the usual one of the field
    values: Dict[str, Any] = dataclasses.field(
        default_factory=dict
    )  # spelling → key, or → {field: key}

    @property
    def reads(self) -> str:
        return self.reader or READERS.get(self.field, "term")


@dataclass(frozen=True, slots=True)
class CellRule:
    """One column of numbers in a series: what it counts and for which values it holds."""

    column: str
    basis: str
    tab: str
    sets: Dict[str, str] = dataclasses.field(default_factory=dict)
    blank: str = "not_recorded"  # what an empty cell means, as the publisher says


@dataclass(frozen=True, slots=True)
class Mapping:
    """Everything that decides how the rows of one file are read."""

    kind: str  # "incidents" or "counts"
    rules: tuple[Rule, ...]
    cells: tuple[CellRule, ...] = ()
    layout: str = ""
    constants: Dict[str, str] = dataclasses.field(default_factory=dict)
    namespace: str = ""  # whose identifiers these are; empty: nobody else's
    points: str = ""  # "leave_out": the publisher's own exchanged coordinates do not stop a row
    corrections: bool = False  # the source corrects earlier records by numbers below zero
    repeats: bool = False  # a series may give one cell in several rows, to be added
    span: str = ""  # how a date is widened: "month", "year", "year_to_month"; empty: as written
    route_system: str = ""  # whose names of routes, as in the crosswalk of `reference.routes`
    un_names: bool = False  # the source uses the official names of the United Nations
    date_style: str = ""
    number_style: str = ""
    sheet: str = ""  # of a workbook with several; empty: the first that is not hidden
    encoding: str = ""  # of a text file, where a person chose it
    delimiter: str = ""  # likewise
    header_row: int = 0  # likewise; 0: found
    answers: Dict[str, Dict[str, str | None]] = dataclasses.field(
        default_factory=dict
    )  # heading → given

    def __post_init__(self) -> None:
        known = INCIDENT_FIELDS if self.kind == "incidents" else COUNT_FIELDS
        for rule in self.rules:
            if rule.field not in known:
                raise UnknownField(field=rule.field)
        if self.kind == "counts" and not self.cells:
            raise NothingCounted()

    @property
    def opening(self) -> Opening:
        """How the file is opened, so that every reading of it finds the same table."""
        return Opening(self.encoding, self.delimiter, self.sheet, self.header_row)

    def opened(self, opening: Opening) -> Self:
        """The same mapping of a file that is opened so; a sheet that was found stays."""
        chosen = asdict(opening) | {"sheet": opening.sheet or self.sheet}
        return replace(self, **chosen)

    def column_of(self, name: str) -> str | None:
        return next((rule.column for rule in self.rules if rule.field == name), None)

    def as_json(self) -> dict[str, Any]:
        """As the database gives it back: lists, not tuples, so that the two can be compared."""
        stored: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return stored

    @classmethod
    def from_json(cls, stored: Dict[str, Any]) -> Self:
        rules = tuple(Rule(**rule) for rule in stored["rules"])
        cells = tuple(CellRule(**cell) for cell in stored.get("cells", ()))
        return cls(**(dict(stored) | {"rules": rules, "cells": cells}))
