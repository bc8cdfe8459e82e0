"""Visibility as a value: unknown is not visible, and nothing is visible by accident."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.predicates import And, Before, Eq, In, Never, Or, holds
from tests.db.predicates import PREDICATES, ROWS

DAY = date(2026, 1, 1)


@given(predicate=PREDICATES)
def test_a_row_of_which_nothing_is_known_is_never_visible(predicate):
    assert not holds(predicate, {})
    assert not holds(predicate, dict.fromkeys(["owner", "state", "embargo_until"]))


@given(parts=st.lists(PREDICATES, max_size=4).map(tuple), row=ROWS)
def test_and_is_every_part_and_or_is_any_part(parts, row):
    told = [holds(part, row) for part in parts]
    assert holds(And(parts), row) == (bool(told) and all(told))
    assert holds(Or(parts), row) == any(told)


@given(predicate=PREDICATES, row=ROWS)
def test_nothing_is_joined_to_a_rule_that_widens_it(predicate, row):
    assert not holds(And((predicate, Never())), row)
    assert holds(Or((predicate, Never())), row) == holds(predicate, row)


def test_single_rules_read_as_they_are_written():
    row = {"owner": "org-1", "embargo_until": DAY}
    assert holds(Eq("owner", "org-1"), row)
    assert not holds(Eq("owner", None), {"owner": None})
    assert holds(In("owner", frozenset({"org-1", "org-2"})), row)
    assert not holds(In("owner", frozenset()), row)
    assert holds(Before("embargo_until", DAY), row)
    assert not holds(Before("embargo_until", date(2025, 12, 31)), row)


def test_an_empty_and_is_not_everything():
    assert not holds(And(()), {"owner": "org-1"})
    assert not holds(Or(()), {"owner": "org-1"})
