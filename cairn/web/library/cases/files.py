"""Cases as files: lists with the filters of the page, streamed, and one case by itself.

All of it is written from what is on the public shelf, as pages are.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairn.formats.writers import stream_csv
from cairn.kernel.errors import NotFound
from cairn.knowledge.cases.akn_writing import write_judgment
from cairn.knowledge.cases.tables import CASES, CHARGES, case_line, charge_lines
from cairn.knowledge.described import linked
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item
from cairn.knowledge.outgoing import pages_in
from cairn.knowledge.queries import item
from cairn.knowledge.rows import as_native
from cairn.web.library.answering import kept
from cairn.web.library.cases.lists import KIND, asked_of
from cairn.web.library.cases.page import held
from cairn.web.library.listing import narrowed
from cairn.web.library.stubs import stub
from cairn.web.say import current

TOGETHER = 500
CSV = "text/csv; charset=utf-8"
AKN = "application/akn+xml; charset=utf-8"
LINES = "application/x-ndjson; charset=utf-8"


@require_safe
def all_of_them(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All cases that the filters leave, as one file."""
    found = _found(request)
    if kind == "jsonl":
        lines = (f"{_native(one)}\n" for one in found)
        return _file(request, StreamingHttpResponse(lines, content_type=LINES), "cases.jsonl")
    if kind != "csv":
        raise NotFound()
    rows = (_line(one) for one in found)
    return _file(
        request, StreamingHttpResponse(stream_csv(rows, CASES), content_type=CSV), "cases.csv"
    )


@require_safe
def charges(request: HttpRequest) -> HttpResponseBase:
    """The charges of all cases that the filters leave."""
    rows = (line for one in _found(request) for line in charge_lines(one.key, held(one)))
    answer = StreamingHttpResponse(stream_csv(rows, CHARGES), content_type=CSV)
    return _file(request, answer, "charges.csv")


@require_safe
def one(request: HttpRequest, ref: str, kind: str) -> HttpResponseBase:
    """One case: as it is exchanged, as linked data, as a judgment in Akoma Ntoso, its charges."""
    found = item(KIND, ref)
    if found.withdrawn_at:
        return stub(request, found)
    record = held(found)
    if kind == "csv":
        table = stream_csv(charge_lines(found.key, record), CHARGES)
        return _file(request, HttpResponse(b"".join(table), content_type=CSV), f"{ref}-charges.csv")
    if kind == "json":
        answer = HttpResponse(_native(found), content_type="application/json")
    elif kind == "jsonld":
        told = json.dumps(linked(found, pages_in(current())), ensure_ascii=False, indent=1)
        answer = HttpResponse(told, content_type="application/ld+json")
    elif kind == "xml":
        answer = HttpResponse(write_judgment(record, found.key), content_type=AKN)
    else:
        raise NotFound()
    return _file(request, answer, f"{ref}.{kind}")


def _found(request: HttpRequest) -> Iterator[Item]:
    rows: QuerySet[Item] = narrowed(Item.objects.published().filter(kind=KIND), asked_of(request))
    return rows.order_by("ref").iterator(chunk_size=TOGETHER)


def _native(found: Item) -> str:
    return as_native(KIND, found.key, kind_of(KIND).write(held(found)))


def _line(found: Item) -> list[Any]:
    address = f"{settings.ENVIRONMENT.origin}{reverse('library:case', args=[found.ref])}"
    return case_line(found.key, held(found), found.ref, address)


def _file(request: HttpRequest, answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f'attachment; filename="cairn-{name}"'
    return kept(request, answer)
