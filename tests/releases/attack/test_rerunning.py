"""Somebody who re-runs the public algorithm keeps only the counts for which it prints the same."""

import pytest

from cairn.kernel.cells import Cell
from cairn.releases.attack.attacking import Verdict, attack
from cairn.releases.attack.rerunning import TooLarge, rerun
from tests.releases.attack.tables import folder, key

ROWS, COLUMNS = ("a", "b"), ("x", "y", "z")


def totals(counts):
    found = dict(counts)
    for row in ROWS:
        found[key(row)] = sum(counts[key(row, c)] for c in COLUMNS)
    for column in COLUMNS:
        found[key("", column)] = sum(counts[key(r, column)] for r in ROWS)
    found[key()] = sum(counts.values())
    return found


def rounding(counts):
    return {
        place: Cell.WITHHELD if 0 < count <= 9 else 5 * round(count / 5)
        for place, count in totals(counts).items()
    }


def naming_the_count(counts):
    """A bad algorithm: which large cell it hides beside a small one says how small that is."""
    shown = rounding(counts)
    shown[key("a", "y")] = Cell.WITHHELD
    shown[key("b", "y" if counts[key("a", "x")] in (1, 4) else "z")] = Cell.WITHHELD
    return shown


TRUTH = {key(r, c): n for (r, c), n in zip(
    [(r, c) for r in ROWS for c in COLUMNS], [4, 30, 0, 5, 40, 60], strict=True
)}  # fmt: skip


def published(algorithm, truth=TRUTH):
    empty = folder("x y z all\na 0 0 0 0\nb 0 0 0 0\nall 0 0 0 0")
    return type(empty)(
        "one", empty.dimensions, empty.measures, empty.tables, dict(algorithm(truth))
    )


def test_rounding_each_cell_from_its_own_count_leaves_three_values_and_more():
    kept = rerun(published(rounding), rounding)
    assert {one.key for one in kept} == {key("a", "x"), key("b", "x"), key("", "x")}
    assert all(one.passed for one in kept)


def test_what_the_algorithm_could_not_have_printed_is_left_out():
    truth = {**TRUTH, key("a", "x"): 1}
    told = published(naming_the_count, truth)
    by_sums = {one.target.key: one for one in attack([told], exact=True).found}
    assert by_sums[key("a", "x")].verdict is Verdict.SAFE
    values = {one.key: one for one in rerun(told, naming_the_count)}
    assert values[key("a", "x")].values == {1, 4}
    assert not values[key("a", "x")].passed
    assert values[key("a", "x")].proven


def test_what_takes_too_long_is_not_proven():
    told = published(naming_the_count, {**TRUTH, key("a", "x"): 1})
    assert not all(one.proven for one in rerun(told, naming_the_count, tries=5))


def test_a_table_that_is_too_large_is_refused():
    columns = " ".join(f"c{n}" for n in range(13))
    large = folder(f"{columns}\na " + " ".join(["20"] * 13))
    with pytest.raises(TooLarge):
        rerun(large, rounding)
