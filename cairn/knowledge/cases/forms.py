"""Cases as tables, in which they also come back: one line for a case, one for a charge, and in the
long one a line for every fact."""

from collections.abc import Iterable, Iterator

from cairn.formats.writers import csv_lines
from cairn.knowledge.cases.facts import FACTS, fact_lines
from cairn.knowledge.cases.schema import Record
from cairn.knowledge.cases.tables import CASES, CHARGES, case_line, charge_lines
from cairn.knowledge.forms import table
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item
from cairn.knowledge.outgoing import Address, body_of


def _held(item: Item) -> Record:
    record: Record = kind_of("case").load(body_of(item))
    return record


def _cases(items: Iterable[Item], address: Address) -> Iterator[str]:
    return csv_lines(
        case_line(one.key, _held(one), one.ref, address(one.kind, one.ref)) for one in items
    )


def _charges(items: Iterable[Item], _: Address) -> Iterator[str]:
    return csv_lines(line for one in items for line in charge_lines(one.key, _held(one)))


def _facts(items: Iterable[Item], _: Address) -> Iterator[str]:
    return csv_lines(line for one in items for line in fact_lines(one.key, body_of(one)))


FORMS = (
    table("cases.csv", CASES, _cases),
    table("charges.csv", CHARGES, _charges),
    table("case-facts.csv", FACTS, _facts),
)
