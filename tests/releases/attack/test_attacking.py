"""What one attacker works out: withheld cells, contributions, changes; and what is not proven."""

import pytest

from cairn.kernel.cells import Cell
from cairn.releases.attack.attacking import Kind, Verdict, attack
from cairn.releases.attack.knowledge import Entry, Knowledge
from cairn.releases.attack.model import Count, build
from cairn.releases.attack.places import ContradictoryHierarchies
from cairn.releases.attack.solving import Clock
from cairn.releases.folder import Dimension, Folder, Key, Measure, Table
from tests.releases.attack.tables import folder, key, knows

SAFE = """
      x    y    all
a     ?    ?    20
b     ?    ?    25
c     80   95   175
all   105  115  220
"""
ALONE = """
      x    y    all
a     ?    30   35
b     40   50   90
all   45   80   125
"""


def intervals(report):
    return {
        (one.target.kind, one.target.key, one.target.contributor): (one.low, one.high)
        for one in report.found
    }


def test_a_cell_withheld_alone_among_exact_numbers_is_recovered():
    report = attack([folder(ALONE, base=1)])
    assert intervals(report) == {(Kind.CELL, key("a", "x"), None): (5, 5)}
    assert not report.passed


def test_a_band_beside_a_withheld_cell_narrows_it_by_its_limits():
    """31 less a count of 10 to 19 is a count of 12 to 21: no longer one of 1 to 9."""
    report = attack([folder("x y all\na ? 10-19 31\nb 40 50 90\nall 52+ 60+ 121", base=1)])
    assert intervals(report) == {(Kind.CELL, key("a", "x"), None): (12, 21)}
    assert not report.passed


def test_where_everything_is_rounded_four_withheld_cells_hide_each_other():
    report = attack([folder(SAFE)])
    assert [one.verdict for one in report.found] == [Verdict.SAFE] * 4
    assert report.passed
    assert report.full


def test_each_component_says_what_the_whole_says():
    parts = folder(
        """
          x    y    z    all
    a     ?    ?    30   40
    b     ?    ?    0    35
    c     20   0    ?    25
    d     0    30   ?    35
    all   45   45   45   135
    """,
        base=1,
    )
    apart, whole = (attack([parts], exact=True, split=split) for split in (True, False))
    assert intervals(apart) == intervals(whole)
    assert len(apart.found) == 6
    assert {one.verdict for one in apart.found} == {one.verdict for one in whole.found}


def test_what_nobody_answered_is_absent_and_not_zero():
    """The total is that of the others; an unknown cell there would leave everything open."""
    table = "x y all\na ? - 30\nb 40 - 40\nall 70 - 70"
    assert intervals(attack([folder(table, base=1)])) == {
        (Kind.CELL, key("a", "x"), None): (30, 30)
    }


def test_where_no_part_was_answered_the_whole_stands_for_itself():
    table = "x y all\na - - ?\nb - - 30\nall - - 35"
    assert intervals(attack([folder(table, base=1)])) == {(Kind.CELL, key("a"), None): (5, 5)}


def test_a_measure_that_cannot_exceed_another_narrows_it():
    part = folder("x all\na ? ?\nall ? ?")
    cells = {**part.cells, **{key(*at, measure="dead"): 20 for at in [(), ("a",), ("a", "x")]}}
    measures = {
        "persons": Measure("persons", "persons"),
        "dead": Measure("dead", "persons", base=1, at_most="persons"),
    }
    tables = (*part.tables, Table("d", "dead", ("row", "column")))
    both = Folder("one", part.dimensions, measures, tables, cells)
    assert {one.low for one in attack([both], exact=True).found} == {20}
    assert {one.low for one in attack([part], exact=True).found} == {1}


def test_three_tables_of_two_dimensions_are_one_cube():
    """Each two of them leave more open than all three."""
    dims = {name: Dimension(name, "all", {"0": "all", "1": "all"}) for name in "abc"}
    truth = {(a, b, c): 10 * (a == b == c) for a in (0, 1) for b in (0, 1) for c in (0, 1)}
    pairs = [("a", "b"), ("b", "c"), ("a", "c")]
    cells = {}
    for names in [*pairs, ("a",), ("b",), ("c",), ()]:
        for at, count in truth.items():
            codes = {n: str(at["abc".index(n)]) for n in names}
            place = Key("n", frozenset(codes.items()))
            cells[place] = cells.get(place, 0) + count
    cells[Key("n", frozenset({("a", "0"), ("b", "0")}))] = Cell.WITHHELD
    cells[Key("n", frozenset({("a", "1"), ("b", "1")}))] = Cell.WITHHELD
    for one in [("0", "1"), ("1", "0")]:
        cells[Key("n", frozenset(zip("ab", one, strict=True)))] = Cell.WITHHELD
    measures = {"n": Measure("n", "events", base=1, small=4)}
    cube = Folder("one", dims, measures, tuple(Table("".join(p), "n", p) for p in pairs), cells)
    assert any(isinstance(u, Count) and len(u.key.at) == 3 for u in build([cube], _nobody()).at)
    assert attack([cube]).possible is False  # withheld cells are not zero, and here two must be


def _nobody():
    return Knowledge("nobody")


def test_a_contributor_who_is_alone_in_a_cell_is_recovered_by_all_who_know_the_roll():
    alone = folder("x y all\na 60 80 140\nall 60 80 140")
    roll = (
        Entry("one", key("a", "x"), "bland", "1"),
        *(Entry("one", key("", "y"), who, "1") for who in ("bland", "cland", "dland")),
    )
    report = attack([alone], Knowledge("somebody", roll=roll))
    (only,) = report.of(Verdict.RECOVERED)  # the cell and its column are one and the same filing
    assert (only.target.contributor, dict(only.target.key.at)["column"]) == ("bland", "x")


def test_of_two_contributors_each_recovers_the_other():
    two = folder("x all\na 60 60\nall 60 60")
    roll = {"one": {"aland": "1", "bland": "1"}}
    assert attack([two], knows("cland", roll)).passed
    report = attack([two], knows("aland", roll, {("a", "x"): 20}))
    assert {o.target.contributor for o in report.of(Verdict.RECOVERED)} == {"bland"}
    assert (report.found[0].low, report.found[0].high) == (38, 42)


def test_what_an_attacker_holds_itself_is_no_recovery():
    own = folder(SAFE)
    roll = {"one": dict.fromkeys(("aland", "bland", "cland", "dland"), "1")}
    report = attack([own], knows("aland", roll, {("a", "x"): 4, ("c", "x"): 20}))
    asked = {o.target.key: o.target.asked for o in report.found if o.target.kind is Kind.CELL}
    assert asked[key("a", "x")] == (4, 9)
    assert asked[key("b", "y")] == (1, 9)
    assert report.passed


def test_the_same_version_in_two_releases_is_the_same_filing():
    first, second = folder(SAFE, release="one"), folder(SAFE, release="two")
    same = {"aland": "1", "bland": "1", "cland": "1"}
    report = attack([first, second], knows("eland", {"one": same, "two": same}), exact=True)
    assert report.targets[Kind.CHANGE] == 0
    assert report.passed
    once = attack([first], knows("eland", {"one": same}), exact=True)
    assert intervals(once).items() <= intervals(report).items()


def test_one_filing_that_changed_is_recovered_from_two_releases():
    before = folder("x y all\na 60 80 140\nb 70 90 160\nall 130 170 300", release="one")
    after = folder("x y all\na 60 80 140\nb 130 90 220\nall 190 170 360", release="two")
    old = dict.fromkeys(("aland", "bland", "cland", "dland"), "1")
    knowledge = knows("eland", {"one": old, "two": {**old, "cland": "2"}})
    for alone in (before, after):
        assert attack([alone], knowledge).passed
    report = attack([before, after], knowledge)
    changed = [o for o in report.of(Verdict.RECOVERED) if o.target.kind is Kind.CHANGE]
    assert {(o.target.key, o.target.contributor) for o in changed} >= {(key("b", "x"), "cland")}
    assert all(o.low >= 56 and o.high <= 64 for o in changed)


@pytest.mark.parametrize("order", [1, -1])
def test_a_late_or_withdrawn_filing_is_recovered(order):
    without = folder("x all\na 100 100\nall 100 100", release="one")
    whole = folder("x all\na 150 150\nall 150 150", release="two")
    few = dict.fromkeys(("aland", "bland", "cland"), "1")
    knowledge = knows("eland", {"one": few, "two": {**few, "dland": "1"}})
    report = attack([without, whole][::order], knowledge)
    assert {o.target.contributor for o in report.of(Verdict.RECOVERED)} == {"dland"}


def test_three_filings_that_change_together_hide_each_other():
    before = folder("x all\na 100 100\nall 100 100", release="one")
    after = folder("x all\na 190 190\nall 190 190", release="two")
    old = dict.fromkeys(("aland", "bland", "cland", "dland"), "1")
    new = {**dict.fromkeys(("aland", "bland", "cland"), "2"), "dland": "1"}
    assert attack([before, after], knows("eland", {"one": old, "two": new})).passed


def test_without_time_nothing_is_proven():
    report = attack([folder(SAFE)], clock=Clock(whole=0))
    assert {one.verdict for one in report.found} == {Verdict.UNPROVEN}
    assert report.possible is None
    assert not report.passed


def test_files_that_contradict_each_other_prove_nothing():
    report = attack([folder("x y all\na 20 ? 10\nall 20 ? 10", base=1)])
    assert report.possible is False
    assert not report.passed


def test_hierarchies_that_contradict_each_other_are_named():
    one, other = folder(SAFE), folder(SAFE, release="two")
    moved = Dimension("row", "all", {"b": "all", "a": "b", "c": "all"})
    other = Folder("two", {**other.dimensions, "row": moved}, other.measures, (), {})
    with pytest.raises(ContradictoryHierarchies, match="'a'"):
        attack([one, other])


def test_where_nothing_is_withheld_and_nobody_known_there_was_nothing_to_attack():
    report = attack([folder("x all\na 20 20\nall 20 20")])
    assert report.nothing


def test_above_a_size_a_sample_is_tried_and_its_size_is_said(monkeypatch):
    monkeypatch.setattr("cairn.releases.attack.attacking.SAMPLE", 2)
    report = attack([folder(SAFE)], full=11)
    assert (len(report.found), report.targets[Kind.CELL]) == (2, 4)
    assert not report.full
    assert attack([folder(SAFE)], full=12).full


def test_every_witness_solves_the_model_and_one_that_is_changed_does_not():
    report = attack([folder(SAFE)], exact=True)
    assert report.witnesses
    for witness in report.witnesses:
        assert not report.model.broken(witness)
        assert report.model.broken([witness[0] + 1, *witness[1:]])
