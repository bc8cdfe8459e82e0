"""Complements are the cheapest, and every one keeps each small cell as wide as it must be.

The slow second answer counts: every table of whole numbers up to a limit, and every set of cells.
"""

import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.releases.disclosure.complement.problems import Problem, Unprotectable, problem
from cairn.releases.disclosure.complement.solver import is_whole, meets
from cairn.releases.disclosure.complement.solving import best_complement, fast_complement
from cairn.releases.folder import Dimension, Measure, Table
from tests.releases.disclosure.small import key, truth

SMALL = 3  # so that all tables can be counted
LEAST = {"smuggled": Measure("smuggled", "persons", base=1, small=SMALL)}


def flat(name, codes):
    return Dimension(name, "all", dict.fromkeys(codes, "all"))


def alike(cell, n):
    return 1


def dear_totals(cell, n):
    return 5 - 2 * len(cell.at)


def asked(place, year, values, weights=alike):
    """The problem of one table, in the words of a truth."""
    counts = {
        key(place=p, year=y): {"A": n}
        for (p, y), n in zip(itertools.product(place.leaves, year.leaves), values, strict=True)
    }
    held = truth(counts, dimensions={"place": place, "year": year}, measures=LEAST)
    small = [k for k, given_ in held.contributions.items() if 0 < sum(given_.values()) <= SMALL]
    chance = random.Random(weights if isinstance(weights, int) else 0)
    return problem(
        held,
        ["smuggled"],
        small,
        weight=weights if callable(weights) else lambda k, n: chance.randint(1, 9),
    )


def every_table(question, most):
    """Each table of whole numbers that meets the equations, one a row."""
    totals = {total for total, _ in question.sums}
    leaves = [at for at in range(len(question.keys)) if at not in totals]
    grid = np.indices((most + 1,) * len(leaves), dtype=np.int16).reshape(len(leaves), -1)
    tables = np.zeros((len(question.keys), grid.shape[1]), dtype=np.int16)
    done = {*leaves}
    tables[leaves] = grid
    while len(done) < len(question.keys):
        for total, parts in question.sums:
            if total not in done and done >= {*parts}:
                tables[total] = tables[list(parts)].sum(axis=0)
                done.add(total)
    return tables


class Counted:
    """What can be known of a cell if some are withheld, by looking at every table."""

    def __init__(self, question, most):
        self.question, tables = question, every_table(question, most)
        self.tables = tables
        values = np.array(question.values)[:, None]
        self.same, self.there = tables == values, tables >= question.floor

    def safe(self, withheld):
        rows = np.ones(self.tables.shape[1], dtype=bool)
        for at in range(len(self.question.keys)):
            rows &= self.there[at] if at in withheld else self.same[at]
        return all(
            self.tables[at][rows].min() <= low and self.tables[at][rows].max() >= high
            for at, (low, high) in self.question.primary.items()
        )

    def cheapest(self):
        extra = [
            at for at, n in enumerate(self.question.values) if n and at not in self.question.primary
        ]
        sets = (
            one for size in range(len(extra) + 1) for one in itertools.combinations(extra, size)
        )
        for chosen in sorted(sets, key=self.question.cost):
            if self.safe({*self.question.primary, *chosen}):
                return self.question.cost(chosen)
        return None


def compared(question, most):
    counted = Counted(question, most)
    cheapest = counted.cheapest()
    if cheapest is None:
        with pytest.raises(Unprotectable):
            best_complement(question)
        with pytest.raises(Unprotectable):
            fast_complement(question)
        return
    best, fast = best_complement(question), fast_complement(question)
    assert (best.cost, best.bound, best.ended, best.gap) == (cheapest, cheapest, "proven", 0)
    assert fast.cost >= cheapest
    for one in (best, fast):
        assert counted.safe({question.keys.index(cell) for cell in one.withheld})
        assert {*one.proofs} == {*question.targets}


@given(st.lists(st.integers(0, 8), min_size=4, max_size=4), st.just(alike) | st.integers(0, 9))
def test_in_a_table_of_two_by_two_no_set_of_cells_is_cheaper(values, weights):
    compared(asked(flat("place", "ab"), flat("year", "12"), values, weights), most=16)


@pytest.mark.parametrize("seed", range(4))
def test_in_a_table_of_two_by_three_no_set_of_cells_is_cheaper(seed):
    chance = random.Random(seed)
    values = [chance.randint(0, 5) for _ in range(6)]
    compared(asked(flat("place", "ab"), flat("year", "123"), values, seed), most=8)


TREE = Dimension("place", "all", {"north": "all", "south": "all", "oasis": "south", "sea": "south"})


@pytest.mark.parametrize("seed", range(4))
def test_in_a_hierarchy_no_set_of_cells_is_cheaper(seed):
    chance = random.Random(seed)
    values = [chance.randint(0, 5) for _ in range(6)]
    compared(asked(TREE, flat("year", "12"), values, seed), most=8)


def cube(seed, size=3):
    """Three dimensions, of which each two make a table: linked, and not always whole by itself."""
    chance = random.Random(seed)
    names = ("p", "q", "r")
    counts = {
        key(**dict(zip(names, at, strict=True))): {"A": chance.choice([4, 8, 11, 14, 30, 60, 90])}
        for at in itertools.product("abcd"[:size], repeat=3)
    }
    held = truth(
        counts,
        dimensions={name: flat(name, "abcd"[:size]) for name in names},
        tables=(Table("cube", "smuggled", names),),
    )
    small = [cell for cell, given_ in held.contributions.items() if given_["A"] <= 9]
    return problem(held, ["smuggled"], small)


@pytest.mark.parametrize("seed", range(3))
def test_in_three_dimensions_every_proof_is_a_table_of_whole_numbers(seed):
    question = cube(seed)
    fast = fast_complement(question)
    best = best_complement(question, seconds=5)
    assert best.bound <= best.cost <= fast.cost
    for one in (best, fast):
        withheld = {question.keys.index(cell) for cell in one.withheld}
        for target, proof in one.proofs.items():
            assert meets(question, proof, target)
            assert is_whole(proof)
            assert {*proof} <= withheld


def test_ties_go_to_the_first_keys_whatever_the_numbers_are():
    place, year = flat("place", "abcd"), flat("year", "1234")
    for scale in (20, 21, 35):
        values = [2, *(scale + 3 * n for n in range(15))]
        for found in (fast_complement, best_complement):
            done = found(asked(place, year, values, dear_totals))
            leaves = sorted(tuple(code for _, code in sorted(one.at)) for one in done.withheld)
            assert leaves == [("a", "1"), ("a", "2"), ("b", "1"), ("b", "2")]


def test_the_same_question_has_the_same_answer():
    question = cube(1)
    one, other = (fast_complement(question) for _ in range(2))
    assert one.withheld == other.withheld
    assert [*one.proofs] == [*other.proofs]


def test_a_total_of_withheld_parts_that_are_each_one_at_least_cannot_be_protected():
    with pytest.raises(Unprotectable):
        best_complement(asked(flat("place", "abc"), flat("year", "1"), [1, 1, 1]))


def test_where_withheld_cells_may_be_zero_zeros_can_be_withheld():
    base = asked(flat("place", "abc"), flat("year", "12"), [1, 0, 0, 1, 1, 1])
    question = Problem(base.keys, base.values, base.weights, base.sums, base.primary, floor=0)
    assert best_complement(question).ended == "proven"


def test_time_that_is_too_short_leaves_a_sound_complement_and_its_gap():
    question = cube(3, size=4)
    done = best_complement(question, seconds=0)
    assert done.ended == "time"
    assert done.bound < done.cost
    assert 0 < done.gap <= 1


@settings(max_examples=5)
@given(st.data())
def test_a_table_that_does_not_add_up_is_refused(data):
    question = asked(flat("place", "ab"), flat("year", "12"), [8, 5, 6, 7])
    at = data.draw(st.integers(0, len(question.values) - 1))
    values = [n + (place == at) for place, n in enumerate(question.values)]
    with pytest.raises(ValueError, match="not the sum"):
        Problem(question.keys, tuple(values), question.weights, question.sums, {})


def test_an_interval_that_misses_its_value_is_refused():
    question = asked(flat("place", "ab"), flat("year", "12"), [8, 5, 6, 7])
    with pytest.raises(ValueError, match="interval"):
        Problem(question.keys, question.values, question.weights, question.sums, {0: (1, 9)})
    with pytest.raises(ValueError, match="weight"):
        Problem(question.keys, question.values, (0,) * 9, question.sums, {})
    with pytest.raises(ValueError, match="length"):
        Problem(question.keys, question.values, (1,), question.sums, {})
