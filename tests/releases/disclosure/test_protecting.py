"""Nothing is published that the audit does not prove; what is, is right; nothing more is given up
than has to be."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.releases.disclosure.primary import Reason, primary
from cairn.releases.disclosure.protecting import NotProven, protect
from cairn.releases.disclosure.residual import hidden
from cairn.releases.disclosure.rules import load
from cairn.releases.disclosure.tables import Side
from cairn.releases.disclosure.viewers import PUBLIC, Viewer
from cairn.releases.folder import Band, Dimension, Folder, Measure, Table, read, write
from tests.releases.disclosure import judge
from tests.releases.disclosure.small import PERSONS, PLACE, YEAR, key, truth

RULE = load()
TABLES = (Table("both", "smuggled", ("place", "year")), Table("places", "smuggled", ("place",)))

counts = st.dictionaries(
    st.tuples(st.sampled_from(["north", "oasis", "sea"]), st.sampled_from(["2024", "2025"])),
    st.dictionaries(st.sampled_from("ABC"), st.integers(0, 30), min_size=1),
    min_size=1,
)
viewers = st.lists(
    st.sampled_from([Viewer("A", frozenset("A")), Viewer("AB", frozenset("AB"))]), unique=True
)


@given(counts, viewers)
def test_what_is_published_is_safe_and_true(given_, viewers):
    held = truth(given_, tables=TABLES)
    done = protect(held, RULE, viewers, audit=judge.audit)
    assert not judge.audit(done.folder)
    for cell in held.keys:
        contributions = held.contributions.get(cell)
        shown = done.folder.cells.get(cell)
        if contributions is None:
            assert shown in (None, Cell.NOT_RECORDED)
            continue
        n = sum(contributions.values())
        if isinstance(shown, int):
            assert shown == 0 if n == 0 else abs(shown - n) <= 2
            assert shown == 0 or shown >= 10
            for viewer in (PUBLIC, *viewers):
                rest = [m for o, m in contributions.items() if o not in viewer.owners]
                assert hidden(rest, 15)
        elif shown is not None:
            assert shown is Cell.WITHHELD
            assert n > 0
            assert done.report.counts[cell] == n


@given(counts)
def test_only_where_the_audit_fails_is_more_given_up_than_the_cells_own_rules_ask(given_):
    held = truth(given_, tables=TABLES)
    done = protect(held, RULE, (), audit=lambda folder, earlier: ())
    assert done.report.reasons == primary(held, RULE, [PUBLIC])
    assert done.report.rounds == 1


@pytest.mark.parametrize(("first", "second"), [(118, 122), (122, 118), (120, 120)])
def test_which_neighbour_is_given_up_depends_on_nothing_that_is_not_printed(first, second):
    """Three truths that are printed alike, with a small cell that fails once."""
    small = key(place="c", year="2024")
    held = truth(
        {
            ("a", "2024"): {"A": first},
            ("b", "2024"): {"A": second},
            ("c", "2024"): {"A": 5},
        },
        dimensions={"place": Dimension("place", "all", dict.fromkeys("abc", "all")), "year": YEAR},
    )

    def once(folder, earlier):
        withheld = [cell for cell, shown in folder.cells.items() if shown is Cell.WITHHELD]
        return {small} if len(withheld) < 3 else ()

    waived = frozenset((leaf, "A") for leaf in held.counts)
    done = protect(held, RULE, (), audit=once, waived=waived)
    chosen = [cell for cell, why in done.report.reasons.items() if why is Reason.AUDIT]
    assert chosen == [key(place="a", year="2024")]


def test_a_total_that_gives_a_small_part_away_is_withheld_too():
    """128 is printed as 130, 122 as 120: so the rest, which is 6, would be known as 6 to 14."""
    here = {"A": 41, "B": 41, "C": 40}
    held = truth({("oasis", "2024"): {"A": 2, "B": 2, "C": 2}, ("sea", "2024"): here})
    done = protect(held, RULE, (), audit=judge.audit)
    assert done.folder.cells[key(place="oasis", year="2024")] is Cell.WITHHELD
    assert Reason.AUDIT in done.report.by_reason


def test_a_small_total_of_small_parts_is_told_without_them_in_any_direction():
    """That each of three parts is at least one would say that the total is at least three. If only
    these were left out, the places' own totals less 2025 would tell them."""
    large = dict.fromkeys("ABC", 100)
    counts = {
        ("oasis", "2024"): {"A": 2},
        ("sea", "2024"): {"A": 2},
        ("north", "2024"): {"A": 1},
        ("north", "2025"): large,
        ("sea", "2025"): large,
        ("oasis", "2025"): large,
    }
    done = protect(truth(counts), RULE, (), audit=judge.audit)
    assert done.folder.cells == {key(): 905, key(year="2024"): Cell.WITHHELD, key(year="2025"): 900}
    assert not judge.audit(done.folder)
    assert {*done.report.by_reason} == {Reason.SMALL, Reason.COARSENED}


def test_an_audit_that_proves_nothing_lets_nothing_out():
    asked = []

    def nothing(folder, earlier):
        asked.append(folder)
        return {*folder.cells} or {key()}

    with pytest.raises(NotProven):
        protect(truth({("north", "2024"): {"A": 50, "B": 50}}), RULE, (), audit=nothing)
    assert not asked[-1].cells
    sizes = [sum(isinstance(c, int) for c in one.cells.values()) for one in asked]
    assert sizes == sorted(sizes, reverse=True)


def test_an_audit_that_fails_at_cells_that_are_not_there_is_believed():
    with pytest.raises(NotProven):
        protect(truth({}), RULE, (), audit=lambda folder, earlier: {key("moon")})


def test_what_leaves_tells_no_reason_and_no_exact_number(tmp_path):
    counts = {
        ("north", "2024"): {"Freedonia": 4},
        ("sea", "2024"): dict.fromkeys("ABC", 101),
        ("oasis", "2025"): dict.fromkeys("ABC", 72),
    }
    held = truth(counts)
    done = protect(held, RULE, (), audit=lambda folder, earlier: (), supersedes="rel-0")
    write(done.folder, tmp_path / "f")
    assert read(tmp_path / "f") == done.folder
    text = "".join(one.read_text() for one in (tmp_path / "f").rglob("*.*"))
    assert "Freedonia" not in text
    assert "303" not in text
    rows = [line for line in text.splitlines() if line.count(",") == 3]
    assert {row.split(",")[3] for row in rows} == {
        "status",
        "published",
        "withheld",
        "not_recorded",
    }
    assert '"supersedes": "rel-0"' in text


def test_side_numbers_are_cells_told_in_bands():
    sides = {
        "measures": {"smuggled": PERSONS, "records": Measure("records", "records")},
        "tables": (*TABLES, Table("records", "records", ("place", "year"))),
        "sides": (Side("records", of="smuggled"),),
    }
    held = truth(
        {
            ("north", "2024"): dict.fromkeys("ABC", 40),
            ("sea", "2024"): dict.fromkeys("ABC", 2),
            key("records", place="north", year="2024"): dict.fromkeys("ABC", 5),
            key("records", place="sea", year="2024"): dict.fromkeys("ABC", 12),
        },
        **sides,
    )
    done = protect(held, RULE, (), audit=lambda folder, earlier: ())
    assert done.folder.cells[key("records", place="north", year="2024")] == Band(10, 19)
    assert done.folder.cells[key("records", place="sea", year="2024")] is Cell.WITHHELD


def test_open_series_leave_unchanged():
    held = truth(
        {("north", "2024"): {"open": 3}, ("sea", "2024"): {"open": 7}}, open=frozenset({"open"})
    )
    done = protect(held, RULE, (), audit=lambda folder, earlier: ())
    assert done.folder.cells[key(place="north", year="2024")] == 3
    assert done.folder.cells[key()] == 10


def test_two_ways_of_judging_a_small_folder_agree():
    """Ten persons in all, told exactly: so every table there is can be counted."""
    held = truth(
        {
            (p, y): {"A": n}
            for (p, y), n in zip(itertools.product("ab", YEAR.part_of), (0, 3, 5, 2), strict=True)
        },
        dimensions={"place": Dimension("place", "all", {"a": "all", "b": "all"}), "year": YEAR},
        measures={"smuggled": Measure("smuggled", "persons", base=1)},
    )
    exact = {key(): 10, key(place="a", year="2024"): 0, key(year="2025"): Cell.WITHHELD}
    cells = {cell: exact.get(cell, Cell.WITHHELD) for cell in held.keys}
    folder = Folder("r", held.dimensions, held.measures, held.tables, cells)
    counted = judge.counted(folder, [*held.counts], 10)
    assert counted[key(place="a", year="2025")] == (1, 8)
    relaxed = judge.intervals(folder, [*counted])
    assert all(relaxed[cell] == pytest.approx(ends) for cell, ends in counted.items())


def test_the_judge_knows_the_hierarchy():
    assert PLACE.parts("south") == ("oasis", "sea")
