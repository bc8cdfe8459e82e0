"""Numbers as they are given: what is wrong with them, two writers on one draft, and all that is
asked before a filing is submitted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.reporting.filings.asked import Facts
from cairn.reporting.filings.checks import HISTORY, MANY, checks, totals_of, unsettled
from cairn.reporting.filings.counts import LARGEST, CountInput, key_of, problems_of
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.drafting import (
    Change,
    Was,
    WrongCounts,
    save_counts,
)
from cairn.reporting.filings.merging import Origin
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import NotWritable
from cairn.reporting.filings.saving import Given, digest_of, save_form
from tests.reporting.filings.doing import drafted, world

FIRST, LAST = date(2024, 1, 1), date(2024, 3, 31)
SMUGGLED = section("smuggled_migrants")
TOTAL = "smuggled_detected"
origins = st.sampled_from(["NER", "MLI", "NGA", "UNK", "MIX", "XXA"])
values = st.integers(0, LARGEST - 1)


def one(value=None, measure=TOTAL, missing=None, span=None, **dims):
    return CountInput(measure, value, missing, dims, span)


def codes(*inputs):
    return [it.code for it in problems_of(SMUGGLED, inputs, first=FIRST, last=LAST)]


@given(origin=origins, sex=st.sampled_from(["female", "male", "unknown"]), value=values)
def test_what_can_be_meant_is_taken(origin, sex, value):
    assert codes(one(value, origin=origin, sex=sex)) == []
    assert codes(one(None, missing=Cell.WITHHELD, origin=origin)) == []


@given(value=st.one_of(st.integers(max_value=-1), st.integers(min_value=LARGEST)))
def test_no_number_of_people_is_below_zero_or_past_belief(value):
    assert codes(one(value)) == ["below_nothing" if value < 0 else "number_too_large"]


@given(value=values)
def test_a_number_and_a_reason_why_there_is_none_exclude_each_other(value):
    both, neither = one(value, missing=Cell.NOT_RECORDED), one()
    assert codes(both) == codes(neither) == ["number_or_reason"]


@given(dims=st.dictionaries(st.sampled_from(["origin", "sex", "mode"]), st.just("x"), min_size=1))
def test_the_key_of_a_cell_does_not_depend_on_the_order_in_which_it_is_said(dims):
    backwards = dict(reversed(list(dims.items())))
    assert key_of(TOTAL, dims) == key_of(TOTAL, backwards)


@given(inputs=st.lists(st.tuples(origins, values), max_size=12))
def test_the_same_cell_twice_is_said_once_for_each_repetition(inputs):
    given_twice = codes(*(one(value, origin=origin) for origin, value in inputs))
    assert len(given_twice) == len(inputs) - len({origin for origin, _value in inputs})


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (one(3, measure="no_such"), "no_such_number"),
        (one(3, role="guide"), "not_broken_down"),
        (one(3, origin="ZZZ"), "no_such_value"),
        (one(3, origin="EU27"), "no_such_value"),
        (one(3, sex="women"), "no_such_value"),
        (one(3, place="x" * 121), "no_such_value"),
        (one(3, span=DateSpan.month(2024, 4)), "outside_the_period"),
    ],
)
def test_what_cannot_be_meant_is_named(given, code):
    assert codes(given) == [code]


@given(parts=st.lists(values, min_size=1, max_size=6), off=st.integers(-5, 5))
def test_totals_equal_their_parts_or_somebody_says_why(parts, off):
    names = ["NER", "MLI", "NGA", "UNK", "MIX", "XXA"]
    total = max(0, sum(parts) + off)
    counts = [one(total), *(one(it, origin=o) for it, o in zip(parts, names, strict=False))]
    found = checks(Facts(SMUGGLED, FIRST, LAST, "All.", "smuggling", counts))
    differ = [it for it in found if it.code == "parts_differ"]
    assert bool(differ) == (total != sum(parts))
    if differ:
        assert differ[0].values["sum"] == sum(parts)
        assert not unsettled(differ, {differ[0].key: "Some gave none."}, {})
        assert unsettled(differ, {differ[0].key: "  "}, {})


@given(value=values)
def test_a_part_that_is_not_recorded_leaves_room_below_the_total(value):
    counts = [
        one(value + 1),
        one(value, origin="NER"),
        one(None, missing=Cell.WITHHELD, origin="MLI"),
    ]
    found = checks(Facts(SMUGGLED, FIRST, LAST, "All.", "smuggling", counts))
    assert "parts_differ" not in {it.code for it in found}


@pytest.mark.parametrize(
    ("counts", "note", "history", "asked"),
    [
        ([], "All.", {}, {"empty_filing"}),
        ([one(3)], "", {}, {"no_coverage_note"}),
        ([one(3, measure="dead")], "All.", {}, {"number_required"}),
        ([one(None, missing=Cell.NOT_RECORDED)], "All.", {}, set()),
        ([one(3), one(4, measure="unaccompanied_children")], "All.", {}, {"part_exceeds_whole"}),
        ([one(3), one(3, measure="unaccompanied_children")], "All.", {}, set()),
        ([one(900)], "All.", {TOTAL: [100] * HISTORY}, {"unusual_number"}),
        ([one(900)], "All.", {TOTAL: [100] * (HISTORY - 1)}, set()),
        ([one(450)], "All.", {TOTAL: [100] * HISTORY}, set()),
        ([one(15)], "All.", {TOTAL: [1] * HISTORY}, set()),  # small numbers jump
    ],
)
def test_what_is_asked(counts, note, history, asked):
    found = checks(Facts(SMUGGLED, FIRST, LAST, note, "smuggling", counts, history))
    assert {it.code for it in found} == asked


@pytest.mark.parametrize(
    ("now", "replaced", "asked"),
    [
        (1200, {TOTAL: 120}, {"far_from_replaced"}),  # a digit too many
        (12, {TOTAL: 120}, {"far_from_replaced"}),
        (240, {TOTAL: 120}, set()),
        (7, {TOTAL: 32}, {"far_from_replaced"}),  # less than half
        (10, {TOTAL: 27}, {"far_from_replaced"}),
        (5, {TOTAL: 26}, {"far_from_replaced"}),
        (16, {TOTAL: 32}, set()),
        (2, {TOTAL: 12}, set()),
        (19, {TOTAL: 1}, set()),  # small numbers jump
        (1200, {"dead": 120}, set()),
        (1200, {}, set()),
    ],
)
def test_a_number_far_from_the_version_that_it_replaces_is_asked_about_once(now, replaced, asked):
    history = {TOTAL: [100] * HISTORY} if asked else {}  # far from both is one question
    facts = Facts(
        SMUGGLED, FIRST, LAST, "All.", "smuggling", [one(now)], history, replaced=replaced
    )
    found = checks(facts)
    assert {it.code for it in found} == asked
    assert all(it.settles == "answers" for it in found)
    assert not unsettled(found, {}, {it.key: "Two posts had been left out." for it in found})


@pytest.mark.parametrize(
    ("today", "asked"),
    [(LAST, True), (LAST - timedelta(days=40), True), (LAST + timedelta(days=1), False)],
)
def test_a_period_that_is_not_over_is_asked_about(today, asked):
    facts = Facts(SMUGGLED, FIRST, LAST, "All.", "smuggling", [one(3)], today=today)
    found = checks(facts)
    assert [(it.code, it.values, it.settles) for it in found] == (
        [("period_not_over", {"day": LAST}, "answers")] if asked else []
    )


def test_a_total_that_is_not_stated_is_taken_from_its_parts():
    months = [one(n, span=DateSpan.month(2024, n)) for n in (1, 2, 3)]
    assert totals_of(months) == {TOTAL: 6}
    assert totals_of([*months, one(7)]) == {TOTAL: 7}
    assert totals_of([one(5, sex="male"), one(9, origin="NER")]) == {TOTAL: 9}


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def filing(people):
    return drafted(people, value=12)


def saved(filing, by, *changes):
    return save_counts(filing=filing, changes=changes, by=by)


def test_cells_that_nobody_else_touched_are_saved_beside_a_conflict(people, filing):
    saved(filing, people.officer, Change(one(15), Was(12)))
    outcome = saved(filing, people.officer, Change(one(14), Was(12)), Change(one(3, sex="male")))
    assert [(it.mine, it.theirs) for it in outcome.conflicts] == [(Was(14), Was(15))]
    assert outcome.changed == 1
    assert dict(filing.counts.values_list("key", "value")) == {
        "smuggled_detected|": 15,
        "smuggled_detected||sex=male": 3,
    }


def test_two_writers_of_the_same_number_are_no_conflict(people, filing):
    saved(filing, people.officer, Change(one(15), Was(12)))
    assert saved(filing, people.officer, Change(one(15), Was(12))).conflicts == ()


def test_a_cell_that_somebody_emptied_meanwhile_is_written_again(people, filing):
    saved(filing, people.officer, Change(one(), Was(12)))
    assert not filing.counts.exists()
    assert saved(filing, people.officer, Change(one(14), Was(12))).conflicts == ()
    assert filing.counts.get().value == 14


def test_emptying_a_cell_that_changed_meanwhile_is_a_conflict(people, filing):
    saved(filing, people.officer, Change(one(15), Was(12)))
    assert saved(filing, people.officer, Change(one(), Was(12))).conflicts
    assert filing.counts.get().value == 15


def test_one_wrong_number_saves_none_of_them(people, filing):
    with pytest.raises(WrongCounts) as wrong:
        saved(filing, people.officer, Change(one(3, sex="male")), Change(one(-1), Was(12)))
    assert [it.code for it in wrong.value.problems] == ["below_nothing"]
    assert filing.counts.count() == 1


@given(steps=st.lists(st.tuples(origins, st.none() | st.integers(0, 9)), max_size=15))
@pytest.mark.django_db
def test_a_draft_holds_what_was_written_last_whatever_the_order(steps):
    Filing.objects.all().delete()
    people = world()
    filing, held = drafted(people, value=12), {}
    for origin, value in steps:
        was = Was(held[origin]) if origin in held else None
        assert saved(filing, people.officer, Change(one(value, origin=origin), was)).conflicts == ()
        held.pop(origin, None)
        if value is not None:
            held[origin] = value
    stored = filing.counts.exclude(origin=None).values_list("origin", "value")
    assert dict(stored) == held


def test_a_form_saves_its_details_one_by_one(people, filing):
    seen = digest_of(filing.coverage_note)
    save_form(filing=filing, by=people.officer, details={"coverage_note": Given("Eight.", seen)})
    outcome = save_form(
        filing=filing,
        by=people.officer,
        details={
            "coverage_note": Given("Nine.", seen),
            "definitions.dead": Given("Found only.", digest_of("")),
        },
    )
    assert [(it.name, it.theirs) for it in outcome.conflicts] == [("coverage_note", "Eight.")]
    filing.refresh_from_db()
    assert (filing.coverage_note, filing.definitions) == ("Eight.", {"dead": "Found only."})


def test_an_item_that_is_emptied_is_gone(people, filing):
    given = {"definitions.dead": Given("Found only.", digest_of(""))}
    save_form(filing=filing, by=people.officer, details=given)
    given = {"definitions.dead": Given("", digest_of("Found only."))}
    outcome = save_form(filing=filing, by=people.officer, details=given)
    assert outcome.filing.definitions == {}


def test_nobody_writes_into_what_was_handed_on(people, filing):
    Filing.objects.filter(pk=filing.pk).update(status="submitted", audience_class="state")
    with pytest.raises(NotWritable):
        save_form(filing=filing, by=people.officer, changes=[Change(one(3), Was(12))])


def two_tables(whole: dict[str, int], months: dict[str, list[int]]) -> list[CountInput]:
    lines = [one(value, origin=name) for name, value in whole.items()]
    for name, values in months.items():
        lines += [
            one(value, origin=name, span=DateSpan.month(2024, at))
            for at, value in enumerate(values, start=1)
        ]
    return lines


@pytest.mark.parametrize(
    ("whole", "months", "apart"),
    [
        ({"NER": 12, "MLI": 3}, {"NER": [4, 4, 4], "MLI": [1, 1, 1]}, []),
        ({"NER": 12, "MLI": 3}, {"NER": [4, 4, 5], "MLI": [1, 1, 1]}, [("NER", 12, 13)]),
        ({"NER": 12, "MLI": 3}, {"NER": [4, 4, 4]}, [("MLI", 3, None)]),
        ({"NER": 12}, {"NER": [4, 4, 4], "MLI": [1, 1, 1]}, [("MLI", None, 3)]),
        ({"NER": 12, "MLI": 0}, {"NER": [4, 4, 4]}, []),
        ({}, {"NER": [4, 4, 4]}, []),
        ({"NER": 12}, {}, []),
    ],
)
def test_two_tables_of_the_same_people_agree_or_are_asked_about(whole, months, apart):
    facts = Facts(SMUGGLED, FIRST, LAST, "All.", "smuggling", two_tables(whole, months))
    found = [it for it in checks(facts) if it.code == "tables_differ"]
    told = [it.values["cells"] for it in found]
    assert told == ([[(key_of(TOTAL, {"origin": n}), w, m) for n, w, m in apart]] if apart else [])
    assert all(it.settles == "differences" for it in found)  # asked, never refused


def test_a_month_that_is_not_recorded_leaves_room_in_the_other_table():
    counts = two_tables({"NER": 12}, {"NER": [4, 4]})
    counts.append(one(None, missing=Cell.NOT_RECORDED, origin="NER", span=DateSpan.month(2024, 3)))
    facts = Facts(SMUGGLED, FIRST, LAST, "All.", "smuggling", counts)
    assert "tables_differ" not in {it.code for it in checks(facts)}


@pytest.mark.parametrize(("n", "asked"), [(1, 1), (MANY, MANY), (MANY + 1, 1)])
def test_a_whole_table_over_merged_numbers_is_asked_about_once(n, asked):
    keys = [key_of(TOTAL, {"place": f"Post {at}"}) for at in range(n)]
    merged = [Origin(key, {"fil-1": 4, "fil-2": 5}, 4, at) for at, key in enumerate(keys)]
    facts = Facts(SMUGGLED, FIRST, LAST, "All.", "smuggling", [one(3)], merged=merged)
    found = [it for it in checks(facts) if it.code.startswith("merged_number")]
    assert len(found) == asked
    assert all(it.settles == "answers" for it in found)
