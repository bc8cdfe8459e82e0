"""Validated filings as rows of the desk's snapshot: each organisation a source of its own.

Numbers of two organisations are never added, so two agencies of one State stand side by side. Every
way of cutting a number (by nationality, by sex, …) is a table that closes to the same total
(`closing`); what a cut leaves out stands in a row without that dimension. Only conduct that a
measure speaks of enters it: what a State calls mixed adds nothing to smuggling. Decides nothing
about who may see a row.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from cairn.accounts.models import Organisation
from cairn.figures.schema import PREFIX
from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.kernel.text import noop
from cairn.observatory import closing
from cairn.observatory.covering import Covered, covered_by, sent_on
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

    @property
    def covers(self) -> bool:
        """Whether it says how many there were in its days."""
        return closing.Closed(self.span, self.value, self.missing).covers


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
    total = closing.totals(inputs, cuts, whole)
    yield from (_line(filing, measure, measure, one) for one in total)
    for cut in cuts:
        tab = f"{measure}:{'+'.join(NAMES.get(name, name) for name in cut)}"
        for one in closing.table(cut, inputs, whole, total):
            yield _line(filing, tab, measure, one)


def _line(filing: Filing, tab: str, measure: str, one: closing.Closed) -> Line:
    return Line(filing, tab, measure, one.span, one.value, one.missing, dict(one.dims))


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
        "tables": [_table(tab, tables[tab], tables[_whole(tab)]) for tab in sorted(tables)],
    }


def _title(rows: Sequence[Line]) -> str:
    """What the number of a table is called where it is filed: a template."""
    measures = section(rows[0].filing.section).measures
    return measures[rows[0].measure].title


def _whole(tab: str) -> str:
    """The table of the same number that is not cut."""
    return tab.partition(":")[0]


def _table(tab: str, rows: Sequence[Line], whole: Sequence[Line]) -> dict[str, Any]:
    names = tab.partition(":")[2]
    dimensions = ["country", "kind", *(names.split("+") if names else [])]
    covered = covered_by(
        Covered(
            (line.filing.first, line.filing.period_last),
            (line.span.earliest, line.span.latest),
            sent_on(line.filing),
            line.covers,
        )
        for line in whole
    )
    level = min((line.span.precision.value for line in rows), key=lambda one: LEVELS.get(one, 4))
    return {
        "tab": tab,
        "basis": rows[0].measure,
        "title": _title(rows),
        "dimensions": dimensions,
        "level": level if level in LEVELS else "year",
        "preference": len(dimensions),
        "coverage_from": covered.first,
        "coverage_to": covered.last,
        "complete_to": covered.last,
        "gaps": [one.as_json() for one in covered.gaps],
    }
