"""Erasing imports and data sets as a whole, from the desk to the last byte.

wi01  a data set: nothing of it is left in any table or file; stubs say when and under which rule
wi02  an import: what it brought goes, and the source says what it said before
wi03  figures are made anew, public releases are withdrawn, and readers are told
wi04  events that others speak of too stay theirs
wi05  who decides: stewards through whose body it came; two persons; a hold stops it
wi06  done twice is done once; nothing comes into it any more
wi07  an import in the middle: what came before does not count beside what came after
wi08  where rows are being read for the source it waits and changes nothing; it is begun again
wi10  readers of a release are told of data sets that it held, of no other
wi11  stopped after the old release was taken away, a new one is made the next time
wi12  an import that is read while one of its source is half erased removes nothing of that one
wi09  interrupted at any place, what an organisation brought is forgotten the next time
"""

import json
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cairn.console.duties import go_on_with_erasures
from cairn.console.verifying import examine
from cairn.erasure import actions, holds
from cairn.erasure.carrying import carry_out, erase_now
from cairn.erasure.models import Erasure
from cairn.erasure.policies import OnHold
from cairn.erasure.rules import WHOLE
from cairn.erasure.tasks import take_up_again
from cairn.jobs.models import JobNote
from cairn.jobs.runner import run_until_empty
from cairn.observatory.actions import desk_snapshot, newest_snapshot, snapshots_root
from cairn.published.models import PublishedSnapshot
from cairn.published.queries import withdrawn_sets
from cairn.releases.actions import refresh
from cairn.reporting.actions import accept_source
from cairn.reporting.claims import SPACE, claim
from cairn.reporting.errors import SourceErased
from cairn.reporting.linking import accept_link, link_sources
from cairn.reporting.models import Account, DataSet, ImportBatch, Incident, LinkProposal, Problem
from cairn.reporting.reading.layouts import Source
from cairn.reporting.tasks import stage_import
from cairn.sharing.viewer import viewer_of
from cairn.web.public.withdrawn import RULES
from tests.factories import OrganisationFactory
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import text_of

pytestmark = pytest.mark.django_db
MARK = "zqx47118"
HEAD = "Incident ID,Date,Country,Dead,Missing,Survivors\n"
FIRST = (
    f"{HEAD}{MARK}-1,2024-03-01,Italy,3,2,10\n{MARK}-2,2024-03-02,Greece,0,,4\n"
    f"{MARK}-3,2024-03-02,Spain,twelve,,4\n"
)
SECOND = f"{HEAD}{MARK}-1,2024-03-01,Italy,4,2,10\n{MARK}-4,2024-03-07,Spain,1,,4\n"
OTHERS = f"{HEAD}b1,2024-03-01,Italy,3,2,10\nb2,2024-05-05,Spain,7,,\n"


def brought(desk, text, source, title, name="events.csv"):
    """Import a file as people do; what cannot be read is left out."""
    file = SimpleUploadedFile(name, text.encode())
    address = desk.send(reverse("desk:import_new"), file=file, kind="incidents", source="").url
    given = {"source": source, "title": title, "publisher": "A coast guard"}
    page = desk.check(address, **given, licence="cc-by-4.0").url
    desk.send(page, act="commit", reason="Left out for now.")
    run_until_empty()
    batch = ImportBatch.objects.latest("pk")
    assert batch.status == "committed"
    return batch


@pytest.fixture
def batch(desk):
    return brought(desk, FIRST, "coast-guard", f"Log {MARK}", name=f"{MARK}.csv")


@pytest.fixture
def second(steward):
    return person("second", "steward", steward.memberships.get().organisation)


def erased(target, steward, second, rule="court_order"):
    made = actions.ask_whole(target=target, rule=rule, authority="17 of 2026", by=steward)
    actions.confirm(erasure=made, by=second)
    return carry_out(made.ref)


def left(folder):
    """Tables, and files of the folder of data, in which the mark still stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any(MARK in json.dumps(list(map(str, row))) for row in cursor.fetchall()):
                found.append(table)
    files = [path for path in folder.rglob("*") if path.is_file()]
    return found + [
        path.name for path in files if MARK.encode() in path.read_bytes() or MARK in path.name
    ]


def wrong():
    return {one.question: one.wrong for one in examine() if one.wrong}


def test_wi01_of_a_data_set_nothing_is_left_but_stubs(desk, steward, second, batch, tmp_path):
    refresh()
    before = newest_snapshot().id
    assert {"reporting_dataset", "reporting_importbatch"} <= set(left(tmp_path))
    assert Problem.objects.exists()
    done = erased(batch.dataset.ref, steward, second)
    assert left(tmp_path) == []
    dataset, stub = DataSet.objects.get(), ImportBatch.objects.get()
    assert (dataset.key, dataset.title, dataset.accepted_at) == ("coast-guard", "coast-guard", None)
    assert dataset.stub.endswith(" court_order]")
    assert (stub.status, stub.file_name, stub.left_out_reason) == ("discarded", "", dataset.stub)
    assert stub.file.erased_under == done.ref
    assert not Account.objects.exists()
    assert not Incident.objects.exists()
    assert not Problem.objects.exists()
    assert not (snapshots_root() / before).exists()
    assert done.found["reporting.account"] == 2
    assert wrong() == {}
    page = text_of(desk.get(reverse("desk:data_set", args=["coast-guard"])))
    assert "under the rule “order of a court or an authority”" in page
    assert "Import a newer file" not in page
    page = text_of(desk.get(reverse("desk:import", args=[stub.ref])))
    assert "This import was erased" in page
    assert desk.get(reverse("desk:data_sets")).status_code == 200
    assert desk.get(reverse("desk:imports")).status_code == 200


def test_wi02_of_an_import_the_source_says_what_it_said_before(desk, steward, second, batch):
    later = brought(desk, SECOND, "coast-guard", f"Log {MARK}")
    assert sorted(Account.objects.current().values_list("dead", flat=True)) == [0, 1, 4]
    erased(later.ref, steward, second)
    assert sorted(Account.objects.current().values_list("dead", flat=True)) == [0, 3]
    batch.refresh_from_db()
    assert (batch.status, batch.file.erased_at) == ("committed", None)
    assert DataSet.objects.get().stub == ""
    page = text_of(desk.get(reverse("desk:import", args=[later.ref])))
    assert "It was erased as a whole" in page
    assert wrong() == {}


def test_wi03_figures_are_made_anew_and_readers_of_releases_are_told(desk, steward, second, batch):
    brought(desk, OTHERS, "others", "Others")
    _desk, public = refresh()
    erased(batch.dataset.ref, steward, second, rule="withdrawn")
    assert [one.key for one in newest_snapshot().sources] == ["others"]
    public.refresh_from_db()
    assert (public.is_current, public.withdrawn_at is None) == (False, False)
    assert PublishedSnapshot.objects.get(is_current=True).snapshot != public.snapshot
    (told,) = withdrawn_sets().values()
    assert (told.key, told.rule, told.whole) == ("coast-guard", "withdrawn", True)
    gone = desk.get(reverse("public:data_set", args=["coast-guard"]))
    assert gone.status_code == 410
    assert "the contributor withdraws what it contributed" in text_of(gone)
    assert desk.get(reverse("public:data_set", args=["others"])).status_code == 200
    home = text_of(desk.get(reverse("public:home")))
    assert "Withdrawn: <a" in home
    assert "Added:" not in home  # what was there before was not brought by this
    assert set(RULES) == {one.value for one in WHOLE}


def test_wi03_of_a_part_the_page_of_the_data_set_says_it(desk, steward, second, batch):
    later = brought(desk, SECOND, "coast-guard", f"Log {MARK}")
    refresh()
    erased(later.ref, steward, second)
    page = desk.get(reverse("public:data_set", args=["coast-guard"]))
    assert page.status_code == 200
    assert "A part of this data set was taken out" in text_of(page)
    assert "Withdrawn in part:" in text_of(desk.get(reverse("public:home")))


def test_wi04_events_that_others_speak_of_stay_theirs(desk, steward, second, batch, tmp_path):
    theirs = brought(desk, OTHERS, "others", "Others")
    one, other = DataSet.objects.order_by("key")
    LinkProposal.objects.all().delete()
    link_sources(one=one, other=other, viewer=viewer_of(steward, batch.started_at.date()))
    link = LinkProposal.objects.order_by("-score").first()
    if link.status == "proposed":
        accept_link(link=link, by=steward)
    assert Incident.objects.filter(accounts__batch=theirs, batch=batch).exists() or (
        Incident.objects.filter(accounts__batch=batch, batch=theirs).exists()
    )
    erased(batch.dataset.ref, steward, second)
    assert left(tmp_path) == []
    assert not LinkProposal.objects.exists()
    held = Account.objects.all()
    assert {one.batch_id for one in held} == {theirs.pk}
    assert {one.incident.batch_id for one in held} == {theirs.pk}
    assert Incident.objects.count() == len({one.incident_id for one in held})
    assert wrong() == {}


def test_wi05_two_stewards_through_whose_body_it_came_and_no_hold(steward, second, batch):
    ask = {"target": batch.ref, "rule": "court_order", "authority": "17 of 2026"}
    elsewhere = OrganisationFactory(kind="university")
    for who in (person("other", "steward", elsewhere), person("reader", "analyst")):
        with pytest.raises(actions.NothingToErase):
            actions.ask_whole(**ask, by=who)
    hold = holds.place(target=batch.dataset.ref, reason="An inquiry.", until=None, by=steward)
    for target in (batch.ref, batch.dataset.ref):
        with pytest.raises(OnHold):
            actions.ask_whole(**ask | {"target": target}, by=steward)
    holds.lift(ref=hold.ref, by=second)
    desk = Desk().enter(second)
    asked = actions.ask_whole(**ask, by=steward)
    desk.send(reverse("desk:erasure", args=[asked.ref]), act="confirm")
    run_until_empty()
    asked.refresh_from_db()
    assert asked.state == Erasure.State.DONE
    assert not Account.objects.exists()


def test_wi06_twice_is_once_and_nothing_comes_in_any_more(desk, steward, second, batch):
    done = erased(batch.dataset.ref, steward, second)
    erase_now(done)
    assert wrong() == {}
    with pytest.raises(SourceErased):
        accept_source(
            source=Source(key="coast-guard", title="Again", publisher="", licence="cc-by-4.0"),
            layout="",
            tables=[],
        )
    assert DataSet.objects.get().title == "coast-guard"


THIRD = f"{HEAD}{MARK}-1,2024-03-01,Italy,9,2,10\n{MARK}-4,2024-03-07,Spain,1,,4\n"


def test_wi07_of_three_imports_the_middle_one(desk, steward, second, batch):
    middle = brought(desk, SECOND, "coast-guard", f"Log {MARK}")
    brought(desk, THIRD, "coast-guard", f"Log {MARK}")
    assert sorted(Account.objects.current().values_list("dead", flat=True)) == [0, 1, 9]
    with interrupted("DELETE"), pytest.raises(OperationalError):
        erased(middle.ref, steward, second)
    assert sorted(Account.objects.current().values_list("dead", flat=True)) == [0, 9]
    take_up_again()
    run_until_empty()
    assert sorted(Account.objects.current().values_list("dead", flat=True)) == [0, 9]
    held = Account.objects.filter(dead=3).get()
    assert held.superseded_by.committed_at is not None
    assert not Account.objects.filter(batch=middle).exists()
    assert wrong() == {}


@contextmanager
def interrupted(verb, table="reporting_account"):
    """The database goes away when something is done to this table the first time."""

    def away(execute, sql, params, many, context):
        if sql.startswith(verb) and table in sql:
            raise OperationalError("away")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(away):
        yield


def test_wi08_where_rows_are_read_it_waits_and_is_begun_again(
    steward, second, batch, tmp_path, monkeypatch
):
    monkeypatch.setattr("cairn.reporting.linking.PATIENCE", 0.1)
    made = actions.ask_whole(
        target=batch.ref, rule="court_order", authority="17 of 2026", by=steward
    )
    with read_by_another(batch.dataset_id, tmp_path):
        actions.confirm(erasure=made, by=second)
        run_until_empty()
        note = JobNote.objects.get(key=made.ref)
        assert note.state == "waiting"  # comes back later, by itself
        batch.refresh_from_db()
        assert batch.status == "committed"
    JobNote.objects.filter(pk=note.pk).update(state="failed", finished_at=timezone.now())
    DBTaskResult.objects.filter(pk=note.task).delete()
    go_on_with_erasures()
    run_until_empty()
    made.refresh_from_db()
    assert made.state == "done"
    go_on_with_erasures()
    assert run_until_empty() == 0


@contextmanager
def read_by_another(dataset, folder):
    """Another process holds the source, as one that reads rows does."""
    if connection.vendor == "postgresql":
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [SPACE, dataset])
        yield
        other.close()
        return
    with claim(dataset) as held:
        assert held
        yield


@pytest.mark.parametrize("place", [("DELETE", "reporting_account"), ("UPDATE", "history_version")])
def test_wi09_what_an_organisation_brought_is_forgotten_after_an_interruption(
    desk, steward, second, batch, tmp_path, place
):
    body = steward.memberships.get().organisation
    with interrupted(*place), pytest.raises(OperationalError):
        erased(body.ref, steward, second, rule="withdrawn")
    take_up_again()
    run_until_empty()
    assert Erasure.objects.get().state == "done"
    assert left(tmp_path) == []
    assert DataSet.objects.get().title == "coast-guard"
    assert wrong() == {}


def test_wi10_readers_are_told_of_what_was_public_and_of_nothing_else(desk, steward, second, batch):
    brought(desk, OTHERS, "others", "Others")
    hidden = brought(desk, SECOND, "not-public", "Not public")
    DataSet.objects.filter(pk=hidden.dataset_id).update(licence="unknown")
    refresh()
    erased(batch.dataset.owner.ref, steward, second, rule="withdrawn")
    assert set(withdrawn_sets()) == {"coast-guard", "others"}
    assert "not-public" not in json.dumps(list(PublishedSnapshot.objects.values()), default=str)


@pytest.mark.parametrize("public", [True, False])
def test_wi11_stopped_after_the_old_figures_went_new_ones_are_made(
    desk, steward, second, batch, public
):
    brought(desk, OTHERS, "others", "Others")
    if public:
        refresh()
    else:
        desk_snapshot()
    with interrupted("INSERT", "observatory_snapshotrecord"), pytest.raises(OperationalError):
        erased(batch.dataset.ref, steward, second)
    take_up_again()
    run_until_empty()
    assert [one.key for one in newest_snapshot().sources] == ["others"]
    assert PublishedSnapshot.objects.filter(is_current=True).exists() == public


def test_wi12_reading_leaves_an_erasure_that_was_cut_to_itself(
    desk, steward, second, batch, tmp_path
):
    row = "2024-05-05,Spain,7,3,6"
    later = brought(desk, f"{SECOND}{MARK}-5,{row}\n", "coast-guard", f"Log {MARK}")
    brought(desk, f"{HEAD}b5,{row}\n", "others", "Others")
    one, other = DataSet.objects.order_by("key")
    link_sources(one=one, other=other, viewer=viewer_of(steward, batch.started_at.date()))
    assert LinkProposal.objects.exists()
    with interrupted("DELETE"), pytest.raises(OperationalError):
        erased(later.ref, steward, second)
    JobNote.objects.filter(
        about=Erasure.objects.get().ref
    ).delete()  # its runner does not come back
    DBTaskResult.objects.all().delete()
    file = SimpleUploadedFile("again.csv", THIRD.encode())
    address = desk.send(reverse("desk:import_new"), file=file, kind="incidents", source="").url
    desk.check(
        address, source="coast-guard", title="A", publisher="A coast guard", licence="cc-by-4.0"
    )
    started = ImportBatch.objects.latest("pk")
    assert (started.dataset, started.status) == (one, "staging")
    assert Account.objects.filter(batch=later).exists()  # not yet; and not by the other import
    take_up_again()
    run_until_empty()
    assert Erasure.objects.get().state == "done"
    stage_import.call(started.ref)
    started.refresh_from_db()
    assert (started.status, started.rows_rejected) == ("staged", 0)
    assert all(not proposal.because for proposal in LinkProposal.objects.all())
    assert wrong() == {}
