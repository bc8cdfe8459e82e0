"""Named routes, and what other systems call them.

Two systems may give one name to stretches of different length: "Eastern Mediterranean" is sea
alone for one and sea and land for another. So each name in the crosswalk says how far it reaches
compared with our route, and only a name of the same or a narrower extent is read as that route.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cairn.reference.folding import fold
from cairn.reference.loading import load, read_yaml

FILE = "routes.yaml"
UNDEFINED = "undefined"  # the source says that it assigns none; an empty cell is not recorded


class Extent(StrEnum):
    """How far the other system's route reaches, compared with ours."""

    SAME = "same"
    NARROWER = "narrower"  # a part of ours: what is counted there is counted on our route
    WIDER = "wider"  # has more than ours: may not be read as ours
    OVERLAPS = "overlaps"  # partly ours, partly not: may not be read as ours


@dataclass(frozen=True, slots=True)
class System:
    """Where a set of route names comes from."""

    title: str
    publisher: str


@dataclass(frozen=True, slots=True)
class RouteName:
    """What another system calls a route, and how far that reaches."""

    name: str
    extent: Extent
    note: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One named route."""

    key: str
    names: Mapping[str, str]
    region: str  # key of `route_regions()`
    within: str | None  # the route of which this one is a part
    crosswalk: Mapping[str, tuple[RouteName, ...]]


@dataclass(frozen=True, slots=True)
class _File:
    systems: Mapping[str, System]
    regions: Mapping[str, Mapping[str, str]]
    routes: tuple[Route, ...]


@functools.cache
def _file() -> _File:
    return load(_File, read_yaml(FILE), file=FILE, where="routes")


@functools.cache
def routes() -> Mapping[str, Route]:
    """All routes, by key, in the order of the file."""
    return MappingProxyType({route.key: route for route in _file().routes})


def route_regions() -> Mapping[str, Mapping[str, str]]:
    """The headings under which routes are listed: key → language → name."""
    return _file().regions


def route_systems() -> Mapping[str, System]:
    """The systems of the crosswalk, by key."""
    return _file().systems


@functools.cache
def _index() -> Mapping[tuple[str | None, str], tuple[tuple[str, RouteName], ...]]:
    """(system or None, folded name) → the routes that carry it. None stands for our own names."""
    index: dict[tuple[str | None, str], list[tuple[str, RouteName]]] = {}
    for route in routes().values():
        ours = [RouteName(name, Extent.SAME) for name in route.names.values()]
        entries: list[tuple[str | None, RouteName]] = [(None, name) for name in ours]
        entries.append((None, RouteName(route.key, Extent.SAME)))
        for system, names in route.crosswalk.items():
            entries += [(system, name) for name in names]
        for origin, name in entries:
            index.setdefault((origin, fold(name.name)), []).append((route.key, name))
    return {key: tuple(found) for key, found in index.items()}


def find_route(text: str, system: str | None = None) -> tuple[tuple[str, RouteName], ...]:
    """Every route that `text` may mean, with its extent and note; wider and overlapping too.

    With a system only its names are searched; without one, our own names first, then all.
    """
    name = fold(text)
    if system is not None:
        return _index().get((system, name), ())
    found = list(_index().get((None, name), ()))
    for other in route_systems():
        found += _index().get((other, name), ())
    return tuple(found)


@functools.lru_cache(maxsize=4096)
def match_route(text: str, system: str | None = None) -> str | None:
    """The key of the one route that has all of what `text` names, or None: ask a person.

    None also where systems draw a route of this name differently and no system was given.
    """
    found = find_route(text, system)
    for extent in (Extent.SAME, Extent.NARROWER):
        keys = {key for key, name in found if name.extent is extent}
        if keys:
            return keys.pop() if len(keys) == 1 else None
    return None


def match_routes(text: str, system: str | None = None) -> tuple[str, ...]:
    """The routes that a cell names, where it names several with commas; () if one is not known."""
    if whole := match_route(text, system):
        return (whole,)
    keys = [match_route(part, system) for part in text.split(",") if part.strip()]
    known = [key for key in keys if key is not None]
    return tuple(dict.fromkeys(known)) if len(known) == len(keys) else ()


def route_name(key: str, language: str) -> str:
    """The name of a route in `language`, else in English; an unknown key as it is."""
    route = routes().get(key)
    if route is None:
        return key
    return route.names.get(language.split("-")[0].lower()) or route.names["en"]
