"""What the public API answers with. Zero, not recorded and withheld stay three different things:
`value` is a number or null, and `status` says which it is."""

from datetime import date, datetime

from ninja import Schema


class MeasureOut(Schema):
    """The definition of a measure."""

    key: str
    title: str
    question: str
    unit: str
    caveat: str
    source_note: str
    dimensions: list[str]
    addable_with: list[str]


class GapOut(Schema):
    """Days for which a source has nothing."""

    first: date
    last: date
    reason: str


class TableOut(Schema):
    """One table of a source; tables of one source overlap and are never added."""

    table: str
    basis: str
    dimensions: list[str]
    level: str


class DataSetOut(Schema):
    """A published data set: who publishes it, under which terms, what it covers."""

    key: str
    title: str
    publisher: str
    licence: str
    licence_url: str
    citation: str
    retrieved: date | None
    sha256: str
    coverage_from: date | None
    coverage_to: date | None
    gaps: list[GapOut]
    notes: list[str]
    tables: list[TableOut]
    records: int


class RowOut(Schema):
    """One number of one source."""

    source: str
    table: str
    key: dict[str, str | int | None]
    value: int | None
    status: str  # "value", or why there is none: not_recorded, not_applicable, withheld
    records: int
    not_recorded: int
    parts: dict[str, int | None]
    licence: str


class AnswerOut(Schema):
    """An answer, a page at a time; numbers of different sources are never to be added."""

    measure: str
    caveat: str
    snapshot: str
    filters: dict[str, str]
    by: list[str]
    rows: list[RowOut]
    next: str | None  # give it as `cursor` for the following rows
    unanswered: dict[str, list[str]]  # sources that do not know these dimensions


class MeasuresOut(Schema):
    measures: list[MeasureOut]


class DataSetsOut(Schema):
    snapshot: str
    datasets: list[DataSetOut]


class ErrorOut(Schema):
    """What is wrong and what to do, in the language that was asked for."""

    code: str
    message: str


class TagOut(Schema):
    """A value by which a record is found; `by` is "source" where nobody has checked it."""

    field: str
    key: str
    by: str


class ResultOut(Schema):
    """A record of the library, or a part of one, and why it was found."""

    ref: str
    anchor: str  # of the part in the record; empty: all of it
    kind: str
    record: str  # kind of the record, where this is a part of one
    title: str
    title_language: str
    heading: str
    number: str
    country: str
    first_day: date | None
    last_day: date | None
    languages: list[str]
    tags: list[TagOut]
    snippet: str
    snippet_language: str
    why: list[str]
    score: float
    page: str
    published: datetime
    source: str
    licence: str
    licence_url: str
    invented: bool


class SearchOut(Schema):
    """What fits, the best first; equal scores stand in the order of references."""

    total: int
    results: list[ResultOut]
    next: str | None  # give it as `cursor` for the following results
    facets: dict[str, dict[str, int]]
    notes: list[str]  # what of the question could not be used as it was written
    read_as: dict[str, list[str]]  # words that stand nowhere, and what they were read as
    would_find: dict[str, int]  # where nothing was found


class SuggestionOut(Schema):
    """A way to go on; `ref` of a title is whose it is."""

    kind: str
    text: str
    language: str
    ref: str


class SuggestionsOut(Schema):
    suggestions: list[SuggestionOut]
