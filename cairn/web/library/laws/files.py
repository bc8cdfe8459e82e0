"""Laws as files: the list as a table or as whole records, one law as Akoma Ntoso or as a record.

Lists are sent as they are read, so their length needs no memory.
"""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from cairn.formats.writers import stream_csv
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.laws.akn_writing import write_act
from cairn.knowledge.laws.exporting import COLUMNS, lines
from cairn.knowledge.models import Item
from cairn.knowledge.queries import item
from cairn.knowledge.rows import as_native
from cairn.web.library.answering import kept
from cairn.web.library.laws.listing import FILTERS
from cairn.web.library.listing import narrowed
from cairn.web.library.stubs import stub

JSON_LINES = "application/jsonl; charset=utf-8"
AKN = "application/akn+xml; charset=utf-8"
TOGETHER = 200


@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    rows = lines(_asked(request).iterator(chunk_size=TOGETHER))
    answer = StreamingHttpResponse(
        stream_csv(rows, COLUMNS), content_type="text/csv; charset=utf-8"
    )
    return kept(request, _named(answer, "laws.csv"))


@require_safe
def as_json_lines(request: HttpRequest) -> HttpResponseBase:
    answer = StreamingHttpResponse(_native(_asked(request)), content_type=JSON_LINES)
    return kept(request, _named(answer, "laws.jsonl"))


@require_safe
def one_as_json(request: HttpRequest, ref: str) -> HttpResponseBase:
    found = item("law", ref)
    if found.withdrawn_at:
        return stub(request, found)
    line = as_native(found.kind, found.key, found.body) + "\n"
    answer = HttpResponse(line, content_type=JSON_LINES)
    return kept(request, _named(answer, f"{found.ref}.jsonl"))


@require_safe
def one_as_akn(request: HttpRequest, ref: str) -> HttpResponseBase:
    found = item("law", ref)
    if found.withdrawn_at:
        return stub(request, found)
    record = kind_of("law").load(found.body)
    act = write_act(record, found.key, request.GET.get("language", "")[:20])
    answer = HttpResponse(act, content_type=AKN)
    return kept(request, _named(answer, f"{found.ref}.xml"))


def _asked(request: HttpRequest) -> "QuerySet[Item]":
    """The records of the list that the address names, in an order that stays."""
    names = [one.name for one in FILTERS]
    asked = {name: value for name in names if (value := request.GET.get(name, "").strip())}
    rows = Item.objects.published().filter(kind="law")
    return narrowed(rows, asked).order_by("country", "ref")


def _native(rows: "QuerySet[Item]") -> Iterator[bytes]:
    for one in rows.iterator(chunk_size=TOGETHER):
        yield (as_native(one.kind, one.key, one.body) + "\n").encode()


def _named(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
