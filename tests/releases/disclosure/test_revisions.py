"""A revision changes three owners' contributions in each cell that it touches, or it waits."""

from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.releases.disclosure.protecting import protect
from cairn.releases.disclosure.revisions import Earlier, stand
from cairn.releases.disclosure.rules import load
from cairn.releases.disclosure.viewers import PUBLIC, Viewer
from cairn.releases.folder import Dimension, Folder, Measure, Table
from tests.releases.disclosure.small import PERSONS, YEAR, key, truth

RULE = load()
HERE = key(place="north", year="2024")
OLD = {"A": 50, "B": 40, "C": 45, "D": 60}


def passed(folder, earlier):
    return ()


def release(counts, *earlier, viewers=(), waived=frozenset(), **more):
    return protect(
        truth(counts, **more), RULE, viewers, audit=passed, earlier=earlier, waived=waived
    )


def told(counts, *earlier, **more):
    return release(counts, *earlier, **more).folder.cells[HERE]


def test_one_late_filing_waits_and_the_earlier_value_stands():
    first = release({HERE: OLD})
    second = release({HERE: {**OLD, "E": 90}}, first)
    assert second.folder.cells == first.folder.cells
    assert second.report.waiting == {(HERE, "E")}


def test_one_withdrawn_filing_waits_too():
    first = release({HERE: OLD})
    second = release({HERE: {"A": 50, "B": 40, "C": 45}}, first)
    assert second.folder.cells[HERE] == 195
    assert second.report.waiting == {(HERE, "D")}


def test_three_owners_who_hide_each_other_change_a_cell():
    first = release({HERE: OLD})
    second = release({HERE: {"A": 60, "B": 50, "C": 55, "D": 60}}, first)
    assert second.folder.cells[HERE] == 225
    assert not second.report.waiting


def test_three_of_whom_one_changes_nearly_everything_wait():
    first = release({HERE: OLD})
    assert told({HERE: {"A": 150, "B": 41, "C": 46, "D": 60}}, first) == 195


def test_a_contributor_to_the_change_does_not_see_the_others():
    first = release({HERE: OLD})
    new = {HERE: {"A": 150, "B": 140, "C": 50, "D": 60}}
    assert told(new, first) == 400
    knows_b = Viewer("B", frozenset("B"))
    assert told(new, first, viewers=[knows_b]) == 195  # 100 of A beside 5 of C


def test_changes_that_their_owners_waived_need_no_company():
    first = release({HERE: OLD})
    new = {HERE: {**OLD, "A": 150}}
    assert told(new, first) == 195
    assert told(new, first, waived=frozenset({(HERE, "A")})) == 295


def test_what_waited_is_told_as_soon_as_it_has_company():
    first = release({HERE: OLD})
    second = release({HERE: {**OLD, "E": 90}}, first)
    third = release({HERE: {**OLD, "A": 80, "B": 10, "E": 90}}, first, second)
    assert third.folder.cells[HERE] == 285
    assert not third.report.waiting


def test_two_steps_that_leave_one_owner_changed_are_seen_from_the_release_before_the_last():
    first = release({HERE: OLD})
    middle = {HERE: {"A": 80, "B": 70, "C": 75, "D": 60}}
    second = release(middle, first)
    assert second.folder.cells[HERE] == 285
    third = release({HERE: {**OLD, "A": 80}}, first, second)  # B and C go back
    assert third.folder.cells[HERE] == 285


def test_three_who_go_back_to_an_older_release_and_leave_a_fourth_alone_wait():
    first = release({HERE: OLD})
    second = release({HERE: {"A": 80, "B": 70, "C": 75, "D": 90}}, first)
    assert second.folder.cells[HERE] == 315
    third = release({HERE: {**OLD, "A": 80}}, first, second)  # allowed after the second alone
    assert third.folder.cells[HERE] == 315
    assert release({HERE: {**OLD, "A": 80}}, second).folder.cells[HERE] == 225


def test_what_waits_in_a_part_waits_in_the_whole():
    counts = {HERE: OLD, key(place="oasis", year="2024"): OLD}
    first = release(counts)
    new = {HERE: {**OLD, "A": 90}, key(place="oasis", year="2024"): {**OLD, "B": 90, "C": 90}}
    second = release(new, first)
    assert second.folder.cells == first.folder.cells
    assert len(second.report.waiting) == 3


def test_a_new_year_is_no_revision_and_a_total_that_it_gives_away_is_withheld():
    first = release({HERE: OLD})
    later = Dimension("year", "all", {**YEAR.part_of, "2026": "all"})
    new = key(place="north", year="2026")
    dimensions = {"place": first.truth.dimensions["place"], "year": later}
    second = release({HERE: OLD, new: {"A": 90, "B": 80}}, first, dimensions=dimensions)
    assert second.folder.cells[new] == 170
    assert second.folder.cells[HERE] == 195
    assert second.folder.cells[key(place="north")] is Cell.WITHHELD
    assert not second.report.waiting
    third = release({HERE: OLD, new: {"A": 90, "B": 80, "C": 70}}, first, dimensions=dimensions)
    assert third.folder.cells[key(place="north")] == 435


def test_an_unchanged_cell_keeps_its_fate_whoever_has_learned_more_since():
    first = release({HERE: OLD, key(place="oasis", year="2024"): {"A": 4, "B": 3}})
    again = release({HERE: OLD, key(place="oasis", year="2024"): {"A": 4, "B": 3}}, first)
    assert again.folder.cells == first.folder.cells
    knows = Viewer("X", frozenset("ABC"))
    assert (
        told({HERE: OLD, key(place="oasis", year="2024"): {"A": 4, "B": 3}}, first, viewers=[knows])
        == 195
    )


def test_a_part_waits_with_its_whole():
    measures = {"smuggled": PERSONS, "dead": Measure("dead", "persons", at_most="smuggled")}
    tables = (
        Table("b", "smuggled", ("place", "year")),
        Table("d", "dead", ("place", "year")),
    )
    dead = key("dead", place="north", year="2024")
    more = {"measures": measures, "tables": tables}
    first = release({HERE: {"A": 20, "B": 20, "C": 20}, dead: {"A": 10, "B": 10, "C": 10}}, **more)
    new = {HERE: {"A": 90, "B": 20, "C": 20}, dead: {"A": 30, "B": 30, "C": 30}}
    second = release(new, first, **more)
    assert second.folder.cells == first.folder.cells


counts = st.dictionaries(
    st.tuples(st.sampled_from(["north", "oasis", "sea"]), st.sampled_from(["2024", "2025"])),
    st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 40), min_size=3),
    min_size=1,
    max_size=3,
)


@given(counts, st.lists(counts, min_size=1, max_size=3))
def test_no_cell_ever_differs_from_any_earlier_release_by_fewer_than_three_owners(first, later):
    """Whatever is filed, late or withdrawn: compared with all that is out, owner by owner."""
    out = []
    for number, change in enumerate([first, *later]):
        held = truth({**first, **change}, release=f"rel-{number}")
        standing = stand(held, out, RULE, [PUBLIC]).truth
        for before in out:
            for cell in before.folder.cells:
                old, new = (one.contributions.get(cell) for one in (before.truth, standing))
                owners = {*(old or {}), *(new or {})}
                by = [abs((new or {}).get(o, 0) - (old or {}).get(o, 0)) for o in owners]
                appears = (old is None) != (new is None)
                if any(by) or appears:
                    assert sum(map(bool, by)) >= 3 or (appears and len(owners) >= 3)
                    assert 100 * (sum(by) - max(by)) >= 15 * max(by)
        folder = Folder(
            "r", held.dimensions, held.measures, held.tables, dict.fromkeys(held.keys, 0)
        )
        out.append(Earlier(folder, standing))
