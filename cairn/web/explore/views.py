"""Explore for anyone. What is answered changes only with the published snapshot, so an answer has
a mark (ETag) that is known before anything is counted, and may be kept by anyone for a while.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from cairn.kernel.errors import NotFound
from cairn.reference.boundaries import boundaries_path
from cairn.web.context import installed_version
from cairn.web.explore import answering
from cairn.web.explore.doors import Door, public_door
from cairn.web.explore.mapping import land_mark
from cairn.web.explore.pictures import DRAWING

A_YEAR = 365 * 24 * 3600
PERSONAL = {settings.SESSION_COOKIE_NAME, "messages"}
FRESH = 300  # seconds for which an answer is used without asking again


def answer_publicly(
    request: HttpRequest, make: Callable[..., HttpResponseBase], *args: str
) -> HttpResponseBase:
    """The answer at the public door, or word that it has not changed."""
    door = public_door()
    if request.COOKIES.keys() & PERSONAL:
        # Somebody of the desk, to whom the page may have to say something of her own.
        answer = make(request, door, *args)
        patch_cache_control(answer, private=True, no_cache=True)
        return answer
    mark = mark_of(request, door)
    kept = get_conditional_response(request, etag=mark)
    answer = kept or make(request, door, *args)
    if answer.status_code < 400:
        answer["ETag"] = mark
        patch_cache_control(answer, public=True, max_age=FRESH)
    return answer


def mark_of(request: HttpRequest, door: Door) -> str:
    """Snapshot, address, version and day (which stands in print) make an answer what it is.

    Marked weak, because it may be sent packed or not.
    """
    parts = (
        door.snapshot.id if door.snapshot else "",
        settings.ENVIRONMENT.origin,
        request.get_full_path(),
        installed_version(),
        DRAWING,
        timezone.now().date().isoformat(),
    )
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    return answer_publicly(request, answering.index)


@require_safe
def measure(request: HttpRequest, key: str) -> HttpResponseBase:
    return answer_publicly(request, answering.measure_page, key)


@require_safe
def file(request: HttpRequest, key: str, block: str, kind: str) -> HttpResponseBase:
    return answer_publicly(request, answering.file, key, block, kind)


@require_safe
def points(request: HttpRequest, key: str) -> HttpResponseBase:
    return answer_publicly(request, answering.points, key)


@require_safe
def hexagons(request: HttpRequest, key: str) -> HttpResponseBase:
    return answer_publicly(request, answering.hexagons, key)


@require_safe
def at_place(request: HttpRequest, key: str) -> HttpResponseBase:
    return answer_publicly(request, answering.at_place, key)


@require_safe
def land(request: HttpRequest, mark: str) -> HttpResponseBase:
    """The boundaries, under their fingerprint: kept for a year, and never asked for again."""
    if mark != land_mark():
        raise NotFound()
    answer = answering.packed(request, boundaries_path().read_bytes(), "application/geo+json")
    patch_cache_control(answer, public=True, max_age=A_YEAR, immutable=True)
    return answer
