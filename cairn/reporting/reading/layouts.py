"""Layouts that somebody declared: the files of known publishers, recognized by their headings.

A layout is YAML in `data/layouts/`: the source (publisher, licence, gaps in its words) and its
tables. It decides what each column means; it does not read rows. A test loads every file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.reading.mapping import CellRule, Mapping, Rule

# What a table may say of its mapping beyond rules and cells.
OPTIONS = (
    *("constants", "namespace", "repeats", "span", "date_style", "answers"),
    *("route_system", "un_names", "corrections", "points"),
)


class UnknownLayout(CairnError):
    text = noop("There is no layout %(name)r; the layouts are: %(known)s.")


class OtherColumns(CairnError):
    text = noop(
        "The columns of this file are not those of layout %(name)s; it lacks %(lacking)s. "
        "Leave the layout out to be shown a mapping, or choose another."
    )


class SeveralTables(CairnError):
    text = noop(
        "These columns are those of several tables that we know (%(known)s); name one of them as "
        "the layout."
    )


@dataclass(frozen=True, slots=True)
class Source:
    """Who publishes it, as the data set will record it."""

    key: str
    title: str
    publisher: str
    address: str = ""
    licence: str = ""
    citation: str = ""
    retrieved: str = ""
    notes: tuple[str, ...] = ()
    gaps: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One shape of file: how it is recognized and read."""

    name: str
    headers: tuple[str, ...]  # all must be there
    mapping: Mapping
    source: Source
    tabs: tuple[dict[str, Any], ...] = ()  # of a series: tab, basis, dimensions, level, preference


@dataclass(frozen=True, slots=True)
class Layout:
    key: str
    kind: str
    tables: tuple[Table, ...] = field(default_factory=tuple)


@cache
def layouts() -> dict[str, Layout]:
    """All declared layouts by key."""
    folder = files("cairn.reporting").joinpath("data/layouts")
    found = {}
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".yaml"):
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            layout = _layout(yaml.load(path.read_text("utf-8"), Loader=loader))
            found[layout.key] = layout
    return found


def layout(name: str) -> Layout:
    try:
        return layouts()[name]
    except KeyError:
        raise UnknownLayout(name=name, known=", ".join(layouts())) from None


def table_for(
    headers: Iterable[str], *, kind: str, name: str = "", hint: str = "", source: str = ""
) -> Table | None:
    """The declared table whose headings all stand in `headers`; the most particular one.

    `name` is a layout, or `layout/table`; only its tables are tried, and `OtherColumns` raised if
    none fits. Where tables share their headings, `source` or the file's name (`hint`) decides, or
    `SeveralTables` is raised. Without a name, None where nothing fits.
    """
    present = {header.strip() for header in headers}
    wanted, _, part = name.partition("/")
    among = [layout(wanted)] if wanted else list(layouts().values())
    tables = [
        table
        for each in among
        if each.kind == kind
        for table in each.tables
        if not part or table.name == part
    ]
    fitting = [table for table in tables if set(table.headers) <= present]
    if fitting:
        most = max(len(table.headers) for table in fitting)
        best = [table for table in fitting if len(table.headers) == most]
        return best[0] if len(best) == 1 else _decide(best, hint, source)
    if name and tables:
        nearest = min(tables, key=lambda table: len(set(table.headers) - present))
        raise OtherColumns(name=name, lacking=", ".join(set(nearest.headers) - present))
    if name:
        raise UnknownLayout(name=name, known=", ".join(layouts()))
    return None


def _decide(tables: list[Table], hint: str, source: str) -> Table:
    """Among tables with the same headings, the one that the source or the file's name says."""
    for test in (
        lambda table: table.source.key == source,
        lambda table: table.name.casefold() in hint.casefold(),
    ):
        said = [table for table in tables if test(table)]
        if len(said) == 1:
            return said[0]
    known = ", ".join(f"{table.mapping.layout}/{table.name}" for table in tables)
    raise SeveralTables(known=known)


def _layout(body: dict[str, Any]) -> Layout:
    _only(body, {"layout", "kind", "source", "tables"}, "layout")
    tables = []
    for table in body["tables"]:
        where = f"{body['layout']}/{table['name']}"
        allowed = {"name", "headers", "rules", "cells"}
        _only(table, allowed | {*OPTIONS, "source", "tabs"}, where)
        given = body["source"] | table.get("source", {})
        source = Source(
            **given | {"notes": tuple(given.get("notes", ())), "gaps": tuple(given.get("gaps", ()))}
        )
        mapping = Mapping(
            kind=body["kind"],
            rules=tuple(Rule(**rule) for rule in table["rules"]),
            cells=tuple(CellRule(**cell) for cell in table.get("cells", ())),
            layout=body["layout"],
            **{name: table[name] for name in OPTIONS if name in table},
        )
        headers = table.get("headers") or [
            *dict.fromkeys([rule.column for rule in mapping.rules]),
            *dict.fromkeys(cell.column for cell in mapping.cells),
        ]
        tables.append(
            Table(table["name"], tuple(headers), mapping, source, tuple(table.get("tabs", ())))
        )
    return Layout(body["layout"], body["kind"], tuple(tables))


def _only(body: dict[str, Any], allowed: set[str], where: str) -> None:
    if unknown := set(body) - allowed:
        raise ValueError(f"{where}: unknown key {sorted(unknown)}; known are {sorted(allowed)}")
