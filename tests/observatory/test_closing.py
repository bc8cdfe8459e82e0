"""The numbers of a filing as lines: nothing is lost, nothing is counted twice or passes for whole.

CL-1 every table closes to the total, whatever was filed; CL-2 a month that was filed stands as it
was filed, and what is broken down in it closes to it; CL-3 a month without a number is a line
without one; CL-4 what parts leave of a total, or say too much, is a line of the whole; CL-5 a
nationality given for the quarter and by month counts once; CL-6 a total made of parts lacks what
they lack; CL-7 which days are covered.
"""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.observatory.closing import Closed, table, totals
from cairn.observatory.covering import GAP, NO_NUMBER, Covered, covered_by
from cairn.reporting.filings.counts import CountInput

WHOLE = DateSpan.quarter(2026, 4)
MONTHS = {n: DateSpan.month(2026, n) for n in (10, 11, 12)}
BY, SEX = ("origin",), ("sex",)
cells = st.one_of(st.none(), st.integers(0, 30))  # None: not recorded
when = st.sampled_from([None, *MONTHS])


def cell(value, month=None, **dims):
    missing = None if value is not None else Cell.NOT_RECORDED
    span = MONTHS[month] if month else None
    return CountInput("smuggled_detected", value, missing, dims, span)


def told(lines):
    """(days as months, value) of each line, in order."""
    ordered = sorted(lines, key=lambda one: (one.days, one.value is None, one.value or 0))
    return [
        (
            "Q4" if one.span.earliest.month != one.span.latest.month else one.span.earliest.month,
            one.value,
        )
        for one in ordered
    ]


def summed(lines):
    return sum(one.value or 0 for one in lines)


@given(
    st.dictionaries(when, cells),
    st.dictionaries(st.tuples(when, st.sampled_from(["NER", "MLI"])), cells),
    st.dictionaries(st.tuples(when, st.sampled_from(["female", "male"])), cells),
)
def test_cl1_every_table_closes_to_the_total(plain, origins, sexes):
    given = [cell(value, month) for month, value in plain.items()]
    given += [cell(value, month, origin=one) for (month, one), value in origins.items()]
    given += [cell(value, month, sex=one) for (month, one), value in sexes.items()]
    total = totals(given, [BY, SEX], WHOLE)
    known = any(one.value is not None for one in total)
    assert known == any(one.value is not None for one in given)
    for cut in (BY, SEX):
        assert summed(table(cut, given, WHOLE, total)) == summed(total)
    # The number of the quarter, by hand: as stated, else its months, else its fullest table.
    stated, months = plain.get(None), [v for m, v in plain.items() if m and v is not None]
    if stated is not None:
        assert summed(total) == stated
    elif months:
        assert summed(total) == sum(months)
    elif known:
        assert summed(total) == max(by_hand(origins), by_hand(sexes))


def by_hand(cut):
    """Each part as it is stated for the quarter, else as its months give it."""
    parts = {one for _month, one in cut}
    found = 0
    for part in parts:
        whole = cut.get((None, part))
        months = [v for (m, one), v in cut.items() if m and one == part and v is not None]
        found += whole if whole is not None else sum(months)
    return found


@given(
    st.dictionaries(st.sampled_from([10, 11, 12]), st.integers(0, 30), min_size=1),
    st.one_of(st.none(), st.integers(0, 90)),
    st.dictionaries(
        st.tuples(st.sampled_from([10, 11, 12]), st.sampled_from(["NER", "MLI"])),
        st.integers(0, 30),
        min_size=1,
    ),
)
def test_cl2_a_filed_month_stands_and_what_is_broken_down_in_it_closes(months, stated, origins):
    given = [cell(value, month) for month, value in months.items()]
    given += [cell(stated)] if stated is not None else []
    given += [cell(value, month, origin=one) for (month, one), value in origins.items()]
    total = totals(given, [BY], WHOLE)
    made = table(BY, given, WHOLE, total)
    for month, value in months.items():
        span = MONTHS[month]
        assert [one.value for one in total if one.span == span] == [value]
        assert summed([one for one in made if one.span == span]) == value


def test_cl3_a_month_without_a_number_is_a_line_without_one():
    given = [cell(3432), cell(1887, 10), cell(1545, 11), cell(None, 12)]
    assert told(totals(given, [], WHOLE)) == [(10, 1887), (11, 1545), (12, None)]
    assert told(totals(given[1:3], [], WHOLE)) == [(10, 1887), (11, 1545), (12, None)], "left empty"
    assert told(totals(given[:3], [], WHOLE)) == [(10, 1887), (11, 1545), (12, None)]
    assert told(totals([cell(0)], [], WHOLE)) == [("Q4", 0)], "a true zero is whole"
    assert told(totals([cell(0), cell(None, 10)], [], WHOLE)) == [("Q4", 0)]
    assert told(totals([cell(0), cell(0, 11)], [], WHOLE)) == [("Q4", 0), (11, 0)]


def test_cl4_what_parts_leave_or_say_too_much_is_of_the_whole():
    given = [cell(145), cell(52, 10), cell(32, 11), cell(40, 12)]
    assert told(totals(given, [], WHOLE)) == [(10, 52), ("Q4", 21), (11, 32), (12, 40)]
    too_much = [cell(100), cell(52, 10), cell(32, 11), cell(40, 12)]
    assert told(totals(too_much, [], WHOLE)) == [(10, 52), ("Q4", -24), (11, 32), (12, 40)]
    of_october = [*given, cell(36, 10, origin="NER")]
    made = table(BY, of_october, WHOLE, totals(of_october, [BY], WHOLE))
    nigeriens = [(one.days[0].month, one.value) for one in made if one.dims]
    others = told([one for one in made if not one.dims])
    assert nigeriens == [(10, 36), (11, None), (12, None)]
    assert others == [(10, 16), ("Q4", 21), (11, 32), (12, 40)]


def test_cl5_given_for_the_quarter_and_by_month_it_counts_once():
    given = [cell(30, origin="NER"), cell(10, 10, origin="NER"), cell(12, 11, origin="NER")]
    total = totals(given, [BY], WHOLE)
    assert summed(total) == 30
    made = table(BY, given, WHOLE, total)
    assert told([one for one in made if one.dims]) == [(10, 10), ("Q4", 8), (11, 12)]


def test_cl6_a_total_made_of_parts_lacks_what_they_lack():
    given = [cell(7, 10, origin="NER"), cell(None, 11, origin="NER"), cell(5, 11, origin="MLI")]
    lines = totals(given, [BY], WHOLE)
    assert summed(lines) == 12
    assert told(lines) == [(10, 7), (10, None), (11, 5), (11, None), (12, None), (12, None)]


def test_cl7_days_of_which_no_number_speaks_are_not_covered():
    quarter, before = (date(2026, 10, 1), date(2026, 12, 31)), (date(2026, 1, 1), date(2026, 3, 31))
    lines = [
        Covered(before, before, date(2026, 4, 9), True),
        *(
            Covered(quarter, one.days, date(2026, 11, 30), one.covers)
            for one in totals([cell(1, 10), cell(None, 11), cell(2, 12)], [], WHOLE)
        ),
    ]
    found = covered_by(lines)
    assert (found.first, found.last) == (date(2026, 1, 1), date(2026, 10, 31))
    assert [(g.first, g.last, g.reason) for g in found.gaps] == [
        (date(2026, 4, 1), date(2026, 9, 30), GAP)
    ]
    later = covered_by(
        Covered(quarter, one.days, date(2027, 1, 9), one.covers)
        for one in totals([cell(1, 10), cell(None, 11), cell(2, 12)], [], WHOLE)
    )
    assert later.last == date(2026, 12, 31)
    assert [(g.first, g.last, g.reason) for g in later.gaps] == [
        (date(2026, 11, 1), date(2026, 11, 30), NO_NUMBER)
    ]
    nothing = covered_by([Covered(quarter, quarter, None, False)])
    assert [(g.first, g.last) for g in nothing.gaps] == [quarter]
    running = covered_by([Covered(quarter, quarter, date(2026, 11, 30), True)])
    assert running.last == date(2026, 11, 30), "what was sent early speaks of no later day"
    assert not Closed(WHOLE, -3).covers, "what parts say too much is of no days"
