"""Data sets as addresses: the list, the page of each, and its rows."""

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.formats.writers import stream_csv
from cairn.kernel.errors import NotFound
from cairn.web.explore.doors import Door
from cairn.web.explore.views import answer_publicly
from cairn.web.public.data_sets import (
    NoSuchDataSet,
    data_set,
    kind_of,
    listed,
    parquet_path,
    row_columns,
    rows,
    source_of,
)
from cairn.web.public.withdrawn import told_of


@require_safe
def all_sets(request: HttpRequest) -> HttpResponseBase:
    return answer_publicly(request, _all)


@require_safe
def one_set(request: HttpRequest, key: str) -> HttpResponseBase:
    return answer_publicly(request, _one, key)


@require_safe
def set_rows(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    return answer_publicly(request, _rows, key, kind)


def _all(request: HttpRequest, door: Door) -> HttpResponse:
    sets = listed(door.snapshot) if door.snapshot else []
    return render(request, "public/dataset_list.html", {"sets": sets})


def _one(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    gone = told_of(key)
    if gone is not None and gone.whole:
        return render(request, "public/withdrawn.html", {"gone": gone}, status=410)
    if door.snapshot is None:
        raise NoSuchDataSet()
    values = {"set": data_set(door.snapshot, key), "part_gone": gone}
    return render(request, "public/dataset.html", values)


def _rows(request: HttpRequest, door: Door, key: str, kind: str) -> HttpResponseBase:
    if door.snapshot is None:
        raise NoSuchDataSet()
    source = source_of(door.snapshot, key)
    name = f"cairn-{key}-{door.snapshot.id[:8]}.{kind}"
    answer: HttpResponseBase
    if kind == "parquet":
        file = parquet_path(door.snapshot, source).open("rb")
        answer = FileResponse(file, content_type="application/vnd.apache.parquet")
    elif kind == "csv":
        head = row_columns(kind_of(door.snapshot, source))
        lines = stream_csv(rows(door.snapshot, source), head)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    else:
        raise NotFound()
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
