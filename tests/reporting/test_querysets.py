"""Which rows are current, which may be counted, and who may see them.

rq01  rows of an import that is not committed are invisible, and so is what it would replace with
rq02  rows of data sets that were not accepted are not counted
rq03  what is private is for its owner
rq04  one question, however many rows
"""

from datetime import date

import pytest

from cairn.reporting.models import Account, Count
from cairn.reporting.states import UNSETTLED, Status
from cairn.sharing.viewer import Viewer
from tests.factories import AccountFactory, CountFactory, DataSetFactory, ImportBatchFactory

pytestmark = pytest.mark.django_db
PUBLIC = Viewer(today=date(2026, 11, 22))


@pytest.mark.parametrize("status", UNSETTLED)
def test_rq01_rows_of_an_unsettled_import_are_invisible(status):
    old = AccountFactory()
    batch = ImportBatchFactory(dataset=old.dataset, status=status)
    new = AccountFactory(batch=batch, ref=old.ref, key=old.key, number=2, incident=old.incident)
    Account.objects.filter(pk=old.pk).update(superseded_by=batch)
    assert list(Account.objects.current()) == [old]
    batch.status = Status.COMMITTED
    batch.save()
    assert list(Account.objects.current()) == [new]


def test_rq01_a_version_is_current_until_the_next_one_is():
    first = CountFactory()
    batch = ImportBatchFactory(dataset=first.dataset, kind="counts")
    CountFactory(batch=batch, ref=first.ref, key=first.key, number=2)
    Count.objects.filter(pk=first.pk).update(superseded_by=batch)
    assert [row.number for row in Count.objects.current()] == [2]


def test_rq02_what_nobody_accepted_is_not_counted():
    counted = AccountFactory()
    AccountFactory(batch__dataset=DataSetFactory(accepted_at=None, accepted_by=None))
    assert Account.objects.current().count() == 2
    assert list(Account.objects.countable()) == [counted]


def test_rq03_what_is_private_is_for_its_owner():
    shown = AccountFactory()
    private = AccountFactory(audience_class="organisation")
    later = AccountFactory(embargo_until=date(2030, 1, 1))
    assert list(Account.objects.visible_to(PUBLIC)) == [shown]
    owner = Viewer(today=PUBLIC.today, organisations=frozenset({private.owner_id}))
    assert set(Account.objects.visible_to(owner)) == {shown, private}
    assert later not in Account.objects.visible_to(owner)


def test_rq04_one_question_however_many_rows(django_assert_num_queries):
    for _ in range(12):
        AccountFactory()
    with django_assert_num_queries(1):
        assert len(Account.objects.countable().visible_to(PUBLIC)) == 12
