"""Which cells are withheld for what they say themselves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.releases.disclosure.bands import band, contributors
from cairn.releases.disclosure.primary import Reason, WeakerMeasure, check_strength, primary
from cairn.releases.disclosure.rules import load
from cairn.releases.disclosure.tables import Side, UnreadableTruth
from cairn.releases.disclosure.viewers import PUBLIC, Viewer
from cairn.releases.disclosure.waivers import Waiver, waived
from cairn.releases.folder import Band, Dimension, Measure, Table
from tests.releases.disclosure.small import PERSONS, PLACE, YEAR, key, truth

RULE = load()
HERE = key(place="north", year="2024")
MANY = {"A": 50, "B": 40, "C": 45}


def reasons(held, *viewers):
    return primary(held, RULE, [PUBLIC, *viewers])


@pytest.mark.parametrize("n", range(13))
def test_persons_from_one_to_nine_are_withheld(n):
    found = reasons(truth({("north", "2024"): {"A": n // 3, "B": n // 3, "C": n - 2 * (n // 3)}}))
    assert (found.get(HERE) is Reason.SMALL) is (1 <= n <= 9)


def test_a_total_is_the_sum_of_its_recorded_leaves_and_absent_without_any():
    held = truth({("oasis", "2024"): {"A": 3}, ("sea", "2024"): {"A": 4, "B": 5}})
    assert held.contributions[key(place="south", year="2024")] == {"A": 7, "B": 5}
    assert held.contributions[key()] == {"A": 7, "B": 5}
    assert key(place="north") not in held.contributions
    assert key(year="2025") not in held.contributions


EVENTS = Measure("incidents", "events", small=2, at_most="smuggled")


@pytest.mark.parametrize(("events", "withheld"), [(2, True), (3, False)])
def test_persons_of_fewer_than_three_events_are_withheld(events, withheld):
    held = truth(
        {HERE: MANY, key("incidents", place="north", year="2024"): {"A": events}},
        measures={"smuggled": PERSONS, "incidents": EVENTS},
        events_of={"smuggled": "incidents"},
    )
    assert (reasons(held).get(HERE) is Reason.FEW_EVENTS) is withheld


@pytest.mark.parametrize(
    ("on_map", "events", "n", "withheld"),
    [(False, 4, 30, False), (True, 4, 30, True), (True, 5, 30, False), (True, 5, 9, True)],
)
def test_on_a_map_it_takes_five_events_and_ten_persons(on_map, events, n, withheld):
    held = truth(
        {
            HERE: {"A": n, "B": n, "C": n},
            key("incidents", place="north", year="2024"): {"A": events},
        },
        measures={"smuggled": PERSONS, "incidents": EVENTS},
        events_of={"smuggled": "incidents"},
        on_map=frozenset({"place"} if on_map else ()),
    )
    if n == 9:
        held = truth({HERE: {"A": 3, "B": 3, "C": 3}}, on_map=frozenset({"place"}))
    assert (HERE in reasons(held)) is withheld


def test_the_residual_rule_withholds_what_a_viewer_could_take_apart():
    held = truth({("north", "2024"): {"A": 100, "B": 80}})
    assert reasons(held) == {}
    assert set(reasons(held, Viewer("A", frozenset("A"))).values()) == {Reason.RESIDUAL}


def test_what_its_owner_waived_is_known_to_all_and_protected_no_more():
    held = truth({("north", "2024"): {"A": 100}})
    assert reasons(held)[HERE] is Reason.RESIDUAL
    waivers = [Waiver("A", since=date(2026, 1, 1), revoked=date(2026, 6, 1))]
    before, after = (waived(held, waivers, date(2026, month, 1)) for month in (5, 6))
    assert primary(held, RULE, [PUBLIC.knowing(before)]) == {}
    assert HERE in primary(held, RULE, [PUBLIC.knowing(after)])


@pytest.mark.parametrize(
    ("waiver", "holds"),
    [
        (Waiver("A", date(2026, 1, 1)), True),
        (Waiver("B", date(2026, 1, 1)), False),
        (Waiver("A", date(2026, 4, 1)), False),
        (Waiver("A", date(2026, 1, 1), until=date(2026, 3, 1)), True),
        (Waiver("A", date(2026, 1, 1), until=date(2026, 2, 28)), False),
        (Waiver("A", date(2026, 1, 1), measure="dead"), False),
        (Waiver("A", date(2026, 1, 1), at=frozenset({("place", "south")})), True),
        (Waiver("A", date(2026, 1, 1), at=frozenset({("place", "north")})), False),
    ],
)
def test_a_waiver_holds_for_its_owner_its_days_and_its_scope(waiver, holds):
    held = truth({("oasis", "2024"): {"A": 100}})
    assert bool(waived(held, [waiver], date(2026, 3, 1))) is holds


ABUSE = Dimension("abuse", "all", {"yes": "all", "no": "all"})


@pytest.mark.parametrize(("yes", "withheld"), [(95, False), (96, True), (4, True), (5, False)])
def test_a_row_in_which_nearly_everybody_is_alike_is_withheld(yes, withheld):
    held = truth(
        {
            key(abuse=code): {"A": n, "B": n, "C": n}
            for code, n in (("yes", 10 * yes), ("no", 10 * (100 - yes)))
        },
        dimensions={"abuse": ABUSE},
        tables=(Table("by", "smuggled", ("abuse",)),),
        sensitive=frozenset({"abuse"}),
    )
    row = {key(abuse="yes"), key(abuse="no")}
    assert reasons(held) == (dict.fromkeys(row, Reason.SENSITIVE) if withheld else {})


@pytest.mark.parametrize(("n", "withheld"), [(95, False), (96, True)])
def test_a_part_that_is_nearly_its_whole_is_withheld(n, withheld):
    held = truth(
        {key(): {"A": 100, "B": 100, "C": 100}, key("paid"): {"A": n, "B": n, "C": n}},
        dimensions={},
        measures={"smuggled": PERSONS, "paid": Measure("paid", "persons", at_most="smuggled")},
        tables=(Table("s", "smuggled", ()), Table("p", "paid", ())),
        sensitive=frozenset({"paid"}),
    )
    assert (reasons(held) == {key("paid"): Reason.SENSITIVE}) is withheld


RECORDS = Measure("records", "records")


@pytest.mark.parametrize(
    ("measure", "wrong"),
    [
        (Measure("smuggled", "persons", base=3), "base 3, 5"),
        (Measure("smuggled", "persons", small=4), "small 4, 9"),
        (Measure("smuggled", "persons", base=25), "rounded to 0"),
        (Measure("smuggled", "events", small=1), "small 1, 2"),
    ],
)
def test_a_measure_weaker_than_the_rule_is_refused_unless_it_is_open(measure, wrong):
    counts = {("north", "2024"): MANY}
    with pytest.raises(WeakerMeasure) as refused:
        check_strength(truth(counts, measures={"smuggled": measure}), RULE)
    assert wrong in str(refused.value)
    check_strength(truth(counts, measures={"smuggled": measure}, open=frozenset("ABC")), RULE)


@given(st.integers(0, 2_000))
def test_a_band_holds_its_number_and_begins_where_the_rule_says(n):
    told = band(n, RULE.bands.numbers)
    if isinstance(told, Band):
        assert told.low in (10, 20, 50, 100)
        assert told.low <= n <= (told.high or n)
        assert Band.parse(str(told)) == told
    else:
        assert told == (0 if n == 0 else Cell.WITHHELD)
        assert n < 10


def test_the_bands_are_those_that_were_agreed():
    ends = [str(band(n, RULE.bands.numbers)) for n in (10, 19, 20, 49, 50, 99, 100)]
    assert ends == ["10-19", "10-19", "20-49", "20-49", "50-99", "50-99", "100+"]
    assert [str(band(n, RULE.bands.few)) for n in (3, 5, 6)] == ["3-5", "3-5", "6+"]
    assert contributors({"A": 3, "B": 0, "C": 1}, RULE.bands.few) is Cell.WITHHELD
    with pytest.raises(ValueError, match="negative"):
        band(-1, RULE.bands.few)


def test_nothing_stands_beside_a_figure_that_is_not_told():
    held = truth(
        {HERE: {"A": 3}, key("records", place="north", year="2024"): {"A": 30, "B": 30, "C": 30}},
        measures={"smuggled": PERSONS, "records": RECORDS},
        tables=(Table("b", "smuggled", ("place", "year")), Table("r", "records", ("place",))),
        sides=(Side("records", of="smuggled"),),
    )
    assert key("records", place="north") in reasons(held)


@pytest.mark.parametrize(
    ("counts", "more", "said"),
    [
        ({key("moon"): {"A": 1}}, {}, "no measure 'moon'"),
        ({("south", "2024"): {"A": 1}}, {}, "'south' is no leaf"),
        ({key(place="north"): {"A": 1}}, {}, "not every cell"),
        ({("north", "2024"): {"A": -1}}, {}, "-1 is no count"),
        ({("north", "2024"): {"A": True}}, {}, "True is no count"),
        ({("north", "2024"): {}}, {}, "nobody recorded"),
        ({}, {"tables": (Table("t", "smuggled", ("colour",)),)}, "no dimension 'colour'"),
        ({}, {"events_of": {"smuggled": "raids"}}, "no measure 'raids'"),
        (
            {("north", "2024"): {"A": 5}, key("dead", place="north", year="2024"): {"A": 6}},
            {
                "dimensions": {"place": PLACE, "year": YEAR},
                "measures": {
                    "smuggled": PERSONS,
                    "dead": Measure("dead", "persons", at_most="smuggled"),
                },
                "tables": (
                    Table("t", "smuggled", ("place", "year")),
                    Table("d", "dead", ("place", "year")),
                ),
            },
            "is too much",
        ),
    ],
)
def test_a_truth_that_contradicts_itself_is_refused(counts, more, said):
    with pytest.raises(UnreadableTruth) as refused:
        truth(counts, **more)
    assert said in str(refused.value)
