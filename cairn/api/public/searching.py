"""Search as JSON: the filters of its page, the same order, a licence for each record."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from ninja import Query, Router

from cairn.api.public import schemas
from cairn.api.public.language import spoken
from cairn.kernel.errors import NotFound
from cairn.kernel.languages import LANGUAGES
from cairn.kernel.text import Named
from cairn.knowledge.kinds import kind_of
from cairn.search.addresses import cursor_of, question_of
from cairn.search.asking import Answer, ask
from cairn.search.documents import Document
from cairn.search.opened import reader
from cairn.search.results import Result
from cairn.search.suggesting import suggest

PAGE, LARGEST_PAGE = 25, 100
LISTED = (
    ("kind", "of the record or part, such as law or article; may be given several times"),
    ("country", "State whose it is, ISO 3166-1 alpha-3; may be given several times"),
    ("language", "of a text of it; may be given several times"),
    ("year", "in which it lies wholly; may be given several times"),
    ("tag", "field:key, such as obligation:som-6-1-a; may be given several times"),
    ("from", "first day, month or year"),
    ("to", "last day, month or year"),
    ("sort", "score or newest"),
    ("like", "reference of a record: what is like it"),
)
ERRORS = {400: schemas.ErrorOut, 404: schemas.ErrorOut, 503: schemas.ErrorOut}
router = Router()
DESCRIBED = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "schema": {"type": "string"},
        "description": description,
    }
    for name, description in LISTED
]


@router.get(
    "/search",
    response={200: schemas.SearchOut, **ERRORS},
    summary="Search in the library",
    openapi_extra={"parameters": DESCRIBED},
)
def search(
    request: HttpRequest,
    q: str = Query("", description="words, phrases in quotation marks, fields such as country:ESP"),
    cursor: str = "",
    limit: int = Query(PAGE, ge=1, le=LARGEST_PAGE),
) -> Any:
    answer = ask(question_of(dict(request.GET.lists()), spoken(), limit=limit))
    return {
        "total": answer.total,
        "results": [_result(one) for one in answer.results],
        "next": cursor_of(answer.question, answer.next) if answer.next else None,
        "facets": {
            name: dict(held) for name, held in answer.facets.counts.items() if name != "tag"
        },
        "notes": [sentence(one.text, one.values) for one in answer.notes],
        "read_as": {one.word: list(one.instead) for one in answer.thought.rereads},
        "would_find": _would_find(answer),
    }


@router.get(
    "/search/suggestions",
    response={200: schemas.SuggestionsOut, **ERRORS},
    summary="Names of vocabularies and titles that begin so",
)
def suggestions(request: HttpRequest, q: str = "", language: str = "") -> Any:
    asked = language if language in LANGUAGES else spoken()
    found = suggest(q, asked, reader())
    return {
        "suggestions": [
            {"kind": one.kind, "text": one.text, "language": one.language, "ref": one.ref}
            for one in found
        ]
    }


def sentence(text: str, values: Mapping[str, object]) -> str:
    """A template of search in the language that was asked for."""
    said = {
        name: value.in_language(spoken()) if isinstance(value, Named) else value
        for name, value in values.items()
    }
    return gettext(text) % said


def _result(found: Result) -> Mapping[str, Any]:
    one = found.document
    title = one.title_in(spoken())
    return {
        "ref": one.ref,
        "anchor": one.anchor,
        "kind": one.kind,
        "record": one.record or one.kind,
        "title": title.text,
        "title_language": title.language,
        "heading": one.heading,
        "number": one.number,
        "country": one.country,
        "first_day": one.first,
        "last_day": one.last,
        "languages": list(one.languages),
        "tags": [{"field": mark.field, "key": mark.key, "by": mark.by} for mark in one.marks],
        "snippet": "".join(piece.text for piece in found.snippet.pieces) if found.snippet else "",
        "snippet_language": found.snippet.language if found.snippet else "",
        "why": [sentence(reason.text, reason.values) for reason in found.why],
        "score": round(found.score, 4),
        "page": _page_of(one),
        "published": one.published,
        "source": one.source,
        "licence": one.licence,
        "licence_url": one.licence_url,
        "invented": one.invented,
    }


def _page_of(one: Document) -> str:
    try:
        address = reverse(kind_of(one.record or one.kind).address, args=[one.ref])
    except (NoReverseMatch, NotFound):
        return ""
    return f"{address}#{one.anchor}" if one.anchor else address


def _would_find(answer: Answer) -> dict[str, int]:
    if answer.help is None:
        return {}
    found = {f"without {name}": n for name, n in answer.help.without}
    return found | {f"only {words}": n for words, n in answer.help.alone}
