"""A named route's page: what others call it, what published figures say of it, and which records of
the library speak of it. No route as it is used today: figures of complete years only."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairn.kernel.collation import in_order
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.knowledge.kinds import kinds
from cairn.knowledge.queries import that_speak_of
from cairn.reference.routes import (
    Extent,
    route_name,
    route_regions,
    route_systems,
    routes,
)
from cairn.web.library.answering import kept
from cairn.web.library.figures import figures_of
from cairn.web.library.obligations import MOST, Place, place_of
from cairn.web.library.treaties import in_reader
from cairn.web.say import current, say

EXTENTS = {
    Extent.SAME: noop("the same stretch"),
    Extent.NARROWER: noop("a part of it"),
    Extent.WIDER: noop("more than it"),
    Extent.OVERLAPS: noop("partly the same"),
}


class NoSuchRoute(NotFound):
    text = noop("There is no route of this name here.")


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, route in routes().items():
        address = reverse("library:route", args=[key])
        groups.setdefault(route.region, []).append((route_name(key, current()), address))
    values = {
        "groups": [
            (in_reader(route_regions()[region]), in_order(found, current(), lambda one: one[0]))
            for region, found in groups.items()
        ]
    }
    return kept(request, render(request, "library/routes/index.html", values))


@require_safe
def route(request: HttpRequest, key: str) -> HttpResponseBase:
    found = routes().get(key)
    if found is None:
        raise NoSuchRoute()
    links = [one for one in that_speak_of("route", key)[:MOST] if one.item.kind in kinds()]
    shelves: dict[str, list[Place]] = {}
    for one in links:
        shelves.setdefault(one.item.kind, []).append(place_of(one))
    parts = [one for one, other in routes().items() if other.within == key]
    values = {
        "name": route_name(key, current()),
        "region": in_reader(route_regions()[found.region]),
        "within": (
            (route_name(found.within, current()), reverse("library:route", args=[found.within]))
            if found.within
            else None
        ),
        "parts": [
            (route_name(one, current()), reverse("library:route", args=[one])) for one in parts
        ],
        "names": [
            (route_systems()[system].publisher, one.name, say(EXTENTS[one.extent]))
            for system, named in found.crosswalk.items()
            for one in named
        ],
        "figures": figures_of({"route": key}),
        "shelves": [(say(kinds()[kind].words), places) for kind, places in shelves.items()],
    }
    return kept(request, render(request, "library/routes/route.html", values))
