"""A key alone says in which table its number stands, whatever a place is called."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from cairn.kernel.dates import DateSpan
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import DIMENSIONS
from cairn.web.desk.filing.lines import names_of, names_of_key

DIMS = some.dictionaries(
    some.sampled_from(sorted(DIMENSIONS)), some.text("ab|=\\+é.", max_size=6), max_size=4
)
SPANS = some.none() | some.just(DateSpan.between(date(2024, 1, 1), date(2024, 1, 31)))


@given(DIMS, SPANS)
def test_the_names_in_a_key_are_those_of_its_cell(dims, span):
    cell = CountInput("smuggled_detected", 1, None, dims, span)
    assert names_of_key(cell.key) == names_of(cell)
