"""What a snapshot says about itself: its sources, their tables, what they cover and what they lack.

Frozen values that reject unknown keys, read from and written to `manifest.json`. Dates are ISO
text in the file. The engine picks one table of a source by `dimensions`, `level` and `preference`
(the lowest number is preferred); whether a period is complete is decided in `coverage`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from cairn.figures.schema import SCHEMA_NUMBER
from cairn.kernel.dates import Precision
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

EVENTS_TAB = "events"  # the name under which a source of events may restrict its dimensions


class UnreadableManifest(CairnError):
    text = noop("The snapshot's description cannot be read (%(problem)s); build the snapshot anew.")


class UnknownSchema(CairnError):
    text = noop(
        "The snapshot has format %(found)s and this version reads %(known)s; build it anew."
    )


def _check_keys(kind: type, values: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(values) - known):
        raise UnreadableManifest(problem=f"{kind.__name__}: {', '.join(unknown)}")


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _must(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Gap:
    """Days inside the coverage for which the source has nothing."""

    first: date
    last: date
    reason: str  # a template, translated where it is shown

    @classmethod
    def parse(cls, values: Mapping[str, Any]) -> Self:
        _check_keys(cls, values, {"from", "to", "reason"})
        return cls(_must(values["from"]), _must(values["to"]), values["reason"])

    def as_json(self) -> dict[str, Any]:
        return {"from": _iso(self.first), "to": _iso(self.last), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a source: what it counts, by which dimensions, and how fine its dates are."""

    tab: str
    basis: str
    dimensions: tuple[str, ...]
    level: Precision
    preference: int = 0  # the lowest is asked first
    title: str = ""  # a template, translated where it is shown
    # Where these differ from those of the source; otherwise the source's hold.
    coverage_from: date | None = None
    coverage_to: date | None = None
    complete_to: date | None = None
    gaps: tuple[Gap, ...] | None = None

    @classmethod
    def parse(cls, values: Mapping[str, Any]) -> Self:
        _check_keys(cls, values, {field.name for field in fields(cls)})
        gaps = values.get("gaps")
        return cls(
            tab=values["tab"],
            basis=values["basis"],
            dimensions=tuple(values["dimensions"]),
            level=Precision(values["level"]),
            preference=int(values.get("preference") or 0),
            title=values.get("title") or "",
            coverage_from=_day(values.get("coverage_from")),
            coverage_to=_day(values.get("coverage_to")),
            complete_to=_day(values.get("complete_to")),
            gaps=None if gaps is None else tuple(map(Gap.parse, gaps)),
        )

    def as_json(self) -> dict[str, Any]:
        values = {field.name: _iso(getattr(self, field.name)) for field in fields(self)}
        values["dimensions"] = list(self.dimensions)
        values["level"] = self.level.value
        values["gaps"] = None if self.gaps is None else [gap.as_json() for gap in self.gaps]
        own = ("coverage_from", "coverage_to", "complete_to", "gaps", "title")
        return {k: value for k, value in values.items() if k not in own or value not in (None, "")}


@dataclass(frozen=True, slots=True)
class Source:
    """One data set in the snapshot: who publishes it, under what terms, and what it covers."""

    key: str
    title: str
    publisher: str = ""
    licence: str = ""
    licence_url: str = ""
    attribution: str = ""
    retrieved: date | None = None
    sha256: str = ""
    coverage_from: date | None = None
    coverage_to: date | None = None
    gaps: tuple[Gap, ...] = ()
    complete_to: date | None = None
    tables: tuple[Table, ...] = ()
    notes: str = ""
    names: tuple[tuple[str, str], ...] = ()  # language, and the title in it
    invented: bool = False  # made for a demonstration: nobody ever reported these numbers

    @classmethod
    def parse(cls, values: Mapping[str, Any] | Source) -> Source:
        if isinstance(values, Source):
            return values
        _check_keys(cls, values, {field.name for field in fields(cls)})
        read = dict(values)
        for name in ("retrieved", "coverage_from", "coverage_to", "complete_to"):
            read[name] = _day(values.get(name))
        read["gaps"] = tuple(map(Gap.parse, values.get("gaps") or ()))
        read["tables"] = tuple(map(Table.parse, values.get("tables") or ()))
        for name in ("publisher", "licence", "licence_url", "attribution", "sha256", "notes"):
            read[name] = values.get(name) or ""
        read["names"] = tuple(sorted((values.get("names") or {}).items()))
        return cls(**read)

    def as_json(self) -> dict[str, Any]:
        values = {field.name: _iso(getattr(self, field.name)) for field in fields(self)}
        values["gaps"] = [gap.as_json() for gap in self.gaps]
        values["tables"] = [table.as_json() for table in self.tables]
        values["names"] = dict(self.names)
        # What only some have is left out elsewhere, so that older descriptions stay what they are.
        some = ("names", "invented")
        return {key: value for key, value in values.items() if key not in some or value}

    def called(self, language: str) -> str:
        """The title in a language, where the source has one in it; else empty."""
        return dict(self.names).get(language.split("-")[0].lower(), "")

    def table(self, tab: str | None) -> Table | None:
        """The declared table of this name, or None."""
        return next((table for table in self.tables if table.tab == tab), None)


@dataclass(frozen=True, slots=True)
class Content:
    """How many rows one table of one source has in the snapshot; `tab` is empty for events."""

    table: str
    source: str
    tab: str
    rows: int


@dataclass(frozen=True, slots=True)
class Cube:
    """A table counted beforehand; `dimensions` are columns beyond source, dates and visibility.

    Both ends of the dates are known by the month, by the year where `months` is 12, and not at all
    where it is 0.
    """

    table: str
    name: str
    dimensions: tuple[str, ...]
    rows: int
    months: int = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything in `manifest.json`."""

    id: str
    built_at: str  # passed in; not part of the id
    rows: Mapping[str, int]
    contents: tuple[Content, ...]
    cubes: tuple[Cube, ...]
    sources: tuple[Source, ...]
    schema: int = SCHEMA_NUMBER

    @classmethod
    def parse(cls, text: str) -> Self:
        try:
            values = json.loads(text)
        except ValueError as problem:
            raise UnreadableManifest(problem=problem) from problem
        if values.get("schema") != SCHEMA_NUMBER:
            raise UnknownSchema(found=values.get("schema"), known=SCHEMA_NUMBER)
        _check_keys(cls, values, {field.name for field in fields(cls)})
        values["contents"] = tuple(Content(**content) for content in values["contents"])
        values["cubes"] = tuple(
            Cube(**{**cube, "dimensions": tuple(cube["dimensions"])}) for cube in values["cubes"]
        )
        values["sources"] = tuple(map(Source.parse, values["sources"]))
        return cls(**values)

    def as_text(self) -> str:
        values: dict[str, Any] = {
            "schema": self.schema,
            "id": self.id,
            "built_at": self.built_at,
            "rows": dict(self.rows),
            "contents": [_plain(content) for content in self.contents],
            "cubes": [_plain(cube) for cube in self.cubes],
            "sources": [source.as_json() for source in self.sources],
        }
        return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Content | Cube) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def canonical_sources(sources: tuple[Source, ...]) -> bytes:
    """The sources as bytes that depend on what they say and not on the order they came in."""
    ordered = sorted((source.as_json() for source in sources), key=lambda source: source["key"])
    return json.dumps(ordered, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
