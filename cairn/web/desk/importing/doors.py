"""What the importing views share: who may enter, the records they may see, reading by key."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission, check_may, may
from cairn.files.models import Upload
from cairn.kernel.errors import NotFound
from cairn.reporting.models import ImportBatch
from cairn.sharing.viewer import Viewer

View = Callable[..., Any]
PAGE = 50


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks, as the guard of the desk found."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def person_of(request: HttpRequest) -> User:
    """Who is signed in; the guard let nobody else through."""
    return cast(User, request.user)


def needs(permission: Permission, *others: Permission) -> Callable[[View], View]:
    """Let in only those who hold one of the permissions; the rest are told the first of them."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(may(request.user, one) for one in others):
                check_may(request.user, permission)
            response: HttpResponse = view(request, *args, **kwargs)
            return response

        return wrapped

    return wrap


def find_batch(request: HttpRequest, ref: str) -> ImportBatch:
    """The import, if this viewer may see it; hidden and absent are one answer."""
    found = ImportBatch.objects.visible_to(viewer_of(request)).filter(ref=ref)
    batch = found.select_related("dataset", "file", "started_by", "owner").first()
    if batch is None:
        raise NotFound()
    return batch


def find_upload(request: HttpRequest, **by: str) -> Upload:
    """The person's own upload; nobody sees another's."""
    upload = Upload.objects.select_related("file").filter(owner=person_of(request), **by).first()
    if upload is None:
        raise NotFound()
    return upload


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and where it goes on."""

    rows: list[Any]
    previous: str
    next: str


def by_key(
    rows: QuerySet[Any], request: HttpRequest, order: Sequence[str], *, size: int = PAGE
) -> Page:
    """One page of a list that is read by key, in as many queries whatever its length.

    The address names the last row seen by its public reference. `order` is one or two fields; a
    minus turns the first one around.
    """
    back = "before" in request.GET
    ref = request.GET.get("before") or request.GET.get("after") or ""
    names = [name.lstrip("-") for name in order]
    downwards = order[0].startswith("-") != back
    if ref:
        seen = rows.filter(ref=ref).values_list(*names).first()
        if seen is None:
            raise NotFound()
        rows = rows.filter(_beyond(names, seen, downwards))
    turned = [f"-{name}" if downwards else name for name in names]
    found = list(rows.order_by(*turned)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    later, earlier = (bool(ref), more) if back else (more, bool(ref))
    return Page(
        found,
        _address(request, "before", found[0].ref) if found and earlier else "",
        _address(request, "after", found[-1].ref) if found and later else "",
    )


def _beyond(names: Sequence[str], seen: Sequence[Any], downwards: bool) -> Q:
    way = "lt" if downwards else "gt"
    first = Q(**{f"{names[0]}__{way}": seen[0]})
    if len(names) == 1:
        return first
    tied = Q(**{names[0]: seen[0], f"{names[1]}__{way}": seen[1]})
    # The redundant bound is what the index is used for.
    return Q(**{f"{names[0]}__{way}e": seen[0]}) & (first | tied)


def _address(request: HttpRequest, name: str, ref: str) -> str:
    kept = {
        key: value for key, value in request.GET.items() if key not in ("after", "before") and value
    }
    return f"?{urlencode(kept | {name: ref})}"
