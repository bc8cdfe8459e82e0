"""What a file leaves open and a person can answer once for all rows: names, terms, styles.

A question is made from what was wrong with cells. The answer goes into the mapping and the rows are
read again with it; no rule learns from it for other files.
"""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from typing import Any

from cairn.formats.errors import AmbiguousDate, AmbiguousNumber, OtherDateStyle, OtherNumberStyle
from cairn.reference.dimensions import dimensions
from cairn.reference.names import match_country
from cairn.reference.routes import routes
from cairn.reporting.reading.errors import (
    UncertainCountry,
    UnknownCountry,
    UnknownRoute,
    UnknownTerm,
)
from cairn.reporting.reading.mapping import Mapping
from cairn.reporting.reading.rows import Finding

COUNTRY, ROUTE, TERM = "country", "route", "term"
NAMES = (UncertainCountry, UnknownCountry, UnknownRoute, UnknownTerm)
DATES = (AmbiguousDate, OtherDateStyle)
NUMBERS = (AmbiguousNumber, OtherNumberStyle)
# Codes under which such problems are stored: a person can settle them without touching the file.
ASKED = frozenset(kind.__new__(kind).code for kind in (*NAMES, *DATES, *NUMBERS))


@dataclass(frozen=True, slots=True)
class Question:
    """One spelling of one column, and what it may stand for."""

    column: str
    field: str
    kind: str  # country, route or term
    written: str
    times: int
    candidates: tuple[str, ...]  # keys, the likeliest first


def names_asked(
    findings: Iterable[Finding],
    cell_of: Callable[[int, str], Any],
    mapping: Mapping,
) -> tuple[Question, ...]:
    """One question for each spelling that could not be read, the most frequent first."""
    times: dict[tuple[str, str], int] = {}
    for finding in findings:
        if isinstance(finding.error, NAMES):
            written = str(cell_of(finding.row, finding.column) or "").strip()
            if written:
                times[finding.column, written] = times.get((finding.column, written), 0) + 1
    ordered = sorted(times, key=lambda place: (-times[place], place))
    return tuple(question(mapping, *place, times[place]) for place in ordered)


def question(mapping: Mapping, column: str, written: str, times: int = 1) -> Question:
    """What this spelling of this column may stand for."""
    rule = next((rule for rule in mapping.rules if rule.column == column), None)
    field = rule.field if rule else ""
    match rule.reads if rule else "":
        case "country" | "countries":
            found = match_country(written, un_names=mapping.un_names)
            likely = tuple(iso3 for iso3, _ in found.candidates[:6])
            return Question(column, field, COUNTRY, written, times, likely)
        case "route":
            return Question(column, field, ROUTE, written, times, tuple(routes()))
    known = dimensions().get(field)
    return Question(column, field, TERM, written, times, tuple(known.values) if known else ())


def asks_date_style(findings: Iterable[Finding]) -> bool:
    return any(isinstance(finding.error, DATES) for finding in findings)


def asks_number_style(findings: Iterable[Finding]) -> bool:
    return any(isinstance(finding.error, NUMBERS) for finding in findings)


def cells_by_place(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[Any]]]
) -> Callable[[int, str], Any]:
    """A look-up of single cells among the rows that are shown."""
    places: Dict[str, int] = {name: at for at, name in enumerate(header)}
    held = dict(rows)

    def cell_of(row: int, column: str) -> Any:
        cells, place = held.get(row, ()), places.get(column, -1)
        return cells[place] if 0 <= place < len(cells) else None

    return cell_of
