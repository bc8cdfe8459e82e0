"""The list of publications, and the same selection as a file, written as it is read."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cairn.formats.writers import stream_csv
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.knowledge.models import Item
from cairn.knowledge.publications.schema import Method, Theme
from cairn.knowledge.publications.words import METHODS, THEMES
from cairn.knowledge.publications.writing import COLUMNS, FORMS, table
from cairn.knowledge.queries import item
from cairn.reference.countries import name_of
from cairn.web.components import Link
from cairn.web.library.answering import kept
from cairn.web.library.listing import Filter, listed, narrowed
from cairn.web.library.publications.words import language_words, type_words
from cairn.web.library.stubs import stub
from cairn.web.library.words import line_of
from cairn.web.say import current, say

KIND = "publication"
FILTERS = (
    Filter("type", noop("What it is"), type_words),
    Filter("year", noop("Year"), str),
    Filter("about", noop("About"), lambda key: name_of(key, current())),
    Filter("theme", noop("Theme"), lambda key: _known(THEMES, Theme, key)),
    Filter("method", noop("Method"), lambda key: _known(METHODS, Method, key)),
    Filter("language", noop("Language"), language_words),
)
ENDINGS = {
    "bib": "BibTeX",
    "ris": "RIS",
    "csl.json": "CSL-JSON",
    "csv": "CSV",
    "jsonl": "JSONL",
}
CHUNK = 500


@require_safe
def publications(request: HttpRequest) -> HttpResponseBase:
    found = listed(request, KIND, FILTERS)
    chosen = urlencode(_asked(request))
    files = [
        Link(words, f"{reverse('library:publication_file', args=[ending])}?{chosen}".rstrip("?"))
        for ending, words in ENDINGS.items()
    ]
    values = {"list": found, "lines": [line_of(one) for one in found.items], "files": files}
    return kept(request, render(request, "library/publications/list.html", values))


@require_safe
def publication_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """All that is chosen in the list, in its order."""
    rows = narrowed(Item.objects.published().filter(kind=KIND), _asked(request))
    return answer(rows.order_by("-span_latest", "ref"), ending, "publications")


@require_safe
def publication_alone(request: HttpRequest, ref: str, ending: str) -> HttpResponseBase:
    """One publication as a file."""
    found = item(KIND, ref)
    if found.withdrawn_at:
        return stub(request, found)
    rows = Item.objects.published().filter(pk=found.pk)
    return answer(rows, ending, ref)


def answer(rows: "QuerySet[Item]", ending: str, name: str) -> HttpResponseBase:
    """The file, record by record."""
    pairs = _pairs(rows)
    if ending == "csv":
        made: Any = stream_csv(table(pairs), COLUMNS)
        media = "text/csv; charset=utf-8"
    elif ending in FORMS:
        media, write = FORMS[ending]
        made = write(pairs)
    else:
        raise NotFound()
    found = StreamingHttpResponse(made, content_type=media)
    found["Content-Disposition"] = f'attachment; filename="cairn-{name}.{ending}"'
    return found


def _pairs(rows: "QuerySet[Item]") -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from rows.values_list("key", "body").iterator(chunk_size=CHUNK)


def _asked(request: HttpRequest) -> dict[str, str]:
    asked = {one.name: request.GET.get(one.name, "").strip() for one in FILTERS}
    return {name: value for name, value in asked.items() if value}


def _known(words: Mapping[Any, str], of: Any, key: str) -> str:
    return say(words[of(key)]) if key in set(of) else key
