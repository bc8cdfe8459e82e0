"""Explore at the desk: the same page, over what the person who has signed in may see.

It answers from the desk's newest snapshot, in which there is more than is published, under the
predicate of the person. Nothing of it is kept by a browser or a proxy (`DeskMiddleware`).
"""

from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_safe

from cairn.observatory.actions import newest_snapshot, taken_back
from cairn.sharing.viewer import visible
from cairn.web.explore import answering
from cairn.web.explore.doors import Door


def door_of(request: HttpRequest) -> Door:
    """The desk's door for this person."""
    return Door(
        newest_snapshot(),
        visible(request.viewer),  # type: ignore[attr-defined]
        names="desk:explore_",
        layout="desk_base.html",
        deny=taken_back(),
    )


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    return answering.index(request, door_of(request))


@require_safe
def measure(request: HttpRequest, key: str) -> HttpResponseBase:
    return answering.measure_page(request, door_of(request), key)


@require_safe
def file(request: HttpRequest, key: str, block: str, kind: str) -> HttpResponseBase:
    return answering.file(request, door_of(request), key, block, kind)


@require_safe
def points(request: HttpRequest, key: str) -> HttpResponseBase:
    return answering.points(request, door_of(request), key)


@require_safe
def hexagons(request: HttpRequest, key: str) -> HttpResponseBase:
    return answering.hexagons(request, door_of(request), key)


@require_safe
def at_place(request: HttpRequest, key: str) -> HttpResponseBase:
    return answering.at_place(request, door_of(request), key)


urlpatterns = [
    path("", index, name="explore"),
    path("", index, name="explore_index"),
    path("<slug:key>/", measure, name="explore_measure"),
    path("<slug:key>/points", points, name="explore_points"),
    path("<slug:key>/hexagons", hexagons, name="explore_hexagons"),
    path("<slug:key>/records", at_place, name="explore_records"),
    path("<slug:key>/<slug:block>.<slug:kind>", file, name="explore_file"),
]
