"""Records of one kind as files in the form that Cairn writes itself: a list as it is narrowed, or
one record. Lists are sent as they are read, so their length needs no memory."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import urlencode

from cairn.knowledge.models import Item
from cairn.knowledge.queries import item
from cairn.knowledge.rows import as_native
from cairn.web.library.answering import kept
from cairn.web.library.listing import Filter, narrowed
from cairn.web.library.stubs import stub

LINES = "application/jsonl; charset=utf-8"
CHUNK = 50  # records that are in memory at once


def all_chosen(request: HttpRequest, kind: str, filters: Sequence[Filter]) -> HttpResponseBase:
    """All that is chosen in the list, in its order."""
    rows = narrowed(Item.objects.published().filter(kind=kind), asked_of(request, filters))
    rows = rows.order_by("-span_latest", "ref")
    return _named(StreamingHttpResponse(_lines(rows), content_type=LINES), f"{kind}-list")


def one_alone(request: HttpRequest, kind: str, ref: str) -> HttpResponseBase:
    """One record, or what became of it."""
    found = item(kind, ref)
    if found.withdrawn_at:
        return stub(request, found)
    line = as_native(kind, found.key, found.body) + "\n"
    return kept(request, _named(HttpResponse(line, content_type=LINES), found.ref))


def asked_of(request: HttpRequest, filters: Sequence[Filter]) -> dict[str, str]:
    """What the address chooses."""
    asked = {one.name: request.GET.get(one.name, "").strip() for one in filters}
    return {name: value for name, value in asked.items() if value}


def with_choice(address: str, request: HttpRequest, filters: Sequence[Filter]) -> str:
    """The address of the file of what the list shows."""
    return f"{address}?{urlencode(asked_of(request, filters))}".rstrip("?")


def _named(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f'attachment; filename="cairn-{name}.jsonl"'
    return answer


def _lines(rows: "QuerySet[Item]") -> Iterator[str]:
    for kind, key, body in rows.values_list("kind", "key", "body").iterator(chunk_size=CHUNK):
        yield as_native(kind, key, body) + "\n"
