"""The list of national procedures, and the same selection as a file, written as it is read."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cairn.kernel.text import noop
from cairn.knowledge.models import Item
from cairn.knowledge.queries import item
from cairn.knowledge.rows import as_native
from cairn.web.library.answering import kept
from cairn.web.library.cases.words import term
from cairn.web.library.listing import COUNTRY, Filter, listed, narrowed
from cairn.web.library.procedures.words import confirmed_words, question_words
from cairn.web.library.stubs import stub
from cairn.web.library.words import line_of

KIND = "procedure"
FILTERS = (
    COUNTRY,
    Filter("answers", noop("Answers the question"), question_words),
    Filter("confirmed", noop("Confirmation"), confirmed_words),
    Filter("technique", noop("Investigation"), lambda key: term("investigation_techniques", key)),
    Filter(
        "cooperation",
        noop("Cooperation"),
        lambda key: term("international_cooperation_forms", key),
    ),
    Filter("year", noop("As on the year"), str),
)
LINES = "application/jsonl; charset=utf-8"
CHUNK = 50  # records that are in memory at once


@require_safe
def procedures(request: HttpRequest) -> HttpResponseBase:
    found = listed(request, KIND, FILTERS)
    file = f"{reverse('library:procedure_file')}?{urlencode(_asked(request))}".rstrip("?")
    values = {"list": found, "lines": [line_of(one) for one in found.items], "file": file}
    return kept(request, render(request, "library/procedures/list.html", values))


@require_safe
def procedure_file(request: HttpRequest) -> HttpResponseBase:
    """All that is chosen in the list, in its order."""
    rows = narrowed(Item.objects.published().filter(kind=KIND), _asked(request))
    answer = StreamingHttpResponse(_lines(rows.order_by("-span_latest", "ref")), content_type=LINES)
    answer["Content-Disposition"] = 'attachment; filename="cairn-procedures.jsonl"'
    return answer


@require_safe
def procedure_alone(request: HttpRequest, ref: str) -> HttpResponseBase:
    """One procedure as a file."""
    found = item(KIND, ref)
    if found.withdrawn_at:
        return stub(request, found)
    answer = HttpResponse(as_native(KIND, found.key, found.body) + "\n", content_type=LINES)
    answer["Content-Disposition"] = f'attachment; filename="cairn-{found.ref}.jsonl"'
    return kept(request, answer)


def _lines(rows: "QuerySet[Item]") -> Iterator[str]:
    for key, body in rows.values_list("key", "body").iterator(chunk_size=CHUNK):
        yield as_native(KIND, key, body) + "\n"


def _asked(request: HttpRequest) -> dict[str, str]:
    asked = {one.name: request.GET.get(one.name, "").strip() for one in FILTERS}
    return {name: value for name, value in asked.items() if value}
