"""Laws as a table, one line for a law; whole laws are in the JSON lines."""

from collections.abc import Iterable, Iterator

from cairn.formats.writers import csv_lines
from cairn.knowledge.forms import table
from cairn.knowledge.laws.exporting import COLUMNS, lines
from cairn.knowledge.models import Item
from cairn.knowledge.outgoing import Address


def _laws(items: Iterable[Item], _: Address) -> Iterator[str]:
    return csv_lines(lines(items))


FORMS = (table("laws.csv", COLUMNS, _laws),)
