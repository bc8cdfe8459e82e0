"""What becomes of a filing is told to those who have read it, who acknowledge it.

rc01  a correction, a narrowing, a withdrawal, a recall: each reader is told once, and of the newest
rc02  whoever made the change, its owner, and whoever never read it are not told
rc03  acknowledging is done once, by the organisation that was told
rc04  a recall closes every version to other States, opens nothing, and lasts when a State rejoins
rc05  leaving the exchange is one notice to each reader
rc06  a reader and a change that meet: she is told, or she never sees what stood before
rc07  after a time both sides are reminded
"""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cairn.kernel.errors import NotFound
from cairn.reporting.filings.actions import (
    clear_filing,
    recall_filing,
    submit_filing,
    validate_filing,
    withdraw_filing,
)
from cairn.reporting.filings.contributing import Verdict, verdicts
from cairn.reporting.filings.drafting import begin_version, save_details
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.participating import join, leave
from cairn.reporting.filings.policies import NoReasonGiven, NotOfThisState
from cairn.reporting.filings.reading import note_reading
from cairn.reporting.filings.recalling import (
    NotShared,
    acknowledge,
    overdue,
    overdue_of,
    told_of,
    told_of_ours,
)
from cairn.sharing.models import Entitlement
from cairn.sharing.reads.models import Door, Read
from cairn.sharing.reads.purposes import Purpose
from cairn.sharing.reads.queries import Oversight
from cairn.sharing.viewer import viewer_of
from tests.reporting.filings.exchange import TODAY, filed, taking_part

NIGER = Oversight(states=frozenset({"NER"}))


def both():
    niger, mali = taking_part("NER"), taking_part("MLI")
    theirs = filed(niger, "2024-Q1")
    filed(mali, "2024-Q1")
    return niger, mali, theirs


def read_by(people, filing, *, purpose=Purpose.STATISTICS, door=Door.PAGE) -> bool:
    return note_reading(filing, readers=[people.agency.pk], purpose=purpose, door=door, day=TODAY)


def amended(people, filing, **details) -> Filing:
    fresh = begin_version(filing=filing, by=people.officer)
    told = {"coverage_note": "All posts, counted again."} | details
    fresh = save_details(filing=fresh, values=told, by=people.officer)
    fresh = submit_filing(filing=fresh, by=people.officer)
    fresh = clear_filing(
        filing=fresh, by=people.contact, zeros_are_true=True, repetition_is_true=True
    )
    return validate_filing(filing=fresh, by=people.secretary)


def told(people) -> list[tuple[str, int, bool]]:
    """What waits to be acknowledged by the agency: kind, version that was read, whether a file."""
    rows = Notice.objects.filter(organisation=people.agency, done_at=None).exclude(
        kind__in=["validated", "submitted"]
    )
    return [(one.kind, one.values["read"], one.values["files"]) for one in rows.order_by("pk")]


def sees(people, filing) -> bool:
    seen = Filing.objects.visible_to(viewer_of(people.officer, TODAY))
    return seen.filter(ref=filing.ref).exists()


@pytest.mark.django_db
def test_rc01_a_correction_is_told_to_who_read_the_version_before():
    niger, mali, theirs = both()
    read_by(mali, theirs, door=Door.FILE)
    second = amended(niger, theirs)
    assert told(mali) == [("new_version", 1, True)]
    third = amended(niger, second)
    assert told(mali) == [("new_version", 1, True)]  # one, of the newest
    assert [one.values["number"] for one in told_of(third)] == [3]


@pytest.mark.django_db
def test_rc01_a_narrowing_is_told_as_such_outside_and_closes_every_earlier_version():
    niger, mali, theirs = both()
    second = amended(niger, theirs)
    theirs.refresh_from_db()
    assert read_by(mali, theirs)
    note_reading(
        theirs,
        readers=[niger.contact.memberships.get().organisation_id],
        purpose=Purpose.OWN_STATE,
        door=Door.PAGE,
        day=TODAY,
    )
    assert sees(mali, theirs)
    amended(niger, second, marking="amber")
    assert told(mali) == [("narrowed", 1, False)]
    inside = Notice.objects.get(organisation__memberships__user=niger.contact, kind="new_version")
    assert inside.done_at is None
    assert not sees(mali, theirs)  # neither version 2 nor version 1


@pytest.mark.django_db
def test_rc01_a_withdrawal_takes_the_place_of_a_correction_that_waits():
    niger, mali, theirs = both()
    read_by(mali, theirs)
    second = amended(niger, theirs)
    first = Notice.objects.get(organisation=mali.agency, kind="new_version").values["first"]
    withdraw_filing(filing=second, reason="Counted twice.", by=niger.contact)
    assert told(mali) == [("withdrawn", 1, False)]
    assert Notice.objects.get(kind="withdrawn").values["first"] == first
    assert not sees_numbers(mali, theirs)


def sees_numbers(people, filing) -> bool:
    seen = Filing.objects.visible_to(viewer_of(people.officer, TODAY)).filter(ref=filing.ref)
    return seen.exclude(status="withdrawn").exists()


@pytest.mark.django_db
def test_rc02_only_readers_are_told_and_not_whoever_made_the_change():
    niger, mali, theirs = both()
    bureau = niger.secretary.memberships.get().organisation
    note_reading(
        theirs,
        readers=[bureau.pk, niger.agency.pk],
        purpose=Purpose.SECRETARIAT,
        door=Door.PAGE,
        day=TODAY,
    )
    amended(niger, theirs)
    assert not Notice.objects.filter(kind="new_version").exists()
    assert told(mali) == []


@pytest.mark.django_db
def test_rc02_a_draft_that_is_given_up_is_no_withdrawal_for_who_read_what_stands():
    niger, mali, theirs = both()
    read_by(mali, theirs)
    draft = begin_version(filing=theirs, by=niger.officer)
    withdraw_filing(filing=draft, reason="No need.", by=niger.officer)
    assert told(mali) == []
    assert sees(mali, theirs)


@pytest.mark.django_db
def test_rc03_an_organisation_acknowledges_once_and_nobody_does_it_for_another():
    niger, mali, theirs = both()
    read_by(mali, theirs)
    recall_filing(filing=theirs, reason="Two posts counted the same.", by=niger.contact)
    (notice,) = told_of(theirs)
    for stranger in (niger.officer, niger.secretary, mali.contact):
        with pytest.raises(NotFound):
            acknowledge(ref=notice.ref, viewer=viewer_of(stranger, TODAY), by=stranger)
    viewer = viewer_of(mali.officer, TODAY)
    done = acknowledge(ref=notice.ref, viewer=viewer, by=mali.officer)
    assert done.done_by == mali.officer.username
    again = acknowledge(ref=notice.ref, viewer=viewer, by=mali.officer)
    assert again.done_at == done.done_at
    other = Notice.objects.filter(organisation=mali.agency, kind="validated").first()
    with pytest.raises(NotFound):  # what only tells is no change of anything
        acknowledge(ref=other.ref, viewer=viewer, by=mali.officer)
    assert list(told_of_ours(NIGER).values_list("done_by", flat=True)) == [mali.officer.username]
    assert not told_of_ours(Oversight(states=frozenset({"MLI"}))).exists()
    assert not told_of_ours(Oversight()).exists()


@pytest.mark.django_db
def test_rc04_a_recall_closes_every_version_and_opens_nothing():
    niger, mali, theirs = both()
    second = amended(niger, theirs)
    read_by(mali, second)
    recalled = recall_filing(filing=second, reason="Wrong posts.", by=niger.contact)
    assert not sees(mali, theirs)
    assert sees(niger, theirs)
    assert told(mali) == [("recalled", 2, False)]
    assert [verdict for _filing, verdict in verdicts(["NER"])] == [Verdict.RECALLED]
    assert not Entitlement.objects.filter(state="NER", why="contributed").exists()
    leave(state="NER", by=niger.contact, today=TODAY)
    join(state="NER", by=niger.contact, today=TODAY)
    assert not sees(mali, theirs)
    same = recall_filing(filing=recalled, reason="Again.", by=niger.contact)
    assert (same.reason, len(told_of(same))) == ("Wrong posts.", 1)


@pytest.mark.django_db
def test_rc04_a_new_version_after_a_recall_is_shared_again_and_the_recalled_one_is_not():
    niger, mali, theirs = both()
    read_by(mali, theirs)
    recalled = recall_filing(filing=theirs, reason="Wrong posts.", by=niger.contact)
    amended(niger, recalled)
    seen = Filing.objects.visible_to(viewer_of(mali.officer, TODAY)).filter(ref=theirs.ref)
    assert [one.number for one in seen] == [2]
    assert told(mali) == [("new_version", 1, False)]


@pytest.mark.django_db
def test_rc04_only_the_contact_point_recalls_with_a_reason_what_is_shared():
    niger, mali, theirs = both()
    for stranger in (niger.officer, niger.secretary, mali.contact):
        with pytest.raises(NotOfThisState):
            recall_filing(filing=theirs, reason="No.", by=stranger)
    with pytest.raises(NoReasonGiven):
        recall_filing(filing=theirs, reason=" ", by=niger.contact)
    home = filed(niger, "2024-Q2", marking="amber")
    with pytest.raises(NotShared):
        recall_filing(filing=home, reason="So.", by=niger.contact)
    theirs.refresh_from_db()
    assert theirs.recalled_at is None
    assert theirs.audience_class == "shared_quarter"


@pytest.mark.django_db
def test_rc05_leaving_is_one_notice_to_each_reader_outside():
    niger, mali, theirs = both()
    more = filed(niger, "2024-Q2", counts={"smuggled_detected": 3})
    for one in (theirs, more):
        read_by(mali, one)
        note_reading(
            one, readers=[niger.agency.pk], purpose=Purpose.OWN_STATE, door=Door.PAGE, day=TODAY
        )
    leave(state="NER", by=niger.contact, today=TODAY)
    (notice,) = Notice.objects.filter(kind="left")
    assert notice.organisation == mali.agency
    assert (notice.values["state"], notice.values["filings"]) == ("NER", 2)
    assert list(told_of_ours(NIGER)) == [notice]


@pytest.mark.django_db
def test_rc06_a_version_that_changed_since_it_was_looked_up_is_not_entered_as_read():
    niger, mali, theirs = both()
    looked_up = Filing.objects.get(pk=theirs.pk)
    recall_filing(filing=theirs, reason="Wrong posts.", by=niger.contact)
    assert not read_by(mali, looked_up)
    assert not Read.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_rc06_a_reader_who_meets_a_recall_is_told_or_sees_nothing():
    """In each turn the reader begins while the recall is under way, or the other way around."""
    niger, mali, theirs = both()
    looked_up = Filing.objects.get(pk=theirs.pk)
    start, seen = threading.Barrier(2), []

    def reader() -> None:
        start.wait()
        seen.append(read_by(mali, looked_up))
        connection.close()

    def owner() -> None:
        start.wait()
        recall_filing(filing=theirs, reason="Wrong posts.", by=niger.contact)
        connection.close()

    threads = [threading.Thread(target=one) for one in (reader, owner)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert seen == [bool(told(mali))]


@pytest.mark.django_db(transaction=True)
def test_rc06_while_a_recall_is_not_finished_a_reader_waits_for_it():
    niger, mali, theirs = both()
    looked_up = Filing.objects.get(pk=theirs.pk)
    seen = []

    def reader() -> None:
        seen.append(read_by(mali, looked_up))
        connection.close()

    thread = threading.Thread(target=reader)
    with transaction.atomic():
        recall_filing(filing=theirs, reason="Wrong posts.", by=niger.contact)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(60)
    assert seen == [False]
    assert told(mali) == []


@pytest.mark.django_db
def test_rc07_after_a_fortnight_without_an_answer_both_sides_are_reminded():
    niger, mali, theirs = both()
    read_by(mali, theirs)
    recall_filing(filing=theirs, reason="Wrong posts.", by=niger.contact)
    (notice,) = told_of(theirs)
    today = timezone.localdate()
    for days, late in ((0, 0), (13, 0), (14, 14), (20, 20)):
        day = today + timedelta(days=days)
        assert overdue(notice, day) == late
        assert overdue_of(NIGER, day) == bool(late)
        assert overdue_of(Oversight(states=frozenset({"MLI"})), day) == 0
    done = acknowledge(ref=notice.ref, viewer=viewer_of(mali.officer, TODAY), by=mali.officer)
    assert overdue(done, today + timedelta(days=20)) == 0
    assert overdue_of(NIGER, today + timedelta(days=20)) == 0
