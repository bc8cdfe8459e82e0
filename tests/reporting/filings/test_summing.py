"""What the merged filing will say is what a plain loop over the agencies' numbers gives.

SU-1 totals of agencies are those of everywhere; SU-2 the merged total is that of the merged cells;
SU-3 nobody vanishes: totals of agencies are merged, doubles and what is left over; SU-4 a cell that
one agency alone gives, and one for which an agency has no number, are named.
"""

from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.reporting.filings.checks import totals_of
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.merging import Decision, Given, merge, proposals
from cairn.reporting.filings.summing import summary

FILINGS = ("fil-a", "fil-b", "fil-c")
INPUTS = (
    CountInput("dead"),
    CountInput("dead", dims={"sex": "female"}),
    CountInput("dead", dims={"sex": "male"}),
    CountInput("dead", dims={"origin": "NER", "sex": "male"}),
    CountInput("dead", span=DateSpan.month(2024, 1)),
    CountInput("dead", span=DateSpan.month(2024, 2)),
    CountInput("missing"),
)
BY_KEY = {one.key: one for one in INPUTS}
given_cells = st.dictionaries(
    st.tuples(st.sampled_from(FILINGS), st.sampled_from(sorted(BY_KEY))),
    st.one_of(st.none(), st.integers(0, 40)),
    min_size=1,
)


def told(cells):
    return [
        Given(filing, key, value, None if value is not None else Cell.NOT_RECORDED)
        for (filing, key), value in cells.items()
    ]


def inputs(rows):
    return [
        CountInput(BY_KEY[key].measure, value, None, BY_KEY[key].dims, BY_KEY[key].span)
        for key, value in rows
    ]


@given(given_cells, st.data())
def test_su123_the_summary_is_a_plain_loop(cells, data):
    rows = told(cells)
    decisions = {
        (one.key, one.left.filing, one.right.filing): data.draw(st.sampled_from(list(Decision)))
        for one in proposals(rows)
    }
    merged = totals_of(inputs((one.key, one.value) for one in merge(rows, decisions)))
    for one in summary(rows, decisions):
        for filing in FILINGS:
            alone = inputs((row.key, row.value) for row in rows if row.filing == filing)
            assert one.given.get(filing) == totals_of(alone).get(one.measure)
        assert one.merged == merged.get(one.measure)
        assert sum(one.given.values()) == (one.merged or 0) + one.doubles + one.gap


@given(given_cells)
def test_su2_nothing_is_said_of_a_total_that_is_not_decided(cells):
    rows = told(cells)
    open_measures = {one.key.split("|")[0] for one in proposals(rows)}
    for one in summary(rows, {}):
        assert (one.open > 0) == (one.measure in open_measures)
        wholes = [row for row in rows if row.key == f"{one.measure}|" and row.positive]
        if len(wholes) > 1:
            assert one.merged is None


def test_su3_who_gives_no_total_is_left_over_and_asked_about():
    rows = [
        Given("fil-a", "dead|", 10),
        Given("fil-b", "dead||sex=male", 4),
    ]
    (one,) = summary(rows, {})
    assert (one.merged, one.doubles, one.gap) == (10, 0, 4)


def test_su4_cells_of_one_agency_and_cells_without_a_number_are_named():
    rows = [
        Given("fil-a", "dead|", 10),
        Given("fil-b", "dead|", None, Cell.WITHHELD),
        Given("fil-b", "dead||sex=male", 4),
    ]
    (one,) = summary(rows, {})
    assert one.silent == [("dead|", "fil-b")]
    assert one.alone == [("dead||sex=male", "fil-b")]
