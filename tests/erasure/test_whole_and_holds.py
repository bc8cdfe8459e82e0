"""Erasing whole records, holds, and what goes when its time is over.

wh01  of a whole filing a stub remains and nothing of its content
wh02  an organisation that withdraws everything
hd01  a hold keeps what is due, and a whole record; it is lifted; words go all the same
rt01  what is due goes, and nothing else

Promise 7 of the design.
"""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from cairn.audit.models import Event
from cairn.console.duties import forget_sheets_that_were_left
from cairn.console.verifying import examine
from cairn.erasure import actions, holds, retention
from cairn.erasure.carrying import carry_out
from cairn.erasure.periods import days_of
from cairn.erasure.policies import OnHold
from cairn.erasure.rules import rules
from cairn.files.models import StoredFile, Upload
from cairn.files.store import path_of, put
from cairn.history.models import Version
from cairn.kernel.errors import NotFound, Refused
from cairn.observatory.actions import desk_snapshot, newest_record, snapshots_root
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.sheets.models import RefusedSheet, SheetFile
from cairn.sharing.reads.models import Read
from tests.erasure.doing import named, reported
from tests.factories import (
    ImportBatchFactory,
    MembershipFactory,
    UploadFactory,
    UserFactory,
)
from tests.factories_of_records import RefusedSheetFactory, SheetFileFactory
from tests.factories_of_sharing import ReadFactory
from tests.reporting.filings.doing import drafted, validated, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.CAIRN_DATA, settings.FILES_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


@pytest.fixture
def people():
    return world()


@pytest.fixture
def second(people):
    """Another person who decides for the agency."""
    person = UserFactory()
    MembershipFactory(user=person, organisation=people.agency, role="administrator")
    return person


def erased(target, people, second, rule="court_order"):
    made = actions.ask_whole(target=target, rule=rule, authority="17 of 2026", by=people.contact)
    actions.confirm(erasure=made, by=second)
    return carry_out(made.ref)


def wrong():
    return {found.question: found.wrong for found in examine() if found.wrong}


def test_wh01_a_stub_remains_and_nothing_of_the_content(folder, people, second):
    filing = validated(people, value=4711)
    other = validated(people, "2024-Q2", value=815)
    desk_snapshot()
    before = newest_record().snapshot
    done = erased(filing.ref, people, second)
    left = Filing.objects.get(ref=filing.ref)
    assert (left.status, left.coverage_note) == ("withdrawn", "")
    assert left.reason.startswith("[█ erased 20")
    assert left.reason.endswith(" court_order]")
    assert list(FilingCount.objects.values_list("filing", flat=True)) == [other.pk]
    bodies = " ".join(Version.objects.filter(key=filing.ref).values_list("body", flat=True))
    assert "4711" not in bodies
    assert "All posts" not in bodies
    told = Event.objects.filter(target=filing.ref, kind__startswith="reporting.")
    assert all(one.values == {} for one in told)
    assert not (snapshots_root() / before).exists()
    assert newest_record().counts > 0
    assert done.found["filings.filingcount"] == 1
    assert wrong() == {}


def test_wh02_all_that_an_organisation_filed_goes_and_a_draft_too(folder, people, second):
    validated(people)
    drafted(people, "2024-Q3")
    mali = world("MLI")
    theirs = validated(mali)
    erased(people.agency.ref, people, second, rule="withdrawn")
    assert set(Filing.objects.values_list("owner", "status")) == {
        (people.agency.ref, "withdrawn"),
        (mali.agency.ref, "validated"),
    }
    assert set(FilingCount.objects.values_list("filing", flat=True)) == {theirs.pk}
    assert wrong() == {}


def test_a_whole_record_is_asked_for_only_where_one_decides_and_with_a_reason(people):
    filing, mali = validated(people), world("MLI")
    ask = {"target": filing.ref, "rule": "court_order", "authority": "17 of 2026"}
    for changed, by in (
        ({}, mali.contact),
        ({}, people.officer),
        ({"target": "fil-0000000000-0"}, people.contact),
        ({"rule": "identifier"}, people.contact),
        ({"authority": ""}, people.contact),
        ({"authority": "about Mr John Smith"}, people.contact),
    ):
        with pytest.raises(Refused):
            actions.ask_whole(**ask | changed, by=by)


def test_hd01_a_hold_stops_a_whole_erasure_until_it_is_lifted(folder, people, second):
    filing = validated(people)
    hold = holds.place(target=filing.ref, reason="An inquiry.", until=None, by=people.contact)
    with pytest.raises(OnHold):
        erased(filing.ref, people, second)
    assert holds.holds_on(filing.ref, filing.owner_id) == [hold]
    holds.lift(ref=hold.ref, by=second)
    assert erased(filing.ref, people, second).state == "done"


def test_hd01_a_hold_that_comes_between_asking_and_deciding_counts(folder, people, second):
    filing = validated(people)
    made = actions.ask_whole(
        target=filing.ref, rule="withdrawn", authority="Letter 3", by=people.contact
    )
    holds.place(target=people.agency.ref, reason="An inquiry.", until=None, by=second)
    with pytest.raises(OnHold):
        actions.confirm(erasure=made, by=second)


def test_hd01_words_that_identify_a_person_go_all_the_same(folder, people):
    filing = named(people)
    holds.place(target=filing.ref, reason="An inquiry.", until=None, by=people.contact)
    made = reported(filing, people.officer)
    actions.confirm(erasure=made, by=people.contact)
    assert carry_out(made.ref).found["filings.filing"] == 1


def test_holds_are_placed_and_lifted_where_one_decides_with_a_reason_and_an_end(people):
    filing, mali = validated(people), world("MLI")
    today = timezone.localdate()
    for target, reason, until, by in (
        (filing.ref, "An inquiry.", None, mali.contact),
        (filing.ref, "An inquiry.", None, people.officer),
        ("fil-0000000000-0", "An inquiry.", None, people.contact),
        (filing.ref, " ", None, people.contact),
        (filing.ref, "An inquiry.", today, people.contact),
    ):
        with pytest.raises(Refused):
            holds.place(target=target, reason=reason, until=until, by=by)
    until = today + timedelta(days=1)
    hold = holds.place(target=filing.ref, reason="An inquiry.", until=until, by=people.contact)
    with pytest.raises(NotFound):
        holds.lift(ref=hold.ref, by=mali.contact)
    assert list(holds.running()) == [hold]
    assert not holds.running(until).exists()


LATE = {
    "originals": lambda at, people: _original(at, people),
    "readings": lambda at, people: ReadFactory(day=at.date(), owner=people.agency),
    "refused": lambda at, people: RefusedSheetFactory(at=at, organisation=people.agency),
    "sheets": lambda at, people: SheetFileFactory(touched_at=at, organisation=people.agency),
    "uploads": lambda at, people: UploadFactory(created=at, owner=people.officer),
}
ROWS = {
    "originals": StoredFile.objects.filter(erased_at=None),
    "readings": Read.objects,
    "refused": RefusedSheet.objects,
    "sheets": SheetFile.objects,
    "uploads": Upload.objects,
}


def _original(at, people):
    stored = put([at.isoformat().encode()])
    StoredFile.objects.filter(pk=stored.pk).update(stored_at=at)
    ImportBatchFactory(file=stored, status="committed", owner=people.agency)
    return stored


@pytest.mark.parametrize("kind", LATE)
def test_rt01_what_is_due_goes_and_what_is_not_stays(folder, people, second, kind):
    now = timezone.now()
    old = LATE[kind](now - timedelta(days=days_of(kind) + 2), people)
    LATE[kind](now - timedelta(days=days_of(kind) - 2), people)
    told = {one.term.key: (one.now, one.held) for one in retention.due_for([people.agency], now)}
    assert told[kind] == (1, 0)
    hold = holds.place(target=people.agency.ref, reason="An inquiry.", until=None, by=second)
    assert retention.remove_due(now) == {}
    told = {one.term.key: (one.now, one.held) for one in retention.due_for([people.agency], now)}
    assert told[kind] == (0, 1)
    holds.lift(ref=hold.ref, by=second)
    assert retention.remove_due(now) == {kind: 1}
    assert ROWS[kind].all().count() == 1
    assert not ROWS[kind].filter(pk=old.pk).exists()
    assert retention.remove_due(now) == {}


def test_rt01_an_original_that_went_says_so_and_verifies(folder, people):
    stored = _original(timezone.now() - timedelta(days=9_999), people)
    retention.remove_due()
    stored.refresh_from_db()
    assert (stored.erased_under, path_of(stored.sha256).exists()) == ("retention", False)
    assert "stored files" not in wrong()


def test_the_page_of_rules_has_words_for_every_period_and_each_is_removed_somewhere():
    keys = {one.key for one in rules().keeping}
    assert keys == {*retention.KINDS, "tries"}
    assert json.dumps(rules().version) == "1"


def test_hd01_the_hourly_forgetting_of_sheets_and_uploads_minds_holds_too(folder, people, second):
    at = timezone.now() - timedelta(days=30)
    sheet = SheetFileFactory(touched_at=at, organisation=people.agency)
    upload = UploadFactory(created=at, owner=people.officer)
    hold = holds.place(target=people.agency.ref, reason="An inquiry.", until=None, by=second)
    forget_sheets_that_were_left()
    assert (SheetFile.objects.get(), Upload.objects.get()) == (sheet, upload)
    holds.lift(ref=hold.ref, by=second)
    forget_sheets_that_were_left()
    assert not SheetFile.objects.exists()
    assert not Upload.objects.exists()
