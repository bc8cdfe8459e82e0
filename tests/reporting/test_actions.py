"""Accepting, beginning, committing and discarding: who may, once, and told in the log.

ra01  the steps of an import are in the log, without a value of the file
ra02  one import of a source at a time, and a repeated submission is the first one
ra03  rejected rows need a reason; a commit happens once
ra04  whoever lacks the right is refused, and nothing is changed
"""

import re

import pytest

from cairn.audit.models import Event
from cairn.history.keep import KEPT
from cairn.history.models import Version
from cairn.kernel.errors import Refused
from cairn.reporting import actions
from cairn.reporting.claims import claim
from cairn.reporting.errors import RowsRejected, SourceBusy, UnreadableSource
from cairn.reporting.intake import stage
from cairn.reporting.models import DataSet, ImportBatch
from cairn.reporting.reading.layouts import Source, layouts
from cairn.reporting.reading.mapping import Mapping, Rule
from cairn.reporting.states import NEXT, NoSuchMove, Status
from tests.factories import DataSetFactory, ImportBatchFactory, StoredFileFactory, UserFactory

pytestmark = pytest.mark.django_db
MAPPING = Mapping(kind="incidents", rules=(Rule("date", "Date"), Rule("dead", "Dead")))
SOURCE = Source(key="somebody", title="Somebody", publisher="", licence="cc-by-4.0")


def begin(dataset, **told):
    told = {"file": StoredFileFactory(), "file_name": "t.csv", "mapping": MAPPING} | told
    return actions.begin_import(dataset=dataset, kind="incidents", **told)


def test_ra01_a_source_is_accepted_once_and_by_name():
    steward = UserFactory(username="amina", role="steward")
    first = actions.accept_source(source=SOURCE, layout="", tables=[], by=steward)
    assert (first.accepted_by, first.accepted_at is not None) == ("amina", True)
    tables = [{"tab": "main", "basis": "arrivals"}]
    again = actions.accept_source(source=SOURCE, layout="", tables=tables, by=steward)
    assert (again.pk, again.tables) == (first.pk, tables)
    assert DataSet.objects.count() == 1
    assert Version.objects.filter(key=first.ref).count() == 2
    assert [event.by for event in Event.objects.filter(target=first.ref).exclude(kind=KEPT)] == [
        "amina"
    ]


@pytest.mark.parametrize("key", ["", "A", "a", "-a", "a b", "a/b", "ä-b", "x" * 64])
def test_ra04_a_name_that_cannot_stand_in_an_address_is_refused(key):
    with pytest.raises(UnreadableSource):
        actions.accept_source(source=Source(key=key, title="x", publisher=""), layout="", tables=[])
    assert not DataSet.objects.exists()


def test_ra02_one_import_of_a_source_at_a_time():
    dataset = DataSetFactory()
    first = begin(dataset)
    with pytest.raises(SourceBusy, match=re.escape(first.ref)):
        begin(dataset)
    begin(DataSetFactory())  # another source is not concerned
    assert begin(dataset, file=first.file) == first  # the same file goes on


def test_ra02_a_repeated_submission_is_answered_with_the_first_import():
    dataset, steward = DataSetFactory(), UserFactory(role="steward")
    first = begin(dataset, once="token", by=steward)
    assert begin(dataset, once="token", by=steward) == first
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize(
    "mapping", [table.mapping for each in layouts().values() for table in each.tables],
    ids=lambda mapping: mapping.layout,
)  # fmt: skip
def test_ra02_a_mapping_is_the_same_after_the_database_had_it(mapping):
    batch = ImportBatchFactory(mapping=mapping.as_json())
    batch.refresh_from_db()
    assert batch.mapping == mapping.as_json()
    assert Mapping.from_json(batch.mapping) == mapping


@pytest.mark.django_db(transaction=True)
def test_ra02_who_reads_for_a_source_holds_it_for_as_long(tmp_path):
    import threading

    from django.db import connection

    batch = begin(DataSetFactory())
    heard = []

    def other():
        try:
            stage(batch, path=tmp_path / "t.csv")
        except SourceBusy as problem:
            heard.append(problem)
        finally:
            connection.close()

    with claim(batch.dataset_id) as mine:
        assert mine
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(heard) == 1
    with claim(batch.dataset_id) as mine:
        assert mine
    batch.refresh_from_db()
    assert batch.status == Status.STAGING


def test_ra03_rejected_rows_are_left_out_only_with_a_reason():
    batch = ImportBatchFactory(status=Status.STAGED, rows_new=2, rows_rejected=1)
    with pytest.raises(RowsRejected, match="1 of 3 rows were rejected"):
        actions.commit_import(batch=batch)
    batch.refresh_from_db()
    assert batch.status == Status.STAGED
    done = actions.commit_import(batch=batch, leave_out="The agency has no figures for it.")
    assert (done.status, done.left_out_reason) == (
        Status.COMMITTED,
        "The agency has no figures for it.",
    )
    assert actions.commit_import(batch=batch) == done  # by another who pressed at the same moment
    assert Event.objects.filter(kind="reporting.import.committed").count() == 1


@pytest.mark.parametrize("status", [s for s in Status if Status.COMMITTED not in NEXT[s]])
def test_ra03_what_is_not_staged_is_not_committed(status):
    if status == Status.COMMITTED:
        return
    with pytest.raises(NoSuchMove):
        actions.commit_import(batch=ImportBatchFactory(status=status))


def test_ra03_what_is_current_is_not_discarded():
    with pytest.raises(NoSuchMove):
        actions.discard_import(batch=ImportBatchFactory(status=Status.COMMITTED), failure="x")


@pytest.mark.parametrize("role", ["analyst", "administrator", "publisher"])
def test_ra04_who_may_not_import_changes_nothing(role):
    person = UserFactory(role=role)
    staged = ImportBatchFactory(status=Status.STAGED)
    with pytest.raises(Refused):
        actions.accept_source(source=SOURCE, layout="", tables=[], by=person)
    with pytest.raises(Refused):
        begin(staged.dataset, by=person)
    with pytest.raises(Refused):
        actions.commit_import(batch=staged, by=person)
    with pytest.raises(Refused):
        actions.give_up_import(batch=staged, reason="x", by=person)
    staged.refresh_from_db()
    assert staged.status == Status.STAGED
    assert not Event.objects.exists()
