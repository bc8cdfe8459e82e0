"""Blocks as files. Every file says what it measures, from which source, and its caveat.

A CSV has its numbers in plain columns: a key and a name for each dimension, the number, and a
`status` that keeps recorded, not recorded, withheld and "date not precise enough" apart. Snapshot,
selection, source, terms, address and caveat stand in every line, so that a line that is copied can
be cited; all else is in the JSON beside it, to which the header `Link` points. Parquet carries the
same as its own metadata.
"""

import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cairn.figures.answers import UNDATED, KeyPart, Number, Row, SourceRows, corrections
from cairn.figures.charts.frame import Spec
from cairn.figures.charts.theme import LIGHT, Theme
from cairn.figures.dimensions import SOURCE
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level, Period
from cairn.kernel.errors import NotFound
from cairn.web.explore import breakdown, comparing, flow, mapping, trend
from cairn.web.explore.citing import bibtex, citation, definition_of
from cairn.web.explore.composed import composed
from cairn.web.explore.counted import counted_as
from cairn.web.explore.filed import (
    Noted,
    last_validated,
    marking,
    noted,
    on_the_way_words,
    told_in_files,
)
from cairn.web.explore.labels import (
    bare,
    of_filings,
    plain_title,
    publisher_of,
    selected,
    value_name,
)
from cairn.web.explore.lacking import lacking_words, lacks
from cairn.web.explore.leaving import carried, told_of_file
from cairn.web.explore.subject import Subject
from cairn.web.say import say

NOT_PRECISE = "date_not_precise_enough"
NOT_BROKEN_DOWN = "not_broken_down"  # of filings: filed, and not told apart so far
NO_DATE = "no_date"
RECORDED = "recorded"
CORRECTIONS = "corrections"  # what the source takes back: the parts and this are the value
BEHIND = (
    "measure",
    "source",
    "publisher",
    "source_title",
    "licence",
    "retrieved",
    "snapshot",
    "page",
    "caveat",
    "title",
    "unit",
    "definition",
    "total_of_selection",
    "figures_of",
)
# Only at a door that knows filings; nothing that is published has any.
FILED = (
    "definition_differs",
    "own_definition",
    "invented",
    "counted_as",
    "made_of",
    "lacks_a_number",
    "amended_on",
    "marking",
    "merged",
    "amended",
    "recalled",
    "last_validated",
    "on_the_way",
    # of the whole file, as it leaves: the narrowest of all filings in it
    "file_marking",
    "file_permitted_uses",
    "file_for_readers_of",
    "file_uses_until",
    "export",
)
UNSAFE = re.compile(r"[^A-Za-z0-9._]+")
LONGEST_SLUG = 50  # characters
_VAGUE = (NOT_PRECISE, NOT_BROKEN_DOWN, NO_DATE)
PARTS = ("dead", "missing", "recorded_only_together")


@dataclass(frozen=True, slots=True)
class Block:
    """The question and the rows behind one block; two selections for a comparison."""

    question: Question
    sides: tuple[tuple[Question, SourceRows | None], ...]  # the selection, and its rows


def block(subject: Subject, key: str) -> Block:
    """The rows of a block, by its key in the address."""
    question = _question(subject, key)
    if question is None:
        raise NotFound()
    if key != comparing.KEY:
        return Block(question, ((subject.question, subject.ask(question)),))
    second = comparing.other_side(subject)
    if second is None:
        raise NotFound()
    return Block(question, ((subject.question, subject.whole), (second.question, second.whole)))


def _question(subject: Subject, key: str) -> Question | None:
    match key:
        case trend.KEY:
            level = subject.level()
            return subject.grouped(level.value) if level else None
        case breakdown.KEY:
            dimension = breakdown.dimension_of(subject)
            return subject.grouped(dimension) if dimension else None
        case flow.KEY:
            return flow.question_of(subject)
        case mapping.KEY:
            if subject.asked.map in (mapping.HEXAGONS, mapping.POINTS):
                return subject.grouped(f"h3_{mapping.RESOLUTION}")
            dimension = mapping.area_dimension(subject)
            return subject.grouped(dimension) if dimension else None
        case comparing.KEY:
            return subject.grouped()
    return None


def picture(subject: Subject, key: str, theme: Theme = LIGHT) -> Spec:
    """The drawing of a block that has one."""
    if key == mapping.KEY and mapping.kinds(subject):
        return mapping.spec(subject, theme)
    if key == comparing.KEY and (both := comparing.spec(subject, theme)):
        return both
    question = _question(subject, key)
    draw = {trend.KEY: trend.spec, breakdown.KEY: breakdown.spec, flow.KEY: flow.spec}.get(key)
    if question is None or draw is None:
        raise NotFound()
    return draw(subject, question, subject.ask(question), theme)


def header(subject: Subject, found: Block) -> list[str]:
    """The names of the columns: English, the same in every language, for they are keys."""
    names = ["selection"]
    for name in found.question.by:
        names += [name, f"{name}_name"] if name not in set(Level) else [name]
    names += ["value", "status"]
    if found.question.defined.has_parts:
        names += [*PARTS, CORRECTIONS]
    filed = FILED if subject.door.filings is not None else ()
    return [*names, "records", "records_not_recorded", *BEHIND, *filed]


def lines(subject: Subject, found: Block, address: str) -> Iterator[list[Any]]:
    """The rows as they are written; `address` is that of the page."""
    measure = found.question.defined
    sides = _subjects(subject, found)
    flags, whole = noted(*sides), carried(*sides)
    bound = [whole.marking, *whole.columns]
    with_flags = zip(found.sides, sides, flags, strict=True)
    for (selection, one), side, mine in with_flags:
        if one is None:
            continue
        source = subject.door.data.source(one.source)
        behind = [
            measure.key,
            source.key,
            publisher_of(source),
            plain_title(source),
            source.licence,
            source.retrieved.isoformat() if source.retrieved else "",
            subject.door.data.id,
            address,
            say(measure.caveat),
            say(measure.title),
            say(measure.unit),
            definition_of(measure),
            _number(side.row.value) if side.row else None,
            subject.door.data.manifest.built_at[:10],
        ]
        asked = in_address(selection)
        for row in one.rows:
            told = _filed(side, found.question, mine, row, bound)
            yield [asked, *_line(found.question, row), *behind, *told]
        for row in one.not_precise:
            told = _filed(side, found.question, mine, row, bound)
            yield [asked, *_line(found.question, row, beside=True), *behind, *told]


def _subjects(subject: Subject, found: Block) -> list[Subject]:
    """The selections of the block, in its order."""
    second = comparing.other_side(subject) if len(found.sides) > 1 else None
    return [subject, second] if second else [subject]


def _filed(
    side: Subject, question: Question, flags: Noted, row: Row, bound: Sequence[str]
) -> list[str]:
    """Where the door knows filings: whether the definition differs, how, what is invented, what was
    counted, of what the number was made, since when it is another, and how it is marked. `bound`:
    what binds whoever takes the whole file along."""
    if side.door.filings is None:
        return []
    period = next((part for part in row.key if isinstance(part, Period)), None)
    words = [one.words for one in flags.of(period)]
    made = composed(side, side.grouped(*question.by), period)
    told = [made.made_of, *made.missing]
    if question.dimensions and lacks(side, row):
        told = [lacking_words()]  # the rest is told of all rows together
    return [
        "yes" if words else "no",
        " | ".join(words),
        "yes" if side.source.invented else "no",
        counted_as(side),
        bare(" ".join(filter(None, told))),
        "yes" if lacks(side, row) else "no",
        " | ".join(day.isoformat() for day in made.amended_on),
        marking(side),
        bare(" ".join(made.merged)),
        bare(made.amended),
        bare(" ".join(made.recalled)),
        day.isoformat() if (day := last_validated(side)) else "",
        on_the_way_words(side),
        *bound,
    ]


def in_address(question: Question) -> str:
    """The selection as an address has it: `period=2023&route=central_mediterranean`."""
    return urlencode(question.pairs(), safe=",:") or "all"


def slug(found: Block) -> str:
    """The selection as a part of a file name: short, and safe on every disk."""
    sides = []
    for question, _ in found.sides:
        chosen = [text for name, text in question.pairs() if name != SOURCE]
        sides.append(UNSAFE.sub("-", "-".join(chosen)).strip("-")[:LONGEST_SLUG] or "all")
    return "-vs-".join(sides)


def _line(question: Question, row: Row, *, beside: bool = False) -> list[Any]:
    cells: list[Any] = []
    filed = of_filings(question)
    vague = NOT_BROKEN_DOWN if filed else NOT_PRECISE
    status = RECORDED if isinstance(row.value, int) else row.value.value
    for name, part in zip(question.by, row.key, strict=True):
        if name in set(Level):
            cells.append(str(part) if isinstance(part, Period) else None)
            if not isinstance(part, Period):
                status = NO_DATE if part == UNDATED else vague
        else:
            named = value_name(question.defined, name, part, of_filings=filed)
            cells += [NOT_BROKEN_DOWN if part is None and filed else _key(part), named]
    if beside:
        status = vague
    numbers: list[Any] = [_number(row.value), status]
    if row.parts:
        numbers += [_number(row.parts[name]) for name in ("dead", "missing", "together")]
        numbers.append(corrections(row) if isinstance(row.value, int) else None)
    elif question.defined.has_parts:
        numbers += [None] * (len(PARTS) + 1)
    return [*cells, *numbers, row.records, row.not_recorded]


def _key(part: KeyPart) -> str:
    return Cell.NOT_RECORDED.value if part is None else str(part)


def _number(value: Number) -> int | None:
    return value if isinstance(value, int) else None


def parquet(subject: Subject, found: Block, told: dict[str, Any]) -> bytes:
    """The same table as Parquet, with what must be known as metadata of the file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = header(subject, found)
    rows = list(lines(subject, found, told["address"]))
    whole = {"value", "records", "records_not_recorded", "total_of_selection", CORRECTIONS, *PARTS}
    schema = pa.schema(
        [(name, pa.int64() if name in whole else pa.string()) for name in names],
        metadata={key: _flat(value) for key, value in told.items()},
    )
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    table = pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _flat(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def about(
    subject: Subject, address: str, columns: Sequence[str] = (), found: Block | None = None
) -> dict[str, Any]:
    """What must be known to use a file, as the JSON beside it and as metadata inside it."""
    source, measure, covered = subject.source, subject.question.defined, subject.coverage
    return {
        "measure": measure.key,
        "title": say(measure.title),
        "question": say(measure.question),
        "unit": say(measure.unit),
        "caveat": say(measure.caveat),
        "filters": dict(subject.question.pairs()),
        "selections": [
            {
                "selection": in_address(one),
                "title": selected(one),
                "filters": dict(one.pairs()),
                "records": sum(row.records for row in rows.rows) if rows else 0,
            }
            for one, rows in (found.sides if found else [(subject.question, subject.whole)])
        ],
        "source": source.key,
        "source_title": plain_title(source),
        "publisher": publisher_of(source),
        "attribution": source.attribution,
        "licence": source.licence,
        "licence_url": source.licence_url,
        "table": subject.tab,
        "retrieved": source.retrieved.isoformat() if source.retrieved else "",
        "sha256": source.sha256,
        "coverage_from": covered.first.isoformat() if covered.first else "",
        "coverage_to": covered.last.isoformat() if covered.last else "",
        "gaps": [gap.as_json() for gap in covered.gaps],
        "notes": source.notes.splitlines(),
        "snapshot": subject.door.data.id,
        "built_at": subject.door.data.manifest.built_at,
        "records": subject.row.records if subject.row else 0,
        "columns": list(columns),
        "statuses": [RECORDED, *(cell.value for cell in Cell), *_VAGUE],
        "number": _number(subject.row.value) if subject.row else None,
        "citation": bare(citation(subject, address)),
        "bibtex": bibtex(subject, address),
        "address": address,
        **({} if subject.door.filings is None else {"counted_as": counted_as(subject)}),
        **told_in_files(subject),
        **told_of_file(*(_subjects(subject, found) if found else [subject])),
    }
