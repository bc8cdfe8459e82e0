"""Validated filings as rows of the desk's snapshot: each organisation a source of its own.

Numbers of two organisations are never added, so two agencies of one State stand side by side. Every
way of cutting a number (by nationality, by sex, …) is a table that closes to the same total: what a
cut leaves out stands in a row "not recorded". Only conduct that a measure speaks of enters it: what
a State calls mixed adds nothing to smuggling. Decides nothing about who may see a row.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from cairn.accounts.models import Organisation
from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.kernel.text import noop
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import Conduct, section
from cairn.reporting.filings.drafting import input_of
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.sharing.purposes import Purpose, answers

# Dimensions of a filing that the snapshot knows, with its columns.
CUT_BY = {
    "origin": "origin",
    "sex": "sex",
    "age_group": "age_group",
    "mode": "mode",
    "place": "place",
    "partner": "destination",
}
NAMES = {"age_group": "age", "partner": "destination"}  # as filters are called
OF_SMUGGLING = frozenset({Conduct.SMUGGLING, Conduct.AGGRAVATED})
CONDUCTS = {"irregular_migration": frozenset({Conduct.IRREGULAR_ENTRY})}
VISIBILITY = (
    *("owner_id", "state", "audience_class", "section", "period", "embargo_until", "shared_with"),
)
NOTE = noop("Contributed by the organisation itself and not published; no other source is added.")
MERGED_NOTE = noop(
    "Contributed by the organisation itself and not published. Filings of several agencies of its "
    "State were merged in it; no source beyond these is added."
)
TERMS = noop("contributed: for those who may see it here, not for publication")
INVENTED = noop("Invented for the demonstration: no such numbers were ever reported.")
LEVELS = {"month": 0, "quarter": 1, "half": 2, "year": 3}  # how exact dates are, and in what order
GAP = noop("No filing of this organisation was validated for these days.")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a number of one filing in one table."""

    filing: Filing
    tab: str
    measure: str
    span: DateSpan
    value: int | None
    missing: Cell | None
    dims: dict[str, str] = field(default_factory=dict)


PREFIX = "filings-"  # of the keys of sources that are made of filings


def source_key(organisation: Organisation) -> str:
    return f"{PREFIX}{organisation.key}"[:64]


def contributors() -> list[Organisation]:
    """Organisations of which a filing may be counted in figures."""
    rows = Filing.objects.countable().values_list("owner", "uses")
    owners = {owner for owner, uses in rows.iterator() if answers(Purpose.STATISTICS, uses)}
    return list(Organisation.objects.filter(ref__in=owners).order_by("key"))


def figured(organisation: Organisation) -> list[Filing]:
    """Its filings that may be counted in figures: those whose permitted uses do not bar it."""
    rows = Filing.objects.countable().filter(owner=organisation).order_by("period", "pk")
    return [one for one in rows if answers(Purpose.STATISTICS, one.uses)]


def filing_batches(organisations: Sequence[Organisation]) -> Iterator[Any]:
    """Their rows as Arrow record batches, one organisation at a time."""
    import pyarrow as pa

    from cairn.figures.schema import arrow_schema

    schema = arrow_schema("counts")
    for organisation in organisations:
        rows = [_row(organisation, line, at) for at, line in enumerate(lines(organisation))]
        if rows:
            columns = zip(*rows, strict=True)
            yield pa.RecordBatch.from_arrays(
                [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
            )


def _row(organisation: Organisation, line: Line, at: int) -> tuple[Any, ...]:
    column = {CUT_BY[name]: value for name, value in line.dims.items()}
    return (
        *(
            f"{line.filing.ref}.{at}",
            line.filing.number,
            source_key(organisation),
            line.tab,
            line.measure,
        ),
        *(line.span.earliest, line.span.latest, line.span.precision.value, line.value),
        line.missing.value if line.missing else None,
        *(None, column.get("origin"), column.get("destination"), line.filing.state),
        *(column.get("place"), column.get("sex"), column.get("age_group"), column.get("mode")),
        *(None, None, None, line.filing.conduct),
        *(getattr(line.filing, name) for name in VISIBILITY),
    )


def lines(organisation: Organisation) -> list[Line]:
    """All rows of one organisation."""
    filings = figured(organisation)
    by_pk = {one.pk: one for one in filings}
    rows = FilingCount.objects.filter(filing__in=filings).order_by("filing_id", "key")
    given: dict[tuple[int, str], list[CountInput]] = defaultdict(list)
    for pk, group in groupby(rows.iterator(chunk_size=5_000), key=lambda row: row.filing_id):
        if speaks(by_pk[pk]):
            for row in group:
                given[pk, row.measure].append(input_of(row))
    cuts: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for (_, measure), inputs in given.items():
        cuts[measure] |= {_cut(one) for one in inputs} - {()}
    found: list[Line] = []
    for (pk, measure), inputs in given.items():
        found += _of_measure(by_pk[pk], measure, inputs, sorted(cuts[measure]))
    return found


def speaks(filing: Filing) -> bool:
    """Whether its numbers are of conduct that a measure speaks of."""
    return filing.conduct in CONDUCTS.get(filing.section, OF_SMUGGLING)


def in_figures(filing: Filing) -> bool:
    """Whether any of its numbers is counted, once it is validated."""
    return speaks(filing) and answers(Purpose.STATISTICS, filing.uses)


def _cut(one: CountInput) -> tuple[str, ...]:
    return tuple(name for name in CUT_BY if one.dims.get(name))


def _of_measure(
    filing: Filing, measure: str, inputs: Sequence[CountInput], cuts: Sequence[tuple[str, ...]]
) -> Iterator[Line]:
    whole = DateSpan.between(filing.first, filing.period_last)
    totals = _totals(filing, measure, inputs, whole)
    yield from totals
    known = [line.value for line in totals if line.value is not None]
    total = sum(known) if known else None
    for cut in cuts:
        tab = f"{measure}:{'+'.join(NAMES.get(name, name) for name in cut)}"
        mine = [one for one in inputs if _cut(one) == cut and not _other(one)]
        summed = sum(one.value or 0 for one in mine)
        for one in mine:
            dims = {name: one.dims[name] for name in cut}
            yield Line(filing, tab, measure, one.span or whole, one.value, one.missing, dims)
        if total is None and not mine:
            yield Line(filing, tab, measure, whole, None, Cell.NOT_RECORDED)
        elif total is not None and total > summed:
            yield Line(filing, tab, measure, whole, total - summed, None)


def _other(one: CountInput) -> bool:
    """Whether it is broken down by something that the snapshot does not know."""
    return any(value and name not in CUT_BY for name, value in one.dims.items())


def _totals(
    filing: Filing, measure: str, inputs: Sequence[CountInput], whole: DateSpan
) -> list[Line]:
    """The number for the whole period: by its months where they say the same, else as stated, else
    as the largest of its cuts gives it."""
    plain = [one for one in inputs if not any(one.dims.values())]
    stated = [one for one in plain if one.span is None]
    parts = [one for one in plain if one.span is not None]
    told = stated[0].value if stated else None
    if parts and (not stated or sum(one.value or 0 for one in parts) == told):
        return [_line(filing, measure, one, whole) for one in parts]
    if stated:
        return [_line(filing, measure, stated[0], whole)]
    sums: dict[tuple[str, ...], int] = defaultdict(int)
    for one in inputs:
        if one.value is not None and not _other(one):
            sums[_cut(one)] += one.value
    value = max(sums.values(), default=None)
    missing = None if value is not None else Cell.NOT_RECORDED
    return [Line(filing, measure, measure, whole, value, missing)]


def _line(filing: Filing, measure: str, one: CountInput, whole: DateSpan) -> Line:
    return Line(filing, measure, measure, one.span or whole, one.value, one.missing)


def describe_filings(organisation: Organisation) -> dict[str, Any]:
    """The source as a snapshot's manifest says it."""
    filings = figured(organisation)
    found = lines(organisation)
    notes = [MERGED_NOTE if any(one.merged_from for one in filings) else NOTE]
    invented = any(one.invented for one in filings)
    if invented:
        notes.append(INVENTED)
    tables: dict[str, list[Line]] = defaultdict(list)
    for line in found:
        tables[line.tab].append(line)
    first = min((one.first for one in filings), default=None)
    last = max((one.period_last for one in filings), default=None)
    return {
        "key": source_key(organisation),
        "title": organisation.name,
        "names": organisation.names,
        "publisher": organisation.name,
        "invented": invented,
        "licence": TERMS,
        "notes": "\n".join(notes),
        "coverage_from": first,
        "coverage_to": last,
        "complete_to": last,
        "tables": [_table(tab, tables[tab]) for tab in sorted(tables)],
    }


def _title(rows: Sequence[Line]) -> str:
    """What the number of a table is called where it is filed: a template."""
    measures = section(rows[0].filing.section).measures
    return measures[rows[0].measure].title


def _table(tab: str, rows: Sequence[Line]) -> dict[str, Any]:
    names = tab.partition(":")[2]
    dimensions = ["country", "kind", *(names.split("+") if names else [])]
    held = sorted({(line.filing.first, line.filing.period_last) for line in rows})
    level = min((line.span.precision.value for line in rows), key=lambda one: LEVELS.get(one, 4))
    return {
        "tab": tab,
        "basis": rows[0].measure,
        "title": _title(rows),
        "dimensions": dimensions,
        "level": level if level in LEVELS else "year",
        "preference": len(dimensions),
        "coverage_from": held[0][0],
        "coverage_to": max(last for _, last in held),
        "complete_to": max(last for _, last in held),
        "gaps": [{"from": first, "to": last, "reason": GAP} for first, last in gaps_between(held)],
    }


def gaps_between(held: Sequence[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """The days between these periods, which are in order, that none of them covers."""
    reached = held[0][1] if held else date.min
    for first, last in held[1:]:
        if first > reached + timedelta(days=1):
            yield reached + timedelta(days=1), first - timedelta(days=1)
        reached = max(reached, last)
