"""Records of the library as JSON: the filters of the lists, one record, and what became of those
that were withdrawn.

Lists stand in the order in which records changed, so whoever has read to the end goes on with what
is new; they are read by key, however long they are. Cursors are signed and belong to one question.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext
from ninja import Path, Query, Router, Status

from cairn.api.public import record_schemas, schemas
from cairn.api.public.files import files_of, files_of_all
from cairn.api.public.language import spoken
from cairn.api.public.problems import FilterTwice, NotATime, SpoiltCursor, UnknownFilter
from cairn.knowledge.kinds import Kind, kind_of, kinds
from cairn.knowledge.models import Item, ItemTag
from cairn.knowledge.outgoing import Address, body_of, identifiers_of, kind_page, pages_in
from cairn.knowledge.queries import after, changed_between, item, narrowed, states_of, tags_of
from cairn.knowledge.shapes import clean

PAGE, LARGEST_PAGE = 50, 200
FRESH = 60  # seconds, as for pages
SALT = "api.records"
DAY = len("2026-03-01")
OWN = frozenset({"cursor", "limit", "full", "withdrawn", "since", "until"})
ERRORS = {400: schemas.ErrorOut, 404: schemas.ErrorOut}
KIND = Path(..., enum=list(kinds()))  # others may come
router = Router()
FILTERS = [
    {
        "name": "country",
        "in": "query",
        "required": False,
        "schema": {"type": "string"},
        "description": "State whose the record is, ISO 3166-1 alpha-3; so for every filter that "
        "`/records` names for the kind, once each, with the values of the pages",
    }
]


@router.get("/records", response=record_schemas.KindsOut, summary="Kinds of records")
def list_kinds(request: HttpRequest, response: HttpResponse) -> Any:
    _kept(response)
    found = states_of()
    return {
        "kinds": [
            {
                "kind": one.key,
                "words": gettext(one.words),
                "about": gettext(one.about),
                "records": found[one.key].records if one.key in found else 0,
                "withdrawn": found[one.key].withdrawn if one.key in found else 0,
                "changed": found[one.key].changed if one.key in found else None,
                "filters": list(one.filters),
                "files": files_of(one),
                "page": kind_page(one, spoken()),
            }
            for one in kinds().values()
        ],
        "files": files_of_all(),
    }


@router.get(
    "/records/{kind}",
    response={200: record_schemas.RecordsOut, **ERRORS},
    summary="Records of a kind, filtered",
    openapi_extra={"parameters": FILTERS},
)
def list_records(
    request: HttpRequest,
    response: HttpResponse,
    kind: str = KIND,
    since: str = Query("", description="changed then or later: 2026-03-01T12:00:00Z, or a day"),
    until: str = Query("", description="changed then or earlier; a day with all of it"),
    withdrawn: bool = Query(False, description="also stubs of records that were withdrawn"),
    full: bool = Query(False, description="with the content of each record"),
    cursor: str = "",
    limit: int = Query(PAGE, ge=1, le=LARGEST_PAGE),
) -> Any:
    of = kind_of(clean(kind))
    asked = _asked(request, of)
    rows = Item.objects.filter(kind=of.key) if withdrawn else Item.objects.published()
    rows = rows.filter(kind=of.key)
    rows = narrowed(rows, asked)  # type: ignore[assignment]
    rows = changed_between(rows, instant(since, "since"), instant(until, "until"))
    question = [of.key, since, until, withdrawn, *sorted(asked.items())]
    page = after(rows, _place(cursor, question))
    found = list((page if full else page.defer("body"))[: limit + 1])
    shown = found[:limit]
    tags, address, spoken_ = tags_of(shown), pages_in(spoken()), spoken()
    _kept(response)
    return {
        "total": rows.count(),
        "records": [_told(one, tags.get(one.pk, ()), address, spoken_, full) for one in shown],
        "next": _cursor(shown[-1], question) if len(found) > limit else None,
    }


@router.get(
    "/records/{kind}/{ref}",
    response={200: record_schemas.RecordOut, 410: record_schemas.RecordOut, **ERRORS},
    summary="One record, or its stub",
)
def one_record(request: HttpRequest, response: HttpResponse, ref: str, kind: str = KIND) -> Any:
    found = item(kind_of(clean(kind)).key, clean(ref))
    tags = ItemTag.objects.filter(item=found).order_by("pk")
    told = _told(found, tags, pages_in(spoken()), spoken(), full=True)
    if found.withdrawn_at:
        return Status(410, told)
    _kept(response)
    response["Last-Modified"] = http_date(found.published_at.timestamp())
    return told


def _told(
    one: Item, tags: Iterable[ItemTag], address: Address, language: str, full: bool
) -> dict[str, Any]:
    there = one.withdrawn_at is None
    title = one.title_in(language) if there else ""
    in_language = language if one.titles.get(language) else one.title_language
    return {
        "ref": one.ref,
        "kind": one.kind,
        "key": one.key if there else "",
        "version": one.number,
        "title": title,
        "title_language": in_language if title else "",
        "titles": one.titles,
        "official_number": one.official_number,
        "country": one.country if there else "",
        "first_day": one.span_earliest,
        "last_day": one.span_latest,
        "completeness": one.completeness,
        "invented": one.invented,
        "licence": one.licence,
        "licence_url": one.licence_url,
        "source": one.source,
        "page": address(one.kind, one.ref),
        "published": one.published_at,
        "first_published": one.first_published_at,
        "changed": one.withdrawn_at or one.published_at,
        "withdrawn": one.withdrawn_at,
        "because": one.withdrawn_because,
        "tags": [
            {"field": tag.field, "key": tag.key, "by": tag.by} for tag in tags if not tag.place
        ],
        "identifiers": _identifiers(one) if full and there else [],
        "record": body_of(one) if full and there else None,
    }


def _identifiers(one: Item) -> list[dict[str, str]]:
    return [{"scheme": scheme, "value": value} for scheme, value in identifiers_of(one)]


def _asked(request: HttpRequest, kind: Kind) -> dict[str, str]:
    """The filters that were given; each is one that the list has."""
    found: dict[str, str] = {}
    known = kind.filters
    for name, values in request.GET.lists():
        if name in OWN:
            continue
        if name not in known:
            raise UnknownFilter(name=clean(name)[:80], known=", ".join((*known, *sorted(OWN))))
        if len(values) > 1:
            raise FilterTwice(name=name)
        if value := clean(values[0]):
            found[name] = value
    return found


def instant(given: str, name: str) -> datetime | None:
    """A time as it is given; a day is its first moment, or its last where something ends."""
    if not (given := clean(given)):
        return None
    try:
        read = datetime.fromisoformat(given)
        read = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
        day = len(given) == DAY and name == "until"
        return read + timedelta(days=1, microseconds=-1) if day else read
    except (ValueError, OverflowError):
        raise NotATime(name=name, value=given[:40]) from None


def _cursor(last: Item, question: list[Any]) -> str:
    when = last.withdrawn_at or last.published_at
    return signing.dumps([_digest(question), when.isoformat(), last.ref], salt=SALT)


def _place(cursor: str, question: list[Any]) -> tuple[datetime, str] | None:
    if not cursor:
        return None
    try:
        asked, when, ref = signing.loads(cursor, salt=SALT)
        place = datetime.fromisoformat(when), str(ref)
    except (signing.BadSignature, ValueError, TypeError):
        raise SpoiltCursor() from None
    if asked != _digest(question):
        raise SpoiltCursor()
    return place


def _digest(question: list[Any]) -> str:
    return signing.Signer(salt=SALT).signature(repr(question))[:16]


def _kept(response: HttpResponse) -> None:
    patch_cache_control(response, public=True, max_age=FRESH)
