"""How a file would be read, and what a person may correct in that: the second step of an import.

`Plan` is what was decided; everything it does not say is proposed from a declared layout, or from
headings and values. `survey` opens the file and puts both together. Nothing is kept here, and no
row beyond the first ones is read.
"""

from collections import Counter
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from django.utils import timezone

from cairn.figures.dimensions import DIMENSIONS
from cairn.formats.headers import Proposal, propose
from cairn.formats.numbers import infer_number_style
from cairn.formats.opening import Opening
from cairn.formats.tables import Sheet, Workbook, open_table
from cairn.kernel.dates import Precision
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.reading.boxes import boxes
from cairn.reporting.reading.layouts import SeveralTables, Source, Table, table_for
from cairn.reporting.reading.mapping import CellRule, Mapping, NothingCounted, Rule
from cairn.reporting.reading.probes import PROBES
from cairn.reporting.reading.proposing import check_fields, lexicon
from cairn.reporting.reading.rows import Reading, RowReader

SAMPLE = 200
NO_LAYOUT = "-"  # the person says that the file is of no declared layout
COUNT = "count"  # the column of numbers of a series; no field of a row, so not among the fields
MAIN = "main"  # the only table of a series that nobody declared
DECLARED = noop("declared in the layout %(layout)s")
CHOSEN = noop("chosen by you")
ASIDE = noop("not read: the layout %(layout)s does not use it")


class SameField(CairnError):
    text = noop(
        "Two columns (%(first)s and %(second)s) would be read as the same thing; leave one of "
        "them aside."
    )


class NothingSaidOfCount(CairnError):
    text = noop("Say what the numbers of this series count, such as arrivals or detections.")


class NoPeriod(CairnError):
    text = noop("No column was recognized as the date or the year; say which column holds it.")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person has decided about one file."""

    kind: str
    source: str = ""
    layout: str = ""  # `layout` or `layout/table`; `NO_LAYOUT`; empty: whichever fits
    sheet: str = ""
    encoding: str = ""  # these three: empty or 0 where it is left to the file
    delimiter: str = ""
    header_row: int = 0
    fields: Dict[str, str] = field(default_factory=dict)  # heading → field, empty: left aside
    basis: str = ""  # of a series that nobody declared
    date_style: str = ""
    number_style: str = ""
    answers: Dict[str, Dict[str, str | None]] = field(default_factory=dict)
    facts: Dict[str, str] = field(default_factory=dict)  # about a source that is new

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def opening(self) -> Opening:
        return Opening(self.encoding, self.delimiter, self.sheet, self.header_row)

    def kept_for(self, header: Sequence[str]) -> Self:
        """The same plan without what was said of columns that this table does not have."""
        return replace(
            self,
            fields={column: name for column, name in self.fields.items() if column in header},
            answers={column: held for column, held in self.answers.items() if column in header},
        )

    @classmethod
    def from_json(cls, stored: Dict[str, Any]) -> Self:
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})


@dataclass(frozen=True)
class Survey:
    """A file as it would be read now."""

    workbook: Workbook
    sheet: Sheet
    table: Table | None  # the declared layout that is used
    several: str  # names of layouts among which a person must choose
    proposals: tuple[Proposal, ...]  # one for each column
    mapping: Mapping | None
    lacking: CairnError | None  # why there is no mapping yet
    readings: tuple[Reading, ...]  # the first rows as they will be read
    rows: tuple[tuple[int, Sequence[Any]], ...]


def survey(path: Path, plan: Plan, *, name: str) -> Survey:
    """Open the file and say how it would be read; raises a `FileError` where it cannot be."""
    workbook = open_table(path, isolated=True, opening=plan.opening)
    sheet = workbook.sheet(plan.sheet or None)
    several, table = "", None
    try:
        table = _table(sheet, plan, name)
    except SeveralTables as problem:
        several = str(problem.values["known"])
    rows = tuple(sheet.sample(SAMPLE))
    samples = [cells for _, cells in rows]
    usual = _declared(sheet, table) if table else _proposed(sheet, samples, plan.kind)
    proposals = tuple(_corrected(proposal, plan) for proposal in usual)
    mapping, lacking = None, None
    try:
        mapping = _mapping(sheet, table, proposals, plan, samples)
    except CairnError as problem:
        lacking = problem
    readings: tuple[Reading, ...] = ()
    if mapping:
        reader = RowReader(mapping, sheet.header, today=timezone.localdate(), boxes=boxes())
        readings = tuple(reader.read(row, cells) for row, cells in rows)
    return Survey(workbook, sheet, table, several, proposals, mapping, lacking, readings, rows)


def _table(sheet: Sheet, plan: Plan, name: str) -> Table | None:
    if plan.layout == NO_LAYOUT:
        return None
    return table_for(sheet.header, kind=plan.kind, name=plan.layout, hint=name, source=plan.source)


def _declared(sheet: Sheet, table: Table) -> list[Proposal]:
    found = {rule.column: rule.field for rule in table.mapping.rules}
    found |= {cell.column: COUNT for cell in table.mapping.cells}
    values = {"layout": table.mapping.layout}
    return [
        Proposal(name, found[name], 1.0, DECLARED, values)
        if name in found
        else Proposal(name, None, 0.0, ASIDE, values)
        for name in sheet.header
    ]


def _proposed(sheet: Sheet, samples: list[Any], kind: str) -> list[Proposal]:
    probes = PROBES | {COUNT: PROBES["total"]}
    return propose(sheet.header, samples, lexicon(kind), probes=probes)


def _corrected(proposal: Proposal, plan: Plan) -> Proposal:
    if proposal.column not in plan.fields:
        return proposal
    chosen = plan.fields[proposal.column] or None
    if chosen == proposal.field:
        return replace(proposal, score=1.0) if chosen else proposal
    return Proposal(proposal.column, chosen, 1.0 if chosen else 0.0, CHOSEN)


def _mapping(
    sheet: Sheet,
    table: Table | None,
    proposals: Sequence[Proposal],
    plan: Plan,
    samples: list[Any],
) -> Mapping:
    fields = {
        found.column: found.field
        for found in proposals
        if found.field and (found.sure or found.column in plan.fields)
    }
    if table:
        mapping = _layout_with_corrections(table.mapping, fields, plan)
    else:
        mapping = _own_mapping(fields, plan)
    style = plan.number_style
    if not style:
        counts = {rule.column for rule in mapping.rules if rule.reads == "count"}
        counts |= {cell.column for cell in mapping.cells}
        places = [at for at, name in enumerate(sheet.header) if name in counts]
        style = infer_number_style(cells[at] for cells in samples for at in places).value
    answers = {column: dict(given) for column, given in mapping.answers.items()}
    for column, given in plan.answers.items():
        answers[column] = answers.get(column, {}) | dict(given)
    return replace(
        mapping.opened(plan.opening),
        date_style=plan.date_style or mapping.date_style or _date_style(sheet, mapping, samples),
        number_style=style or mapping.number_style,
        answers=answers,
    )


def _date_style(sheet: Sheet, mapping: Mapping, samples: list[Any]) -> str:
    """The order of day and month, only where the first rows prove it."""
    from cairn.formats.dates import infer_date_style

    column = mapping.column_of("date")
    if not column or column not in sheet.header:
        return ""
    place = sheet.header.index(column)
    guess = infer_date_style(cells[place] for cells in samples)
    ordered = guess.style is not None and guess.style.value in {"day_first", "month_first"}
    return guess.style.value if guess.style and guess.certain and ordered else ""


def _layout_with_corrections(declared: Mapping, fields: Dict[str, str], plan: Plan) -> Mapping:
    """The layout's own rules, except for columns about which the person decided otherwise."""
    usual = {rule.column: rule.field for rule in declared.rules}
    changed = {
        column: name
        for column, name in plan.fields.items()
        if usual.get(column, "") != name and name != COUNT
    }
    if not changed:
        return declared
    kept = tuple(rule for rule in declared.rules if rule.column not in changed)
    _check_once({rule.column: rule.field for rule in kept} | changed)
    added = tuple(Rule(name, column) for column, name in changed.items() if name)
    return replace(declared, rules=kept + added)


def _own_mapping(fields: Dict[str, str], plan: Plan) -> Mapping:
    _check_once(fields)
    rules = tuple(Rule(name, column) for column, name in fields.items() if name != COUNT)
    if plan.kind == "incidents":
        check_fields({rule.field for rule in rules})
        return Mapping(kind=plan.kind, rules=rules)
    counted = [column for column, name in fields.items() if name == COUNT]
    if not {rule.field for rule in rules} & {"date", "year"}:
        raise NoPeriod()
    if not counted:
        raise NothingCounted()
    if not plan.basis:
        raise NothingSaidOfCount()
    return Mapping(kind=plan.kind, rules=rules, cells=(CellRule(counted[0], plan.basis, MAIN),))


def _check_once(fields: Dict[str, str]) -> None:
    columns: dict[str, str] = {}
    for column, name in fields.items():
        if name and (other := columns.setdefault(name, column)) != column:
            raise SameField(first=other, second=column)


def source_of(found: Survey, plan: Plan, name: str) -> Source:
    """The source that the file speaks for: declared, or as the person describes it."""
    if found.table:
        declared = found.table.source
        return replace(declared, key=plan.source) if plan.source else declared
    facts = {name: str(value) for name, value in plan.facts.items()}
    return Source(
        key=plan.source,
        title=facts.get("title") or Path(name).stem,
        publisher=facts.get("publisher", ""),
        address=facts.get("address", ""),
        licence=facts.get("licence") or "unknown",
        citation=facts.get("citation", ""),
        retrieved=facts.get("retrieved", ""),
    )


def tables_of(found: Survey) -> list[dict[str, Any]]:
    """What a series must say of its tables, so that figures know which of them answers what."""
    if found.table:
        return list(found.table.tabs)
    mapping = found.mapping
    if mapping is None or mapping.kind != "counts":
        return []
    columns = {column: name for name, column in DIMENSIONS["counts"].items()}
    columns["what"] = "kind"
    named = [columns[rule.field] for rule in mapping.rules if rule.field in columns]
    spans = Counter(
        draft.span.precision for reading in found.readings for draft in reading.drafts if draft.span
    )
    level = (
        spans.most_common(1)[0][0] if spans else _level_of({rule.field for rule in mapping.rules})
    )
    return [
        {
            "tab": MAIN,
            "basis": mapping.cells[0].basis,
            "dimensions": named,
            "level": level.value,
            "preference": 1,
        }
    ]


def _level_of(fields: set[str]) -> Precision:
    """How fine the dates of a series are, where none of the first rows can be read yet."""
    if "date" in fields:
        return Precision.DAY
    if "month" in fields:
        return Precision.MONTH
    return Precision.SPAN if "week" in fields else Precision.YEAR
