"""A snapshot holds what was countable, and its figures are those of one loop over the rows.

ob01  figures from a snapshot equal a plain loop over accounts and counts
ob02  what is staged, superseded or not accepted is not in it
ob03  the same content has the same address, and making it twice changes nothing
ob04  a snapshot explains itself: sources, tables, gaps
"""

from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random

import pytest

from cairn.audit.models import Event
from cairn.figures.engine import answer
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.kernel.dates import DateSpan, Level, Period
from cairn.observatory.actions import make_snapshot, newest_snapshot, snapshots_root
from cairn.observatory.models import SnapshotRecord
from cairn.reporting.models import Account, Count
from cairn.reporting.states import Status
from tests.factories import AccountFactory, CountFactory, DataSetFactory, ImportBatchFactory

pytestmark = pytest.mark.django_db
TABLE = {"tab": "monthly", "basis": "arrivals", "dimensions": ["country"], "level": "month",
         "preference": 1}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.CAIRN_DATA = tmp_path


def span_of(random: Random) -> DateSpan | None:
    first = date(2022, 1, 1) + timedelta(days=random.randrange(700))
    match random.randrange(6):
        case 0:
            return None
        case 1:
            return DateSpan.month(first.year, first.month)
        case 2:
            return DateSpan.year(first.year)
        case 3:
            return DateSpan.between(first, first + timedelta(days=random.randrange(60)))
    return DateSpan.day(first)


@pytest.fixture
def accounts():
    """Accounts of two sources with dates of every precision, and some that must not be counted."""
    random = Random(7)
    for source in ("one", "two"):
        batch = ImportBatchFactory(dataset__key=source)
        for _ in range(30):
            dead, missing = random.choice([None, 0, 3]), random.choice([None, 0, 8])
            known = [number for number in (dead, missing) if number is not None]
            span = span_of(random)
            row = AccountFactory(batch=batch, dead=dead, missing=missing,
                                 total=sum(known) if known else random.choice([None, 5]),
                                 country=random.choice(["ITA", "LBY", None]),
                                 year=span.earliest.year if span else None)  # fmt: skip
            row.when = span
            row.save()
    staged = ImportBatchFactory(dataset__key="three", status=Status.STAGED)
    AccountFactory(batch=staged, total=1_000, dead=1_000)
    refused = DataSetFactory(key="four", accepted_at=None, accepted_by=None)
    AccountFactory(batch__dataset=refused, total=1_000, dead=1_000)
    return list(Account.objects.filter(dataset__key__in=["one", "two"]))


def figures(measure, *, by="", **where):
    """Source and key → number and records, as the engine answers."""
    found = answer(newest_snapshot(), Question.parse(measure, list(where.items()), by))
    return {
        (one.source, *map(str, row.key)): (row.value, row.records)
        for one in found.sets
        for row in one.rows
    }


def sums(rows, key, value):
    """By definition: one loop; a record without a number is a record all the same."""
    numbers, records = defaultdict(int), Counter()
    for row in rows:
        where = key(row)
        if where is not None:
            records[where] += 1
            numbers[where] += getattr(row, value) or 0
    return numbers, records


def snapshot_of(*keys):
    datasets = list(DataSetFactory._meta.model.objects.filter(key__in=keys).order_by("key"))
    return make_snapshot(datasets=datasets)


@pytest.mark.parametrize(("measure", "value"), [("dead", "dead"), ("missing", "missing"),
                                                ("dead_and_missing", "total")])  # fmt: skip
def test_ob01_ob02_totals_of_each_source_are_those_of_the_loop(accounts, measure, value):
    snapshot_of("one", "two", "three", "four")
    numbers, records = sums(accounts, lambda row: row.dataset.key, value)
    found = figures(measure)
    assert {source for source, *_ in found} == {"one", "two"}
    for (source,), (number, n) in found.items():
        assert (number, n) == (numbers[source], records[source])


@pytest.mark.parametrize("level", [Level.MONTH, Level.QUARTER, Level.YEAR])
def test_ob01_a_record_stands_in_a_period_only_if_it_lies_inside_and_sums_close(accounts, level):
    snapshot_of("one", "two")

    def inside(row):
        if row.when is None:
            return None
        period = Period.of(row.when.earliest, level)
        return (row.dataset.key, str(period)) if period.holds(row.when) else None

    numbers, records = sums(accounts, inside, "total")
    found = figures("dead_and_missing", by=level.value)
    for key, number in numbers.items():
        if number:
            assert found[key] == (number, records[key])
    for source in ("one", "two"):
        told = [n for (where, *_), (_, n) in found.items() if where == source]
        assert sum(told) == sum(row.dataset.key == source for row in accounts)


def test_ob01_a_series_is_added_up_as_the_loop_does():
    batch = ImportBatchFactory(kind="counts", dataset__key="series", dataset__tables=[TABLE])
    random = Random(3)
    for month in range(1, 13):
        for country in ("ITA", "ESP"):
            span = DateSpan.month(2023, month)
            why = "not_recorded" if random.random() < 0.2 else None
            CountFactory(batch=batch, country=country, no_value=why,
                         value=None if why else random.randrange(50),
                         when_earliest=span.earliest, when_latest=span.latest)  # fmt: skip
    snapshot_of("series")
    rows = list(Count.objects.all())
    numbers, _ = sums(rows, lambda row: row.country, "value")
    found = figures("arrivals", by="country", source="series")
    assert {key[1]: number for key, (number, _) in found.items()} == dict(numbers)


def test_ob03_the_same_content_has_the_same_address_and_one_record(accounts):
    first = snapshot_of("one", "two")
    again = snapshot_of("one", "two")
    assert again == first
    assert SnapshotRecord.objects.count() == 1
    assert Event.objects.filter(kind="observatory.snapshot.made").count() == 1
    Account.objects.filter(pk=accounts[0].pk).update(survivors=77)
    assert snapshot_of("one", "two").snapshot != first.snapshot


def test_ob04_a_snapshot_explains_itself():
    gap = {"from": "2023-03-01", "to": "2023-03-31", "reason": "The office was closed."}
    dataset = DataSetFactory(key="series", tables=[TABLE], gaps=[gap], notes=["Provisional."],
                             publisher="An office", licence="ogl-3.0")  # fmt: skip
    batch = ImportBatchFactory(kind="counts", dataset=dataset)
    CountFactory(batch=batch)
    record = snapshot_of("series")
    manifest = Snapshot.open(snapshots_root() / record.snapshot).manifest
    (source,) = manifest.sources
    assert (source.publisher, source.licence) == ("An office", "Open Government Licence 3.0")
    assert (source.coverage_from, source.coverage_to) == (date(2024, 1, 1), date(2024, 1, 31))
    assert [(one.first, one.reason) for one in source.gaps] == [(date(2023, 3, 1), gap["reason"])]
    assert source.sha256 == batch.file.sha256
    assert (record.events, record.counts) == (0, 1)


def test_ob02_an_empty_world_has_an_empty_snapshot():
    record = make_snapshot(datasets=[])
    assert (record.events, record.counts) == (0, 0)
    assert figures("dead_and_missing") in ({}, {("",): (0, 0)})
