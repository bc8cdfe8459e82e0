"""All published records of a kind as one file, and the sidecar that proves what is in it.

A file is made as it is sent and needs no more memory for a million records than for one. Its ETag
is the state of the shelf, which its sidecar names too: where both say the same, the checksum is
that of the file.
"""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from ninja import Path, Router

from cairn.api.public import record_schemas, schemas
from cairn.knowledge.bulk import State, Written, sidecar, state_of, written
from cairn.knowledge.forms import STUBS, File, file_named, files
from cairn.knowledge.kinds import Kind
from cairn.knowledge.outgoing import pages_in
from cairn.knowledge.shapes import clean

FRESH = 60  # seconds, as for pages
TRIES = 3  # where something is published while the file is read
KEPT = 64  # sidecars of files that did not change
ERRORS = {404: schemas.ErrorOut}
NAME = Path(..., enum=list(files()))  # others may come
router = Router()


@router.get(
    "/files/{name}",
    response={200: None, 304: None, **ERRORS},
    summary="All records of a kind as one file",
    openapi_extra={
        "responses": {
            200: {
                "description": "The file, such as cases.jsonl; its ETag is the sidecar's `state`",
                "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def one_file(request: HttpRequest, name: str = NAME) -> HttpResponseBase:
    file = file_named(clean(name))
    state = state_of(file)
    tag = f'"{state.name}"'
    same = get_conditional_response(request, etag=tag, response=None)
    answer: HttpResponseBase = same or _sent(file, state)
    answer["ETag"] = tag
    answer["Link"] = f'<{sidecar_address(file)}>; rel="describedby"; type="application/json"'
    patch_cache_control(answer, public=True, max_age=FRESH)
    return answer


@router.api_operation(["HEAD"], "/files/{name}", include_in_schema=False)
def head_of_file(request: HttpRequest, name: str = NAME) -> HttpResponseBase:
    """What a file would come with, without making it."""
    whole = one_file(request, name)
    answer = HttpResponse(status=whole.status_code)
    for header, value in whole.items():
        answer[header] = value
    return answer


def _sent(file: File, state: State) -> HttpResponseBase:
    parts = written(file, pages_in("en"), Written())
    answer = StreamingHttpResponse(parts, content_type=file.form.media)
    answer["Content-Disposition"] = f'attachment; filename="cairn-{file.form.name}"'
    if state.changed:
        answer["Last-Modified"] = http_date(state.changed.timestamp())
    return answer


@router.get(
    "/sidecars/{name}",
    response={200: record_schemas.SidecarOut, **ERRORS},
    summary="Rows, bytes, checksum and licences of a file",
)
def one_sidecar(request: HttpRequest, response: HttpResponse, name: str = NAME) -> Any:
    file = file_named(clean(name))
    patch_cache_control(response, public=True, max_age=FRESH)
    for _ in range(TRIES):
        state = state_of(file)
        told = _sidecar(file, state)
        if state_of(file) == state:
            break
    return told


@lru_cache(maxsize=KEPT)
def _sidecar(file: File, state: State) -> dict[str, Any]:
    """Reads the whole file once for each state of the shelf."""
    count = Written()
    for _ in written(file, pages_in("en"), count):
        pass
    return sidecar(file, state, count, address(file))


def address(file: File) -> str:
    return _whole(reverse("api-public:one_file", args=[file.form.name]))


def sidecar_address(file: File) -> str:
    return _whole(reverse("api-public:one_sidecar", args=[file.form.name]))


def _whole(path: str) -> str:
    return settings.ENVIRONMENT.origin.rstrip("/") + path


def files_of(kind: Kind) -> list[dict[str, str]]:
    return [_told(one) for one in files().values() if one.kind and one.kind.key == kind.key]


def files_of_all() -> list[dict[str, str]]:
    return [_told(File(STUBS, None))]


def _told(file: File) -> dict[str, str]:
    return {
        "name": file.form.name,
        "media_type": file.form.media,
        "address": address(file),
        "sidecar": sidecar_address(file),
    }
