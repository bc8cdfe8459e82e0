"""Many rows at once are the same rows as one at a time, on both databases.

bk01  a bulk insert stores what the ORM stores     bk03  two writers never get one key twice
bk02  the database's constraints hold              bk04  a rolled back insert leaves nothing
bk05  a row that is there counts up, whatever the numbers and their order
"""

import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cairn.db.bulk import count_up, insert_rows, large_writes, take_ids
from cairn.history.models import Version
from cairn.kernel.refs import new_ref
from cairn.reporting.models import Count, Incident, Problem
from cairn.sharing.reads.models import Read
from tests.factories import (
    CountFactory,
    ImportBatchFactory,
    IncidentFactory,
    ProblemFactory,
    StateBodyFactory,
)

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60)
INSTANTS = st.integers(0, 4 * 10**15).map(
    lambda n: datetime(1971, 1, 1, tzinfo=UTC) + timedelta(microseconds=n)
)


def stored(model, pk, *without):
    row = model.objects.filter(pk=pk).values().get()
    return {name: value for name, value in row.items() if name not in {"id", "ref", *without}}


def in_the_database(model, pk, column):
    """The value as the database has it, before Django reads it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_bk01_a_row_with_days_numbers_and_nothing_is_what_the_orm_writes():
    one = CountFactory(
        value=2**40, state=None, period=date(2024, 2, 29), when_written="Feb, “2024”"
    )
    columns = [field.column for field in Count._meta.concrete_fields if field.column != "id"]
    row = [getattr(one, f.attname) for f in Count._meta.concrete_fields if f.column != "id"]
    row[columns.index("ref")], row[columns.index("key")] = "cnt-another", "another"
    insert_rows(Count, columns, [row])
    other = Count.objects.get(key="another")
    assert stored(Count, other.pk, "key") == stored(Count, one.pk, "key")
    for column in ("period", "when_earliest", "value"):
        assert in_the_database(Count, other.pk, column) == in_the_database(Count, one.pk, column)


@pytest.mark.django_db
def test_bk01_booleans_are_what_the_orm_writes():
    one = ProblemFactory(warning=True, column="Nombre de morts; «Total»\t\\N")
    insert_rows(
        Problem,
        ("batch_id", "row", "column", "code", "warning"),
        [(one.batch_id, one.row, one.column, one.code, True)],
    )
    assert stored(Problem, Problem.objects.latest("pk").pk) == stored(Problem, one.pk)
    assert Problem.objects.filter(warning=True).count() == 2


@pytest.mark.django_db
@given(body=TEXTS, at=INSTANTS, hours=st.integers(-11, 12))
def test_bk01_texts_and_instants_of_any_kind_are_what_the_orm_writes(body, at, hours):
    Version.objects.all().delete()
    at = at.astimezone(timezone(timedelta(hours=hours)))
    told = {"model": "tests.thing", "body": body, "sha256": "0" * 64, "at": at, "reason": ""}
    one = Version.objects.create(key="orm", number=1, **told)
    columns = ("model", "key", "number", "body", "schema", "sha256", "by", "at", "reason")
    insert_rows(Version, columns, [("tests.thing", "bulk", 1, body, 1, "0" * 64, "", at, "")])
    other = Version.objects.get(key="bulk")
    assert stored(Version, other.pk, "key") == stored(Version, one.pk, "key")
    assert in_the_database(Version, other.pk, "at") == in_the_database(Version, one.pk, "at")


@pytest.mark.django_db
def test_bk02_a_row_that_breaks_a_rule_of_the_domain_is_refused():
    one = CountFactory()
    columns = [field.column for field in Count._meta.concrete_fields if field.column != "id"]
    row = [getattr(one, f.attname) for f in Count._meta.concrete_fields if f.column != "id"]
    row[columns.index("ref")], row[columns.index("key")] = "cnt-another", "another"
    row[columns.index("value")] = -1
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Count, columns, [row])
    assert Count.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_bk03_two_writers_at_once_never_get_the_same_key():
    batch = ImportBatchFactory()
    shared = [batch.owner_id, "open", "open", batch.embargo_until]
    columns = ("id", "ref", "batch_id", "owner_id", "audience_class", "section", "embargo_until")
    taken: dict[str, list[int]] = {"a": [], "b": []}
    problems = []

    def write(name):
        try:
            for turn in range(10):
                with transaction.atomic():
                    ids = take_ids(Incident, 20)
                    rows = [(pk, f"{name}-{turn}-{pk}", batch.pk, *shared) for pk in ids]
                    insert_rows(Incident, columns, rows)
                    taken[name] += ids
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert not set(taken["a"]) & set(taken["b"])
    assert Incident.objects.count() == 400
    assert IncidentFactory(batch=batch).pk not in {*taken["a"], *taken["b"]}


@pytest.mark.django_db(transaction=True)
def test_bk04_what_is_rolled_back_leaves_nothing():
    batch = ProblemFactory().batch
    with transaction.atomic():
        columns = ("batch_id", "row", "column", "code", "warning")
        insert_rows(Problem, columns, [(batch.pk, n, "", "x", False) for n in range(2_000)])
        transaction.set_rollback(True)
    assert Problem.objects.count() == 1


@pytest.mark.django_db
def test_bk04_no_rows_are_no_rows():
    insert_rows(Problem, ("batch_id", "row", "column", "code", "warning"), [])
    assert list(take_ids(Incident, 0)) == []
    assert not Problem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_large_writes_leave_the_connection_as_it_was():
    def settings():
        with connection.cursor() as cursor:
            cursor.execute(
                "PRAGMA cache_size" if connection.vendor == "sqlite" else "SHOW work_mem"
            )
            return cursor.fetchone()

    before = settings()
    with pytest.raises(ZeroDivisionError), large_writes():
        1 / 0  # noqa: B018
    assert settings() == before


@pytest.mark.django_db
@given(added=st.lists(st.tuples(st.integers(1, 3), st.integers(1, 50)), max_size=8))
def test_bk05_a_row_that_is_there_counts_up(added):
    owner, reader = StateBodyFactory(), StateBodyFactory()
    columns = (
        "ref",
        "owner_id",
        "state",
        "record",
        "number",
        "reader_id",
        "day",
        "purpose",
        "door",
    )
    unique = ("record", "reader_id", "number", "day", "purpose", "door")
    about = ("2024-04-01", "statistics", "page")
    for number, times in added:
        row = (new_ref("rea"), owner.ref, "NER", "fil-1", number, reader.pk, *about, times)
        count_up(Read, columns, unique, "times", [row])
    wanted = Counter()
    for number, times in added:
        wanted[number] += times
    rows = Read.objects.filter(reader=reader).values_list("number", "times")
    assert dict(rows) == dict(wanted)
