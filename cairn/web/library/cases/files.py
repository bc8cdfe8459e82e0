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
from cairn.knowledge.cases.face import outcomes_of, span_of
from cairn.knowledge.cases.schema import Record
from cairn.knowledge.cases.tables import CASES, CHARGES, case_line, charge_lines
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item
from cairn.knowledge.queries import item
from cairn.knowledge.rows import as_native
from cairn.knowledge.shapes import written
from cairn.web.library.answering import kept
from cairn.web.library.cases.lists import KIND, asked_of
from cairn.web.library.cases.page import address_of, held
from cairn.web.library.listing import narrowed
from cairn.web.library.stubs import stub

TOGETHER = 500
CSV = "text/csv; charset=utf-8"
LINES = "application/x-ndjson; charset=utf-8"
CONTEXT = "https://schema.org"
KIND_OF_DOCUMENT = "http://purl.org/ontology/bibo/LegalCaseDocument"


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
    """One case: as it is exchanged, as linked data, or its charges."""
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
        told = json.dumps(linked(found, record), ensure_ascii=False, indent=1)
        answer = HttpResponse(told, content_type="application/ld+json")
    else:
        raise NotFound()
    return _file(request, answer, f"{ref}.{kind}")


def linked(found: Item, record: Record) -> dict[str, Any]:
    """The case in the words of schema.org: what it is, whose, when, and under which licence."""
    span = span_of(record)
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "CreativeWork",
        "additionalType": KIND_OF_DOCUMENT,
        "@id": address_of(found),
        "url": address_of(found),
        "identifier": [one for one in (found.ref, record.number, *_eclis(record)) if one],
        "name": [{"@value": text, "@language": lang} for lang, text in found.titles.items()],
        "countryOfOrigin": {"@type": "Country", "identifier": record.state},
        "dateCreated": written(span) if span else None,
        "datePublished": found.first_published_at.date().isoformat(),
        "dateModified": found.published_at.date().isoformat(),
        "version": str(found.number),
        "creativeWorkStatus": "invented" if record.invented else None,
        "keywords": outcomes_of(record),
        "license": record.licence_url or record.licence or None,
        "isBasedOn": [one.address for one in record.sources if one.address],
        "mentions": [
            {"@type": "Country", "identifier": one.state, "roleName": one.role.value}
            for one in record.states
        ],
    }
    return {name: value for name, value in told.items() if value not in (None, [], "")}


def _eclis(record: Record) -> list[str]:
    return [one.ecli for one in record.proceedings if one.ecli]


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
