"""Two imports at the same moment, whose sources share identifiers.

rm01  whichever commits last, the events are those of two imports one after the other
rm02  what a person told apart stays apart, and no event gets two accounts of one source
rm03  an import alone queues nothing; nothing is joined twice
rm04  a pair that was linked before can still be taken back
rm05  with real processes: crossed, at once, and killed in the middle
"""

import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from cairn.audit.models import Event
from cairn.jobs.models import JobNote
from cairn.jobs.runner import run_until_empty
from cairn.reporting import meeting
from cairn.reporting.actions import accept_source, begin_import, commit_import
from cairn.reporting.claims import claim
from cairn.reporting.intake import look, source_of, stage
from cairn.reporting.link_states import LinkStatus
from cairn.reporting.linking import undo_link
from cairn.reporting.meeting import meet
from cairn.reporting.models import Account, ImportBatch, LinkProposal
from tests.factories import (
    AccountFactory,
    ImportBatchFactory,
    IncidentFactory,
    LinkProposalFactory,
    StoredFileFactory,
    UserFactory,
)
from tests.instances import wait_for
from tests.reporting.doing import write_csv
from tests.reporting.test_crashes import World
from tests.reporting.test_importing import official_rows

SEVERAL = 450  # more than two chunks of pairs


def many(n: int = SEVERAL) -> list[dict]:
    row = official_rows()[0]
    return [
        row | {"Incident ID": f"2023.MMP{i:04}", "Main ID": f"2023.MMP{i:04}"} for i in range(n)
    ]


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.CAIRN_DATA = tmp_path


@pytest.fixture
def official(tmp_path):
    return write_csv(tmp_path / "official.csv", official_rows())


@pytest.fixture
def aside(official):
    """Reads the file for a source and puts its rows aside, without committing."""

    def put_aside(key: str, path=official) -> ImportBatch:
        found = look(path, kind="incidents", source=key, layout="missing-migrants")
        source = source_of(found, key, path.name)
        dataset = accept_source(source=source, layout="missing-migrants", tables=[])
        batch = begin_import(
            dataset=dataset,
            kind="incidents",
            file=StoredFileFactory(),
            file_name=path.name,
            mapping=found.mapping,
        )
        stage(batch, path=path)
        batch.refresh_from_db()
        return batch

    return put_aside


@contextmanager
def held_by_another(dataset: int) -> Iterator[None]:
    """While another session of the database reads rows for the source."""
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with claim(dataset):
            held.set()
            over.wait(30)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert held.wait(10)
        yield
    finally:
        over.set()
        other.join()


def events() -> list[tuple]:
    """Each event that has accounts, as the sources and identifiers of its accounts."""
    told: dict[int, list[tuple]] = {}
    for incident, *account in Account.objects.current().values_list(
        "incident_id", "dataset__key", "identifier"
    ):
        told.setdefault(incident, []).append(tuple(account))
    return sorted(tuple(sorted(accounts)) for accounts in told.values())


@pytest.mark.django_db
@pytest.mark.parametrize("last", [0, 1])
def test_rm01_two_imports_at_once_end_as_one_after_the_other(aside, last):
    batches = [aside("one"), aside("other")]
    assert len(events()) == 0
    commit_import(batch=batches[1 - last])
    run_until_empty()
    assert len(events()) == 4
    commit_import(batch=batches[last])
    run_until_empty()
    assert [len(event) for event in events()] == [2, 2, 2, 2]
    met = Event.objects.get(kind="reporting.import.met")
    assert (met.target, met.values["joined"]) == (batches[last].ref, 4)
    third = aside("third")  # and a third one finds the event that both speak of
    commit_import(batch=third)
    assert [len(event) for event in events()] == [3, 3, 3, 3]


@pytest.mark.django_db
def test_rm01_all_of_more_than_one_page_meet(aside, tmp_path, monkeypatch):
    monkeypatch.setattr(meeting, "PAGE", 40)
    monkeypatch.setattr(meeting, "CHUNK", 7)
    path = write_csv(tmp_path / "many.csv", many(101))
    batches = [aside("one", path), aside("other", path)]
    for batch in batches:
        commit_import(batch=batch)
    run_until_empty()
    assert Counter(len(event) for event in events()) == {2: 101}


@pytest.mark.django_db
@pytest.mark.parametrize("status", [LinkStatus.REJECTED, LinkStatus.UNDONE])
def test_rm02_what_a_person_told_apart_stays_apart(aside, status):
    batches = [aside("one"), aside("other")]
    for batch in batches:
        commit_import(batch=batch)
    left, right = sorted(
        Account.objects.filter(identifier="iom-mmp:2023.MMP0001").values_list("ref", flat=True)
    )
    LinkProposalFactory(
        left=left,
        right=right,
        status=status,
        decided_by="amina",
        decided_at=batches[0].started_at,
    )
    run_until_empty()
    assert sorted(len(event) for event in events()) == [1, 1, 2, 2, 2]


@pytest.mark.django_db
def test_rm02_no_event_gets_two_accounts_of_one_source(aside):
    one, other = aside("one"), aside("other")
    commit_import(batch=one)
    first, second = Account.objects.filter(batch=one).order_by("pk")[:2]
    there = Account.objects.get(batch=other, identifier=second.identifier)
    Account.objects.filter(pk=there.pk).update(incident=first.incident)  # as a person joined them
    commit_import(batch=other)
    run_until_empty()
    for event in events():
        assert len({source for source, _ in event}) == len(event)


@pytest.mark.django_db
def test_rm03_an_import_alone_queues_nothing_and_nothing_is_joined_twice(aside):
    commit_import(batch=aside("one"))
    assert not JobNote.objects.exists()
    batch = aside("other")
    commit_import(batch=batch)
    run_until_empty()  # the first was committed within the hour
    assert not Event.objects.filter(kind="reporting.import.met").exists()
    assert meet(batch) == 0
    assert [len(event) for event in events()] == [2, 2, 2, 2]


@pytest.mark.django_db
def test_rm03_a_source_that_is_being_read_is_waited_for(aside, monkeypatch):
    monkeypatch.setattr("cairn.reporting.linking.PATIENCE", 0)
    batches = [aside("one"), aside("other")]
    for batch in batches:
        commit_import(batch=batch)
    with held_by_another(batches[0].dataset_id):
        run_until_empty()
    assert {note.state for note in JobNote.objects.all()} == {"waiting"}
    assert not Event.objects.filter(kind="reporting.import.met").exists()


@pytest.mark.django_db
def test_rm04_an_earlier_link_of_a_pair_can_still_be_taken_back(aside):
    one, other = aside("one"), aside("other")
    commit_import(batch=one)
    account = Account.objects.filter(batch=one).order_by("pk")[0]
    batch = ImportBatchFactory()
    linked = AccountFactory(batch=batch, incident=IncidentFactory(batch=batch))
    left, right = sorted((account.ref, linked.ref))
    link = LinkProposalFactory(left=left, right=right)
    before = linked.incident_id
    older = IncidentFactory(batch=batch)
    Account.objects.filter(pk__in=[account.pk, linked.pk]).update(incident=older)
    LinkProposal.objects.filter(pk=link.pk).update(
        status=LinkStatus.ACCEPTED, decided_by="amina", decided_at=other.started_at,
        moved=[linked.ref], moved_from=before, moved_to=older,
    )  # fmt: skip
    commit_import(batch=other)
    run_until_empty()
    there = Account.objects.get(batch=other, identifier=account.identifier)
    account.refresh_from_db()
    assert there.incident_id == account.incident_id
    link.refresh_from_db()
    undo_link(link=link, reason="they differ", by=UserFactory(role="steward"))
    linked.refresh_from_db()
    assert linked.incident_id == before
    account.refresh_from_db()
    assert account.incident_id == there.incident_id


CROSSED = """
SELECT count(DISTINCT a.incident_id), count(*) FROM reporting_account a
JOIN reporting_dataset d ON d.id = a.dataset_id WHERE d.key LIKE '%s-%%'
"""
JOBS = "from cairn.jobs.runner import run_until_empty; print(run_until_empty())"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = World(tmp_path_factory.mktemp("meeting") / "data")
    yield made
    made.instance.end()


def sheet(folder, prefix: str):
    rows = many()
    for row in rows:
        row["Incident ID"] = row["Main ID"] = f"{prefix}.{row['Main ID']}"
    return write_csv(folder / f"{prefix}.csv", rows)


@pytest.mark.process
def test_rm05_two_processes_whose_imports_cross_make_one_event_of_each_identifier(world, tmp_path):
    path = sheet(tmp_path, "crossed")
    layout = ("--layout", "missing-migrants")
    killed = world.run(path, "crossed-one", words=layout, CAIRN_CRASH_AT="commit.before")
    assert killed[0] == -signal.SIGKILL  # its rows are put aside and wait
    assert world.run(path, "crossed-two", words=layout)[0] == 0
    assert world.run(path, "crossed-one", words=layout)[0] == 0
    assert world.ask(CROSSED % "crossed")[0] == (2 * SEVERAL, 2 * SEVERAL)
    dying = world.instance.start("jobs", CAIRN_CRASH_AT="meet.chunk")
    assert dying.wait(60) == -signal.SIGKILL
    assert SEVERAL < world.ask(CROSSED % "crossed")[0][0] < 2 * SEVERAL
    jobs = world.instance.start("jobs")
    try:
        wait_for(lambda: world.ask(CROSSED % "crossed")[0] == (SEVERAL, 2 * SEVERAL))
    finally:
        jobs.terminate()
        jobs.communicate(timeout=30)


@pytest.mark.process
def test_rm05_two_processes_at_once_make_one_event_of_each_identifier(world, tmp_path):
    path = sheet(tmp_path, "beside")
    layout = ("--layout", "missing-migrants")
    running = [world.start(path, f"beside-{n}", words=layout) for n in range(3)]
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, (out, err)
    world.instance.python(JOBS)
    assert world.ask(CROSSED % "beside")[0] == (SEVERAL, 3 * SEVERAL)
