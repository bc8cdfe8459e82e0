"""The list of documents, and the same selection as a file, written as it is read."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cairn.kernel.text import noop
from cairn.knowledge.models import Item
from cairn.knowledge.queries import item
from cairn.knowledge.rows import as_native
from cairn.web.library.answering import kept
from cairn.web.library.documents.words import subject_words, text_words
from cairn.web.library.listing import Filter, listed, narrowed
from cairn.web.library.stubs import stub
from cairn.web.library.words import line_of

KIND = "document"
FILTERS = (
    Filter("organ", noop("Body"), str),
    Filter("year", noop("Year"), str),
    Filter("claim", noop("Figures on"), subject_words),
    Filter("text", noop("Text"), text_words),
)
CHUNK = 50  # documents that are in memory at once


@require_safe
def documents(request: HttpRequest) -> HttpResponseBase:
    found = listed(request, KIND, FILTERS)
    file = f"{reverse('library:document_file')}?{urlencode(_asked(request))}".rstrip("?")
    values = {"list": found, "lines": [line_of(one) for one in found.items], "file": file}
    return kept(request, render(request, "library/documents/list.html", values))


@require_safe
def document_file(request: HttpRequest) -> HttpResponseBase:
    """All that is chosen in the list, in its order."""
    rows = narrowed(Item.objects.published().filter(kind=KIND), _asked(request))
    return _answer(rows.order_by("-span_latest", "ref"), "documents")


@require_safe
def document_alone(request: HttpRequest, ref: str) -> HttpResponseBase:
    """One document as a file."""
    found = item(KIND, ref)
    if found.withdrawn_at:
        return stub(request, found)
    rows = Item.objects.published().filter(pk=found.pk)
    return _answer(rows, ref)


def _answer(rows: "QuerySet[Item]", name: str) -> HttpResponseBase:
    def lines() -> Iterator[str]:
        for key, body in rows.values_list("key", "body").iterator(chunk_size=CHUNK):
            yield as_native(KIND, key, body) + "\n"

    found = StreamingHttpResponse(lines(), content_type="application/jsonl; charset=utf-8")
    found["Content-Disposition"] = f'attachment; filename="cairn-{name}.jsonl"'
    return found


def _asked(request: HttpRequest) -> dict[str, str]:
    asked = {one.name: request.GET.get(one.name, "").strip() for one in FILTERS}
    return {name: value for name, value in asked.items() if value}
