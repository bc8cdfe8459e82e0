"""Measures and data sets as JSON: the same questions as the pages, over what is published.

Filters are those of the pages' addresses. Answers come in a stable order, a page at a time; the
cursor is signed and belongs to one snapshot and one question.
"""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from cairn.api.public import files, records, schemas, searching
from cairn.api.public.problems import SpoiltCursor, WrongParameter
from cairn.figures.answers import (
    IMPRECISE,
    UNDATED,
    Answer,
    KeyPart,
    Number,
    Row,
    SourceRows,
    corrections,
)
from cairn.figures.engine import answer
from cairn.figures.manifest import Source
from cairn.figures.measures import Measure, UnknownMeasure, measure, measures
from cairn.figures.options import check_values
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.kernel.cells import Cell
from cairn.kernel.errors import CairnError, NotFound, NotYet
from cairn.kernel.text import noop
from cairn.published.queries import current_release

PAGE = 500
LARGEST_PAGE = 5_000
NOT_PRECISE = "date_not_precise_enough"
RESERVED = {"by", "cursor", "limit"}
ERRORS = {400: schemas.ErrorOut, 404: schemas.ErrorOut}

api = NinjaAPI(
    title="Cairn public API",
    version="1",
    description="Published open series on migration routes: measures, answers and data sets. "
    "Every answer names its snapshot, its sources and their licences. Records of the library: "
    "search, lists, single records and whole files, each record with its licence.",
    urls_namespace="api-public",
    docs_url=None,
)


for part in (searching, records, files):
    api.add_router("", part.router)


class NothingPublished(NotFound):
    text = noop("Nothing is published here yet.")


class UnknownDataSet(NotFound):
    text = noop("There is no published data set %(key)s.")


@api.exception_handler(CairnError)
def refuse(request: HttpRequest, error: CairnError) -> HttpResponse:
    """Every mistake is a code and a sentence, in the language asked for."""
    status = 503 if isinstance(error, NotYet) else 400
    status = 404 if isinstance(error, (NotFound, UnknownMeasure)) else status
    told = {"code": error.code, "message": gettext(error.text) % error.values}
    return api.create_response(request, told, status=status)


@api.exception_handler(ValidationError)
def misread(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter of the wrong kind: which one, as a sentence."""
    first = error.errors[0]
    return refuse(request, WrongParameter(name=str(first["loc"][-1]), problem=first["msg"]))


@api.get("/measures", response=schemas.MeasuresOut, summary="All measures")
def list_measures(request: HttpRequest) -> Any:
    return {"measures": [_measure(each) for each in measures().values()]}


@api.get(
    "/measures/{key}", response={200: schemas.MeasureOut, **ERRORS}, summary="One measure, defined"
)
def one_measure(request: HttpRequest, key: str) -> Any:
    return _measure(measure(key))


@api.get(
    "/measures/{key}/answer",
    response={200: schemas.AnswerOut, **ERRORS},
    summary="A measure, filtered and broken down",
    openapi_extra={
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "schema": {"type": "string"},
                "description": description,
            }
            for name, description in (
                ("period", "2015, 2015-H1, 2015-Q3, 2015-07, or a range 2015..2018"),
                ("source", "keys of data sets, separated by commas"),
                ("route", "keys, separated by commas; so for every dimension of the measure"),
            )
        ]
    },
)
def one_answer(
    request: HttpRequest,
    key: str,
    by: str = Query("", description="dimensions and at most one of year, half, quarter, month"),
    cursor: str = "",
    limit: int = Query(PAGE, ge=1, le=LARGEST_PAGE),
) -> Any:
    snapshot = _snapshot()
    pairs = [
        (name, ",".join(request.GET.getlist(name))) for name in request.GET if name not in RESERVED
    ]
    question = Question.parse(key, pairs, by)
    check_values(snapshot, question)
    found = answer(snapshot, question)
    start = _start(cursor, snapshot, question)
    rows = list(found)
    shown = rows[start : start + limit]
    more = start + limit < len(rows)
    return {
        "measure": question.measure,
        "caveat": gettext(found.measure.caveat),
        "snapshot": snapshot.id,
        "filters": dict(question.pairs()),
        "by": list(question.by),
        "rows": [_row(snapshot, found, one, row) for one, row in shown],
        "next": _cursor(snapshot, question, start + limit) if more else None,
        "unanswered": {silent.source: list(silent.unknown) for silent in found.unanswered},
    }


@api.get("/datasets", response={200: schemas.DataSetsOut, **ERRORS}, summary="All data sets")
def list_datasets(request: HttpRequest) -> Any:
    snapshot = _snapshot()
    return {
        "snapshot": snapshot.id,
        "datasets": [_dataset(snapshot, source) for source in snapshot.sources],
    }


@api.get("/datasets/{key}", response={200: schemas.DataSetOut, **ERRORS}, summary="One data set")
def one_dataset(request: HttpRequest, key: str) -> Any:
    snapshot = _snapshot()
    for source in snapshot.sources:
        if source.key == key:
            return _dataset(snapshot, source)
    raise UnknownDataSet(key=key)


def _snapshot() -> Snapshot:
    release = current_release()
    if release is None:
        raise NothingPublished()
    return release.snapshot


def _measure(found: Measure) -> dict[str, Any]:
    return {
        "key": found.key,
        "title": gettext(found.title),
        "question": gettext(found.question),
        "unit": gettext(found.unit),
        "caveat": gettext(found.caveat),
        "source_note": gettext(found.source_note) if found.source_note else "",
        "dimensions": ["period", "source", *found.dimensions],
        "addable_with": list(found.addable_with),
    }


def _dataset(snapshot: Snapshot, source: Source) -> dict[str, Any]:
    records = sum(part.rows for part in snapshot.manifest.contents if part.source == source.key)
    return {
        "key": source.key,
        "title": gettext(source.title),
        "publisher": source.publisher,
        "licence": gettext(source.licence) if source.licence else "",
        "licence_url": source.licence_url,
        "citation": source.attribution,
        "retrieved": source.retrieved,
        "sha256": source.sha256,
        "coverage_from": source.coverage_from,
        "coverage_to": source.coverage_to,
        "gaps": [
            {"first": gap.first, "last": gap.last, "reason": gettext(gap.reason)}
            for gap in source.gaps
        ],
        "notes": [gettext(note) for note in source.notes.splitlines() if note],
        "tables": [
            {
                "table": table.tab,
                "basis": table.basis,
                "dimensions": list(table.dimensions),
                "level": table.level.value,
            }
            for table in source.tables
        ],
        "records": records,
    }


def _row(snapshot: Snapshot, found: Answer, one: SourceRows, row: Row) -> dict[str, Any]:
    return {
        "source": one.source,
        "table": one.tab,
        "key": {
            name: _part(part, name, found)
            for name, part in zip(found.question.by, row.key, strict=True)
        },
        "value": _number(row.value),
        "status": row.value.value if isinstance(row.value, Cell) else "value",
        "records": row.records,
        "not_recorded": row.not_recorded,
        "parts": _parts(row),
        "licence": snapshot.source(one.source).licence,
    }


def _parts(row: Row) -> dict[str, int | None]:
    """Of the dead and missing: what the parts say, and what the source takes back of them."""
    found = {name: _number(part) for name, part in row.parts.items()}
    return found | {"corrections": corrections(row)} if found else found


def _number(value: Number) -> int | None:
    return None if isinstance(value, Cell) else value


def _part(part: KeyPart, name: str, found: Answer) -> str | int | None:
    level = found.question.level
    if level is not None and name == level.value:
        return NOT_PRECISE if part is IMPRECISE else UNDATED if part == UNDATED else str(part)
    return part if part is None or isinstance(part, int) else str(part)


def _cursor(snapshot: Snapshot, question: Question, start: int) -> str:
    return signing.dumps([snapshot.id, _asked(question), start], salt="api.cursor")


def _start(cursor: str, snapshot: Snapshot, question: Question) -> int:
    if not cursor:
        return 0
    try:
        held, asked, start = signing.loads(cursor, salt="api.cursor")
    except (signing.BadSignature, ValueError):
        raise SpoiltCursor() from None
    if held != snapshot.id or asked != _asked(question):
        raise SpoiltCursor()
    return int(start)


def _asked(question: Question) -> str:
    return f"{question.measure}?{question.pairs()}&{question.by}"
