"""Putting aside, compared with one plain loop over a dictionary, on random small worlds.

rp01  whatever the chunks, the current rows are those of the loop
rp02  the account always closes, and counts what the loop counts
rp03  the order of the files of different sources does not matter
rp04  a run that was cut and taken up gives what an uninterrupted one gives
rp05  an import that is discarded leaves the world as it was
"""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.history.models import Version
from cairn.reporting import staging
from cairn.reporting.actions import begin_import, commit_import, discard_import, finish_staging
from cairn.reporting.models import Account, Incident
from cairn.reporting.reading.mapping import Mapping, Rule
from cairn.reporting.reading.rows import RowReader
from cairn.reporting.staging import Stager, Tally
from tests.factories import DataSetFactory, StoredFileFactory

pytestmark = pytest.mark.django_db
HEADER = ("id", "group", "date", "dead")
MAPPING = Mapping(
    kind="incidents",
    rules=(
        Rule("identifier", "id"),
        Rule("identifier_group", "group"),
        Rule("date", "date"),
        Rule("dead", "dead"),
    ),
    namespace="t",
)
ROW = st.tuples(
    st.sampled_from(["", "", "a", "b", "c", "d"]),
    st.sampled_from(["", "g", "h", "a"]),
    st.sampled_from(["2024-01-01", "2024-01-02", ""]),
    st.sampled_from(["1", "2", "", "many"]),
)
FILE = st.lists(ROW, max_size=14)


def read(file):
    reader = RowReader(MAPPING, HEADER, today=date(2026, 1, 1))
    return [reader.read(number, cells) for number, cells in enumerate(file, start=2)]


def bring(dataset, file, chunk, *, cut=None):
    """Import the rows in chunks of this size; with `cut`, stop there and begin again."""
    batch = begin_import(dataset=dataset, kind="incidents", file=StoredFileFactory(),
                         file_name="t.csv", mapping=MAPPING)  # fmt: skip
    tally = Tally()
    if cut is not None:
        stager = Stager(kind="incidents", dataset=dataset, batch=batch)
        stager.chunk = chunk
        stager.stage(read(file[: cut * chunk]), tally=tally)
        batch.refresh_from_db()
        tally = Tally(batch.rows_new, batch.rows_updated, batch.rows_unchanged, batch.rows_rejected)
    stager = Stager(kind="incidents", dataset=dataset, batch=batch)
    stager.chunk = chunk
    stager.stage(read(file), tally=tally, skip=batch.position)
    batch = finish_staging(batch=batch)
    assert batch.rows_read == tally.read == len(file)
    return batch, tally


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    """Chunks stay as small as they are asked for."""
    monkeypatch.setattr(staging, "FEWEST", 1)
    monkeypatch.setattr(staging, "MOST", 3)


def by_definition(world, file):
    """The same import as one loop: world is key → (number, dead); returns what was counted."""
    counted = Counter()
    taken, times = {}, Counter()
    for at, (own, group, day, dead) in enumerate(file):
        rejected = dead == "many"
        if not rejected and own and taken.setdefault(own, at) != at:
            rejected = True
        if rejected:
            counted["rejected"] += 1
            continue
        if own:
            key = (own, 0)
        else:
            said = ("group", group) if group else ("row", day, dead)
            key = (said, times[said])
            times[said] += 1
        says = (own or group, None, day, dead)
        number, before = world.get(key, (0, None))
        if before == says:
            counted["unchanged"] += 1
            continue
        counted["updated" if number else "new"] += 1
        world[key] = (number + 1, says)
    return counted


def told(tally):
    return Counter(
        {k: v for k in ("new", "updated", "unchanged", "rejected") if (v := getattr(tally, k))}
    )


def numbers(world):
    return Counter((number, says[3] or "") for number, says in world.values())


def current(dataset):
    rows = Account.objects.current().filter(dataset=dataset)
    return Counter(
        (number, "" if dead is None else str(dead))
        for number, dead in rows.values_list("number", "dead")
    )


@settings(max_examples=25)
@given(files=st.lists(FILE, min_size=1, max_size=3), chunk=st.integers(1, 5))
def test_rp01_rp02_the_current_rows_are_those_of_one_plain_loop(files, chunk):
    dataset, world = DataSetFactory(), {}
    with transaction.atomic():
        for file in files:
            counted = by_definition(world, file)
            batch, tally = bring(dataset, file, chunk)
            assert told(tally) == counted
            commit_import(batch=batch, leave_out="tests")
            assert current(dataset) == numbers(world)
        assert Version.objects.filter(model="reporting.account").count() == sum(
            number for number, _ in world.values()
        )
        transaction.set_rollback(True)


@settings(max_examples=15)
@given(first=FILE, second=FILE, chunk=st.integers(1, 4))
def test_rp03_the_order_of_two_sources_does_not_matter(first, second, chunk):
    found = []
    for turn in (1, -1):
        with transaction.atomic():
            sources = {"one": first, "two": second}
            made = {key: DataSetFactory(key=key) for key in sources}
            for key in list(sources)[::turn]:
                batch, _ = bring(made[key], sources[key], chunk)
                commit_import(batch=batch, leave_out="tests")
            groups = Counter(
                tuple(sorted(incident.accounts.values_list("dataset__key", "identifier")))
                for incident in Incident.objects.prefetch_related("accounts")
            )
            found.append(([current(made[key]) for key in sources], groups))
            transaction.set_rollback(True)
    assert found[0] == found[1]


@settings(max_examples=15)
@given(before=FILE, file=FILE, chunk=st.integers(1, 4), data=st.data())
def test_rp04_an_import_that_was_cut_ends_as_if_it_had_not_been(before, file, chunk, data):
    cut = data.draw(st.integers(0, len(file) // chunk))
    found = []
    for where in (None, cut):
        with transaction.atomic():
            dataset = DataSetFactory()
            batch, _ = bring(dataset, before, chunk)
            commit_import(batch=batch, leave_out="tests")
            batch, tally = bring(dataset, file, chunk, cut=where)
            commit_import(batch=batch, leave_out="tests")
            kept = sorted(batch.problems.values_list("row", "column", "code"))
            found.append((told(tally), current(dataset), kept))
            transaction.set_rollback(True)
    assert found[0] == found[1]


@settings(max_examples=15)
@given(before=FILE, file=FILE, chunk=st.integers(1, 4))
def test_rp05_what_is_discarded_leaves_the_world_as_it_was(before, file, chunk):
    with transaction.atomic():
        dataset = DataSetFactory()
        batch, _ = bring(dataset, before, chunk)
        commit_import(batch=batch, leave_out="tests")
        rows = list(Account.objects.order_by("pk").values())
        versions, incidents = Version.objects.filter(model="reporting.account"), Incident.objects
        counts = (versions.count(), incidents.count())
        batch, _ = bring(dataset, file, chunk)
        assert current(dataset) == Counter(
            (r["number"], "" if r["dead"] is None else str(r["dead"]))
            for r in rows
            if not r["superseded_by_id"]
        )
        discard_import(batch=batch, failure="tests")
        assert list(Account.objects.order_by("pk").values()) == rows
        assert (versions.count(), incidents.count()) == counts
        transaction.set_rollback(True)
