"""The compiler to SQL says what the definition says, on real rows of the database in use."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.db.predicates import Holds
from cairn.kernel import predicates as kernel
from cairn.kernel.predicates import Never, Or, holds
from cairn.reporting.models import DataSet
from tests.db.predicates import NEVER_NULL, PREDICATES, VALUES
from tests.factories import DataSetFactory, OrganisationFactory

COLUMNS = [*kernel.COLUMNS]


@pytest.fixture
def rows(db):
    """Rows that differ in every column, among them ones of which little is known."""
    for ref in VALUES["owner"]:
        OrganisationFactory(ref=ref)
    choices = [VALUES[c] if c in NEVER_NULL else [*VALUES[c], None] for c in COLUMNS]
    made = {}
    for number, values in enumerate(product(*choices)):
        if number % 11 == 0:
            row = dict(zip(COLUMNS, values, strict=True))
            told = row | {"owner_id": row["owner"]}
            del told["owner"]
            made[DataSetFactory(owner=None, **told).pk] = row
    return made


@settings(max_examples=150)
@given(data=st.data())
def test_the_database_shows_exactly_the_rows_for_which_the_predicate_holds(data, rows):
    predicate = data.draw(PREDICATES)
    shown = set(DataSet.objects.filter(Holds(predicate)).values_list("pk", flat=True))
    assert shown == {pk for pk, row in rows.items() if holds(predicate, row)}


def test_never_and_an_empty_or_show_nothing(rows):
    assert not DataSet.objects.filter(Holds(Never())).exists()
    assert not DataSet.objects.filter(Holds(Or(()))).exists()
